/** `X__mdt.getAll()` and `X__mdt.getInstance(name)` (Apex Reference, Custom Metadata Type Methods). */
import type { Runtime } from '../runtime/contract.ts';
import { ApexMap } from '../values/collections.ts';
import { id18 } from '../values/id.ts';
import { fromValues } from '../values/records.ts';
import type { ApexSObject } from '../values/sobject.ts';
import { STRING, mapOf, typeRef } from '../values/type.ts';
import { required } from './arguments.ts';

/** All records by developer name; each record a copy of its own. Costs no query. */
export function getAllCustomMetadata(rt: Runtime, type: string): ApexMap {
  const all = new ApexMap(mapOf(STRING, typeRef(type)));
  for (const row of records(rt, type)) all.put(rt, String(row.values.get('DeveloperName')), row);
  return all;
}

/** The record of a developer name, a qualified name or an id; null when there is none. */
export function getCustomMetadata(rt: Runtime, type: string, name: string | null): ApexSObject | null {
  const wanted = required(rt, name).toLowerCase();
  const id = id18(required(rt, name));
  return (
    records(rt, type).find(
      (row) =>
        row.id === id ||
        [row.values.get('DeveloperName'), row.values.get('QualifiedApiName')].some(
          (value) => String(value).toLowerCase() === wanted,
        ),
    ) ?? null
  );
}

function records(rt: Runtime, type: string): ApexSObject[] {
  const describe = rt.data.schema.get(type);
  return rt.data.rows(describe.name).map((values) => fromValues(describe, values));
}
