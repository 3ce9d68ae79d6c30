/** Mail from classic email templates (Apex Reference, "Messaging Class"; Help, "Merge Fields for Email Templates"). */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { emails } from '../../../../local-org/data/outbox/index.ts';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg();
const insert = (object: string, values: Record<string, string | boolean>): string => org.insert(object, values)[0]!;
let folder: string;
let template: string;

const made = (more: Record<string, string | boolean>): string =>
  insert('EmailTemplate', {
    Name: 'Hello',
    DeveloperName: `T${org.rows('EmailTemplate').length}`,
    FolderId: folder,
    TemplateType: 'text',
    IsActive: true,
    ...more,
  });

const setup = (id: string): string => `
  Contact person = [SELECT Id FROM Contact]; Account company = [SELECT Id FROM Account];
  Messaging.SingleEmailMessage mail = new Messaging.SingleEmailMessage();
  mail.setTemplateId('${id}'); mail.setTargetObjectId(person.Id); mail.setWhatId(company.Id); mail.setSaveAsActivity(false);`;

beforeAll(() => {
  folder = insert('Folder', { Name: 'Mails', DeveloperName: 'Mails', Type: 'Email', AccessType: 'Public' });
  const account = insert('Account', { Name: 'Example Ltd' });
  insert('Contact', { FirstName: 'Ada', LastName: 'Example', Email: 'ada@example.com', AccountId: account });
  template = made({
    Subject: 'Hi {!Contact.FirstName}',
    Body: 'Dear {!Recipient.Name}, {!Account.Name}{!Account.Site} greets. {! User.Email }',
  });
});

it('goes out with what the template says of recipient, record and sender', () => {
  org.run(`${setup(template)} Messaging.sendEmail(new List<Messaging.SingleEmailMessage>{ mail });`);
  const sender = org.rows('User', { Id: org.admin.userId })[0]?.Email;
  expect(emails(org.data)[0]).toMatchObject({
    to: ['ada@example.com'],
    subject: 'Hi Ada',
    text: `Dear Ada Example, Example Ltd greets. ${String(sender)}`,
    html: null,
  });
});

it('is rendered without being sent', () => {
  const custom = made({ TemplateType: 'custom', Subject: 'S', HtmlValue: '<b>{!Account.Name}</b>', Body: 'plain' });
  expect(
    org.debugged(`${setup(custom)}
      Messaging.SingleEmailMessage shown = Messaging.renderStoredEmailTemplate('${custom}', person.Id, company.Id);
      System.debug(shown.getSubject() + ' ' + shown.getHtmlBody() + ' ' + shown.getPlainTextBody());`),
  ).toEqual(['S <b>Example Ltd</b> plain']);
  expect(() => org.run("Messaging.renderStoredEmailTemplate('00X000000000001', null, null);")).toThrow(
    'There is no email template',
  );
});

describe('a mail that cannot go out', () => {
  it.each([
    ['mail.setTargetObjectId(null); mail.setToAddresses(new List<String>{ person.Id });', 'REQUIRED_FIELD_MISSING'],
    ["mail.setTemplateId('00X000000000001');", 'INVALID_ID_FIELD'],
  ])('says why: %s', (change, code) => {
    expect(() =>
      org.run(`${setup(template)} ${change} Messaging.sendEmail(new List<Messaging.Email>{ mail });`),
    ).toThrow(code);
  });

  it('is that of a template which is not available', () => {
    const inactive = made({ IsActive: false });
    expect(() => org.run(`${setup(inactive)} Messaging.sendEmail(new List<Messaging.Email>{ mail });`)).toThrow(
      'INVALID_ID_FIELD',
    );
  });
});

it.each([
  ['{!Account.AnnualRevenue}', 'The merge field {!Account.AnnualRevenue}'],
  ['{!IF(true, "a", "b")}', 'The merge field {!IF(true, "a", "b")}'],
  ['{!Account.Nothing}', 'The merge field {!Account.Nothing}'],
])('refuses by name what would be formatted or worked out: %s', (body, text) => {
  const id = made({ Body: body });
  expect(() => org.run(`Messaging.renderStoredEmailTemplate('${id}', null, null);`)).toThrow(text);
});

it.each(['html', 'visualforce'])('refuses by name to render a template of type %s', (type) => {
  const id = made({ TemplateType: type });
  expect(() => org.run(`Messaging.renderStoredEmailTemplate('${id}', null, null);`)).toThrow(
    `Rendering an email template of type ${type}`,
  );
});
