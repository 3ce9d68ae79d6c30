/** Insert and update: complete, before triggers, checks, write, after triggers. */
import type { ObjectRule, RuleContext } from '../rules/rule.ts';
import type { DmlError, DmlOptions, RecordValues, Scalar, SObjectDescribe, SaveResult } from '../types.ts';
import { keepOwnerShare } from '../rules/share.ts';
import { withDefaults } from './defaults.ts';
import { notWritable, rowError } from './errors.ts';
import { filteredOut } from './lookupFilters.ts';
import { recordTypeDefaults, recordTypeProblems } from './recordType.ts';
import { emptySummary, summaryValue, touchedParents } from './rollups.ts';
import { PARTIAL_PASSES, checkSharing, failure, liveRow, portions, refusalOf, ruleOf } from './row.ts';
import type { DmlEngineParts, Row } from './row.ts';
import { automate, fire } from './triggers.ts';
import { badReferences, duplicates, missingRequired } from './validate.ts';
import { canonicalValues, coerce } from './values.ts';

type SaveVerb = 'insert' | 'update';

/** Writes the rows; one result each, in order. Rolling an all-or-none operation back is the caller's. */
export function save(
  parts: DmlEngineParts,
  verb: SaveVerb,
  object: SObjectDescribe,
  input: RecordValues[],
  options: DmlOptions,
): SaveResult[] {
  if (input.length === 0) return [];
  const refusal = refusalOf(parts, verb, object, options);
  if (refusal) return input.map((row) => failure((row.Id as string | undefined) ?? null, [refusal]));
  const saving = new Saving(parts, verb, object, options);
  const prepared = input.map((values, index) => saving.prepare(values, index));
  const sound = prepared.filter((row) => row.errors.length === 0);
  if (sound.length > 0) {
    parts.mixed.note(
      object,
      verb,
      sound.map((row) => row.values),
      sound.map((row) => row.old ?? {}),
    );
  }
  for (const portion of portions(sound)) saving.savePortion(portion);
  return prepared.map((row) => {
    const id = (row.values.Id as string | undefined) ?? null;
    return row.errors.length > 0
      ? failure(verb === 'update' ? id : null, row.errors)
      : { id, success: true, created: verb === 'insert', errors: [] };
  });
}

/**
 * Works the roll-up summaries above these rows out again and saves the parents that changed. What keeps a parent from being
 * saved keeps its children from it too.
 */
export function saveSummaries(parts: DmlEngineParts, object: SObjectDescribe, rows: Row[], options: DmlOptions): void {
  const { store } = parts;
  const changes = new Map<SObjectDescribe, Map<string, RecordValues>>();
  const fields = store.schema.summariesOver(object.name);
  for (const [field, ids] of touchedParents(fields, rows)) {
    for (const id of ids) {
      const before = store.byId(field.parent.name, id);
      if (!before || before.IsDeleted === true) continue;
      const value = summaryValue(store.schema, store.tables, field, id);
      if (value === before[field.field.name]) continue;
      const parents = changes.get(field.parent) ?? new Map<string, RecordValues>();
      changes.set(field.parent, parents);
      parents.set(id, { ...parents.get(id), [field.field.name]: value });
    }
  }
  for (const [parent, values] of changes) {
    const saving = new Saving(parts, 'update', parent, { ...options, mode: 'system', sharing: false, allOrNone: true });
    const saved = [...values].map(([id, change], index): Row => {
      const old = store.byId(parent.name, id) as RecordValues;
      return { index, values: { ...old, ...change }, old, errors: [] };
    });
    for (const portion of portions(saved)) saving.savePortion(portion);
    for (const { values: failed, errors } of saved.filter((row) => row.errors.length > 0))
      for (const row of rows)
        if (fields.some(({ summary }) => row.values[summary.foreignKey] === failed.Id)) row.errors.push(...errors);
  }
}

class Saving {
  private readonly parts: DmlEngineParts;
  private readonly verb: SaveVerb;
  private readonly object: SObjectDescribe;
  private readonly options: DmlOptions;

  constructor(parts: DmlEngineParts, verb: SaveVerb, object: SObjectDescribe, options: DmlOptions) {
    this.parts = parts;
    this.verb = verb;
    this.object = object;
    this.options = options;
  }

  /** Canonical values, old row and defaults; errors of form. */
  prepare(input: RecordValues, index: number): Row {
    const { object, options } = this;
    const errors: DmlError[] = [];
    const given = canonicalValues(object, input, errors);
    const row: Row = { index, values: given, old: null, errors };
    if (this.verb === 'insert') {
      if ((given.Id ?? null) !== null)
        errors.push(rowError('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']));
      delete given.Id;
    } else {
      if ((given.Id ?? null) === null) {
        if (errors.length === 0) errors.push(rowError('MISSING_ARGUMENT', 'Id not specified in an update call'));
        return row;
      }
      row.old = liveRow(this.parts, object, row, given.Id as string);
      if (!row.old) return row;
      checkSharing(this.parts, object, row.old, options, row);
      const locked = this.parts.locks.refusal(object, given.Id as string, options);
      if (locked && row.errors.length === 0) row.errors.push(locked);
    }
    this.checkWritable(given, errors);
    row.values = row.old
      ? { ...row.old, ...given }
      : {
          ...withDefaults(object, given, options, this.parts.formulas),
          ...recordTypeDefaults(object, given, options.actor.userId, this.parts.recordTypes),
        };
    return row;
  }

  private checkWritable(given: RecordValues, errors: DmlError[]): void {
    const { object, options } = this;
    const refused = Object.keys(given).filter((name) => {
      if (name === 'Id') return false;
      const field = object.fields.get(name);
      if (!field) return false;
      if (options.platformWrites?.has(name)) return false;
      if (!(this.verb === 'insert' ? field.createable : field.updateable)) return true;
      return options.mode === 'user' && !this.parts.access.field(options.actor.userId, object.name, name).editable;
    });
    if (refused.length > 0) errors.push(notWritable(refused));
  }

  savePortion(portion: Row[]): void {
    let rows = portion;
    for (let pass = 1; rows.length > 0; pass++) {
      const before = rows.map((row) => ({ ...row.values }));
      const savepoint = this.parts.transactions.savepoint();
      this.savePass(rows);
      const failed = rows.filter((row) => row.errors.length > 0);
      const good = rows.filter((row) => row.errors.length === 0);
      // All rows were written, or nobody minds: all-or-none rolls back further up.
      if (failed.length === 0 || this.options.allOrNone || pass === PARTIAL_PASSES) return;
      if (!this.parts.listener() && this.parts.store.schema.summariesOver(this.object.name).length === 0) return;
      this.parts.transactions.rollbackTo(savepoint);
      for (const row of good) row.values = before[rows.indexOf(row)] as RecordValues;
      rows = good;
    }
  }

  private savePass(rows: Row[]): void {
    const { parts, verb, object, options } = this;
    const context = parts.ruleContext(options);
    const rule = ruleOf(parts.rules, object);
    for (const row of rows) rule?.complete?.(context, row.values, row.old);
    automate(parts, 'beforeTriggers', verb, object, rows, options);
    fire(parts, 'before', verb, object, rows, options);
    const written = rows.filter((row) => row.errors.length === 0 && this.writeRow(row, rule, context));
    if (written.length > 0) {
      parts.written(object);
      fire(parts, 'after', verb, object, written, options);
      automate(parts, 'workflow', verb, object, written, options);
      automate(parts, 'afterTriggers', verb, object, written, options);
      saveSummaries(parts, object, written, options);
    }
  }

  private writeRow(row: Row, rule: ObjectRule | undefined, context: RuleContext): boolean {
    const { object, options } = this;
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
    if (row.errors.length === 0)
      row.errors.push(...filteredOut(store, this.parts.formulas, object, row.values, row.old));
    if (row.errors.length === 0)
      row.errors.push(...recordTypeProblems(object, row.values, row.old, options.actor.userId, this.parts.recordTypes));
    if (row.errors.length === 0) row.errors.push(...(rule?.validate?.(context, row.values, row.old) ?? []));
    if (row.errors.length === 0 && !options.workflowUpdate)
      row.errors.push(...this.parts.formulas.violations(object, row.values, row.old));
    if (row.errors.length === 0)
      row.errors.push(...duplicates(store, object, row.values, row.old, rule?.ownUniqueness ?? []));
    if (row.errors.length > 0) return false;
    if (this.verb === 'insert') {
      this.nameNewRow(row.values);
      store.stamp(object, row.values, options.actor.userId, true);
      store.tables.insert(object, row.values);
    } else {
      store.stamp(object, row.values, options.actor.userId, false);
      store.tables.update(object, row.values.Id as string, changed(row.values, row.old as RecordValues));
    }
    keepOwnerShare(store, object, row.values, row.old);
    if (object.sharingRules) this.parts.sharingRules.keep(object, row.values);
    rule?.afterSave?.(context, row.values, row.old);
    return true;
  }

  /** Id, auto numbers, and the name of a custom object's row that has none: its id. */
  private nameNewRow(values: RecordValues): void {
    const { object, parts } = this;
    for (const field of object.fields.values()) {
      if (field.autoNumber) values[field.name] = parts.autoNumbers.next(object.name, field, parts.store.now());
      if (field.summary) values[field.name] = emptySummary(field.summary);
    }
    values.Id = parts.store.newId(object.name);
    if (object.custom && object.kind === 'custom' && (values.Name ?? null) === null && object.fields.has('Name'))
      values.Name = values.Id.slice(0, 15);
  }
}

function changed(values: RecordValues, old: RecordValues): RecordValues {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== old[name]));
}
