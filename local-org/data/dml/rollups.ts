/**
 * Roll-up summary fields: worked out again when a child is written, and saved on the parent with all that a save brings:
 * triggers, validation rules, roll-ups further up (Apex Developer Guide, "Triggers and Order of Execution", step 16).
 */
import { columnOf } from '../storage/columns.ts';
import { quote } from '../storage/tables.ts';
import type { Tables } from '../storage/tables.ts';
import type { OrgSchema } from '../schema/orgSchema.ts';
import { fieldOf } from '../schema/orgSchema.ts';
import type { FieldDescribe, RecordValues, RollupSummary, Scalar, SObjectDescribe } from '../types.ts';
import { filterSql } from './filters.ts';

export interface SummaryField {
  parent: SObjectDescribe;
  field: FieldDescribe;
  summary: RollupSummary;
}

/** Counts and sums of nothing are 0; there is no smallest of nothing. */
export function emptySummary({ operation }: RollupSummary): Scalar {
  return operation === 'count' || operation === 'sum' ? 0 : null;
}

/** The value that a roll-up summary field of this parent has now. */
export function summaryValue(schema: OrgSchema, tables: Tables, { summary }: SummaryField, parentId: string): Scalar {
  const child = schema.get(summary.child);
  const table = tables.table(child);
  const parameters: (string | number)[] = [parentId];
  const conditions = [`c.${quote(summary.foreignKey)} = ?`];
  if (child.fields.has('IsDeleted')) conditions.push('c."IsDeleted" = 0');
  for (const filter of summary.filters) conditions.push(`(${filterSql(child, 'c', filter, parameters)}) IS TRUE`);
  const summed = summary.field === undefined ? undefined : fieldOf(child, summary.field);
  const value =
    summary.operation === 'count' || !summed
      ? 'COUNT(*)'
      : `${summary.operation.toUpperCase()}(${columnOf(child, 'c', summed)})`;
  const row = tables
    .prepare(`SELECT ${value} AS value FROM ${table} c WHERE ${conditions.join(' AND ')}`)
    .get(...parameters);
  return (row?.value as Scalar | undefined) ?? emptySummary(summary);
}

/** Parents whose summaries a change of these rows touches: object name -> ids. */
export function touchedParents(
  fields: readonly SummaryField[],
  rows: readonly { values: RecordValues; old: RecordValues | null }[],
): Map<SummaryField, Set<string>> {
  const touched = new Map<SummaryField, Set<string>>();
  for (const field of fields) {
    const ids = new Set<string>();
    for (const { values, old } of rows)
      for (const id of [values[field.summary.foreignKey], old?.[field.summary.foreignKey]])
        if (typeof id === 'string') ids.add(id);
    if (ids.size > 0) touched.set(field, ids);
  }
  return touched;
}
