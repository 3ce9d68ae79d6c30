/** Tells the listener (Apex triggers) of rows before and after they are written. */
import type { DmlEvent } from '../contract.ts';
import type { DmlOptions, RecordValues, SObjectDescribe } from '../types.ts';
import { rowError } from './errors.ts';
import type { DmlVerb } from './mixedDml.ts';
import type { DmlEngineParts, Row } from './row.ts';

/** Fires for the rows without errors; what a trigger adds with `addError` becomes the row's error. */
export function fire(
  parts: DmlEngineParts,
  when: 'before' | 'after',
  operation: DmlVerb,
  object: SObjectDescribe,
  rows: Row[],
  options: DmlOptions,
): void {
  const listener = parts.listener();
  const live = rows.filter((row) => row.errors.length === 0);
  if (!listener || live.length === 0) return;
  const { formulas } = parts;
  const shown = live.map((row) => (operation === 'delete' ? row.values : formulas.completed(object, row.values)));
  const event: DmlEvent = {
    operation,
    object: object.name,
    actor: options.actor,
    ...(operation === 'delete' ? {} : { newRows: shown }),
    ...(operation === 'update' || operation === 'delete'
      ? { oldRows: live.map((row) => formulas.completed(object, row.old ?? row.values)) }
      : {}),
    addError: (index, message, field, statusCode = 'FIELD_CUSTOM_VALIDATION_EXCEPTION') => {
      live[index]?.errors.push(rowError(statusCode, message, field ? [field] : []));
    },
  };
  listener[when](event);
  // Formula fields ride along for triggers to read; what before triggers changed belongs to the row.
  live.forEach((row, index) => takeChanges(object, row, shown[index] as RecordValues));
}

function takeChanges(object: SObjectDescribe, row: Row, shown: RecordValues): void {
  if (shown === row.values) return;
  for (const [name, value] of Object.entries(shown))
    if (object.fields.get(name)?.formula === undefined) row.values[name] = value;
}
