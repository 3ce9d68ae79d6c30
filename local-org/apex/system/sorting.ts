/** `List.sort` (Apex Reference, List Class; Apex Developer Guide, "List Sorting"). */
import type { Runtime } from '../runtime/contract.ts';
import { naturalOrder } from '../values/equality.ts';
import { ApexEnumValue, ApexObject } from '../values/object.ts';
import { ApexSObject } from '../values/sobject.ts';
import { typeRef } from '../values/type.ts';
import { typeName } from './arguments.ts';

/** Sorts in place: by a Comparator, by Comparable.compareTo, sObjects by their fields, everything else by value. */
export function sortItems(rt: Runtime, items: unknown[], comparator: object | null): void {
  const order =
    comparator === null
      ? orderOf(
          rt,
          items.find((item) => item !== null),
        )
      : comparatorOrder(rt, comparator);
  items.sort(order);
}

type Order = (left: unknown, right: unknown) => number;

const COMPARABLE = typeRef('System.Comparable');

function comparatorOrder(rt: Runtime, comparator: object): Order {
  return (left, right) =>
    Number(
      comparator instanceof ApexObject
        ? rt.call(comparator, 'compare', [left, right])
        : (comparator as { compare(rt: Runtime, left: unknown, right: unknown): number }).compare(rt, left, right),
    );
}

function orderOf(rt: Runtime, sample: unknown): Order {
  if (sample instanceof ApexObject) {
    if (!rt.isInstance(sample, COMPARABLE)) {
      rt.raise('System.ListException', `One or more of the items in this list is not Comparable.`);
    }
    return nullsFirst((left, right) => Number(rt.call(left as object, 'compareTo', [right])));
  }
  if (sample instanceof ApexSObject)
    return nullsFirst((left, right) => compareRows(left as ApexSObject, right as ApexSObject));
  if (sample instanceof ApexEnumValue)
    return nullsFirst((left, right) => (left as ApexEnumValue).ordinal - (right as ApexEnumValue).ordinal);
  return (left, right) =>
    naturalOrder(left, right) ?? rt.raise('System.ListException', `Sort is not supported for ${typeName(rt, left)}`);
}

function nullsFirst(order: Order): Order {
  return (left, right) => {
    if (left === null || right === null) return Number(left !== null) - Number(right !== null);
    return order(left, right);
  };
}

/** By type label, then Name, then standard fields, then custom fields, each in alphabetical order. */
function compareRows(left: ApexSObject, right: ApexSObject): number {
  if (left.describe !== right.describe) return left.describe.label < right.describe.label ? -1 : 1;
  for (const field of sortFields(left)) {
    const order = naturalOrder(left.values.get(field) ?? null, right.values.get(field) ?? null);
    if (order) return order;
  }
  return 0;
}

function sortFields(row: ApexSObject): string[] {
  const fields = [...row.describe.fields.values()].filter((field) => field.name !== 'Id');
  const rank = (name: string, custom: boolean): string => `${name === 'Name' ? 0 : custom ? 2 : 1}${name}`;
  return fields
    .map((field) => [rank(field.name, field.custom), field.name] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, name]) => name);
}
