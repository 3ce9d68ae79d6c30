/** Single members of system classes, each as its page of the Apex Reference has it. */
import { describe, expect, it } from '@jest/globals';
import { evaluate } from '../../../support/apex-expressions.ts';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg();

describe('without an installed package', () => {
  it('nobody has a license to one: its namespace and its id are none', () => {
    expect(
      evaluate(org, ["UserInfo.isCurrentUserLicensed('abc')", "UserInfo.hasPackageLicense('033000000000001AAA')"]),
    ).toEqual([
      'System.TypeException: Invalid namespace: abc',
      'System.TypeException: Invalid package id: 033000000000001AAA',
    ]);
  });
});

describe('a lead conversion result', () => {
  it('is read from JSON, which no constructor makes', () => {
    const text = `'{"success":false,"leadid":"00Q000000000001EAA","accountid":"001000000000001","errors":[{"message":"no","statusCode":"REQUIRED_FIELD_MISSING"}]}'`;
    const setup = `Database.LeadConvertResult result = (Database.LeadConvertResult) JSON.deserialize(${text}, Database.LeadConvertResult.class);`;
    expect(
      evaluate(
        org,
        [
          'result.isSuccess()',
          'result.getLeadId()',
          'result.getAccountId()',
          'result.getContactId()',
          'result.getErrors()[0].getMessage()',
        ],
        setup,
      ),
    ).toEqual(['false', '00Q000000000001EAA', '001000000000001AAA', 'null', 'no']);
  });
});

describe('a stored email template', () => {
  it('is rendered with the attachments that it has none of, and counts its use when told', () => {
    expect(
      org.debugged(`
        EmailTemplate template = new EmailTemplate(Name = 't', DeveloperName = 't', FolderId = UserInfo.getUserId(), TemplateType = 'text', Subject = 'Hi', Body = 'Hello', IsActive = true);
        insert template;
        Messaging.SingleEmailMessage one = Messaging.renderStoredEmailTemplate(template.Id, null, null, Messaging.AttachmentRetrievalOption.METADATA_WITH_BODY);
        System.debug(one.getSubject() + ' ' + one.getPlainTextBody());
        Messaging.renderStoredEmailTemplate(template.Id, null, null, Messaging.AttachmentRetrievalOption.NONE, false);
        Messaging.renderStoredEmailTemplate(template.Id, null, null, Messaging.AttachmentRetrievalOption.NONE, true);
        System.debug([SELECT TimesUsed FROM EmailTemplate WHERE Id = :template.Id].TimesUsed);`),
    ).toEqual(['Hi Hello', '1']);
  });
});

describe('a stub of queries', () => {
  it('compiles as documented, and stops by its name: the org has no external object', () => {
    const body = `@IsTest private class Stubbed {
      class Stub extends SoqlStubProvider {
        public override List<SObject> handleSoqlQuery(SObjectType target, String query, Map<String, Object> binds) {
          return Test.createStubQueryRows(target, new List<Map<String, Object>>());
        }
      }
      @IsTest static void asks() { Test.createSoqlStub(Account.SObjectType, new Stub()); }
    }`;
    const { methods } = openApexOrg({ classes: [body] }).test('Stubbed');
    expect(methods[0]).toMatchObject({ outcome: 'Fail', message: expect.stringContaining('createSoqlStub') });
  });
});
