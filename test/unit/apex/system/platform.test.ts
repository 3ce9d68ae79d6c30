/** Schema, security, callouts, tests and what is refused, as the Apex Reference Guide documents them. */
import { describe, expect, it } from '@jest/globals';
import { evaluate } from '../../../support/apex-expressions.ts';
import { openApexOrg } from '../../../support/apex-org.ts';
import { plainField } from '../../../../local-org/data/index.ts';
import { findImplementation, systemEnum, systemTypes } from '../../../../local-org/apex/system/index.ts';
import { statusCode } from '../../../../local-org/apex/system/enums.ts';
import { readFileSync } from 'node:fs';

const org = openApexOrg({
  classes: [
    `@IsTest public class PlatformTest {
    class Mock implements HttpCalloutMock { public HttpResponse respond(HttpRequest request) { HttpResponse r = new HttpResponse(); r.setStatusCode(201); r.setStatus('Created'); r.setHeader('X-Method', request.getMethod()); r.setBody('echo ' + request.getBody() + request.getHeader('accept')); return r; } }
    @IsTest static void calls() { Test.setMock(HttpCalloutMock.class, new Mock()); HttpRequest q = new HttpRequest(); q.setEndpoint('https://ada.example.com'); q.setMethod('POST'); q.setBody('hi'); q.setHeader('Accept', '*'); q.setTimeout(1000);
      HttpResponse r = new Http().send(q); Assert.areEqual(201, r.getStatusCode()); Assert.areEqual('echo hi*', r.getBody()); Assert.areEqual('POST', r.getHeader('x-method')); Assert.areEqual(new List<String>{'X-Method'}, r.getHeaderKeys()); Assert.areEqual('Created', r.getStatus()); Assert.areEqual(1, Limits.getCallouts()); Assert.areEqual('echo hi*', r.getBodyAsBlob().toString()); }
    @IsTest static void callsWithoutMock() { new Http().send(new HttpRequest()); }
    @IsTest static void rest() { RestContext.request = new RestRequest(); RestContext.request.requestURI = '/x'; RestContext.request.addParameter('a', 'b'); RestContext.response = new RestResponse(); RestContext.response.statusCode = 404; RestContext.response.addHeader('h', 'v'); Assert.areEqual('b', RestContext.request.params.get('a')); Assert.areEqual(404, RestContext.response.statusCode); Assert.areEqual('v', RestContext.response.headers.get('h')); }
    @IsTest static void calculates() { PermissionSetGroup g = new PermissionSetGroup(DeveloperName = 'G', MasterLabel = 'G'); insert g; Test.calculatePermissionSetGroup(g.Id); Assert.areEqual('Updated', [SELECT Status FROM PermissionSetGroup WHERE Id = :g.Id].Status); Test.calculatePermissionSetGroup(new List<String>{'0PG000000000001AAA'}); }
    @IsTest static void wrongDate() { Test.setCreatedDate('001000000000001AAA', System.now()); }
    @IsTest static void asserts() {
      Assert.isTrue(true); Assert.isFalse(false); Assert.isNull(null); Assert.isNotNull(1); Assert.areNotEqual(1, 2); Assert.isInstanceOfType('a', String.class); Assert.isNotInstanceOfType(1, String.class); System.assert(true); System.assertEquals(1, 1); System.assertNotEquals(1, 2);
    }
    @IsTest static void failTrue() { Assert.isTrue(false, 'why'); }
    @IsTest static void failFalse() { Assert.isFalse(true); }
    @IsTest static void failNull() { Assert.isNull(1, 'why'); }
    @IsTest static void failNotNull() { Assert.isNotNull(null); }
    @IsTest static void failSame() { System.assertNotEquals('a', 'a', 'why'); }
    @IsTest static void failType() { Assert.isInstanceOfType(1, String.class); }
    @IsTest static void failNotType() { Assert.isNotInstanceOfType('a', String.class); }
    @IsTest static void failAlways() { Assert.fail('never'); }
    @IsTest static void failList() { System.assertEquals(new List<Integer>{1}, new List<Integer>{2}); }
  }`,
  ],
});
org.data.schema.applyObject({
  name: 'Setting__mdt',
  label: 'Setting',
  labelPlural: 'Settings',
  kind: 'customMetadata',
  sharingModel: 'ReadWrite',
  nameField: plainField('DeveloperName', 'string', { length: 40, nameField: true }),
});
org.data.schema.applyField('Setting__mdt', plainField('Limit__c', 'double', { custom: true, precision: 18, scale: 0 }));
org.data.put('Setting__mdt', { DeveloperName: 'First', MasterLabel: 'First one', Limit__c: 5 });
const [clone] = org.rows('Profile', { Name: 'Standard User' });
const reader = person('ada', String(clone?.Id));

function person(name: string, profileId: string): string {
  return org.insert('User', {
    LastName: 'Example',
    Alias: name,
    Email: `${name}.example@example.com`,
    Username: `${name}.example@example.com`,
    ProfileId: profileId,
    TimeZoneSidKey: 'GMT',
    LocaleSidKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    LanguageLocaleKey: 'en_US',
  })[0]!;
}

function table(title: string, rows: [string, string][], setup = ''): void {
  describe(`${title}`, () => {
    const printed = evaluate(
      org,
      rows.map(([expression]) => expression),
      setup,
    );
    it.each(rows.map(([expression, text], index) => [expression, text, printed[index]]))(
      '%s is %s',
      (_expression, text, actual) => {
        expect(actual).toBe(text);
      },
    );
  });
}

table(
  'Schema',
  [
    ["Schema.getGlobalDescribe().get('ACCOUNT')", 'Account'],
    ["Schema.getGlobalDescribe().containsKey('nope__c')", 'false'],
    ["Schema.describeSObjects(new List<String>{'Contact'})[0].getLabel()", 'Contact'],
    [
      "Schema.describeSObjects(new List<String>{'Nope'})",
      'System.InvalidParameterValueException: Unknown sObject type: Nope',
    ],
    ['d.getName()', 'Account'],
    ['d.getLabelPlural()', 'Accounts'],
    ['d.getKeyPrefix()', '001'],
    ['d.isCustom()', 'false'],
    ['d.isCustomSetting()', 'false'],
    ['d.isAccessible() && d.isCreateable() && d.isUpdateable() && d.isDeletable() && d.isQueryable()', 'true'],
    ['d.getSObjectType() == Account.SObjectType', 'true'],
    ["d.fields.getMap().get('NAME') == Account.Name", 'true'],
    ["d.fields.getMap().containsKey('industry')", 'true'],
    ["d.getRecordTypeInfosByDeveloperName().get('Master').getRecordTypeId()", '012000000000000AAA'],
    ["d.getRecordTypeInfosByName().get('Master').isMaster()", 'true'],
    ["d.getRecordTypeInfosById().get('012000000000000AAA').getName()", 'Master'],
    ['d.getRecordTypeInfos().size()', '1'],
    [
      'd.getRecordTypeInfos()[0].isActive() && d.getRecordTypeInfos()[0].isAvailable() && d.getRecordTypeInfos()[0].isDefaultRecordTypeMapping()',
      'true',
    ],
    ['d.getRecordTypeInfos()[0].getDeveloperName()', 'Master'],
    ['Account.SObjectType.newSObject().getSObjectType()', 'Account'],
    ["Account.SObjectType.newSObject('001000000000001').Id", '001000000000001AAA'],
    ["((SObject) Type.forName('Account').newInstance()).getSObjectType()", 'Account'],
    ['f.getName()', 'Name'],
    ['f.getType()', 'STRING'],
    ['f.getLength() > 0', 'true'],
    ['f.isNillable()', 'false'],
    ['f.isNameField()', 'true'],
    ['f.isAccessible()', 'true'],
    ['f.isUpdateable()', 'true'],
    ['f.getSobjectField() == Account.Name', 'true'],
    ['Contact.AccountId.getDescribe().getReferenceTo()', '(Account)'],
    ['Contact.AccountId.getDescribe().getRelationshipName()', 'Account'],
    ['User.LocaleSidKey.getDescribe().getType()', 'PICKLIST'],
    ['Schema.SObjectType.Account.fields.Name.isAccessible()', 'true'],
    ['Schema.SObjectType.Account.isAccessible()', 'true'],
    ["children.get('Contacts').getField()", 'AccountId'],
    [
      "children.get('Contacts').isCascadeDelete()",
      String(
        org.data.schema.get('Account').childRelationships.find((one) => one.relationshipName === 'Contacts')
          ?.cascadeDelete,
      ),
    ],
    ["entry.getValue() + ' ' + entry.isActive()", 'UTF-8 true'],
  ],
  `Schema.DescribeSObjectResult d = Account.SObjectType.getDescribe(); Schema.DescribeFieldResult f = Account.Name.getDescribe(); Map<String, Schema.ChildRelationship> children = new Map<String, Schema.ChildRelationship>(); for (Schema.ChildRelationship r : d.getChildRelationships()) children.put(r.getRelationshipName(), r);
    Schema.PicklistEntry entry; for (Schema.PicklistEntry e : User.EmailEncodingKey.getDescribe().getPicklistValues()) if (e.getValue() == 'UTF-8') entry = e;`,
);

table('custom metadata', [
  ['Setting__mdt.getAll().keySet()', '{First}'],
  ["Setting__mdt.getInstance('first').Limit__c", '5'],
  ["Setting__mdt.getInstance('First').MasterLabel", 'First one'],
  ["Setting__mdt.getInstance('nope')", 'null'],
  ['Limits.getQueries()', '0'],
]);

describe('Security.stripInaccessible', () => {
  it('removes what the user may not write', () => {
    expect(
      org.debugged(`SObjectAccessDecision decision = Security.stripInaccessible(AccessType.CREATABLE, new List<Account>{new Account(Name = 'A'), new Account(Name = 'B', CreatedById = UserInfo.getUserId())});
      System.debug(decision.getRecords()); System.debug(decision.getRemovedFields()); System.debug(decision.getModifiedIndexes());`),
    ).toEqual(['(Account:{Name=A}, Account:{Name=B})', '{Account={CreatedById}}', '{1}']);
  });

  it('makes what it removed from a queried row read as not queried', () => {
    const [minimum] = org.rows('Profile', { Name: 'Minimum Access - Salesforce' });
    const guest = person('guest', String(minimum?.Id));
    org.insert('Task', { Subject: 'x', Type: 'Call', OwnerId: guest });
    const result = org.apex.executeAnonymous(
      { userId: guest },
      `List<Task> rows = new List<Task>();
      for (Task row : Database.query('SELECT Subject, Type FROM Task', AccessLevel.SYSTEM_MODE)) rows.add(row);
      Task row = (Task) Security.stripInaccessible(AccessType.READABLE, rows).getRecords()[0];
      System.assertEquals('x', row.Subject);
      System.debug(row.Type);`,
    );
    expect(`${result.compileProblem ?? ''}${result.exceptionMessage ?? ''}`).toBe(
      'System.SObjectException: SObject row was retrieved via SOQL without querying the requested field: Task.Type',
    );
  });

  it('refuses objects without access', () => {
    const result = org.apex.executeAnonymous(
      { userId: reader },
      "Security.stripInaccessible(AccessType.UPDATABLE, new List<PermissionSet>{new PermissionSet(Name = 'x')});",
    );
    expect(`${result.compileProblem ?? ''}${result.exceptionMessage ?? ''}`).toContain(
      'No access to entity: PermissionSet',
    );
  });
});

describe('in tests', () => {
  const result = org.test('PlatformTest');
  const message = (name: string): string | null | undefined =>
    result.methods.find((one) => one.methodName === name)?.message;

  it.each(['calls', 'rest', 'asserts'])('%s passes', (name) => {
    expect(message(name)).toBeNull();
  });

  it.each([
    ['callsWithoutMock', 'System.TypeException: Methods defined as TestMethod do not support Web service callouts'],
    ['calculates', 'System.InvalidParameterValueException: Invalid permission set group id: 0PG000000000001AAA'],
    ['wrongDate', 'System.InvalidParameterValueException: Invalid id: 001000000000001AAA'],
    ['failTrue', 'System.AssertException: Assertion Failed: why'],
    ['failFalse', 'System.AssertException: Assertion Failed'],
    ['failNull', 'System.AssertException: Assertion Failed: why: Expected: null, Actual: 1'],
    ['failNotNull', 'System.AssertException: Assertion Failed: Same value: null'],
    ['failSame', 'System.AssertException: Assertion Failed: why: Same value: a'],
    ['failType', 'System.AssertException: Assertion Failed: Expected instance of type: String, Actual: Integer'],
    ['failNotType', 'System.AssertException: Assertion Failed: Unexpected instance of type: String'],
    ['failAlways', 'System.AssertException: Assertion Failed: never'],
    ['failList', 'System.AssertException: Assertion Failed: Expected: (1), Actual: (2)'],
  ])('%s says %s', (name, text) => {
    expect(message(name)).toBe(text);
  });
});

describe('what the embedded org does not have', () => {
  it.each([
    ['new Http().send(new HttpRequest());', 'An HTTP callout outside a test'],
    ["Search.suggest('x', 'Account', null);", 'Search.suggest'],
    ['Auth.SessionManagement.getCurrentSession();', 'Auth.SessionManagement.getCurrentSession'],
    ["Blob.toPdf('x');", 'Blob.toPdf'],
    ["Messaging.renderStoredEmailTemplate('00X', null, null);", 'Messaging.renderStoredEmailTemplate'],
    ["EncodingUtil.urlEncode('a', 'ISO-8859-1');", 'character set ISO-8859-1'],
    ["'a'.replaceAll('a++', 'b');", 'possessive quantifier'],
  ])('%s says so, and no catch swallows it', (code, text) => {
    expect(() => org.run(`try { ${code} } catch (Exception e) { System.debug('swallowed'); }`)).toThrow(text);
  });

  it.each(['Test.startTest();', 'Test.setMock(HttpCalloutMock.class, null);'])('%s is for tests only', (code) => {
    expect(() => org.run(code)).toThrow(/only be called from a test|null/);
  });
});

describe('the registry', () => {
  const catalogue = JSON.parse(
    readFileSync(new URL('../../../../local-org/catalogue/apex-types.json', import.meta.url), 'utf8'),
  ) as Record<string, { methods?: { name: string; static?: true; params: string[] }[] }>;

  it('registers only signatures that the catalogue or its supplement knows', () => {
    const newer = new Set([
      'getPaginationCursor',
      'getPaginationCursorWithBinds',
      'isCreated',
      'getTriggerId',
      'getJobId',
      'getChildJobId',
      'getEntryNames',
      'invalidateSessions',
      'setSenderId',
      'Builder',
    ]);
    const unknown: string[] = [];
    for (const [name, type] of systemTypes) {
      const known = catalogue[name];
      if (!known) continue;
      for (const [keys, wanted] of [
        [type.statics, true],
        [type.methods, false],
      ] as const) {
        const methods = (known.methods ?? []).filter((one) => (one.static ?? false) === wanted);
        for (const key of Object.keys(keys ?? {})) {
          const [base] = key.split(/[(/]/);
          const found = key.includes('(')
            ? methods.some((one) => `${one.name}(${one.params.join(',')})` === key)
            : methods.some((one) => one.name === base);
          if (!found && !newer.has(base!)) unknown.push(`${name}.${key}`);
        }
      }
    }
    expect(unknown).toEqual([]);
  });

  it('does not mistake what JavaScript objects inherit for an entry', () => {
    expect(findImplementation({}, 'toString()')).toBeUndefined();
  });

  it('knows enum values in their order, and status codes that are newer than the catalogue', () => {
    expect(systemEnum('LoggingLevel').map((value) => value.name)).toEqual([
      'NONE',
      'INTERNAL',
      'FINEST',
      'FINER',
      'FINE',
      'DEBUG',
      'INFO',
      'WARN',
      'ERROR',
    ]);
    expect(systemEnum('NoEnum')).toEqual([]);
    expect(statusCode('BRAND_NEW_CODE')).toBe(statusCode('BRAND_NEW_CODE'));
  });
});
