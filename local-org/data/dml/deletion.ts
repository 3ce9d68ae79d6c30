/** Deleting: cascades, cleared lookups, restricted lookups, and the recycle bin. */
import type { ObjectRule, RuleContext } from '../rules/rule.ts';
import type { Store } from '../storage/store.ts';
import type { DmlError, FieldDescribe, RecordValues, SObjectDescribe } from '../types.ts';
import { rowError } from './errors.ts';
import { ruleOf } from './row.ts';

interface Dependent {
  object: SObjectDescribe;
  field: FieldDescribe;
}

export class Deletion {
  private readonly store: Store;
  private readonly rules: ReadonlyMap<string, ObjectRule>;
  private dependentsVersion = '';
  private readonly dependents = new Map<string, Dependent[]>();

  constructor(store: Store, rules: ReadonlyMap<string, ObjectRule>) {
    this.store = store;
    this.rules = rules;
    store.tables.sql.exec(
      'CREATE TABLE IF NOT EXISTS _recycled (id TEXT PRIMARY KEY, object TEXT NOT NULL, root TEXT NOT NULL)',
    );
  }

  /** Deletes a row and what depends on it; returns why it cannot be deleted. */
  delete(context: RuleContext, object: SObjectDescribe, row: RecordValues): DmlError[] {
    return this.deleteBelow(context, object, row, row.Id as string);
  }

  /** Brings a row back, and what went into the recycle bin with it. */
  undelete(context: RuleContext, object: SObjectDescribe, id: string): void {
    const { store } = this;
    const companions = store.tables.prepare('SELECT id, object FROM _recycled WHERE root = ?').all(id);
    for (const entry of [{ id, object: object.name }, ...companions] as { id: string; object: string }[]) {
      const describe = store.describe(entry.object);
      const stamps: RecordValues = {};
      store.stamp(describe, stamps, context.actor.userId, false);
      store.tables.update(describe, entry.id, { ...stamps, IsDeleted: false });
    }
    store.tables.prepare('DELETE FROM _recycled WHERE root = ? OR id = ?').run(id, id);
  }

  private deleteBelow(context: RuleContext, object: SObjectDescribe, row: RecordValues, root: string): DmlError[] {
    const id = row.Id as string;
    const rule = ruleOf(this.rules, object);
    // Shares go with their record, whoever gave them.
    const goesAlong = object.shareOf !== undefined && root !== id;
    const refused = goesAlong ? [] : (rule?.validateDelete?.(context, row) ?? []);
    if (refused.length > 0) return refused;
    for (const dependent of this.dependentsOf(object)) {
      const errors = this.release(context, object, id, dependent, root);
      if (errors.length > 0) return errors;
    }
    if (object.fields.has('IsDeleted') && !object.setup) {
      const stamps: RecordValues = {};
      this.store.stamp(object, stamps, context.actor.userId, false);
      this.store.tables.update(object, id, { ...stamps, IsDeleted: true });
      this.store.tables
        .prepare('INSERT OR REPLACE INTO _recycled (id, object, root) VALUES (?, ?, ?)')
        .run(id, object.name, root);
    } else {
      this.store.tables.purge(object, id);
    }
    rule?.afterDelete?.(context, row);
    return [];
  }

  private release(
    context: RuleContext,
    parent: SObjectDescribe,
    id: string,
    { object, field }: Dependent,
    root: string,
  ): DmlError[] {
    const live: RecordValues = object.fields.has('IsDeleted') ? { IsDeleted: false } : {};
    const rows = this.store.tables.rows(object, { [field.name]: id, ...live });
    if (rows.length === 0) return [];
    if (field.restrictedDelete) {
      return [
        rowError(
          'DELETE_FAILED',
          `Your attempt to delete ${parent.label} could not be completed because some items are associated with it. If the following table is empty, it's because you don't have access to the records restricting the delete.: ${rows.map((row) => String(row.Id)).join(', ')}`,
        ),
      ];
    }
    for (const row of rows) {
      if (field.cascadeDelete) {
        const errors = this.deleteBelow(context, object, row, root);
        if (errors.length > 0) return errors;
      } else if (field.nillable) {
        this.store.tables.update(object, row.Id as string, { [field.name]: null });
      }
    }
    return [];
  }

  /** Lookups to this object in every table that exists. */
  dependentsOf(object: SObjectDescribe): Dependent[] {
    const version = `${this.store.schema.version}:${this.store.tables.count}`;
    if (version !== this.dependentsVersion) {
      this.dependents.clear();
      this.dependentsVersion = version;
    }
    let found = this.dependents.get(object.name);
    if (!found) {
      found = [];
      const tables = this.store.tables
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'o_*'")
        .all();
      for (const { name } of tables as { name: string }[]) {
        const describe = this.store.schema.find(name.slice(2));
        if (!describe) continue;
        for (const field of describe.fields.values()) {
          const system = field.name === 'CreatedById' || field.name === 'LastModifiedById' || field.name === 'OwnerId';
          if (field.referenceTo.includes(object.name) && !system) found.push({ object: describe, field });
        }
      }
      this.dependents.set(object.name, found);
    }
    return found;
  }
}
