/** How the language meets the system library: constructors, fields, enums, queries and DML forms. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { plainField } from '../../../../local-org/data/index.ts';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg();
org.data.transaction(() => {
  org.data.schema.applyObject({
    name: 'Rule__mdt',
    label: 'Rule',
    labelPlural: 'Rules',
    kind: 'customMetadata',
    sharingModel: 'ReadWrite',
    nameField: plainField('DeveloperName', 'string'),
  });
  org.data.schema.applyField('Rule__mdt', { ...plainField('Text__c', 'string'), custom: true, length: 20 });
  org.data.schema.applyField('Account', {
    ...plainField('Key__c', 'string'),
    custom: true,
    length: 20,
    externalId: true,
    unique: true,
  });
});
org.data.put('Rule__mdt', { DeveloperName: 'First', Label: 'First', Text__c: 'one' }, ['DeveloperName']);
afterAll(() => org.data.close());

const PRINTS: [string, string, string[]][] = [
  [
    'custom metadata without queries',
    "System.debug(Rule__mdt.getAll().get('First').Text__c + Rule__mdt.getInstance('First').DeveloperName + (Rule__mdt.getInstance('None') == null) + Limits.getQueries());",
    ['oneFirsttrue0'],
  ],
  [
    'upsert by an external id',
    `
    upsert new Account(Name = 'U', Key__c = 'k1') Key__c;
    Account again = new Account(Name = 'V', Key__c = 'k1');
    upsert again Account.Key__c;
    System.debug([SELECT Name FROM Account WHERE Key__c = 'k1'].Name);
    List<SObject> rows = new List<SObject>{ new Account(Name = 'W', Key__c = 'k1') };
    Database.upsert(rows[0], Account.Key__c);
    delete again;
    undelete again;
    System.debug([SELECT COUNT() FROM Account WHERE Key__c = 'k1']);`,
    ['V', '1'],
  ],
  [
    'DML as the user and as the system',
    "insert as user new Account(Name = 'AsUser'); insert as system new Account(Name = 'AsSystem'); System.debug([SELECT COUNT() FROM Account WHERE Name LIKE 'As%' WITH SYSTEM_MODE]);",
    ['2'],
  ],
  [
    'deleted rows with ALL ROWS',
    "Account a = new Account(Name = 'Gone'); insert a; delete a; System.debug([SELECT COUNT() FROM Account WHERE Id = :a.Id] + ' ' + [SELECT COUNT() FROM Account WHERE Id = :a.Id ALL ROWS]);",
    ['0 1'],
  ],
  [
    'constructors of system classes',
    "HttpRequest request = new HttpRequest(); request.setMethod('GET'); System.debug(request.getMethod()); Url u = new Url('https://example.com/a?b=c'); System.debug(u.getQuery());",
    ['GET', 'b=c'],
  ],
  [
    'fields of system classes',
    "RestContext.request = new RestRequest(); RestContext.request.requestURI = '/x'; RestContext.request.httpMethod = 'PUT'; System.debug(RestContext.request.requestURI + RestContext.request.httpMethod);",
    ['/xPUT'],
  ],
  [
    'exceptions of the platform with message and cause',
    "Exception cause = new MathException('inner'); Exception e = new IllegalArgumentException('outer', cause); System.debug(e.getMessage() + e.getCause().getMessage() + e.getTypeName()); System.debug(new DmlException().getMessage() == null); System.debug(new QueryException(cause).getCause().getMessage());",
    ['outerinnerSystem.IllegalArgumentException', 'false', 'inner'],
  ],
  [
    'locators of inline queries',
    "insert new Account(Name = 'Loc'); String wanted = 'Loc'; Database.QueryLocatorIterator rows = Database.getQueryLocator([SELECT Name FROM Account WHERE Name = :wanted]).iterator(); System.debug(((Account) rows.next()).Name);",
    ['Loc'],
  ],
  [
    'copies keep the type of a record',
    "Account a = new Account(Name = 'C'); Account b = a.clone(false, true); b.Name += '!'; System.debug(a.Name + b.Name);",
    ['CC!'],
  ],
  [
    'conversions between numbers',
    'Long l = 5; Double d = l; Decimal c = d; Double back = c + 1; System.debug(l + d + c + back); Integer i = (Integer) back; System.debug(i + (Integer) 7.9d + (Long) 2.5);',
    ['21.0', '15'],
  ],
  [
    'a Date where a Datetime is wanted',
    'Datetime moment = Date.newInstance(2026, 1, 2); System.debug(moment.dayGmt() + (Date.newInstance(2026, 1, 3) > moment ? 1 : 0)); System.debug((moment + 1.5).hourGmt());',
    ['3', '12'],
  ],
  [
    'text where an id is wanted',
    "Id i = '005000000000001'; System.debug(i); System.debug(i == '005000000000001AAA');",
    ['005000000000001AAA', 'true'],
  ],
  [
    'negations',
    'Long l = 3; Decimal c = 2.5; Double d = 1.5; System.debug(-l + -c + -d); System.debug(~5); System.debug(+c);',
    ['-7.0', '-6', '2.5'],
  ],
  [
    'compound assignment to fields, records and properties',
    'Account a = new Account(NumberOfEmployees = 1); a.NumberOfEmployees += 2; a.NumberOfEmployees++; System.debug(a.NumberOfEmployees);',
    ['4'],
  ],
  [
    'lists from lists, sets and sizes',
    "List<Integer> a = new List<Integer>(new List<Integer>{ 1 }); List<Integer> b = new Integer[2]; Set<Integer> c = new Set<Integer>(new Set<Integer>{ 2 }); Map<String, Integer> d = new Map<String, Integer>(new Map<String, Integer>{ 'k' => 3 }); System.debug(a.size() + b.size() + c.size() + d.get('k'));",
    ['7'],
  ],
  [
    'enum values of the platform',
    'List<System.LoggingLevel> levels = LoggingLevel.values(); System.debug(levels.size() > 5); System.debug(LoggingLevel.INFO.equals(LoggingLevel.INFO)); System.debug(LoggingLevel.INFO.hashCode() == LoggingLevel.INFO.hashCode());',
    ['true', 'true', 'true'],
  ],
  [
    'values of any type print',
    "System.debug(String.valueOf((Object) 1) + ((Object) 'a').toString() + ((Object) 1.5).equals(1.5) + (((Object) 'x').hashCode() == 'x'.hashCode()));",
    ['1atruetrue'],
  ],
  [
    'messages of records',
    "Account a = new Account(); a.addError('wrong'); a.Name.addError('field'); System.debug(a.hasErrors() + ' ' + a.getErrors().size());",
    ['true 2'],
  ],
];

const PROBLEMS: [string, string][] = [
  ["insert new Account(Name = 'x') Key__c;", "Missing ';' at 'Key__c'"],
  ["upsert new Account(Name = 'x') Nothing__c;", 'Field does not exist: Nothing__c on Account'],
  [
    "Object o = new Set<String>('x');",
    'Invalid initializer type String found for Set<String>: expected a List or a Set of type: String',
  ],
  ['Object o = new MathException(1);', 'Constructor not defined: [System.MathException].<Constructor>(Integer)'],
  ['Object o = new HttpRequest(1);', 'Constructor not defined: [HttpRequest].<Constructor>(Integer)'],
  ["Object o = new Account{ 'x' };", 'Type cannot be constructed with initializers: Account'],
  ["Object o = new List<String>{ 'a' => 1 };", 'Type cannot be constructed with map initializers: List<String>'],
  ["Object o = new Nothing('x');", 'Invalid type: Nothing'],
  ['Object o = new Nothing[1];', 'Invalid type: Nothing'],
  ['Object o = new List<Nothing>{ 1 };', 'Invalid type: Nothing'],
  ['Object o = new Map<String, Nothing>{ 1 => 2 };', 'Invalid type: Nothing'],
  ['Object o = Schema.SObjectType.Account.fields.Nope;', 'Variable does not exist: Nope'],
  ['Object o = Schema.SObjectType.Nothing__c;', 'Variable does not exist: Nothing__c'],
  ['Boolean b = 1.5 & 2;', '& operator can only be applied to Boolean expressions or to Integer or Long expressions'],
  ["Integer i = -'x';", 'Unary negation must use a numeric argument'],
  ["String s = 'x'; s++;", 'Unary postfix increment/decrement can only be applied to numeric expressions: String'],
  ["Integer i = null ?? 'x';", 'Illegal assignment from String to Integer'],
  ["Integer i = 1 ?? 'x';", 'Incompatible types in null coalescing operator: Integer, String'],
  [
    'Integer i = System.runAs(1, 2);',
    'Method does not exist or incorrect signature: void runAs(Integer, Integer) from the type System',
  ],
  [
    "System.debug(System.debug('x'));",
    'Method does not exist or incorrect signature: void debug(void) from the type System',
  ],
  ['Integer i = System.debug(1);', 'Illegal assignment from void to Integer'],
];

describe('Apex and the system library', () => {
  it.each(PRINTS)('%s', (_, code, printed) => {
    expect(org.debugged(code)).toEqual(printed);
  });

  it.each(PROBLEMS)('%s does not compile', (code, problem) => {
    expect(org.apex.executeAnonymous(org.admin, code).compileProblem).toBe(problem);
  });
});
