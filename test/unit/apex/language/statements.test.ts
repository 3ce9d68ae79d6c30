/** Statements do what the Apex Developer Guide says; each snippet prints lines with System.debug. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg();
afterAll(() => org.data.close());

const PRINTS: [string, string, string[]][] = [
  [
    'for counts with two updates',
    "for (Integer i = 0, j = 5; i < j; i++) { System.debug(i + ':' + j); j--; }",
    ['0:5', '1:4', '2:3'],
  ],
  [
    'for without parts is left by break',
    'Integer i = 0; for (;;) { i++; if (i == 3) { break; } } System.debug(i);',
    ['3'],
  ],
  [
    'continue skips the rest of a round',
    'for (Integer i = 0; i < 4; i++) { if (i == 1 || i == 2) continue; System.debug(i); }',
    ['0', '3'],
  ],
  ['while tests first', 'Integer i = 3; while (i > 0) { i--; } System.debug(i);', ['0']],
  ['do tests last', 'Integer i = 0; do { i++; } while (i > 5); System.debug(i);', ['1']],
  ['for each goes over lists', "for (String s : new List<String>{ 'a', 'b' }) System.debug(s);", ['a', 'b']],
  [
    'for each goes over sets in order of insertion',
    'for (Integer i : new Set<Integer>{ 3, 1, 2 }) { System.debug(i); }',
    ['3', '1', '2'],
  ],
  [
    'for each goes over a query',
    "insert new Account(Name = 'Each'); for (Account a : [SELECT Name FROM Account WHERE Name = 'Each']) { System.debug(a.Name); }",
    ['Each'],
  ],
  [
    'for each with a list takes chunks of 200',
    `
    List<Account> rows = new List<Account>();
    for (Integer i = 0; i < 250; i++) { rows.add(new Account(Name = 'Chunk')); }
    insert rows;
    for (List<Account> chunk : [SELECT Id FROM Account WHERE Name = 'Chunk']) { System.debug(chunk.size()); }
    delete rows;`,
    ['200', '50'],
  ],
  ['postfix gives the value before', "Integer i = 1; Integer j = i++; System.debug(i + ':' + j);", ['2:1']],
  ['prefix gives the value after', "Integer i = 1; Integer j = --i; System.debug(i + ':' + j);", ['0:0']],
  [
    'compound assignment evaluates its object once',
    `
    List<Integer> values = new List<Integer>{ 10, 20 };
    Integer at = 0;
    values[at++] += 5;
    System.debug(values + ':' + at);`,
    ['(15, 20):1'],
  ],
  ['text grows by +=', "String s = 'a'; s += 1; s += null; System.debug(s);", ['a1null']],
  [
    'shift assignment',
    'Integer i = 1; i <<= 3; i |= 1; System.debug(i); i >>= 1; System.debug(i); Integer n = -1; n >>>= 30; System.debug(n);',
    ['9', '4', '3'],
  ],
  ['assignment is an expression', 'Integer a; Integer b; a = b = 4; System.debug(a + b);', ['8']],
  ['variables begin as null', 'String s; System.debug(s);', ['null']],
  ['names ignore case', 'Integer Total = 1; TOTAL += 2; SYSTEM.DEBUG(total);', ['3']],
  [
    'switch on numbers',
    "switch on 3 { when 1, 2 { System.debug('low'); } when 3 { System.debug('three'); } when else { System.debug('other'); } }",
    ['three'],
  ],
  [
    'switch on text regards case',
    "switch on 'A' { when 'a' { System.debug('small'); } when else { System.debug('else'); } }",
    ['else'],
  ],
  [
    'switch on null',
    "String s; switch on s { when null { System.debug('nothing'); } when else { System.debug('something'); } }",
    ['nothing'],
  ],
  [
    'switch on an enumeration',
    'switch on LoggingLevel.WARN { when ERROR { System.debug(1); } when WARN, INFO { System.debug(2); } }',
    ['2'],
  ],
  [
    'switch on the type of a record',
    `
    SObject row = new Contact(LastName = 'Example');
    switch on row { when Account a { System.debug(a.Name); } when Contact c { System.debug(c.LastName); } }`,
    ['Example'],
  ],
  [
    'break inside a switch leaves the loop',
    'for (Integer i = 0; i < 5; i++) { switch on i { when 2 { break; } when else { System.debug(i); } } }',
    ['0', '1'],
  ],
  [
    'catch takes the first type that fits',
    `
    try { Integer i = 1 / 0; }
    catch (NullPointerException e) { System.debug('null'); }
    catch (MathException e) { System.debug(e.getTypeName() + ': ' + e.getMessage()); }
    finally { System.debug('finally'); }`,
    ['System.MathException: Divide by 0', 'finally'],
  ],
  [
    'catch Exception takes every exception',
    'try { String s; s.trim(); } catch (Exception e) { System.debug(e.getTypeName()); }',
    ['System.NullPointerException'],
  ],
  [
    'what no catch takes goes on',
    `
    try { try { Integer i = 1 / 0; } catch (NullPointerException e) { System.debug('wrong'); } }
    catch (Exception e) { System.debug('outer'); }`,
    ['outer'],
  ],
  [
    'rethrown exceptions keep their line',
    `try {
      try {
        Integer i = 1 / 0;
      } catch (Exception e) {
        throw e;
      }
    } catch (MathException e) { System.debug(e.getLineNumber()); }`,
    ['3'],
  ],
  [
    'safe navigation gives null for the whole chain',
    'Account a; System.debug(a?.Name.toLowerCase().trim()); String s; System.debug(s?.length());',
    ['null', 'null'],
  ],
  [
    'safe navigation goes on where there is a value',
    "Account a = new Account(Name = ' X '); System.debug(a?.Name?.trim());",
    ['X'],
  ],
  [
    'records share their identity',
    "Account a = new Account(); Account b = a; b.Name = 'n'; System.debug(a.Name);",
    ['n'],
  ],
  [
    'insert sets the id',
    "Account a = new Account(Name = 'Id'); insert a; System.debug(a.Id != null); delete a;",
    ['true'],
  ],
  [
    'update and delete work on lists',
    `
    List<Account> rows = new List<Account>{ new Account(Name = 'L1'), new Account(Name = 'L2') };
    insert rows;
    for (Account a : rows) { a.Name += '!'; }
    update rows;
    System.debug([SELECT COUNT() FROM Account WHERE Name LIKE 'L_!']);
    delete rows;
    System.debug([SELECT COUNT() FROM Account WHERE Name LIKE 'L_!']);`,
    ['2', '0'],
  ],
  [
    'a single row of a query is assigned',
    "insert new Account(Name = 'Single'); Account a = [SELECT Name FROM Account WHERE Name = 'Single']; System.debug(a.Name);",
    ['Single'],
  ],
  [
    'query binds take expressions',
    `
    insert new List<Account>{ new Account(Name = 'B1'), new Account(Name = 'B2') };
    List<String> names = new List<String>{ 'b1', 'b2' };
    Integer most = 1;
    System.debug([SELECT Id FROM Account WHERE Name IN :names LIMIT :most].size());
    System.debug([SELECT COUNT() FROM Account WHERE Name = :names[1].toUpperCase()]);`,
    ['1', '1'],
  ],
  [
    'aggregates come by alias',
    "insert new Account(Name = 'Agg'); AggregateResult r = [SELECT COUNT(Id) total, Name FROM Account WHERE Name = 'Agg' GROUP BY Name]; System.debug(r.get('total') + ' ' + r.get('Name'));",
    ['1 Agg'],
  ],
  [
    'dynamic SOQL binds local variables',
    "insert new Account(Name = 'Dyn'); String wanted = 'Dyn'; System.debug(Database.query('SELECT Id FROM Account WHERE Name = :wanted').size());",
    ['1'],
  ],
  ['methods of a script', 'Integer twice(Integer n) { return n * 2; } System.debug(twice(4));', ['8']],
  [
    'classes of a script',
    "class Greeter { String name; Greeter(String name) { this.name = name; } String greet() { return 'Hello ' + name; } } System.debug(new Greeter('Ada').greet());",
    ['Hello Ada'],
  ],
  ['comments of both kinds', "// one\n/* two\n three */ System.debug('x'); // four", ['x']],
];

describe('Apex statements', () => {
  it.each(PRINTS)('%s', (_, code, printed) => {
    expect(org.debugged(code)).toEqual(printed);
  });

  it('reports an uncaught exception with line and stack', () => {
    const result = org.apex.executeAnonymous(org.admin, 'Integer a = 1;\nInteger b = 0;\nInteger c = a / b;');
    expect(result).toMatchObject({
      compiled: true,
      success: false,
      exceptionMessage: 'System.MathException: Divide by 0',
      exceptionStackTrace: 'AnonymousBlock: line 3, column 1',
      line: 3,
    });
  });

  it('rolls back what a failed script wrote', () => {
    org.apex.executeAnonymous(org.admin, "insert new Account(Name = 'Rolled'); Integer i = 1 / 0;");
    expect(org.rows('Account', { Name: 'Rolled' })).toEqual([]);
  });
});
