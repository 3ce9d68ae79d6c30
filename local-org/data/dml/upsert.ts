/** Upsert: tells by the key which rows exist, then inserts and updates. */
import { fieldOf } from '../schema/orgSchema.ts';
import { PlatformError } from '../types.ts';
import type { DmlError, DmlOptions, FieldDescribe, RecordValues, SObjectDescribe, SaveResult } from '../types.ts';
import { rowError } from './errors.ts';
import { failure } from './row.ts';
import type { DmlEngineParts } from './row.ts';
import { save } from './save.ts';
import { canonicalValues } from './values.ts';

interface Placed {
  index: number;
  row: RecordValues;
}

/** The field that rows are matched by. Raises INVALID_FIELD when it cannot be one. */
export function upsertKey(object: SObjectDescribe, options: DmlOptions): FieldDescribe {
  const key = fieldOf(object, options.externalIdField ?? 'Id');
  if (key && (key.type === 'id' || key.externalId || key.idLookup)) return key;
  throw new PlatformError(
    'INVALID_FIELD',
    `Provided external ID field does not exist or is not accessible: ${options.externalIdField ?? 'Id'}`,
  );
}

/** Writes the rows; one result each, in order, `created` where there was none. */
export function upsert(
  parts: DmlEngineParts,
  object: SObjectDescribe,
  key: string,
  rows: RecordValues[],
  options: DmlOptions,
): SaveResult[] {
  const results: SaveResult[] = [];
  const inserts: Placed[] = [];
  const updates: Placed[] = [];
  const seen = new Set<string>();
  rows.forEach((row, index) => {
    const errors: DmlError[] = [];
    const value = canonicalValues(object, row, errors)[key] ?? null;
    if (key === 'Id') {
      (value === null ? inserts : updates).push({ index, row });
      return;
    }
    const problem = keyProblem(key, value, seen);
    if (problem) {
      results[index] = failure(null, [problem]);
      return;
    }
    seen.add(String(value).toLowerCase());
    const found = parts.store.rows(object.name, {
      [key]: value,
      ...(object.fields.has('IsDeleted') ? { IsDeleted: false } : {}),
    });
    if (found.length > 1) {
      const ids = found.map((one) => String(one.Id)).join(', ');
      results[index] = failure(null, [
        rowError('DUPLICATE_EXTERNAL_ID', `${key}: more than one record found for external id field: [${ids}]`),
      ]);
    } else if (found[0]) updates.push({ index, row: { ...row, Id: found[0].Id as string } });
    else inserts.push({ index, row });
  });
  for (const [verb, placed] of [
    ['insert', inserts],
    ['update', updates],
  ] as const) {
    const saved = save(
      parts,
      verb,
      object,
      placed.map((entry) => entry.row),
      options,
    );
    saved.forEach((result, position) => {
      results[(placed[position] as Placed).index] = { ...result, created: verb === 'insert' && result.success };
    });
  }
  return results;
}

function keyProblem(key: string, value: RecordValues[string] | null, seen: ReadonlySet<string>): DmlError | undefined {
  if (value === null) return rowError('MISSING_ARGUMENT', `${key} not specified`);
  if (!seen.has(String(value).toLowerCase())) return undefined;
  return rowError('DUPLICATE_VALUE', `Duplicate external id specified: ${String(value)}`, [key]);
}
