/** What does not compile, where, and in which words. */
import { afterAll, describe, expect, it } from '@jest/globals';
import type { ApexProblem } from '../../../../local-org/apex/contract.ts';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg({
  classes: [
    `public virtual class Base { protected virtual void run() {} private Integer hidden; public static void stat() {} public void inst() {} private Base(String s) {} public Base() {} @TestVisible private static Integer seen = 1; }`,
    `public interface Doer { void act(String what); }`,
    `public class Sealed {}`,
    `public abstract class Unfinished { public abstract void finish(); }`,
    `public enum Season { SPRING, AUTUMN }`,
  ],
});
afterAll(() => org.data.close());

function problems(body: string, apiVersion = 67): string[] {
  const name = /\b(?:class|interface|enum)\s+(\w+)/i.exec(body)![1]!;
  return org.apex.check([{ kind: 'class', name, body, apiVersion }]).map(print);
}

function print(found: ApexProblem): string {
  return `${found.line}:${found.column} ${found.problem}`;
}

/** Statements inside `void run() { … }` on line 2, from column 1. */
const IN_METHOD: [string, string][] = [
  ['Integer i = missing;', '2:13 Variable does not exist: missing'],
  ['missing.call();', '2:1 Variable does not exist: missing'],
  ['missing();', '2:1 Method does not exist or incorrect signature: void missing() from the type Probe'],
  ["Base.stat('x');", '2:6 Method does not exist or incorrect signature: void stat(String) from the type Base'],
  ["'x'.lenght();", '2:5 Method does not exist or incorrect signature: void lenght() from the type String'],
  ["Integer i = 'x';", '2:13 Illegal assignment from String to Integer'],
  ['Integer i = 1L;', '2:13 Illegal assignment from Long to Integer'],
  ['Integer i = 1.5;', '2:13 Illegal assignment from Decimal to Integer'],
  ['Account a = new Contact();', '2:13 Illegal assignment from Contact to Account'],
  ['SObject s = new Account(); Account a = s;', '2:40 Illegal assignment from SObject to Account'],
  ['List<String> l = new List<Integer>();', '2:18 Illegal assignment from List<Integer> to List<String>'],
  ['Set<Object> s = new Set<String>();', '2:17 Illegal assignment from Set<String> to Set<Object>'],
  ['Foo f;', '2:1 Invalid type: Foo'],
  ['List<Foo> f;', '2:6 Invalid type: Foo'],
  ['Map<String> m;', '2:1 Invalid type argument count for Map: expected 2 but found 1'],
  ['for (Integer i = 0, j = 2; i < j; i++, j--) {}', "2:40 Expecting ')' but was: ','"],
  ['Integer inner = 1;', '2:9 Identifier name is reserved: inner'],
  ['Integer a = 1; Integer A = 2;', '2:24 Duplicate variable: A'],
  ["if ('x') {}", '2:5 Condition expression must be of type Boolean: String'],
  ["Boolean b = true && 'x';", '2:21 Logical operator can only be applied to Boolean'],
  ['Boolean b = 1 || true;', '2:13 Logical operator can only be applied to Boolean'],
  ["Boolean b = 1 < 'x';", '2:13 Comparison arguments must be compatible types: Integer, String'],
  ["Boolean b = 1 == 'x';", '2:13 Comparison arguments must be compatible types: Integer, String'],
  ['Integer i = 1 - true;', '2:13 Arithmetic expressions must use numeric arguments'],
  ["String s = true ? 1 : 'x';", '2:12 Incompatible types in ternary operator: String, Integer'],
  ['return 1;', '2:1 Void method must not return a value'],
  ['return; System.debug(1);', '2:9 Unreachable statement'],
  ['{ return; } System.debug(1);', '2:13 Unreachable statement'],
  ['break;', '2:1 Break statement must be in loop'],
  ['1 + 1;', '2:1 Expression cannot be a statement.'],
  ["throw 'x';", '2:7 Throw expression must be of type exception: String'],
  ['try {} catch (String e) {}', '2:15 Catch block variable must be of type exception: String'],
  ['for (Integer i : 5) {}', '2:18 Loop must iterate over collection: Integer'],
  ['for (Integer i : new List<String>()) {}', '2:6 Invalid loop variable type expected String was Integer'],
  ["insert 'x';", '2:8 DML requires SObject or SObject list type: String'],
  ["Account a = new Account(Nmae = 'x');", '2:25 Field does not exist: Nmae on Account'],
  ["Account a = new Account('x');", '2:25 Type requires name=value pair construction: Account'],
  ["Account a; a.Nmae = 'x';", '2:14 Variable does not exist: Nmae'],
  ["Account a = new Account(NumberOfEmployees = 'x');", '2:45 Illegal assignment from String to Integer'],
  [
    'List<Account> l; String s = l.Name;',
    '2:31 Initial term of field expression must be a concrete SObject: List<Account>',
  ],
  ['Base b = new Base(1);', '2:10 Constructor not defined: [Base].<Constructor>(Integer)'],
  ["Base b = new Base('x');", '2:10 Constructor is not visible: [Base].<Constructor>(String)'],
  ['Unfinished u = new Unfinished();', '2:16 Abstract classes cannot be constructed: Unfinished'],
  ['Doer d = new Doer();', '2:10 Type cannot be constructed: Doer'],
  ['Integer i = new Base().hidden;', '2:24 Variable is not visible: Base.hidden'],
  ['Integer i = Base.seen;', '2:18 Variable is not visible: Base.seen'],
  ['new Base().run();', '2:12 Method is not visible: void Base.run()'],
  ['Base.inst();', '2:6 Non static method cannot be referenced from a static context: void Base.inst()'],
  ['new Base().stat();', '2:12 Static method cannot be referenced from a non static context: void Base.stat()'],
  [
    "String s = (String) Database.query('SELECT Id FROM Account');",
    '2:12 Incompatible types since an instance of List<SObject> is never an instance of String',
  ],
  ["String s = Database.query('SELECT Id FROM Account');", '2:21 Illegal assignment from List<SObject> to String'],
  ["Object o = (Integer) 'x';", '2:12 Incompatible types since an instance of String is never an instance of Integer'],
  [
    "Boolean b = 'x' instanceof Account;",
    '2:13 Operation instanceof is always false since an instance of String is never an instance of Account',
  ],
  ['Season s = Season.WINTER;', '2:19 Variable does not exist: WINTER'],
  ['switch on Season.SPRING { when WINTER {} }', '2:32 Variable does not exist: WINTER'],
  ['switch on 1 { when else {} when 2 {} }', "2:15 'when else' must be the last when block"],
  [
    "switch on 1 { when 'x' {} }",
    '2:20 String value in when expression cannot be implicitly converted to the Integer type in switch expression',
  ],
  ['String s = System.Label.Nothing_There;', '2:25 External string does not exist: Nothing_There'],
  ['String s = System.Label.acme.There + Label.c.Here;', '2:30 External string does not exist: acme__There'],
  [
    'Account a = [SELECT Nmae FROM Account];',
    "2:21 No such column 'Nmae' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
  ],
  [
    'List<Account> a = [SELECT Id FROM Account WITH SECURITY_ENFORCED];',
    '2:19 WITH SECURITY_ENFORCED is not supported in API version 67.0 and later: use WITH USER_MODE',
  ],
  ['List<Account> a = [SELECT Id FROM Account WHERE Name = :missing];', '2:57 Variable does not exist: missing'],
  [
    "List<List<SObject>> found = [FIND 'acme' IN ALL FIELDS RETURNING Account(Nmae)];",
    "2:29 No such column 'Nmae' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
  ],
  ['Account a; merge a 1;', '2:20 Invalid type for duplicate records'],
  ['List<Integer> l = null; l += 1;', '2:25 Arithmetic expressions must use numeric arguments'],
  ['1 = 2;', '2:1 Expression cannot be assigned'],
  ['Integer i = 2147483648;', '2:13 Illegal integer'],
  ['Integer i = -2147483648;', '2:13 Illegal integer'],
  ["Integer i = 'x'[0];", '2:13 Expression must be a list type: String'],
  ["String s = null < 1 ? 'a' : 'b';", '2:12 Comparison arguments must be compatible types: NULL, Integer'],
];

/** Whole classes: problem of a declaration. */
const CLASSES: [string, string, string][] = [
  ['an interface with two parents', 'public class Probe { interface I extends J, K { } }', "1:43 Missing '{' at ','"],
  [
    'a missing return',
    'public class Probe { Integer f() { if (true) { return 1; } } }',
    '1:30 Missing return statement required return type: Integer',
  ],
  [
    'a missing return behind an endless loop',
    'public class Probe { Integer f() { while (true) {} } }',
    '1:30 Missing return statement required return type: Integer',
  ],
  [
    'a loop that a statement follows whatever its condition',
    'public class Probe { Integer f() { while (true) { break; } return 1; } }',
    '',
  ],
  ['a throw needs no return', "public class Probe { Integer f() { throw new DmlException('x'); } }", ''],
  [
    'a return without value',
    'public class Probe { Integer f() { return; } }',
    '1:36 Missing return statement required return type: Integer',
  ],
  [
    'a wrong return type',
    "public class Probe { Integer f() { return 'x'; } }",
    '1:43 Illegal assignment from String to Integer',
  ],
  ['an unknown superclass', 'public class Probe extends Nothing {}', '1:28 Invalid type: Nothing'],
  [
    'a closed superclass',
    'public class Probe extends Sealed {}',
    '1:28 Non-virtual and non-abstract type cannot be extended: Sealed',
  ],
  ['an interface as superclass', 'public class Probe extends Doer {}', '1:28 Invalid class: Doer'],
  [
    'a class that descends from itself',
    'public virtual class Probe extends Probe {}',
    '1:22 Circular definition: Probe',
  ],
  [
    'a missing interface method',
    'public class Probe implements Doer {}',
    '1:14 Class Probe must implement the method: void Doer.act(String)',
  ],
  [
    'an interface method that is not public',
    'public class Probe implements Doer { void act(String what) {} }',
    '1:43 Probe: Overriding implementations of global or public interface methods must be global or public: void Doer.act(String)',
  ],
  [
    'a missing method of a platform interface',
    'public class Probe implements Queueable {}',
    '1:14 Class Probe must implement the method: void Queueable.execute(QueueableContext)',
  ],
  [
    'a missing abstract method',
    'public class Probe extends Unfinished {}',
    '1:14 Class Probe must implement the abstract method: void Unfinished.finish()',
  ],
  [
    'an override without the word',
    'public class Probe extends Base { protected void run() {} }',
    '1:50 Method must use the override keyword: void Probe.run()',
  ],
  [
    'the word without an override',
    'public class Probe { public override void run() {} }',
    '1:43 @Override specified for non-overriding method: void Probe.run()',
  ],
  [
    'an exception of another name',
    'public class Probe extends Exception {}',
    "1:14 Classes extending Exception must have a name ending in 'Exception': Probe",
  ],
  [
    'the name of an exception',
    'public class Probe { public class OddException {} }',
    '1:35 Exception class must extend another Exception class: Probe.OddException',
  ],
  [
    'a constructor that every exception has',
    'public class Probe { public class OddException extends Exception { public OddException(String text) {} } }',
    '1:75 System exception constructor already defined: <Constructor>(String)',
  ],
  [
    'an override of a method that is not virtual',
    'public class Probe extends Base { public override void inst() {} }',
    '1:56 Non-virtual, non-abstract methods cannot be overridden: void Probe.inst()',
  ],
  [
    'an override without access modifier since API 65',
    'public class Probe extends Base { override void run() {} }',
    '1:49 override methods require at least one of the following global, public, protected',
  ],
  ['a method without body', 'public class Probe { void run(); }', '1:27 Method must have a body'],
  [
    'an abstract method with body',
    'public abstract class Probe { public abstract void run() {} }',
    '1:52 Abstract methods cannot have a body',
  ],
  [
    'an abstract method in a class that is not',
    'public class Probe { public abstract void run(); }',
    '1:43 Defining type for abstract methods must be declared as abstract',
  ],
  [
    'a method twice',
    'public class Probe { void run(String a) {} void RUN(String b) {} }',
    '1:49 Method already defined: RUN void Probe.RUN(String) from the type Probe',
  ],
  [
    'a constructor twice',
    'public class Probe { Probe() {} public Probe() {} }',
    '1:40 Method already defined: <init> void Probe.<init>() from the type Probe',
  ],
  ['a constructor of another name', 'public class Probe { Prob() {} }', '1:22 Invalid constructor name: Prob'],
  ['a field twice', 'public class Probe { Integer a; String A; }', '1:40 Duplicate field: A'],
  ['an inner type twice', 'public class Probe { class A {} class a {} }', '1:39 Type name already in use: Probe.a'],
  [
    'inner types of inner types',
    'public class Probe { class A { class B {} } }',
    '1:38 Inner types are not allowed to have inner types',
  ],
  [
    'static methods of inner types',
    'public class Probe { class A { public static void f() {} } }',
    '1:51 static can only be used on methods of a top level type',
  ],
  [
    'static fields of inner types',
    'public class Probe { class A { static Integer n; } }',
    '1:47 static can only be used on fields of a top level type',
  ],
  ['a static type', 'public static class Probe {}', '1:21 static is not allowed on classes'],
  [
    'a type that is abstract and virtual',
    'public abstract virtual class Probe {}',
    '1:31 abstract are by default virtual',
  ],
  [
    'an interface method with a modifier',
    'public interface Probe { public void f(); }',
    '1:38 Modifier is not allowed on interface method: public',
  ],
  [
    'an override with another return type',
    'public class Probe extends Base { protected override Integer run() { return 1; } }',
    '1:62 Method return types clash: Integer vs void from the type Probe',
  ],
  ['an unknown annotation', '@Wrong public class Probe {}', '1:1 Annotation does not exist: Wrong'],
  ['a class that nobody may see', 'class Probe {}', '1:7 Top-level type must have public or global visibility'],
  [
    'an instance variable in a static method',
    'public class Probe { Integer a; static void f() { a = 1; } }',
    '1:51 Non static field cannot be referenced from a static context: a',
  ],
  [
    'an instance method in a static method',
    'public class Probe { void g() {} static void f() { g(); } }',
    '1:52 Non static method cannot be referenced from a static context: void Probe.g()',
  ],
  [
    'this in a static method',
    'public class Probe { static void f() { Object o = this; } }',
    '1:51 This cannot be referenced in a static context',
  ],
  [
    'a final field assigned in a method',
    'public class Probe { final Integer a = 1; void f() { a = 2; } }',
    '1:54 Final members can only be assigned in their declaration, init blocks, or constructors: a',
  ],
  [
    'a final field assigned in a constructor of a subclass',
    'public abstract class Probe { protected final Integer a; class B extends Probe { B() { this.a = 2; } } }',
    '',
  ],
  [
    'an exception of sites',
    'public class Probe { void f() { try {} catch (Site.ExternalUserCreateException e) { List<String> a = e.getDisplayMessages(); } } }',
    '',
  ],
  ['a final field assigned in a constructor', 'public class Probe { final Integer a; Probe() { a = 2; } }', ''],
  [
    'a property without setter',
    'public class Probe { Integer a { get { return 1; } } void f() { a = 2; } }',
    '1:65 Variable is not visible: Probe.a',
  ],
  [
    'a missing super constructor',
    'public virtual class Probe { Probe(String s) {} class Held extends Probe { Held() {} } }',
    '1:76 Constructor not defined: [Probe].<Constructor>()',
  ],
  ['the file has another name', 'public class Probe { }', ''],
];

const SYNTAX: [string, string][] = [
  ['public class Probe { void f() { Integer i = 1 } }', "1:47 Missing ';' at '}'"],
  ['public class Probe { void f() { Integer i = = 1; } }', "1:45 Unexpected token '='."],
  ['public class Probe { void f() { ', "1:33 Missing '}' at '<EOF>'"],
  ['public class Probe { void f( { } }', "1:30 Unexpected token '{'."],
  ['public class Probe { } }', "1:24 Unexpected token '}'."],
  ['public class Probe { String s = "x"; }', "1:33 Unrecognized symbol '\"', which is not a valid Apex identifier."],
  ["public class Probe { String s = 'x; }", "1:33 Unexpected token '''."],
  ['public class Probe { Integer class; }', "1:30 Unexpected token 'class'."],
  ['public class Probe { void f() { try { } } }', "1:41 Missing 'catch' at '}'"],
  ['public class Probe { void f() { List<Account> a = [SELECT Id]; } }', "1:52 Unexpected token 'SELECT'."],
  ['public class Probe { void f() { List<Account> a = [SELECT Id FROM Account; } }', "1:79 Missing ']' at '<EOF>'"],
  ['public class Probe { void f() { switch on 1 { } } }', "1:47 Missing 'when' at '}'"],
];

describe('Apex compile problems', () => {
  it.each(IN_METHOD)('%s', (code, problem) => {
    expect(problems(`public class Probe { void run() {\n${code}\n} }`)).toContain(problem);
  });

  it.each(CLASSES)('%s', (_, body, problem) => {
    expect(problems(body)).toEqual(problem ? [problem] : []);
  });

  it.each(SYNTAX)('%s', (body, problem) => {
    expect(problems(body)).toEqual([problem]);
  });

  it('looks for unreachable statements since version 42', () => {
    const body = 'public class Probe { Integer f() { if (true) { return 1; } else { return 2; } return 3; } }';
    expect(problems(body, 42)).toEqual(['1:79 Unreachable statement']);
    expect(problems(body, 41)).toEqual([]);
  });

  it('reports every problem of every class at once', () => {
    const found = org.apex.check([
      { kind: 'class', name: 'One', body: 'public class One { Integer a = b; String c = 1; }', apiVersion: 67 },
      { kind: 'class', name: 'Two', body: 'public class Two { One one; void f() { one.missing(); } }', apiVersion: 67 },
    ]);
    expect(found.map((each) => `${each.name} ${print(each)}`)).toEqual([
      'One 1:32 Variable does not exist: b',
      'One 1:46 Illegal assignment from Integer to String',
      'Two 1:44 Method does not exist or incorrect signature: void missing() from the type One',
    ]);
  });

  it('places problems of a query on its own lines', () => {
    const body =
      'public class Probe { void f() {\n  List<Account> a = [\n    SELECT Id,\n      Nmae\n    FROM Account\n  ];\n} }';
    expect(problems(body)).toEqual([expect.stringMatching(/^4:7 No such column 'Nmae' on entity 'Account'/)]);
  });

  it('lets older classes leave out what newer ones must state', () => {
    expect(problems('public abstract class Probe { abstract void run(); }', 64)).toEqual([]);
    expect(
      problems(
        'public class Probe { void f() { List<Account> a = [SELECT Id FROM Account WITH SECURITY_ENFORCED]; } }',
        66,
      ),
    ).toEqual([]);
  });

  it('says when the class has another name than its file', () => {
    const [found] = org.apex.check([{ kind: 'class', name: 'Named', body: 'public class Other {}', apiVersion: 67 }]);
    expect(found).toMatchObject({
      name: 'Named',
      problem: 'Class name must match file name: Other is in the file Named',
    });
  });
});
