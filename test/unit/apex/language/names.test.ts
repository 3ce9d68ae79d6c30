/** Names of declarations, and what may be named where (Apex Reference, "Reserved Keywords"; Apex Developer Guide, "Access Modifiers"). */
import { describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg({ classes: ['public class Shelf { class Book {} public Integer size { set; } }'] });

function problems(body: string): string[] {
  return org.apex
    .check([{ kind: 'class', name: 'P', body, apiVersion: 62 }])
    .map(({ line, problem }) => `${line} ${problem}`);
}

describe('a name', () => {
  it.each([
    ['public class P {\nInteger number; }', 'Identifier name is reserved: number'],
    ['public class P {\nclass String {} }', 'Identifier name is reserved: String'],
    ['public class P {\nvoid f(Date date) {} }', 'Identifier name is reserved: date'],
    ['public class P {\nInteger a__b; }', 'Invalid character in identifier: a__b'],
    ['public class P {\nvoid f_() {} }', 'Invalid character in identifier: f_'],
  ])('%s', (body, problem) => {
    expect(problems(body)).toEqual([`2 ${problem}`]);
  });

  it('of a method may be a word that fields may not be called', () => {
    expect(problems('public class P { void number() {} void sort() {} Integer type; Integer after; }')).toEqual([]);
  });
});

describe('what cannot be seen from there', () => {
  it.each([
    ['public class P {\nShelf.Book b; }', 'Type is not visible: Shelf.Book'],
    ['public class P { void f() {\nList<Shelf.Book> b; } }', 'Type is not visible: Shelf.Book'],
    ['public class P { void f(Shelf s) {\nInteger i = s.size; } }', 'Variable is not visible: Shelf.size'],
    ['public class P {\nstatic Integer a = b; static Integer b = 1; }', 'Illegal forward reference: b'],
    [
      'public class P { Integer i; P(Integer j) {} P() {\nthis(i); } }',
      'Cannot reference instance variables in a constructor invocation: i',
    ],
    [
      'public class P { P(Integer j) {} P() { Integer i = 1;\nthis(i); } }',
      "Call to 'this()' must be the first statement in a constructor method",
    ],
    [
      "public class P {\nString s = 'a\\q'; }",
      "Illegal string literal: Invalid string literal 'a\\q'. Illegal character sequence \\q in string literal.",
    ],
  ])('%s', (body, problem) => {
    expect(problems(body)).toEqual([`2 ${problem}`]);
  });
});

describe('types and records that do not fit', () => {
  it.each([
    ['public class P { void f() {\nMap<String> m; } }', 'Invalid type argument count for Map: expected 2 but found 1'],
    ['public class P { void f() {\nP<String> p; } }', 'Type arguments provided for a non-parameterized type: P'],
    ['public class P { void f(Account a, Contact c) {\nmerge a c; } }', 'Invalid type for duplicate records'],
    [
      'public class P { void f(List<SObject> rows) {\nupsert rows Name; } }',
      'Upsert with a field specification requires a concrete SObject type',
    ],
    [
      "public class P { void f(String s) {\ns.addError('x'); } }",
      'addError must be invoked on an expression that is an exact SObject field reference',
    ],
  ])('%s', (body, problem) => {
    expect(problems(body)).toEqual([`2 ${problem}`]);
  });
});

describe('a set', () => {
  it('is of its own elements only, yet compared with any', () => {
    expect(problems('public class P { void f(Set<Object> a, Set<String> b) { Boolean c = a.equals(b); } }')).toEqual(
      [],
    );
    expect(problems('public class P { void f(Set<Id> a) {\nSet<String> b = a; } }')).toEqual([
      '2 Illegal assignment from Set<Id> to Set<String>',
    ]);
  });
});

describe('a class that cannot be read', () => {
  it('is what those that name it are told of', () => {
    const found = org.apex.check([
      { kind: 'class', name: 'Torn', body: 'public class Torn { void f( { } }', apiVersion: 62 },
      { kind: 'class', name: 'Heir', body: 'public class Heir { Torn t; void f() { Torn.g(); } }', apiVersion: 62 },
    ]);
    expect(found.filter(({ name }) => name === 'Heir').map(({ problem }) => problem)).toEqual([
      expect.stringMatching(/^Dependent class is invalid and needs recompilation: Class Torn : /),
      expect.stringMatching(/^Dependent class is invalid and needs recompilation: Class Torn : /),
    ]);
  });
});
