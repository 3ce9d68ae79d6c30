import { describe, expect, it } from '@jest/globals';
import { sortItems } from '../../../../local-org/apex/system/sorting.ts';
import { ApexEnumValue, ApexObject } from '../../../../local-org/apex/values/object.ts';
import { newSObject } from '../../../../local-org/apex/values/sobject.ts';
import type { ApexSObject } from '../../../../local-org/apex/values/sobject.ts';
import { typeRef } from '../../../../local-org/apex/values/type.ts';
import { construct, makeRuntime, named, thrown } from '../../../support/apex-runtime.ts';

const rt = makeRuntime();
class Plain extends named('Plain', class extends ApexObject {}) {}

function account(values: Record<string, string>): ApexSObject {
  const row = newSObject(rt, 'Account');
  for (const [name, value] of Object.entries(values)) row.setField(rt, name, value);
  return row;
}

function sorted(items: unknown[]): unknown[] {
  sortItems(rt, items, null);
  return items;
}

describe('List.sort', () => {
  // Apex Developer Guide, "List Sorting": by label of the type, Name, standard fields in alphabetical order, custom fields.
  it('orders sObjects by name, then by their other fields', () => {
    const rows = sorted([
      account({ Name: 'B' }),
      null,
      account({ Name: 'A', Phone: '2' }),
      account({ Name: 'A', Phone: '1' }),
    ]) as (ApexSObject | null)[];
    expect(rows.map((row) => row && [row.values.get('Name'), row.values.get('Phone')])).toEqual([
      null,
      ['A', '1'],
      ['A', '2'],
      ['B', undefined],
    ]);
  });

  it('orders sObjects of different types by label', () => {
    const rows = sorted([newSObject(rt, 'Contact'), newSObject(rt, 'Account')]) as ApexSObject[];
    expect(rows.map((row) => row.describe.name)).toEqual(['Account', 'Contact']);
  });

  it('orders enum values as they are declared', () => {
    const [red, green] = ['RED', 'GREEN'].map((name, ordinal) => new ApexEnumValue(typeRef('Color'), name, ordinal));
    expect(sorted([green, red])).toEqual([red, green]);
  });

  it('refuses objects that are not Comparable, and values without an order', () => {
    expect(thrown(() => sorted([new Plain(), new Plain()]))).toBe(
      'System.ListException: One or more of the items in this list is not Comparable.',
    );
    const requests = [construct('HttpRequest', '()')(rt), construct('HttpRequest', '()')(rt)];
    expect(thrown(() => sorted(requests))).toBe('System.ListException: Sort is not supported for HttpRequest');
  });

  it('asks a platform comparator', () => {
    const items: unknown[] = ['b', null, 'A'];
    sortItems(rt, items, {
      compare: (_rt: unknown, left: string | null, right: string | null) =>
        String(left ?? '').localeCompare(String(right ?? '')),
    });
    expect(items).toEqual([null, 'A', 'b']);
  });
});
