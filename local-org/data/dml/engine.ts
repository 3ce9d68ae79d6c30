/** Insert, update, upsert, delete and undelete with the platform's order of events: complete, before triggers, checks, write, after triggers. */
import { toId18 } from '../ids.ts';
import type { DmlEvent, DmlListener } from '../contract.ts';
import type { AccessEngine } from '../access/access.ts';
import { fieldOf } from '../schema/orgSchema.ts';
import type { Store } from '../storage/store.ts';
import type { Transactions } from '../storage/transactions.ts';
import type { ObjectRule, RuleContext } from '../rules/rule.ts';
import { PlatformError } from '../types.ts';
import type { DmlError, DmlOptions, RecordValues, Scalar, SObjectDescribe, SaveResult } from '../types.ts';
import type { AutoNumbers } from './autoNumber.ts';
import { Deletion } from './deletion.ts';
import { deletedEntity, invalidReference, notWritable, operationRefused, rolledBack, rowError } from './errors.ts';
import type { DmlVerb, MixedDml } from './mixedDml.ts';
import { badReferences, duplicates, missingRequired } from './validate.ts';
import { canonicalValues, coerce } from './values.ts';

/** Triggers see rows in portions of this size (Apex Developer Guide, "Triggers and Bulk Requests"). */
const TRIGGER_PORTION = 200;
/** Passes of a partial save over a portion when after triggers reject rows (SOAP API Developer Guide, "Partial success"). */
const PARTIAL_PASSES = 3;

export interface DmlEngineParts {
  store: Store;
  transactions: Transactions;
  mixed: MixedDml;
  access: AccessEngine;
  autoNumbers: AutoNumbers;
  rules: ReadonlyMap<string, ObjectRule>;
  ruleContext(options: DmlOptions): RuleContext;
  listener(): DmlListener | null;
  written(object: SObjectDescribe): void;
}

interface Row {
  index: number;
  values: RecordValues;
  old: RecordValues | null;
  errors: DmlError[];
}

/** Thrown to roll an all-or-none operation back; carries the row results. */
class RolledBack extends Error {
  readonly results: SaveResult[];
  constructor(results: SaveResult[]) {
    super('rolled back');
    this.results = results;
  }
}

export class DmlEngine {
  private readonly parts: DmlEngineParts;
  private readonly deletion: Deletion;

  constructor(parts: DmlEngineParts) {
    this.parts = parts;
    this.deletion = new Deletion(parts.store, parts.rules);
  }

  insert(name: string, rows: RecordValues[], options: DmlOptions): SaveResult[] {
    return this.run(options, () => this.save('insert', this.parts.store.describe(name), rows, options));
  }

  update(name: string, rows: RecordValues[], options: DmlOptions): SaveResult[] {
    return this.run(options, () => this.save('update', this.parts.store.describe(name), rows, options));
  }

  upsert(name: string, rows: RecordValues[], options: DmlOptions): SaveResult[] {
    const object = this.parts.store.describe(name);
    const key = fieldOf(object, options.externalIdField ?? 'Id');
    if (!key || !(key.type === 'id' || key.externalId || key.idLookup)) {
      throw new PlatformError(
        'INVALID_FIELD',
        `Provided external ID field does not exist or is not accessible: ${options.externalIdField ?? 'Id'}`,
      );
    }
    return this.run(options, () => this.saveByKey(object, key.name, rows, options));
  }

  delete(name: string, ids: string[], options: DmlOptions): SaveResult[] {
    return this.run(options, () => this.remove('delete', this.parts.store.describe(name), ids, options));
  }

  undelete(name: string, ids: string[], options: DmlOptions): SaveResult[] {
    return this.run(options, () => this.remove('undelete', this.parts.store.describe(name), ids, options));
  }

  private run(options: DmlOptions, work: () => SaveResult[]): SaveResult[] {
    try {
      return this.parts.transactions.run(() => {
        const results = work();
        if (options.allOrNone && results.some((result) => !result.success)) throw new RolledBack(results);
        return results;
      });
    } catch (error) {
      if (!(error instanceof RolledBack)) throw error;
      return error.results.map((result) =>
        result.success ? { ...result, id: null, success: false, created: false, errors: [rolledBack()] } : result,
      );
    }
  }

  private saveByKey(object: SObjectDescribe, key: string, rows: RecordValues[], options: DmlOptions): SaveResult[] {
    const results: SaveResult[] = [];
    const inserts: { index: number; row: RecordValues }[] = [];
    const updates: { index: number; row: RecordValues }[] = [];
    const seen = new Set<string>();
    rows.forEach((row, index) => {
      const errors: DmlError[] = [];
      const values = canonicalValues(object, row, errors);
      const value = values[key] ?? null;
      if (key === 'Id') {
        (value === null ? inserts : updates).push({ index, row });
        return;
      }
      if (value === null) {
        results[index] = failure(null, [rowError('MISSING_ARGUMENT', `${key} not specified`)]);
        return;
      }
      if (seen.has(String(value).toLowerCase())) {
        results[index] = failure(null, [
          rowError('DUPLICATE_VALUE', `Duplicate external id specified: ${String(value)}`, [key]),
        ]);
        return;
      }
      seen.add(String(value).toLowerCase());
      const found = this.parts.store.rows(object.name, {
        [key]: value,
        ...(object.fields.has('IsDeleted') ? { IsDeleted: false } : {}),
      });
      if (found.length > 1) {
        results[index] = failure(null, [
          rowError(
            'DUPLICATE_EXTERNAL_ID',
            `${key}: more than one record found for external id field: [${found.map((one) => String(one.Id)).join(', ')}]`,
          ),
        ]);
      } else if (found[0]) updates.push({ index, row: { ...row, Id: found[0].Id as string } });
      else inserts.push({ index, row });
    });
    this.save(
      'insert',
      object,
      inserts.map((entry) => entry.row),
      options,
    ).forEach((result, position) => {
      results[(inserts[position] as { index: number }).index] = { ...result, created: result.success };
    });
    this.save(
      'update',
      object,
      updates.map((entry) => entry.row),
      options,
    ).forEach((result, position) => {
      results[(updates[position] as { index: number }).index] = { ...result, created: false };
    });
    return results;
  }

  private save(
    verb: 'insert' | 'update',
    object: SObjectDescribe,
    input: RecordValues[],
    options: DmlOptions,
  ): SaveResult[] {
    const results: SaveResult[] = [];
    if (input.length === 0) return results;
    const refusal = this.refusal(verb, object, options);
    if (refusal) return input.map((row) => failure((row.Id as string | undefined) ?? null, [refusal]));
    const prepared = input.map((values, index) => this.prepare(verb, object, values, index, options));
    const sound = prepared.filter((row) => row.errors.length === 0);
    if (sound.length > 0) {
      this.parts.mixed.note(
        object,
        verb,
        sound.map((row) => row.values),
        sound.map((row) => row.old ?? {}),
      );
    }
    for (let start = 0; start < sound.length; start += TRIGGER_PORTION) {
      this.savePortion(verb, object, sound.slice(start, start + TRIGGER_PORTION), options);
    }
    for (const row of prepared) {
      const id = (row.values.Id as string | undefined) ?? null;
      results[row.index] =
        row.errors.length > 0
          ? failure(verb === 'update' ? id : null, row.errors)
          : { id, success: true, created: verb === 'insert', errors: [] };
    }
    return results;
  }

  private refusal(
    verb: 'insert' | 'update' | 'delete',
    object: SObjectDescribe,
    options: DmlOptions,
  ): DmlError | undefined {
    const allowed = { insert: object.createable, update: object.updateable, delete: object.deletable }[verb];
    const word = ({ insert: 'inserted', update: 'updated', delete: 'deleted' } as const)[verb];
    if (!allowed) return operationRefused(object, word);
    if (options.mode !== 'user') return undefined;
    const may = this.parts.access.object(options.actor.userId, object.name);
    return { insert: may.create, update: may.edit, delete: may.delete }[verb]
      ? undefined
      : operationRefused(object, word);
  }

  /** Canonical values, old row and defaults; errors of form. */
  private prepare(
    verb: 'insert' | 'update',
    object: SObjectDescribe,
    input: RecordValues,
    index: number,
    options: DmlOptions,
  ): Row {
    const errors: DmlError[] = [];
    const given = canonicalValues(object, input, errors);
    const row: Row = { index, values: given, old: null, errors };
    if (verb === 'insert') {
      if ((given.Id ?? null) !== null)
        errors.push(rowError('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']));
      delete given.Id;
    } else {
      if ((given.Id ?? null) === null) {
        if (errors.length === 0) errors.push(rowError('MISSING_ARGUMENT', 'Id not specified in an update call'));
        return row;
      }
      row.old = this.existing(object, given.Id as string, errors);
      if (!row.old) return row;
      this.checkSharing(object, row.old, options, errors);
    }
    this.checkWritable(verb, object, given, options, errors);
    row.values = row.old ? { ...row.old, ...given } : this.withDefaults(object, given, options);
    return row;
  }

  private existing(object: SObjectDescribe, id: string, errors: DmlError[]): RecordValues | null {
    const old =
      this.parts.store.schema.byKeyPrefix(id.slice(0, 3))?.name === object.name
        ? this.parts.store.byId(object.name, id)
        : undefined;
    if (!old) errors.push(invalidReference());
    else if (old.IsDeleted === true) errors.push(deletedEntity());
    return old && old.IsDeleted !== true ? old : null;
  }

  private checkSharing(object: SObjectDescribe, old: RecordValues, options: DmlOptions, errors: DmlError[]): void {
    if (
      (options.sharing || options.mode === 'user') &&
      !this.parts.access.mayEditRow(options.actor.userId, object, old)
    ) {
      errors.push(rowError('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id', ['Id']));
    }
  }

  private checkWritable(
    verb: 'insert' | 'update',
    object: SObjectDescribe,
    given: RecordValues,
    options: DmlOptions,
    errors: DmlError[],
  ): void {
    const refused = Object.keys(given).filter((name) => {
      if (name === 'Id') return false;
      const field = object.fields.get(name);
      if (!field) return false;
      if (!(verb === 'insert' ? field.createable : field.updateable)) return true;
      return options.mode === 'user' && !this.parts.access.field(options.actor.userId, object.name, name).editable;
    });
    if (refused.length > 0) errors.push(notWritable(refused));
  }

  private withDefaults(object: SObjectDescribe, given: RecordValues, options: DmlOptions): RecordValues {
    const values: RecordValues = { ...defaultsOf(object), ...given };
    for (const name in given) {
      if (given[name] === null && object.fields.get(name)?.type === 'boolean')
        values[name] = object.fields.get(name)?.defaultValue ?? false;
    }
    if (object.fields.get('OwnerId')?.createable && (values.OwnerId ?? null) === null)
      values.OwnerId = options.actor.userId;
    return values;
  }

  private savePortion(verb: 'insert' | 'update', object: SObjectDescribe, portion: Row[], options: DmlOptions): void {
    let rows = portion;
    for (let pass = 1; rows.length > 0; pass++) {
      const before = rows.map((row) => ({ ...row.values }));
      const savepoint = this.parts.transactions.savepoint();
      this.savePass(verb, object, rows, options);
      const failed = rows.filter((row) => row.errors.length > 0);
      const good = rows.filter((row) => row.errors.length === 0);
      // All rows were written, or nobody minds: all-or-none rolls back further up.
      if (failed.length === 0 || options.allOrNone || !this.parts.listener() || pass === PARTIAL_PASSES) return;
      this.parts.transactions.rollbackTo(savepoint);
      for (const row of good) row.values = before[rows.indexOf(row)] as RecordValues;
      rows = good;
    }
  }

  private savePass(verb: 'insert' | 'update', object: SObjectDescribe, rows: Row[], options: DmlOptions): void {
    const context = this.parts.ruleContext(options);
    const rule = this.parts.rules.get(object.name);
    for (const row of rows) rule?.complete?.(context, row.values, row.old);
    this.fire('before', verb, object, rows, options);
    const written: Row[] = [];
    for (const row of rows) {
      if (row.errors.length > 0) continue;
      if (this.writeRow(verb, object, row, rule, context, options)) written.push(row);
    }
    if (written.length > 0) {
      this.parts.written(object);
      this.fire('after', verb, object, written, options);
    }
  }

  private writeRow(
    verb: 'insert' | 'update',
    object: SObjectDescribe,
    row: Row,
    rule: ObjectRule | undefined,
    context: RuleContext,
    options: DmlOptions,
  ): boolean {
    const { store } = this.parts;
    // A before trigger may have changed values: bring them into form and compute again.
    for (const name in row.values) {
      const value = row.values[name] as Scalar;
      if (value === null || value === false || (row.old && value === row.old[name])) continue;
      const field = object.fields.get(name);
      if (field) row.values[name] = coerce(field, value, row.errors);
    }
    rule?.complete?.(context, row.values, row.old);
    if (row.errors.length === 0) row.errors.push(...missingRequired(object, row.values));
    if (row.errors.length === 0) row.errors.push(...badReferences(store, object, row.values, row.old));
    if (row.errors.length === 0) row.errors.push(...(rule?.validate?.(context, row.values, row.old) ?? []));
    if (row.errors.length === 0)
      row.errors.push(...duplicates(store, object, row.values, row.old, rule?.ownUniqueness ?? []));
    if (row.errors.length > 0) return false;
    if (verb === 'insert') {
      for (const field of object.fields.values()) {
        if (field.autoNumber) row.values[field.name] = this.parts.autoNumbers.next(object.name, field);
      }
      row.values.Id = store.newId(object.name);
      // Custom objects without a name are called by their id.
      if (object.custom && object.kind === 'custom' && (row.values.Name ?? null) === null && object.fields.has('Name'))
        row.values.Name = row.values.Id.slice(0, 15);
      store.stamp(object, row.values, options.actor.userId, true);
      store.tables.insert(object, row.values);
    } else {
      store.stamp(object, row.values, options.actor.userId, false);
      store.tables.update(object, row.values.Id as string, changed(row.values, row.old as RecordValues));
    }
    rule?.afterSave?.(context, row.values, row.old);
    return true;
  }

  private remove(
    verb: 'delete' | 'undelete',
    object: SObjectDescribe,
    ids: string[],
    options: DmlOptions,
  ): SaveResult[] {
    const refusal = this.refusal('delete', object, options);
    const results: SaveResult[] = [];
    const rows: Row[] = [];
    ids.forEach((text, index) => {
      const id = toId18(text);
      const row: Row = { index, values: { Id: id ?? text }, old: null, errors: [] };
      rows.push(row);
      if (refusal) row.errors.push(refusal);
      else if (id === null) row.errors.push(rowError('MALFORMED_ID', `malformed id ${text}`));
      else this.loadForRemoval(verb, object, row, id, options);
    });
    const sound = rows.filter((row) => row.errors.length === 0);
    if (sound.length > 0)
      this.parts.mixed.note(
        object,
        verb,
        sound.map((row) => row.values),
        [],
      );
    for (let start = 0; start < sound.length; start += TRIGGER_PORTION) {
      this.removePortion(verb, object, sound.slice(start, start + TRIGGER_PORTION), options);
    }
    for (const row of rows) {
      const id = row.values.Id as string;
      results[row.index] =
        row.errors.length > 0 ? failure(id, row.errors) : { id, success: true, created: false, errors: [] };
    }
    return results;
  }

  private loadForRemoval(
    verb: 'delete' | 'undelete',
    object: SObjectDescribe,
    row: Row,
    id: string,
    options: DmlOptions,
  ): void {
    const found =
      this.parts.store.schema.byKeyPrefix(id.slice(0, 3))?.name === object.name
        ? this.parts.store.byId(object.name, id)
        : undefined;
    if (!found) row.errors.push(invalidReference());
    else if (verb === 'delete' && found.IsDeleted === true) row.errors.push(deletedEntity());
    else if (verb === 'undelete' && found.IsDeleted !== true)
      row.errors.push(rowError('UNDELETE_FAILED', 'Entity is not in the recycle bin'));
    else {
      row.old = found;
      row.values = { ...found };
      this.checkSharing(object, found, options, row.errors);
    }
  }

  private removePortion(verb: 'delete' | 'undelete', object: SObjectDescribe, rows: Row[], options: DmlOptions): void {
    const context = this.parts.ruleContext(options);
    if (verb === 'delete') this.fire('before', verb, object, rows, options);
    const done: Row[] = [];
    for (const row of rows) {
      if (row.errors.length > 0) continue;
      const id = row.values.Id as string;
      if (verb === 'delete') row.errors.push(...this.deletion.delete(context, object, row.values));
      else this.deletion.undelete(context, object, id);
      if (row.errors.length === 0) done.push(row);
    }
    if (done.length === 0) return;
    this.parts.written(object);
    this.fire('after', verb, object, done, options);
  }

  private fire(
    when: 'before' | 'after',
    operation: DmlVerb,
    object: SObjectDescribe,
    rows: Row[],
    options: DmlOptions,
  ): void {
    const listener = this.parts.listener();
    const live = rows.filter((row) => row.errors.length === 0);
    if (!listener || live.length === 0) return;
    const event: DmlEvent = {
      operation,
      object: object.name,
      actor: options.actor,
      ...(operation === 'delete' ? {} : { newRows: live.map((row) => row.values) }),
      ...(operation === 'update' || operation === 'delete'
        ? { oldRows: live.map((row) => row.old ?? row.values) }
        : {}),
      addError: (index, message, field) => {
        live[index]?.errors.push(rowError('FIELD_CUSTOM_VALIDATION_EXCEPTION', message, field ? [field] : []));
      },
    };
    listener[when](event);
  }
}

const knownDefaults = new WeakMap<SObjectDescribe, RecordValues>();

/** Values of a new row before anybody sets one: unchecked boxes, default values, default picklist entries. */
function defaultsOf(object: SObjectDescribe): RecordValues {
  let defaults = knownDefaults.get(object);
  if (!defaults) {
    defaults = {};
    for (const field of object.fields.values()) {
      const entry = field.picklistValues.find((one) => one.defaultValue);
      if (field.defaultValue !== undefined && field.defaultValue !== null) defaults[field.name] = field.defaultValue;
      else if (field.type === 'boolean') defaults[field.name] = false;
      else if (entry) defaults[field.name] = entry.value;
    }
    knownDefaults.set(object, defaults);
  }
  return defaults;
}

function failure(id: string | null, errors: DmlError[]): SaveResult {
  return { id, success: false, created: false, errors };
}

function changed(values: RecordValues, old: RecordValues): RecordValues {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== old[name]));
}
