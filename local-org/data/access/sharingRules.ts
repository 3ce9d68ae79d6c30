/**
 * Sharing rules: records of certain owners, or that meet criteria, are shared with a group (Help, "Sharing Rules"; Metadata
 * API, "SharingRules"). What they share stands in the share object's rows of the cause `Rule` (Object Reference,
 * "AccountShare", RowCause), which are worked out anew when a record, a rule, or who belongs to a group changes.
 */
import { filterMet } from '../dml/lookupFilters.ts';
import type { FormulaEngine } from '../formula/engine.ts';
import { shareNameOf } from '../schema/shares.ts';
import type { Store } from '../storage/store.ts';
import { belongsTo } from './membership.ts';
import type { RecordValues, SharingRule, SObjectDescribe } from '../types.ts';

const CAUSE = 'Rule';
const LEVELS = ['None', 'Read', 'Edit', 'All'];
/** Whose rows decide who belongs to a group. */
const MEMBERSHIP = new Set(['User', 'UserRole', 'Group', 'GroupMember']);

export class SharingRules {
  private readonly store: Store;
  private readonly formulas: FormulaEngine;

  constructor(store: Store, formulas: FormulaEngine) {
    this.store = store;
    this.formulas = formulas;
  }

  /** After rows of an object were written that may change who belongs to a group. */
  written(object: string): void {
    if (!MEMBERSHIP.has(object)) return;
    for (const name of this.store.schema.objectsWithSharingRules()) this.calculate(this.store.describe(name));
  }

  /** Shares every record of the object anew. */
  calculate(object: SObjectDescribe): void {
    const share = this.store.schema.find(shareNameOf(object.name));
    const isShared = object.sharingRules ?? (share && this.store.first(share.name, { RowCause: CAUSE }));
    if (isShared) for (const row of this.store.rows(object.name)) this.keep(object, row);
  }

  /** Shares one record as the rules have it now. */
  keep(object: SObjectDescribe, row: RecordValues): void {
    const share = this.store.schema.find(shareNameOf(object.name));
    if (!share?.shareOf) return;
    const { parentField, levelField } = share.shareOf;
    const parent = { [parentField]: row.Id as string, RowCause: CAUSE };
    const wanted = this.wanted(object, row, levelField);
    for (const held of this.store.rows(share.name, parent)) {
      const values = wanted.get(held.UserOrGroupId as string);
      wanted.delete(held.UserOrGroupId as string);
      if (!values) this.store.purge(share.name, held.Id as string);
      else if (Object.entries(values).some(([name, value]) => held[name] !== value))
        this.store.update(share.name, held.Id as string, values);
    }
    for (const [UserOrGroupId, values] of wanted)
      this.store.insert(share.name, { ...parent, UserOrGroupId, ...values });
  }

  /** Id of the group -> its access; of two rules for one group the more generous counts. */
  private wanted(object: SObjectDescribe, row: RecordValues, levelField: string): Map<string, RecordValues> {
    const wanted = new Map<string, RecordValues>();
    for (const rule of object.sharingRules ?? []) {
      // What everybody has already is no share of its own.
      const isTrivial = rule.level === 'Read' && object.sharingModel === 'Read' && !rule.related;
      if (isTrivial) continue;
      if (!this.covers(object, rule, row)) continue;
      const values: RecordValues = { ...wanted.get(rule.sharedTo) };
      for (const [name, level] of Object.entries({ [levelField]: rule.level, ...rule.related }))
        if (LEVELS.indexOf(level) > LEVELS.indexOf(String(values[name] ?? ''))) values[name] = level;
      wanted.set(rule.sharedTo, values);
    }
    return wanted;
  }

  private covers(object: SObjectDescribe, rule: SharingRule, row: RecordValues): boolean {
    if (rule.sharedFrom !== undefined) return belongsTo(this.store, String(row.OwnerId), rule.sharedFrom);
    return filterMet(this.formulas, rule.criteria!, (path) => this.formulas.read(object, path, row));
  }
}
