/** Tells the listener (Apex triggers) of rows before and after they are written. */
import type { DmlEvent } from '../contract.ts';
import type { DmlOptions, SObjectDescribe } from '../types.ts';
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
  const event: DmlEvent = {
    operation,
    object: object.name,
    actor: options.actor,
    ...(operation === 'delete' ? {} : { newRows: live.map((row) => row.values) }),
    ...(operation === 'update' || operation === 'delete' ? { oldRows: live.map((row) => row.old ?? row.values) } : {}),
    addError: (index, message, field) => {
      live[index]?.errors.push(rowError('FIELD_CUSTOM_VALIDATION_EXCEPTION', message, field ? [field] : []));
    },
  };
  listener[when](event);
}
