import { describe, expect, it } from '@jest/globals';
import { freeze, thaw } from '../../../../local-org/apex/async/payload.ts';
import { SYSTEM_MODE, USER_MODE } from '../../../../local-org/apex/system/access.ts';
import { QueryLocator } from '../../../../local-org/apex/system/database/locator.ts';
import { enumValue } from '../../../../local-org/apex/system/enums.ts';
import { fieldToken, sobjectToken } from '../../../../local-org/apex/system/schema/tokens.ts';
import { ApexBlob } from '../../../../local-org/apex/values/blob.ts';
import { ApexMap, ApexSet } from '../../../../local-org/apex/values/collections.ts';
import { sameValue } from '../../../../local-org/apex/values/equality.ts';
import { systemException } from '../../../../local-org/apex/values/exceptions.ts';
import { ApexDouble } from '../../../../local-org/apex/values/number.ts';
import { ApexEnumValue, ApexException, ApexObject } from '../../../../local-org/apex/values/object.ts';
import { newSObject } from '../../../../local-org/apex/values/sobject.ts';
import type { ApexSObject } from '../../../../local-org/apex/values/sobject.ts';
import { ApexAddress, ApexLocation } from '../../../../local-org/apex/values/places.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../../../../local-org/apex/values/time.ts';
import { apexType, typeRef } from '../../../../local-org/apex/values/type.ts';
import { construct, decimal, list, makeRuntime, named, thrown } from '../../../support/apex-runtime.ts';

const rt = makeRuntime();
class Node extends named('Node', class extends ApexObject {}) {
  static override readonly transientFields = new Set(['cache']);
  name: unknown = null;
  next: unknown = null;
  cache: unknown = 'warm';
}
class Failure extends ApexException {
  code: unknown = null;
}
named('Failure', Failure);
rt.classes.set('Node', { make: Node });
rt.classes.set('Failure', { make: Failure });
const color = new ApexEnumValue(typeRef('Color'), 'RED', 0);
rt.enums.set('Color', [color]);

const back = (value: unknown): unknown => thaw(rt, freeze(rt, value));

describe('values that go to the queue and back', () => {
  it('keep the parts of addresses and places', () => {
    expect(back(new ApexAddress({ city: 'Rome', latitude: 1.5 }))).toEqual(
      new ApexAddress({ city: 'Rome', latitude: 1.5 }),
    );
    expect(back(new ApexLocation(1.5, -2))).toEqual(new ApexLocation(1.5, -2));
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'x'],
    ['an Integer', 3],
    ['a Boolean', true],
    ['a Long', 9_007_199_254_740_993n],
    ['a Decimal', decimal('1.50')],
    ['a Date', ApexDate.of(2026, 1, 2)],
    ['a Datetime', new ApexDatetime(5)],
    ['a Time', new ApexTime(5)],
    ['a Blob', ApexBlob.fromText('abc')],
    ['a Double', new ApexDouble(0.1)],
    ['a list', list('Object', 'a', 1, null, 2n)],
    ['a Type', apexType(typeRef('Account'))],
    ['an sObject token', sobjectToken(rt, 'Account')],
    ['a field token', fieldToken(rt, 'Account', 'Name')],
    ['an enum value', color],
    ['a platform enum value', enumValue('LoggingLevel', 'DEBUG')],
    ['system mode', SYSTEM_MODE],
    ['user mode', USER_MODE],
  ])('%s is the same', (_name, value) => {
    expect(sameValue(rt, back(value), value) || back(value) === value).toBe(true);
  });

  it('keep the scale of Decimals and the type of collections', () => {
    expect(String(back(decimal('1.500')))).toBe('1.500');
    const map = new ApexMap(typeRef('Map<Id,Decimal>'));
    map.put(rt, 'k', decimal('2.0'));
    const set = new ApexSet(typeRef('Set<String>'));
    set.add(rt, 'v');
    const result = back(list('Object', map, set)) as { items: [ApexMap, ApexSet] };
    expect([
      result.items[0].type.name,
      String(result.items[0].get(rt, 'k')),
      result.items[1].type.name,
      result.items[1].contains(rt, 'v'),
    ]).toEqual(['Map<Id,Decimal>', '2.0', 'Set<String>', true]);
  });

  it('keep what refers to itself, and lose transient fields', () => {
    const node = new Node();
    node.name = list('Object', node);
    node.next = node;
    node.cache = 'changed';
    const result = back(node) as Node;
    expect(result).not.toBe(node);
    expect([result.next === result, (result.name as { items: unknown[] }).items[0] === result, result.cache]).toEqual([
      true,
      true,
      'warm',
    ]);
  });

  it('keep what a query loaded and what code changed', () => {
    const row = newSObject(rt, 'Account');
    row.values.set('Name', 'A');
    row.selected = new Set(['Name', 'Id']);
    row.setField(rt, 'Industry', 'Energy');
    const result = back(row) as ApexSObject;
    expect(thrown(() => result.getField(rt, 'Phone'))).toContain('without querying');
    expect([...result.changed]).toEqual(['Industry']);
  });

  it('keep exceptions, of the platform and of classes', () => {
    const cause = systemException('DmlException', 'inner');
    const own = new Failure('outer', cause);
    own.code = 7;
    const result = back(own) as Failure;
    expect([
      result.state.message,
      result.code,
      result.state.cause?.typeName,
      result.state.cause?.state.message,
    ]).toEqual(['outer', 7, 'System.DmlException', 'inner']);
  });

  it('keep query locators with their binds', () => {
    const result = back(
      new QueryLocator(
        'SELECT Id FROM Account WHERE Name IN :names',
        { mode: 'user', sharing: true },
        { names: list('String', 'A') },
      ),
    ) as QueryLocator;
    expect([result.query, result.access.mode, (result.binds.names as { items: unknown[] }).items]).toEqual([
      'SELECT Id FROM Account WHERE Name IN :names',
      'user',
      ['A'],
    ]);
  });

  it('refuse what cannot be stored', () => {
    const request = construct('HttpRequest', '()')(rt);
    expect(thrown(() => freeze(rt, list('Object', request)))).toBe(
      'System.SerializationException: Not Serializable: System.HttpRequest',
    );
  });
});
