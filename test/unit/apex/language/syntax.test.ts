/** The own parser reads Apex as the published grammar does: both give the same tree for ordinary and for odd code. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseAnonymous, parseClass, parseTrigger } from '../../../../local-org/apex/language/syntax/parse.ts';
import * as grammar from './oracle/parse.ts';

const PACKAGE = path.join(import.meta.dirname, '../../../../force-app');

const ODD_CLASSES = [
  `@IsTest(SeeAllData=true isParallel=false) private without sharing class A extends B.C implements D, E<F> { ; }`,
  `global abstract with sharing class A { transient public Integer a, b = 1; static { a = 2; } { b = 3; } }`,
  `public inherited sharing class A { public String p { get; private set { p = value; } } Integer q { get { return 1; } } }`,
  `public class A { public enum Color { RED, GREEN } interface I extends J { void a(final String b); List<A> c(); } }`,
  `public class A { A() { this(1); } public A(Integer i) { super(); } webservice static String w() { return null; } }`,
  `public class A { void f() { Integer a = 1 + 2 * 3 - 4 / 5 << 6 >> 7 >>> 8; Boolean b = a < 1 || a >= 2 && a != 3 ^ true; } }`,
  `public class A { void f() { a <<= 1; a >>= 2; a >>>= 3; a |= 1; a &= 2; a ^= 3; a += b -= c *= d /= 4; } }`,
  `public class A { void f() { x = (String) y; x = (List<String>) f(); x = (A.B) !c; x = (a)(b); } }`,
  `public class A { void f() { x = a ? b : c ? d : e; y = a ?? b ?? c; z = a instanceof B && !(c instanceof D<E>); } }`,
  `public class A { void f() { x = new A(); y = new List<A>{ a, b }; z = new Map<A, B>{ a => b, c => d }; v = new A[3]; w = new A[]{ a }; u = new Set<A>(); t = new List<A>{}; } }`,
  `public class A { void f() { a.b.c().d[0].e?.f?.g(); this.a = super.b(); A.class; A.B.class; List<A>.class; A[].class; void.class; } }`,
  `public class A { void f() { a++; --b; -c; +d; ~e; !g; -1; - 2; -1.5; 10L; 1.5d; .5; 'it\\'s'; true; null; } }`,
  `public class A { void f() { for (;;) { break; } for (Integer i = 0, j = 1; i < j; i++, j--) continue; for (A a : b) {} while (a) b(); do { c(); } while (d); for (a = 1; b; ) {} } }`,
  `public class A { void f() { if (a) b(); else if (c) { d(); } else e(); try { a(); } catch (B.C d) { e(); } catch (F g) {} finally { h(); } throw new A(); return; } }`,
  `public class A { Object f() { insert a; update as user b; upsert c D__c; upsert as system c A.D__c; delete [SELECT Id FROM A]; undelete e; merge a b; return 1; } }`,
  `public class A { void f() { System.runAs(u) { a(); } switch on a { when 1, -2 { b(); } when 'x' { c(); } when A b { d(); } when null, E { } when else { e(); } } } }`,
  `public class A { void f() { a = [SELECT Id, (SELECT Id FROM Contacts) FROM Account WHERE Name = :b.c(d) AND X IN (:e, 'f') AND CreatedDate = LAST_N_DAYS:3 ORDER BY Name LIMIT :g + 1]; } }`,
  `public class A { void f() { i = [SELECT COUNT() FROM A]; j = [SELECT COUNT(Id) c, Name FROM A GROUP BY Name HAVING COUNT(Id) > 1]; k = [SELECT Id FROM A WITH USER_MODE]; l = [SELECT MAX(B) FROM A WITH SYSTEM_MODE ALL ROWS]; } }`,
  `public class A { Integer get; String set; void f(String when) { final Integer switch_ = 1; Integer sharing = 2; Object transient_ = get; } }`,
];

const SCRIPTS = [
  `Integer i = 0; i++; System.debug(i); if (i > 0) { return; }`,
  `Integer twice(Integer n) { return n * 2; } class Helper { String a; } System.debug(twice(2));`,
  `String s = 'x'; List<Account> rows = [SELECT Id FROM Account]; insert rows;`,
];

const TRIGGERS = [
  `trigger T on Account (before insert, after update, after undelete) { for (Account a : Trigger.new) { a.Name = 'x'; } }`,
  `trigger T on A__c (before delete) { Integer n = Trigger.old.size(); String f(Integer a) { return 'x'; } f(n); }`,
];

function packageClasses(): string[] {
  return readdirSync(PACKAGE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.cls'))
    .map((file) => path.join(PACKAGE, file));
}

describe('Apex parser', () => {
  it.each(ODD_CLASSES)('reads %s', (text) => {
    expect(parseClass(text)).toEqual(grammar.parseClass(text));
    expect(parseClass(text).problems).toEqual([]);
  });

  it.each(SCRIPTS)('reads the script %s', (text) => {
    const expected = grammar.parseAnonymous(text);
    expect(parseAnonymous(text).tree?.members).toEqual(expected.tree?.members);
    expect(parseAnonymous(text).tree?.body.statements).toEqual(expected.tree?.body.statements);
  });

  it.each(TRIGGERS)('reads the trigger %s', (text) => {
    const { body, ...head } = parseTrigger(text).tree!;
    const { body: expectedBody, ...expectedHead } = grammar.parseTrigger(text).tree!;
    expect(head).toEqual(expectedHead);
    expect(body.statements).toEqual(expectedBody.statements);
  });

  it('reads every class of the package as the grammar does', () => {
    for (const file of packageClasses()) {
      const text = readFileSync(file, 'utf8');
      const found = parseClass(text);
      expect(found.problems).toEqual([]);
      expect({ file, tree: found.tree }).toEqual({ file, tree: grammar.parseClass(text).tree });
    }
  }, 60_000);

  it('subtracts from a parenthesized value, where the grammar would cast', () => {
    const [method] = parseClass('public class A { void f() { x = (a) - b; } }').tree!.members;
    expect(JSON.stringify(method)).toContain('"kind":"binary"');
    expect(JSON.stringify(method)).not.toContain('"kind":"cast"');
  });

  it('keeps columns of a query behind its binds', () => {
    const [method] = parseClass('public class A { void f() { a = [SELECT Id FROM A WHERE B = :longName AND C = 1]; } }')
      .tree!.members;
    expect(JSON.stringify(method)).toContain('SELECT Id FROM A WHERE B = :bind0    AND C = 1');
  });
});
