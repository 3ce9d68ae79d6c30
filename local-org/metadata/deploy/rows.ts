/** Writes a record only when it differs: a repeated deploy must not outdate permission set groups or touch dates. */
import type { OrgData } from '../../data/contract.ts';
import type { RecordValues } from '../../data/types.ts';

/** Adds the record, or changes the one that has the same values in the `key` fields. Returns the id. */
export function putRow(data: OrgData, object: string, values: RecordValues, key: string[]): string {
  const existing = data.rows(object, Object.fromEntries(key.map((field) => [field, values[field] ?? null])))[0];
  if (existing && Object.entries(values).every(([field, value]) => sameValue(existing[field] ?? null, value)))
    return String(existing['Id']);
  return data.put(object, values, key);
}

/** An unset checkbox is stored as false. */
function sameValue(stored: RecordValues[string] | undefined, wanted: RecordValues[string] | undefined): boolean {
  return stored === wanted || (wanted === false && stored === null) || (wanted === null && stored === false);
}
