/** Tells the listener (Apex triggers, flows) of rows before and after they are written. */
import type { DmlEvent, SaveStage } from '../contract.ts';
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
  if (listener) tell(parts, operation, object, rows, options, (event) => listener[when](event));
}

/** The same for flows and workflow rules. After a save they see the rows as after triggers have left them. */
export function automate(
  parts: DmlEngineParts,
  stage: SaveStage,
  operation: DmlVerb,
  object: SObjectDescribe,
  rows: Row[],
  options: DmlOptions,
): void {
  const listener = parts.listener();
  if (options.workflowUpdate || !listener?.automates?.(stage, operation, object.name)) return;
  if (stage !== 'beforeTriggers')
    for (const row of rows) row.values = parts.store.byId(object.name, row.values.Id as string) ?? row.values;
  tell(parts, operation, object, rows, options, (event) => listener.automate?.(stage, event));
}

function tell(
  parts: DmlEngineParts,
  operation: DmlVerb,
  object: SObjectDescribe,
  rows: Row[],
  options: DmlOptions,
  listen: (event: DmlEvent) => void,
): void {
  const live = rows.filter((row) => row.errors.length === 0);
  if (live.length === 0) return;
  const { formulas } = parts;
  const shown = live.map((row) => (operation === 'delete' ? row.values : formulas.completed(object, row.values)));
  const event: DmlEvent = {
    operation,
    object: object.name,
    actor: options.actor,
    ...(operation === 'delete' ? {} : { newRows: shown }),
    ...(operation === 'update' || operation === 'delete'
      ? { oldRows: live.map((row) => formulas.completed(object, oldOf(row, options))) }
      : {}),
    addError: (index, message, field, statusCode = 'FIELD_CUSTOM_VALIDATION_EXCEPTION') => {
      live[index]?.errors.push(rowError(statusCode, message, field ? [field] : []));
    },
  };
  listen(event);
  // Formula fields ride along for triggers to read; what before triggers changed belongs to the row.
  live.forEach((row, index) => takeChanges(object, row, shown[index] as RecordValues));
}

function oldOf(row: Row, { workflowUpdate }: DmlOptions): RecordValues {
  return workflowUpdate?.get(String(row.values.Id)) ?? row.old ?? row.values;
}

function takeChanges(object: SObjectDescribe, row: Row, shown: RecordValues): void {
  if (shown === row.values) return;
  for (const [name, value] of Object.entries(shown))
    if (object.fields.get(name)?.formula === undefined) row.values[name] = value;
}
