/** One row on its way through a DML operation, and what the engine's parts share. */
import type { AccessEngine } from '../access/access.ts';
import type { Locks } from '../approval/locks.ts';
import type { SharingRules } from '../access/sharingRules.ts';
import type { RecordTypes } from '../access/recordTypes.ts';
import type { DmlListener } from '../contract.ts';
import { OVERLAY } from '../schema/overlay/index.ts';
import type { ObjectRule, RuleContext } from '../rules/rule.ts';
import { shareRule } from '../rules/share.ts';
import type { Store } from '../storage/store.ts';
import type { Transactions } from '../storage/transactions.ts';
import { NotImplementedError } from '../types.ts';
import type { DmlError, DmlOptions, RecordValues, SObjectDescribe, SaveResult } from '../types.ts';
import type { FormulaEngine } from '../formula/engine.ts';
import type { AutoNumbers } from './autoNumber.ts';
import { deletedEntity, invalidReference, operationRefused, rowError } from './errors.ts';
import type { MixedDml } from './mixedDml.ts';

/** Triggers see rows in portions of this size (Apex Developer Guide, "Triggers and Bulk Requests"). */
const TRIGGER_PORTION = 200;

export interface DmlEngineParts {
  store: Store;
  transactions: Transactions;
  mixed: MixedDml;
  access: AccessEngine;
  autoNumbers: AutoNumbers;
  formulas: FormulaEngine;
  recordTypes: RecordTypes;
  sharingRules: SharingRules;
  locks: Locks;
  rules: ReadonlyMap<string, ObjectRule>;
  ruleContext(options: DmlOptions): RuleContext;
  listener(): DmlListener | null;
  written(object: SObjectDescribe): void;
}

/** Passes of a partial save over a portion when after triggers reject rows (SOAP API Developer Guide, "Partial success"). */
export const PARTIAL_PASSES = 3;

export interface Row {
  index: number;
  values: RecordValues;
  old: RecordValues | null;
  errors: DmlError[];
}

/** What the platform does beyond the describe with rows of this object. */
export function ruleOf(rules: ReadonlyMap<string, ObjectRule>, object: SObjectDescribe): ObjectRule | undefined {
  return object.shareOf ? shareRule(object) : rules.get(object.name);
}

export function failure(id: string | null, errors: DmlError[]): SaveResult {
  return { id, success: false, created: false, errors };
}

/** Rows in portions, as triggers see them. */
export function portions(rows: Row[]): Row[][] {
  const result: Row[][] = [];
  for (let start = 0; start < rows.length; start += TRIGGER_PORTION)
    result.push(rows.slice(start, start + TRIGGER_PORTION));
  return result;
}

/**
 * Why no row of the object may be written so at all: the object does not allow it, or in user mode the user. Raises
 * NotImplementedError for a standard object that is known by name only: whether the platform would write it, nothing here
 * says.
 */
export function refusalOf(
  parts: DmlEngineParts,
  verb: 'insert' | 'update' | 'delete',
  object: SObjectDescribe,
  options: DmlOptions,
): DmlError | undefined {
  const allowed = { insert: object.createable, update: object.updateable, delete: object.deletable }[verb];
  const word = ({ insert: 'inserted', update: 'updated', delete: 'deleted' } as const)[verb];
  if (!allowed && object.kind === 'standard' && !(object.name in OVERLAY) && !object.shareOf)
    throw new NotImplementedError(`Having a record of ${object.name} ${word}`);
  if (!allowed) return operationRefused(object, word);
  if (options.mode !== 'user') return undefined;
  const may = parts.access.object(options.actor.userId, object.name);
  return { insert: may.create, update: may.edit, delete: may.delete }[verb]
    ? undefined
    : operationRefused(object, word);
}

/** The row behind an id of this object, deleted ones too; adds an error when there is none. */
export function rowById(
  parts: DmlEngineParts,
  object: SObjectDescribe,
  row: Row,
  id: string,
): RecordValues | undefined {
  const found =
    // Share objects of custom objects have one prefix together.
    (
      object.shareOf
        ? id.slice(0, 3) === object.keyPrefix
        : parts.store.schema.byKeyPrefix(id.slice(0, 3))?.name === object.name
    )
      ? parts.store.byId(object.name, id)
      : undefined;
  if (!found) row.errors.push(invalidReference());
  return found;
}

/** As `rowById`, for operations that a row in the recycle bin refuses. */
export function liveRow(parts: DmlEngineParts, object: SObjectDescribe, row: Row, id: string): RecordValues | null {
  const found = rowById(parts, object, row, id);
  if (found?.IsDeleted === true) row.errors.push(deletedEntity());
  return found && found.IsDeleted !== true ? found : null;
}

/**
 * Adds an error when sharing does not let the user edit the row. The platform answers otherwise about a row that the user
 * cannot even see (as its users report it: "insufficient access rights on cross-reference id").
 */
export function checkSharing(
  parts: DmlEngineParts,
  object: SObjectDescribe,
  old: RecordValues,
  options: DmlOptions,
  row: Row,
  full = false,
): void {
  if (!options.sharing && options.mode !== 'user') return;
  const { userId } = options.actor;
  if (parts.access.mayEditRow(userId, object, old, full)) return;
  row.errors.push(
    parts.access.seesRow(userId, object, old.Id as string)
      ? rowError('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id')
      : rowError('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'insufficient access rights on cross-reference id'),
  );
}
