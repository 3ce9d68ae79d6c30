import { describe, expect, it } from '@jest/globals';
import { ApexBlob } from '../../../../local-org/apex/values/blob.ts';
import type { ApexList } from '../../../../local-org/apex/values/collections.ts';
import { ApexMap, ApexSet } from '../../../../local-org/apex/values/collections.ts';
import {
  compareValues,
  looseEquals,
  naturalOrder,
  sameValue,
  strictEquals,
} from '../../../../local-org/apex/values/equality.ts';
import { ApexIterator, iterate } from '../../../../local-org/apex/values/iteration.ts';
import { hashOf, textHash } from '../../../../local-org/apex/values/keys.ts';
import { ApexDouble } from '../../../../local-org/apex/values/number.ts';
import { ApexEnumValue, ApexObject } from '../../../../local-org/apex/values/object.ts';
import { newSObject } from '../../../../local-org/apex/values/sobject.ts';
import { concatText, toText } from '../../../../local-org/apex/values/text.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../../../../local-org/apex/values/time.ts';
import { apexType, baseName, typeRef } from '../../../../local-org/apex/values/type.ts';
import { decimal, list, makeRuntime, named, thrown } from '../../../support/apex-runtime.ts';

const rt = makeRuntime();

/** Equal when the codes are equal. */
class Point extends named('Point', class extends ApexObject {}) {
  x: number;
  constructor(x = 0) {
    super();
    this.x = x;
  }
  equals(other: unknown): boolean {
    return other instanceof Point && other.x === this.x;
  }
  hashCode(): number {
    return this.x % 3;
  }
}
class Plain extends named('Outer.Plain', class extends ApexObject {}) {
  name: string | null = 'a';
  amount: number | null = null;
}

describe('type names', () => {
  it('are interned without spaces and the System namespace', () => {
    expect(typeRef('Map<Id, List<System.String>>')).toBe(typeRef('Map<Id,List<String>>'));
    expect(typeRef('Map<Id,List<String>>').args.map((type) => type.name)).toEqual(['Id', 'List<String>']);
    expect(typeRef('String[]').name).toBe('List<String>');
    expect(baseName(typeRef('Set<Id>'))).toBe('Set');
    expect(apexType(typeRef('Id'))).toBe(apexType(typeRef('Id')));
  });
});

describe('List', () => {
  it.each([
    ['get', (l: ApexList) => l.get(rt, 3)],
    ['get', (l: ApexList) => l.get(rt, -1)],
    ['set', (l: ApexList) => l.set(rt, 3, 'x')],
    ['remove', (l: ApexList) => l.remove(rt, 3)],
    ['add', (l: ApexList) => l.insert(rt, 4, 'x')],
  ])('%s outside its bounds raises ListException', (_name, work) => {
    expect(thrown(() => work(list('String', 'a', 'b', 'c')))).toMatch(
      /^System.ListException: List index out of bounds: (3|-1|4)$/,
    );
  });

  it('finds strings with regard to case', () => {
    expect([list('String', 'a', 'B').indexOf(rt, 'b'), list('String', 'a', 'B').indexOf(rt, 'B')]).toEqual([-1, 1]);
    expect(list('Decimal', decimal('1.0')).indexOf(rt, decimal('1.00'))).toBe(0);
  });
});

describe('Set and Map keys', () => {
  it('keep the order of insertion', () => {
    const set = new ApexSet(typeRef('Set<String>'));
    for (const value of ['b', 'a', 'c', 'a']) set.add(rt, value);
    expect([...set.values()]).toEqual(['b', 'a', 'c']);
  });

  it('tell strings apart by case, and values by type', () => {
    const map = new ApexMap(typeRef('Map<Object,Object>'));
    for (const [index, key] of [
      'a',
      'A',
      1,
      1n,
      true,
      null,
      new ApexDouble(1),
      ApexDate.of(2024, 1, 1),
      new ApexDatetime(0),
      new ApexTime(0),
    ].entries())
      map.put(rt, key, index);
    expect(map.size).toBe(10);
  });

  it.each([
    ['decimals of another scale', () => decimal('1.0'), () => decimal('1.00')],
    ['dates', () => ApexDate.of(2024, 1, 2), () => ApexDate.of(2024, 1, 2)],
    ['blobs', () => ApexBlob.fromText('x'), () => ApexBlob.fromText('x')],
    ['lists', () => list('Integer', 1, 2), () => list('Integer', 1, 2)],
    ['objects that say so', () => new Point(4), () => new Point(4)],
  ])('find equal %s', (_name, make, again) => {
    const set = new ApexSet(typeRef('Set<Object>'));
    set.add(rt, make());
    expect(set.contains(rt, again())).toBe(true);
    expect(set.add(rt, again())).toBe(false);
    expect(set.remove(rt, again())).toBe(true);
    expect(set.size).toBe(0);
  });

  it('tell objects with equal hash codes apart by equals', () => {
    const map = new ApexMap(typeRef('Map<Point,String>'));
    map.put(rt, new Point(1), 'one');
    map.put(rt, new Point(4), 'four');
    expect([map.size, map.get(rt, new Point(4)), map.get(rt, new Point(7))]).toEqual([2, 'four', null]);
  });

  it('tell objects without equals apart by identity', () => {
    const plain = new Plain();
    const set = new ApexSet(typeRef('Set<Outer.Plain>'));
    set.add(rt, plain);
    expect([set.contains(rt, plain), set.contains(rt, new Plain())]).toEqual([true, false]);
  });

  it('compare sObjects by their fields', () => {
    const make = (name: string) => {
      const row = newSObject(rt, 'Account');
      row.setField(rt, 'Name', name);
      return row;
    };
    const set = new ApexSet(typeRef('Set<Account>'));
    set.add(rt, make('Acme'));
    expect([set.contains(rt, make('Acme')), set.contains(rt, make('Other'))]).toEqual([true, false]);
  });

  it('give the value before on put and remove', () => {
    const map = new ApexMap(typeRef('Map<String,Integer>'));
    expect([map.put(rt, 'a', 1), map.put(rt, 'a', 2), map.remove(rt, 'a'), map.remove(rt, 'a')]).toEqual([
      null,
      1,
      2,
      null,
    ]);
    map.put(rt, 'b', 1);
    map.clear();
    expect([...map.keys(), ...map.values(), map.containsKey(rt, 'b')]).toEqual([false]);
  });
});

describe('equality', () => {
  it('ignores case with == and not with equals', () => {
    expect([looseEquals(rt, 'Straße', 'STRASSE'), looseEquals(rt, 'abc', 'ABC'), sameValue(rt, 'abc', 'ABC')]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('takes a 15-character id for its 18-character form', () => {
    expect(looseEquals(rt, '005Rc0000000002', '005Rc0000000002IAA')).toBe(true);
  });

  it('compares numbers of different types by value', () => {
    expect([
      looseEquals(rt, 1, decimal('1.00')),
      looseEquals(rt, 1n, new ApexDouble(1)),
      looseEquals(rt, 1, 2n),
    ]).toEqual([true, true, false]);
  });

  it('compares collections by content', () => {
    const maps = [1, 1, 2].map((value) => {
      const map = new ApexMap(typeRef('Map<String,Integer>'));
      map.put(rt, 'k', value);
      return map;
    });
    expect([looseEquals(rt, maps[0], maps[1]), looseEquals(rt, maps[0], maps[2])]).toEqual([true, false]);
    expect(looseEquals(rt, list('Integer', 1), list('Integer', 1))).toBe(true);
    expect(strictEquals(list('Integer', 1), list('Integer', 1))).toBe(false);
  });

  it('compares instants by whole seconds, and orders them by milliseconds', () => {
    const [whole, later] = [new ApexDatetime(1_000), new ApexDatetime(1_073)];
    expect([looseEquals(rt, whole, later), looseEquals(rt, whole, new ApexDatetime(2_000))]).toEqual([true, false]);
    expect(compareValues(rt, whole, later)).toBeLessThan(0);
  });

  it('asks a class for its own equals', () => {
    expect([sameValue(rt, new Point(1), new Point(1)), sameValue(rt, new Plain(), new Plain())]).toEqual([true, false]);
  });

  it('knows null', () => {
    expect([
      looseEquals(rt, null, null),
      looseEquals(rt, null, 'a'),
      strictEquals(null, 1),
      sameValue(rt, 'a', null),
    ]).toEqual([true, false, false, false]);
  });

  it('compares dates and blobs by value with ===', () => {
    expect(strictEquals(ApexDate.of(2024, 1, 1), ApexDate.of(2024, 1, 1))).toBe(true);
    expect(strictEquals(1, 1n)).toBe(true);
    expect(sameValue(rt, ApexBlob.fromText('a'), ApexBlob.fromText('a'))).toBe(true);
  });
});

describe('order', () => {
  it('of < ignores case and knows no null', () => {
    expect(compareValues(rt, 'a', 'B')).toBeLessThan(0);
    expect(compareValues(rt, 'a', 'A')).toBe(0);
    expect(compareValues(rt, null, 1)).toBeUndefined();
    expect(compareValues(rt, new ApexDouble(2), decimal('1.5'))).toBeGreaterThan(0);
    expect(compareValues(rt, ApexDate.of(2024, 1, 1), ApexDate.of(2024, 1, 2))).toBeLessThan(0);
  });

  it('of sorting puts nulls first and capitals before small letters', () => {
    expect(['b', null, 'B', 'a'].sort((left, right) => naturalOrder(left, right)!)).toEqual([null, 'B', 'a', 'b']);
    expect(naturalOrder(false, true)).toBeLessThan(0);
    expect(naturalOrder(new Plain(), new Plain())).toBeUndefined();
  });
});

describe('hash codes', () => {
  it('are those of Java for strings', () => {
    expect(textHash('Hello')).toBe(69_609_650);
    expect(hashOf(rt, 'Hello')).toBe(69_609_650);
  });

  it('are equal for equal values', () => {
    expect(hashOf(rt, list('Integer', 1, 2))).toBe(hashOf(rt, list('Integer', 1, 2)));
    expect(hashOf(rt, new Point(4))).toBe(1);
    expect([hashOf(rt, null), hashOf(rt, 5), hashOf(rt, true)]).toEqual([0, 5, 1231]);
  });
});

describe('texts', () => {
  const red = new ApexEnumValue(typeRef('Color'), 'RED', 0);
  const map = new ApexMap(typeRef('Map<String,Integer>'));
  map.put(rt, 'a', 1);
  const set = new ApexSet(typeRef('Set<Integer>'));
  set.add(rt, 1);
  it.each<[unknown, string]>([
    [null, 'null'],
    ['x', 'x'],
    [1, '1'],
    [2n, '2'],
    [true, 'true'],
    [decimal('1.50'), '1.50'],
    [new ApexDouble(1), '1.0'],
    [ApexDate.of(2024, 1, 31), '2024-01-31 00:00:00'],
    [new ApexTime(0), '00:00:00.000Z'],
    [ApexBlob.fromText('abc'), 'Blob[3]'],
    [red, 'RED'],
    [list('String', 'a', null), '(a, null)'],
    [map, '{a=1}'],
    [set, '{1}'],
    [new Plain(), 'Plain:[name=a, amount=null]'],
    [apexType(typeRef('Id')), 'Id'],
  ])('show %p as %s', (value, text) => {
    expect(concatText(rt, value)).toBe(text);
  });

  it("show a Date alone as its day, and a Datetime in the user's zone", () => {
    expect(toText(rt, ApexDate.of(2024, 1, 31))).toBe('2024-01-31');
    expect(toText(rt, new ApexDatetime(Date.UTC(2026, 0, 1, 12)))).toMatch(/^2026-01-01 \d\d:00:00$/);
  });

  it('end at a value that contains itself', () => {
    const loop = list('Object');
    loop.add(loop);
    expect(concatText(rt, loop)).toBe('((already output))');
  });

  it('use toString of the class', () => {
    class Shown extends Plain {
      override toString(): string {
        return 'shown';
      }
    }
    expect(concatText(rt, new Shown())).toBe('shown');
  });
});

describe('iteration', () => {
  it('goes through lists that grow, sets, iterators and user classes', () => {
    const growing = list('Integer', 1, 2);
    const seen: unknown[] = [];
    for (const value of iterate(rt, growing)) {
      seen.push(value);
      if (value === 1) growing.add(3);
    }
    expect(seen).toEqual([1, 2, 3]);
    class Twice extends Plain {
      iterator(): ApexList {
        return list('Integer', 7, 7);
      }
    }
    class Count extends Plain {
      at = 0;
      hasNext(): boolean {
        return this.at < 2;
      }
      next(): number {
        return this.at++;
      }
    }
    expect([...iterate(rt, new Twice())]).toEqual([7, 7]);
    expect([...iterate(rt, new Count())]).toEqual([0, 1]);
    expect([...iterate(rt, new ApexIterator([1, 2][Symbol.iterator]()))]).toEqual([1, 2]);
    expect(thrown(() => [...iterate(rt, null)])).toBe(
      'System.NullPointerException: Attempt to de-reference a null object',
    );
  });

  it('ends with NoSuchElementException', () => {
    expect(thrown(() => new ApexIterator([][Symbol.iterator]()).next(rt))).toMatch(/^System.NoSuchElementException/);
  });
});
