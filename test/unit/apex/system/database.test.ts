import { describe, expect, it } from '@jest/globals';
import { restrictToIds } from '../../../../local-org/apex/system/database/restrict.ts';
import { bindNames } from '../../../../local-org/apex/system/query.ts';
import { evaluate } from '../../../support/apex-expressions.ts';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg();
org.insert(
  'Account',
  { Name: 'Acme', AnnualRevenue: 10.5, Industry: 'Energy' },
  { Name: 'Beta', AnnualRevenue: 4 },
  { Name: 'Gamma' },
);
const [beta] = org.rows('Account', { Name: 'Beta' });
org.insert('Contact', { LastName: 'Example', AccountId: String(beta?.Id) });

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
  'Database queries',
  [
    ["Database.query('SELECT Name FROM Account WHERE Name = :wanted')[0].get('Name')", 'Acme'],
    ["Database.query('SELECT Name FROM Account WHERE Name IN :names').size()", '2'],
    ["Database.countQuery('SELECT COUNT() FROM Account')", '3'],
    [
      "Database.queryWithBinds('SELECT Name FROM Account WHERE Name = :x', new Map<String, Object>{'x' => 'Beta'}, AccessLevel.SYSTEM_MODE).size()",
      '1',
    ],
    [
      "Database.countQueryWithBinds('SELECT COUNT() FROM Account WHERE Name LIKE :x', new Map<String, Object>{'X' => 'A%'}, AccessLevel.USER_MODE)",
      '1',
    ],
    [
      "Database.query('SELECT Name FROM Account WHERE Name = :nope')",
      'System.QueryException: Variable does not exist: nope',
    ],
    [
      "Database.query('SELECT Nope FROM Account')",
      "System.QueryException: No such column 'Nope' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
    ],
    ['Database.query(null)', 'System.NullPointerException: Argument cannot be null.'],
    ["[SELECT Name FROM Account WHERE Name = 'Nobody']", '()'],
    [
      "[SELECT Name FROM Account WHERE Name = 'Nobody'].Name",
      'System.QueryException: List has no rows for assignment to SObject',
    ],
    ['[SELECT Name FROM Account].Name', 'System.QueryException: List has more than 1 row for assignment to SObject'],
    [
      "[SELECT Name FROM Account WHERE Name = 'Acme'].Industry",
      'System.SObjectException: SObject row was retrieved via SOQL without querying the requested field: Account.Industry',
    ],
    ["[SELECT SUM(AnnualRevenue) total FROM Account][0].get('TOTAL')", '14.5'],
    [
      "[SELECT COUNT(Id) n FROM Account][0].get('nope')",
      'System.SObjectException: Invalid field nope for AggregateResult',
    ],
    ['only.Name', 'Acme'],
    ["((Account) Database.query('SELECT Name FROM Account WHERE Name = :wanted')).Name", 'Acme'],
    [
      "(Contact) Database.query('SELECT Id FROM Account WHERE Name = :wanted')",
      'System.TypeException: Invalid conversion from runtime type Account to Contact',
    ],
    [
      "(Account) Database.query('SELECT Id FROM Account')",
      'System.QueryException: List has more than 1 row for assignment to SObject',
    ],
    ['locator.getQuery()', 'SELECT Name FROM Account WHERE Name = :wanted'],
    ['((Account) locator.iterator().next()).Name', 'Acme'],
  ],
  "String wanted = 'Acme'; List<String> names = new List<String>{'Acme', 'Beta'}; Account only = Database.query('SELECT Name FROM Account WHERE Name = :wanted'); Database.QueryLocator locator = Database.getQueryLocator('SELECT Name FROM Account WHERE Name = :wanted');",
);

table(
  'SObject',
  [
    ["a.get('name')", 'Acme'],
    ['a.get(Account.Name)', 'Acme'],
    ["a.get('Nope')", 'System.SObjectException: Invalid field Nope for Account'],
    ["new Account().put('AnnualRevenue', 5)", 'null'],
    ['a.isSet(Account.Name)', 'true'],
    ["a.isSet('Phone')", 'false'],
    ['a.getPopulatedFieldsAsMap().keySet()', '{Name, Industry, Id}'],
    ['a.getSObjectType()', 'Account'],
    ['a.clone().Id', 'null'],
    ['a.clone(true).Id == a.Id', 'true'],
    ['a.clone().isClone()', 'true'],
    ['a.clone().getCloneSourceId() == a.Id', 'true'],
    ['a.hasErrors()', 'false'],
    ["c.getSObject('Account').get('Name')", 'Beta'],
    ["c.getSObject(Contact.AccountId).get('Name')", 'Beta'],
    ["c.getSObject('Nope')", 'System.SObjectException: Invalid relationship Nope for Contact'],
    ["p.getSObjects('Contacts').size()", '1'],
    ["p.getSObjects('Cases') + ' ' + p.Cases", 'null ()'],
    ["p.getSObjects('Nope')", 'System.SObjectException: Invalid aggregate relationship Nope'],
    ["new Contact().putSObject('Account', a)", 'null'],
    ['marked.getErrors()[0].getMessage()', 'not good'],
    ['marked.getErrors()[1].getFields()', '(Name)'],
    ['cleared.Name', 'null'],
  ],
  `Account a = [SELECT Name, Industry FROM Account WHERE Name = 'Acme']; Contact c = [SELECT LastName, Account.Name FROM Contact LIMIT 1]; Account p = [SELECT Id, (SELECT LastName FROM Contacts), (SELECT Id FROM Cases) FROM Account WHERE Name = 'Beta'];
    Account marked = new Account(); marked.addError('not good'); marked.addError('Name', 'bad name'); Account cleared = new Account(Name = 'x'); cleared.clear();`,
);

describe('DML', () => {
  it('sets ids, and reports each row with Database methods', () => {
    const printed = org.debugged(`List<Account> rows = new List<Account>{new Account(Name = 'D1'), new Account()};
      List<Database.SaveResult> results = Database.insert(rows, false);
      System.debug(results[0].isSuccess() + ' ' + (results[0].getId() == rows[0].Id) + ' ' + results[1].isSuccess() + ' ' + results[1].getId());
      Database.Error problem = results[1].getErrors()[0]; System.debug(problem.getStatusCode() + ' ' + problem.getMessage() + ' ' + problem.getFields());
      System.debug(problem.getStatusCode() == StatusCode.REQUIRED_FIELD_MISSING);
      Account one = new Account(Name = 'D2'); System.debug(Database.insert(one).isSuccess()); one.Name = 'D3'; System.debug(Database.update(one, AccessLevel.USER_MODE).isSuccess());
      System.debug(Database.upsert(new Account(Id = one.Id, Name = 'D4')).isCreated()); System.debug(Database.upsert(new Account(Name = 'D5')).isCreated());
      System.debug(Database.delete(one.Id).isSuccess()); System.debug(Database.undelete(one).isSuccess()); System.debug([SELECT COUNT() FROM Account WHERE Name LIKE 'D%']);
      Database.DMLOptions options = new Database.DMLOptions(); options.OptAllOrNone = false; System.debug(Database.insert(new List<Account>{new Account()}, options)[0].isSuccess());
      delete [SELECT Id FROM Account WHERE Name LIKE 'D%'];`);
    expect(printed).toEqual([
      'true true false null',
      'REQUIRED_FIELD_MISSING Required fields are missing: [Name] (Name)',
      'true',
      'true',
      'true',
      'false',
      'true',
      'true',
      'true',
      '3',
      'false',
    ]);
  });

  it('raises DmlException with its rows, and keeps nothing', () => {
    const printed = org.debugged(`Account good = new Account(Name = 'G');
      try { insert new List<Account>{good, new Account()}; } catch (DmlException e) {
        System.debug(e.getMessage()); System.debug(e.getNumDml() + ' ' + e.getDmlIndex(0) + ' ' + e.getDmlMessage(0) + ' ' + e.getDmlType(0) + ' ' + e.getDmlFieldNames(0) + ' ' + e.getDmlFields(0) + ' ' + e.getDmlId(0) + ' ' + e.getDmlStatusCode(0));
        System.debug(e.getTypeName() + ' ' + e.getLineNumber() + ' ' + (e.getCause() == null));
        try { e.getDmlMessage(4); } catch (ListException other) { System.debug(other.getMessage()); }
      }
      System.debug(good.Id + ' ' + [SELECT COUNT() FROM Account WHERE Name = 'G']);`);
    expect(printed).toEqual([
      'Insert failed. First exception on row 1; first error: REQUIRED_FIELD_MISSING, Required fields are missing: [Name]: [Name]',
      '1 1 Required fields are missing: [Name] REQUIRED_FIELD_MISSING (Name) (Name) null REQUIRED_FIELD_MISSING',
      'System.DmlException 2 true',
      'List index out of bounds: 4',
      'null 0',
    ]);
  });

  it.each([
    [
      "insert new Account(Id = '001000000000001AAA', Name = 'x');",
      'Insert failed. First exception on row 0 with id 001000000000001AAA; first error: INVALID_FIELD_FOR_INSERT_UPDATE, cannot specify Id in an insert call: [Id]',
    ],
    [
      "update new Account(Name = 'x');",
      'Update failed. First exception on row 0; first error: MISSING_ARGUMENT, Id not specified in an update call: []',
    ],
    [
      'delete new Account();',
      'Delete failed. First exception on row 0; first error: MISSING_ARGUMENT, Id not specified in an delete call: []',
    ],
    ['insert new List<Account>{null};', 'Attempt to de-reference a null object'],
    ["Database.delete('zzz000000000001AAA');", 'Invalid id: zzz000000000001AAA'],
    ['Account a; Database.insert(a);', 'Argument cannot be null.'],
  ])('%s is refused', (code, text) => {
    expect(() => org.run(code)).toThrow(text);
  });

  it('does nothing for an empty list, and costs nothing', () => {
    expect(org.debugged('insert new List<Account>(); System.debug(Limits.getDmlStatements());')).toEqual(['0']);
  });

  it('writes mixed lists type by type, at most ten runs of them', () => {
    expect(
      org.debugged(
        `insert new List<SObject>{new Account(Name = 'M'), new Contact(LastName = 'M')}; System.debug([SELECT COUNT() FROM Contact WHERE LastName = 'M']); delete [SELECT Id FROM Contact WHERE LastName = 'M']; delete [SELECT Id FROM Account WHERE Name = 'M'];`,
      ),
    ).toEqual(['1']);
    expect(() =>
      org.run(
        "List<SObject> rows = new List<SObject>(); for (Integer i = 0; i < 6; i++) { rows.add(new Account(Name = 'M')); rows.add(new Contact(LastName = 'M')); } insert rows;",
      ),
    ).toThrow('Cannot have more than 10 chunks in a single operation');
    expect(org.rows('Account', { Name: 'M', IsDeleted: false })).toEqual([]);
  });

  it('undoes the rows of one type when those of the next fail', () => {
    expect(() => org.run("insert new List<SObject>{new Account(Name = 'M'), new Contact()};")).toThrow(
      'First exception on row 1; first error: REQUIRED_FIELD_MISSING',
    );
  });

  it('rolls back to a savepoint', () => {
    expect(
      org.debugged(
        `Savepoint point = Database.setSavepoint(); insert new Account(Name = 'S'); Database.rollback(point); System.debug([SELECT COUNT() FROM Account WHERE Name = 'S']);`,
      ),
    ).toEqual(['0']);
    expect(() =>
      org.run('Savepoint point = Database.setSavepoint(); Database.releaseSavepoint(point); Database.rollback(point);'),
    ).toThrow('Savepoint has been released');
  });

  it('counts against the limits', () => {
    expect(() => org.run("for (Integer i = 0; i < 151; i++) { insert new Account(Name = 'x'); }")).toThrow(
      'Too many DML statements: 151',
    );
    expect(() => org.run('for (Integer i = 0; i < 101; i++) { Integer n = [SELECT COUNT() FROM Account]; }')).toThrow(
      'Too many SOQL queries: 101',
    );
  });
});

describe('cursors', () => {
  it('fetch pages of a result that was fixed before', () => {
    expect(
      org.debugged(`Database.Cursor cursor = Database.getCursor('SELECT Name FROM Account WHERE (Name != \\'x\\') ORDER BY Name DESC LIMIT 10'); System.debug(cursor.getNumRecords());
      System.debug(((Account) cursor.fetch(0, 2)[0]).Name + cursor.fetch(0, 2).size()); System.debug(((Account) cursor.fetch(2, 5)[0]).Name); System.debug(Limits.getQueries());
      try { cursor.fetch(9, 1); } catch (FatalCursorException e) { System.debug(e.getMessage()); }`),
    ).toEqual(['3', 'Gamma2', 'Acme', '4', 'Invalid position 9: the cursor has 3 records']);
  });

  it('for pages skip what was deleted meanwhile', () => {
    expect(
      org.debugged(`insert new List<Account>{new Account(Name = 'P1'), new Account(Name = 'P2'), new Account(Name = 'P3')};
      Database.PaginationCursor cursor = Database.getPaginationCursorWithBinds('SELECT Name FROM Account WHERE Name LIKE :p ORDER BY Name', new Map<String, Object>{'p' => 'P%'}, AccessLevel.SYSTEM_MODE);
      delete [SELECT Id FROM Account WHERE Name = 'P1'];
      Database.CursorFetchResult page = cursor.fetchPage(0, 1); System.debug(((Account) page.getRecords()[0]).Name + ' ' + page.getNextIndex() + ' ' + page.getNumDeletedRecords() + ' ' + page.isDone());
      page = cursor.fetchPage(page.getNextIndex(), 5); System.debug(page.getRecords().size() + ' ' + page.isDone()); delete [SELECT Id FROM Account WHERE Name LIKE 'P%'];`),
    ).toEqual(['P2 2 1 false', '1 true']);
  });

  it.each([
    ['SELECT Id FROM Account', 'SELECT Id FROM Account WHERE Id IN :fixed_ids_'],
    [
      "SELECT Id FROM Account WHERE Name = 'ORDER BY' OR Name = 'b' ORDER BY Name LIMIT 5 OFFSET 2",
      "SELECT Id FROM Account WHERE Id IN :fixed_ids_ AND (Name = 'ORDER BY' OR Name = 'b') ORDER BY Name",
    ],
    [
      'SELECT Id, (SELECT Id FROM Contacts WHERE LastName != null LIMIT 1) FROM Account WITH USER_MODE',
      'SELECT Id, (SELECT Id FROM Contacts WHERE LastName != null LIMIT 1) FROM Account WHERE Id IN :fixed_ids_ WITH USER_MODE',
    ],
    [
      "SELECT Id FROM Account WHERE Name = 'it\\'s LIMIT' LIMIT :n",
      "SELECT Id FROM Account WHERE Id IN :fixed_ids_ AND (Name = 'it\\'s LIMIT')",
    ],
  ])('restrict %s to ids', (query, restricted) => {
    expect(restrictToIds(query).replace(/\s+/g, ' ').trim()).toBe(restricted);
  });
});

it.each([
  ['SELECT Id FROM A WHERE b = :x AND c IN : Names', ['x', 'names']],
  ["SELECT Id FROM A WHERE b = ':no' AND d = LAST_N_DAYS:3", []],
  ['SELECT Id FROM A', []],
  ["WHERE a = 'x\\':y' AND b = :z", ['z']],
])('finds the binds of %s', (soql, names) => {
  expect(bindNames(soql)).toEqual(names);
});
