/** What a trigger declares for itself: methods, classes, enums and variables (Apex Developer Guide, "Trigger Syntax"). */
import { expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg({
  classes: [
    `trigger Counting on Account (before insert, after insert) {
      Integer seen = 0;
      static Integer runs = 0;
      enum Kind { PLAIN, ODD }
      class Note {
        String text;
        Note(String text) { this.text = text; }
        public override String toString() { return text; }
      }
      class OddException extends Exception {}
      Kind kindOf(Account record) { return record.Name == 'odd' ? Kind.ODD : Kind.PLAIN; }
      void look(Account record) {
        seen++;
        runs++;
        if (kindOf(record) == Kind.ODD) throw new OddException('too odd');
        if (record.Name == 'outer' && Trigger.isAfter) insert new Account(Name = 'inner');
      }
      for (Account record : Trigger.new) look(record);
      System.debug(new List<Note>{ new Note(seen + ' of ' + Trigger.new.size() + ' in ' + runs) });
    }`,
    // A class of the trigger's name is another thing.
    "public class Counting { public static String name() { return 'the class'; } }",
    `trigger Looking on Contact (before insert) {
      for (Contact record : Trigger.new) record.Description = '' + [SELECT COUNT() FROM Account WHERE Name = 'Hidden'];
    }`,
  ],
  apiVersion: 67,
});

it('its methods see its variables, and what it declares lives for one run', () => {
  expect(org.debugged("insert new List<Account>{ new Account(Name = 'a'), new Account(Name = 'outer') };")).toEqual([
    '(2 of 2 in 2)',
    '(1 of 1 in 1)',
    '(1 of 1 in 1)',
    '(2 of 2 in 2)',
  ]);
});

it('an exception that its method throws shows the way through the trigger', () => {
  const [message, ...stack] = org
    .debugged(
      "try { insert new Account(Name = 'odd'); } catch (DmlException e) { System.debug(e.getDmlMessage(0).replace('\\n', '/')); }",
    )
    .at(-1)!
    .split('//');
  expect(message).toBe('Counting: execution of BeforeInsert');
  expect(stack.join(' ')).toMatch(
    /OddException: too odd Trigger\.Counting\.look: line \d+, column 1\/Trigger\.Counting: line 18/,
  );
});

it('a class of the same name is its own', () => {
  expect(org.debugged('System.debug(Counting.name());')).toEqual(['the class']);
});

it('runs in system mode without sharing in every version', () => {
  org.insert('Account', { Name: 'Hidden' });
  const [profile] = org.rows('Profile', { Name: 'Standard User' });
  const [id] = org.insert('User', {
    Username: 'reader@rollcall.example.com',
    LastName: 'Reader',
    Alias: 'reader',
    Email: 'reader@rollcall.example.com',
    ProfileId: profile!.Id!,
    TimeZoneSidKey: 'GMT',
    LocaleSidKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    LanguageLocaleKey: 'en_US',
  });
  org.data.schema.setSharingModel('Account', 'Private');
  const result = org.apex.executeAnonymous(
    { userId: id! },
    `System.debug([SELECT COUNT() FROM Account WHERE Name = 'Hidden']);
     insert new Contact(LastName = 'x');
     System.debug([SELECT Description FROM Contact WHERE LastName = 'x'].Description);`,
  );
  expect(result.exceptionMessage ?? result.compileProblem).toBeNull();
  expect(result.debugLog).toMatch(/DEBUG\|0\n(?:.*\n)*.*DEBUG\|1$/m);
});

it('a variable is not seen by a method above its declaration', () => {
  expect(() =>
    openApexOrg({
      classes: [
        'trigger Early on Account (before insert) {\n  void look() { seen++; }\n  Integer seen = 0;\n  look();\n}',
      ],
    }),
  ).toThrow('Early:2: Variable does not exist: seen');
});

it('properties, interfaces and what implements them are declared too', () => {
  const declared = openApexOrg({
    classes: [
      `trigger Declaring on Account (after insert) {
        interface Rule { Boolean holds(Account record); }
        abstract class Base implements Rule { public abstract Boolean holds(Account record); }
        class Named extends Base { public override Boolean holds(Account record) { return record.Name == wanted; } }
        static String wanted { get { return 'p' + 'x'; } }
        Rule rule = new Named();
        for (Account record : Trigger.new) System.debug(rule.holds(record));
      }`,
    ],
  });
  expect(declared.debugged("insert new List<Account>{ new Account(Name = 'px'), new Account(Name = 'q') };")).toEqual([
    'true',
    'false',
  ]);
});

it('dynamic queries bind variables that methods see', () => {
  org.insert('Account', { Name: 'Bound' });
  expect(
    org.debugged(`
      List<String> names = new List<String>();
      void add(String name) { names.add(name); }
      add('Bound');
      System.debug(Database.query('SELECT Id FROM Account WHERE Name IN :names').size());`),
  ).toEqual(['1']);
});

it("anonymous code's methods see its variables as well", () => {
  expect(
    org.debugged('Integer i = 1; void first() { second(); } void second() { i++; } first(); System.debug(i);'),
  ).toEqual(['2']);
});
