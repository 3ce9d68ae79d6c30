/** Email and notifications of Apex: what is refused, what arrives where (Apex Reference, "Messaging Namespace"). */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  emails,
  markNotification,
  notifications,
  unseenNotifications,
} from '../../../../local-org/data/outbox/index.ts';
import type { ApexOrg } from '../../../support/apex-org.ts';
import { openApexOrg } from '../../../support/apex-org.ts';

let org: ApexOrg;
beforeEach(() => {
  org = openApexOrg();
});
afterEach(() => org.data.close());

const failure = (code: string): string => org.apex.executeAnonymous(org.admin, code).exceptionMessage ?? 'none';
const MAIL = 'Messaging.SingleEmailMessage mail = new Messaging.SingleEmailMessage(); ';
const SEND = ' Messaging.sendEmail(new List<Messaging.SingleEmailMessage>{ mail });';
const COMPLETE = `${MAIL} mail.setToAddresses(new List<String>{ 'ada.example@example.com' }); mail.setSubject('Gaps'); mail.setPlainTextBody('Two.');`;

describe('email', () => {
  it('is kept in the outbox, with sender, recipients, bodies and attachments', () => {
    org.run(`${COMPLETE} mail.setHtmlBody('<p>Two.</p>'); mail.setSenderDisplayName('SCIM Rollcall'); mail.ccAddresses = new List<String>{ UserInfo.getUserId() };
      Messaging.EmailFileAttachment file = new Messaging.EmailFileAttachment(); file.setFileName('a.csv'); file.setContentType('text/csv'); file.setBody(Blob.valueOf('abc'));
      mail.setFileAttachments(new List<Messaging.EmailFileAttachment>{ file });
      List<Messaging.SendEmailResult> results = Messaging.sendEmail(new List<Messaging.Email>{ mail });
      System.assert(results[0].isSuccess()); System.assertEquals(0, results[0].getErrors().size()); System.assertEquals(1, Limits.getEmailInvocations());`);
    expect(emails(org.data)).toEqual([
      expect.objectContaining({
        senderName: 'SCIM Rollcall',
        to: ['ada.example@example.com'],
        cc: ['admin@rollcall.example.com'],
        bcc: [],
        subject: 'Gaps',
        text: 'Two.',
        html: '<p>Two.</p>',
        external: 1,
        attachments: [{ name: 'a.csv', contentType: 'text/csv', size: 3 }],
      }),
    ]);
  });

  it('goes with the transaction', () => {
    failure(`${COMPLETE}${SEND} Integer i = 1 / 0;`);
    expect(emails(org.data)).toEqual([]);
  });

  it('reaches a user by id, without an activity', () => {
    expect(failure(`${MAIL} mail.setTargetObjectId(UserInfo.getUserId()); mail.setPlainTextBody('x');${SEND}`)).toBe(
      'System.EmailException: SendEmail failed. First exception on row 0; first error: INVALID_SAVE_AS_ACTIVITY_FLAG, saveAsActivity must be false when sending mail to users.: [saveAsActivity, true]',
    );
    org.run(
      `${MAIL} mail.setTargetObjectId(UserInfo.getUserId()); mail.setSaveAsActivity(false); mail.setPlainTextBody('x');${SEND}`,
    );
    expect(emails(org.data)[0]).toMatchObject({ to: ['admin@rollcall.example.com'], external: 0 });
  });

  it.each([
    [`${MAIL} mail.setPlainTextBody('x');`, 'REQUIRED_FIELD_MISSING, Add a recipient'],
    [`${MAIL} mail.setToAddresses(new List<String>{ 'a@example.com' });`, 'REQUIRED_FIELD_MISSING, Missing body'],
    [`${MAIL} mail.setToAddresses(new List<String>{ 'nobody' }); mail.setPlainTextBody('x');`, 'INVALID_EMAIL_ADDRESS'],
    [
      `${MAIL} List<String> many = new List<String>(); for (Integer i = 0; i < 101; i++) { many.add('a' + i + '@example.com'); } mail.setToAddresses(many); mail.setPlainTextBody('x');`,
      'LIMIT_EXCEEDED',
    ],
    [`${MAIL} mail.setTargetObjectId('001000000000001AAA'); mail.setPlainTextBody('x');`, 'INVALID_ID_FIELD'],
    [`${COMPLETE} mail.setTemplateId('00X000000000001AAA');`, 'A template needs a targetObjectId'],
  ])('is refused: %s', (code, expected) => {
    expect(failure(code + SEND)).toContain(expected);
  });

  it('reports rows apart when not all or nothing', () => {
    org.run(`${COMPLETE} List<Messaging.SendEmailResult> results = Messaging.sendEmail(new List<Messaging.Email>{ mail, new Messaging.SingleEmailMessage() }, false);
      System.assert(results[0].isSuccess()); System.assert(!results[1].isSuccess());
      Messaging.SendEmailError error = results[1].getErrors()[0];
      System.assertEquals(StatusCode.REQUIRED_FIELD_MISSING, error.getStatusCode()); System.assert(error.getMessage().contains('recipient'));
      System.assertEquals(0, error.getFields().size()); System.assertEquals(null, error.getTargetObjectId());`);
    expect(emails(org.data)).toHaveLength(1);
  });

  it('has limits: ten calls a transaction, fifteen external addresses a day', () => {
    expect(
      failure(`${MAIL} mail.setTargetObjectId(UserInfo.getUserId()); mail.setSaveAsActivity(false); mail.setPlainTextBody('x');
      for (Integer i = 0; i < 11; i++) {${SEND} }`),
    ).toContain('Too many Email Invocations: 11');
    org.run('Messaging.reserveSingleEmailCapacity(15);');
    expect(failure('Messaging.reserveSingleEmailCapacity(16);')).toBe(
      'System.HandledException: The daily limit for the org would be exceeded by this request',
    );
    org.run(`${MAIL} List<String> many = new List<String>(); for (Integer i = 0; i < 15; i++) { many.add('a' + i + '@example.com'); }
      mail.setToAddresses(many); mail.setPlainTextBody('x');${SEND}`);
    expect(failure(`${COMPLETE}${SEND}`)).toContain('SINGLE_EMAIL_LIMIT_EXCEEDED');
    org.wait(24 * 60 + 1);
    expect(failure(`${COMPLETE}${SEND}`)).toBe('none');
  });
});

describe('custom notifications', () => {
  const notification = (rest: string): string =>
    `Id typeId = [SELECT Id FROM CustomNotificationType].Id; Messaging.CustomNotification n = new Messaging.CustomNotification(); n.setNotificationTypeId(typeId); ${rest}`;
  const complete = `n.setTitle('A gap'); n.setBody('Ada lacks a permission set.'); n.setTargetId(UserInfo.getUserId()); `;
  beforeEach(() => {
    org.data.put('CustomNotificationType', { DeveloperName: 'Gap', CustomNotifTypeName: 'Gap', MasterLabel: 'Gap' });
  });
  const mine = () => notifications(org.data, org.admin.userId);

  it('reach users, members of groups, people in roles and owners, each once', () => {
    const [role] = org.insert('UserRole', { Name: 'Leads', DeveloperName: 'Leads' });
    org.data.put('User', { Id: org.admin.userId, UserRoleId: role! }, ['Id']);
    const [group] = org.insert('Group', { Name: 'Alerts', DeveloperName: 'Alerts', Type: 'Regular' });
    org.insert('GroupMember', { GroupId: group!, UserOrGroupId: org.admin.userId });
    const [account] = org.insert('Account', { Name: 'Owned' });
    const roleGroups = org.rows('Group', { RelatedId: role! }).map(({ Id }) => String(Id));
    const recipients = [org.admin.userId, group, account, ...roleGroups].map((id) => `'${id}'`).join(', ');
    org.run(notification(`${complete} n.send(new Set<String>{ ${recipients} });`));
    expect(mine()).toEqual([
      expect.objectContaining({ title: 'A gap', body: 'Ada lacks a permission set.', read: false, seen: false }),
    ]);
    expect(unseenNotifications(org.data, org.admin.userId)).toBe(1);
  });

  it('can be marked by who got them', () => {
    org.run(
      notification(
        `${complete} n.send(new Set<String>{ UserInfo.getUserId() }); n.send(new Set<String>{ UserInfo.getUserId() });`,
      ),
    );
    const [first] = mine();
    expect(markNotification(org.data, org.admin.userId, { read: true }, first!.id)).toBe(1);
    expect(markNotification(org.data, '005000000000001AAA', { read: true }, first!.id)).toBe(0);
    expect(markNotification(org.data, org.admin.userId, { seen: true })).toBe(2);
    expect(mine().map(({ read, seen }) => [read, seen])).toEqual([
      [true, true],
      [false, true],
    ]);
  });

  it('can be made in one go', () => {
    org.run(`Id typeId = [SELECT Id FROM CustomNotificationType].Id;
      new Messaging.CustomNotification(typeId, UserInfo.getUserId(), 'T', 'B', null, '{"type":"standard__namedPage"}').send(new Set<String>{ UserInfo.getUserId() });`);
    expect(mine()[0]).toMatchObject({ targetPageRef: '{"type":"standard__namedPage"}', targetId: null });
  });

  it.each([
    ["n.setBody('b'); n.setTargetId('005000000000001AAA'); n.send(new Set<String>{ 'x' });", 'needs a title'],
    ["n.setTitle('t'.repeat(251)); n.setBody('b'); n.send(new Set<String>{ 'x' });", 'at most 250'],
    ["n.setTitle('t'); n.setBody('b'.repeat(751)); n.send(new Set<String>{ 'x' });", 'at most 750'],
    ["n.setTitle('t'); n.setBody('b'); n.send(new Set<String>{ 'x' });", 'needs a target'],
    [`${complete} n.send(new Set<String>());`, '1 to 500'],
    [`${complete} n.send(new Set<String>{ 'nobody' });`, 'no id of a recipient'],
    [`${complete} n.send(new Set<String>{ UserInfo.getProfileId() });`, 'has no owner'],
    [
      `n.setNotificationTypeId('0ML000000000009AAA'); ${complete} n.send(new Set<String>{ 'x' });`,
      'no custom notification type',
    ],
  ])('are refused: %s', (rest, expected) => {
    expect(failure(notification(rest))).toContain(expected);
  });
});
