/** Rows without checks: what rules, seeds and the org's own bookkeeping read and write through. */
import type { OrgSchema } from '../schema/orgSchema.ts';
import { PlatformError } from '../types.ts';
import type { FieldDescribe, RecordValues, Scalar, SObjectDescribe } from '../types.ts';
import type { IdSequence } from './idSequence.ts';
import { Seats } from './seats.ts';
import { fromSql, quote, toSql } from './tables.ts';
import type { Tables } from './tables.ts';

export class Store {
  readonly schema: OrgSchema;
  readonly tables: Tables;
  readonly seats: Seats;
  private readonly sequence: IdSequence;
  private readonly clock: () => Date;
  /** Who new rows are said to be made by, when nobody else is named. */
  systemUserId = '';

  constructor(schema: OrgSchema, tables: Tables, ids: IdSequence, clock: () => Date) {
    this.schema = schema;
    this.tables = tables;
    this.sequence = ids;
    this.clock = clock;
    this.seats = new Seats(this);
  }

  /** The org's time as datetime fields hold it. */
  now(): string {
    return datetime(this.clock());
  }

  newId(object: string): string {
    const describe = this.schema.get(object);
    if (!describe.keyPrefix) {
      throw new PlatformError(
        'NOT_IMPLEMENTED',
        `Records of ${describe.name} are not implemented in the embedded org: its key prefix is not known.`,
        { httpStatus: 501 },
      );
    }
    return this.sequence.next(describe.keyPrefix);
  }

  describe(object: string): SObjectDescribe {
    return this.schema.get(object);
  }

  /** Single stored fields of a row, without reading all of it (a permission set has nine hundred). */
  pick(object: string, id: string, ...fields: string[]): RecordValues | undefined {
    const describe = this.schema.get(object);
    const columns = fields.map(quote).join(', ');
    const row = this.tables.prepare(`SELECT ${columns} FROM ${this.tables.table(describe)} WHERE "Id" = ?`).get(id);
    return (
      row &&
      Object.fromEntries(fields.map((name) => [name, fromSql(describe.fields.get(name) as FieldDescribe, row[name])]))
    );
  }

  /** Ids of the rows whose stored fields equal the given values. */
  ids(object: string, where: RecordValues): string[] {
    const describe = this.schema.get(object);
    const names = Object.keys(where);
    const condition = names.map((name) => `${quote(name)} IS ?`).join(' AND ') || 'TRUE';
    const rows = this.tables
      // The plus keeps SQLite from walking the primary key in order instead of looking into the condition's index.
      .prepare(`SELECT "Id" FROM ${this.tables.table(describe)} WHERE ${condition} ORDER BY +"Id"`)
      .all(...names.map((name) => toSql(where[name] ?? null)));
    return rows.map((row) => row.Id as string);
  }

  byId(object: string, id: string): RecordValues | undefined {
    return this.tables.byId(this.schema.get(object), id);
  }

  rows(object: string, where: RecordValues = {}, fields?: readonly string[]): RecordValues[] {
    return this.tables.rows(this.schema.get(object), where, fields);
  }

  first(object: string, where: RecordValues): RecordValues | undefined {
    return this.rows(object, where)[0];
  }

  /** Inserts a row with defaults and system fields filled in; returns its id. */
  insert(object: string, values: RecordValues): string {
    const describe = this.schema.get(object);
    const row: RecordValues = {};
    for (const field of describe.fields.values()) {
      if (field.defaultValue !== undefined && field.defaultValue !== null && field.defaultValue !== false)
        row[field.name] = field.defaultValue;
    }
    this.stamp(describe, row, this.systemUserId, true);
    Object.assign(row, values);
    const id = (row.Id as string | undefined) ?? this.newId(object);
    row.Id = id;
    this.tables.insert(describe, row);
    return id;
  }

  update(object: string, id: string, changes: RecordValues): void {
    const describe = this.schema.get(object);
    const row: RecordValues = {};
    this.stamp(describe, row, this.systemUserId, false);
    this.tables.update(describe, id, { ...row, ...changes });
  }

  purge(object: string, id: string): void {
    this.tables.purge(this.schema.get(object), id);
  }

  /** Sets created and modified fields that the object has. */
  stamp(describe: SObjectDescribe, row: RecordValues, userId: string, created: boolean): void {
    const now = this.now();
    const set = (field: string, value: Scalar): void => {
      if (describe.fields.has(field)) row[field] = value;
    };
    if (created) {
      set('CreatedDate', now);
      set('CreatedById', userId);
    }
    set('LastModifiedDate', now);
    set('LastModifiedById', userId);
    set('SystemModstamp', now);
  }
}

/** `YYYY-MM-DDTHH:mm:ss.000+0000`, the platform's text of a moment (whole seconds, as the platform stores them). */
export function datetime(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}.000+0000`;
}
