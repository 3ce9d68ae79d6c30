/** SQLite tables of the org's objects: made when an object is first used, kept in step with its describe. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { FieldDescribe, RecordValues, Scalar, SObjectDescribe } from '../types.ts';
import type { SchemaListener } from '../schema/orgSchema.ts';
import { readsOf, virtualColumn, virtualFields } from './virtual.ts';

/** Statements kept prepared; queries of a running org repeat themselves. */
const PREPARED_STATEMENTS = 600;

/** Fields that get an index because lists, scans and sharing look rows up by them. */
const INDEXED_NAMES = new Set(['Name', 'DeveloperName', 'Username', 'SystemModstamp', 'CreatedById', 'OwnerId']);

/**
 * Indexes over several fields. Lists that are shown a page at a time: users of one maker, by name or by age. Who holds what:
 * of the two fields either may have few values, and without statistics SQLite would take the wrong one's index.
 */
const SORTED_LISTS: Record<string, readonly (readonly string[])[]> = {
  User: [['CreatedById', 'Name'], ['CreatedById', 'CreatedDate'], ['CreatedDate'], ['LastModifiedDate']],
  PermissionSetAssignment: [
    ['AssigneeId', 'PermissionSetId'],
    ['AssigneeId', 'PermissionSetGroupId'],
  ],
  PermissionSetLicenseAssign: [['AssigneeId', 'PermissionSetLicenseId']],
  GroupMember: [['UserOrGroupId', 'GroupId']],
};

export class Tables implements SchemaListener {
  readonly sql: DatabaseSync;
  private readonly ready = new Set<string>();
  /** Made or changed in the open transaction. */
  private readonly provisional = new Set<string>();
  /** Made once and taken away by a rollback. */
  private readonly lost = new Set<string>();
  private readonly describe: (name: string) => SObjectDescribe;
  private readonly prepared = new Map<string, StatementSync>();

  constructor(sql: DatabaseSync, describe: (name: string) => SObjectDescribe) {
    this.sql = sql;
    this.describe = describe;
  }

  /** Quoted table name of an object; makes the table if need be. */
  table(object: SObjectDescribe): string {
    if (!this.ready.has(object.name)) this.materialize(object);
    return tableName(object.name);
  }

  /** Number of tables this process knows; rises when one more is used. */
  get count(): number {
    return this.ready.size;
  }

  /** The transaction that made or changed tables is safe on disk. */
  committed(): void {
    this.provisional.clear();
  }

  /** Tables made or changed since the transaction began may be gone. */
  rolledBack(): void {
    for (const name of this.provisional) {
      this.ready.delete(name);
      this.lost.add(name);
    }
    this.provisional.clear();
  }

  /** Whether tables were made that do not last yet. */
  get isUnsettled(): boolean {
    return this.provisional.size > 0 || this.lost.size > 0;
  }

  /** Makes the tables again that a rollback took away, of objects that are still there. */
  settle(find: (name: string) => SObjectDescribe | undefined): void {
    for (const name of this.lost) {
      const object = find(name);
      if (object) this.table(object);
    }
    this.lost.clear();
  }

  prepare(text: string): StatementSync {
    return this.keep(text, this.prepared.get(text) ?? this.sql.prepare(text));
  }

  /** A statement whose rows are arrays: queries select thousands of short rows. */
  prepareArrays(text: string): StatementSync {
    const key = `[]${text}`;
    let statement = this.prepared.get(key);
    if (!statement) {
      statement = this.sql.prepare(text);
      statement.setReturnArrays(true);
    }
    return this.keep(key, statement);
  }

  private keep(key: string, statement: StatementSync): StatementSync {
    // Moved to the end: the map keeps the least recently used first.
    this.prepared.delete(key);
    this.prepared.set(key, statement);
    if (this.prepared.size > PREPARED_STATEMENTS) this.prepared.delete(this.prepared.keys().next().value as string);
    return statement;
  }

  insert(object: SObjectDescribe, values: RecordValues): void {
    const table = this.table(object);
    const names: string[] = [];
    const parameters: SQLInputValue[] = [];
    for (const name in values) {
      const value = values[name] as Scalar;
      // Empty values and unchecked boxes are the columns' defaults.
      if (value === null || value === false || value === undefined) continue;
      const field = object.fields.get(name);
      if (!field || !isStored(object, field)) continue;
      names.push(name);
      parameters.push(toSql(value));
    }
    this.insertStatement(table, names).run(...parameters);
  }

  private insertStatement(table: string, names: string[]): StatementSync {
    const key = `+${table}${names.join()}`;
    const known = this.prepared.get(key);
    if (known) return this.keep(key, known);
    return this.keep(
      key,
      this.sql.prepare(
        `INSERT INTO ${table} (${names.map(quote).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      ),
    );
  }

  update(object: SObjectDescribe, id: string, changes: RecordValues): void {
    const table = this.table(object);
    const columns: string[] = [];
    const parameters: SQLInputValue[] = [];
    for (const [name, value] of Object.entries(changes)) {
      const field = object.fields.get(name);
      if (!field || name === 'Id' || !isStored(object, field)) continue;
      columns.push(`${quote(name)} = ?`);
      parameters.push(value === null && field.type === 'boolean' ? 0 : toSql(value));
    }
    if (columns.length === 0) return;
    this.prepare(`UPDATE ${table} SET ${columns.join(', ')} WHERE "Id" = ?`).run(...parameters, id);
  }

  /** Takes the row away for good (no recycle bin). */
  purge(object: SObjectDescribe, id: string): void {
    this.prepare(`DELETE FROM ${this.table(object)} WHERE "Id" = ?`).run(id);
  }

  /** Rows whose stored fields equal the given values; `null` matches empty. Text compares without regard to case. */
  rows(object: SObjectDescribe, where: RecordValues = {}, fields?: readonly string[]): RecordValues[] {
    const table = this.table(object);
    const conditions: string[] = [];
    const parameters: SQLInputValue[] = [];
    for (const [name, value] of Object.entries(where)) {
      conditions.push(`${quote(name)} IS ?`);
      parameters.push(toSql(value));
    }
    const filter = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
    // The plus keeps SQLite from walking the primary key in order instead of looking into the condition's index.
    const order = conditions.length > 0 ? '+"Id"' : '"Id"';
    const columns = fields ? fields.map((name) => `t.${quote(name)}`).join(', ') : this.columnList(object);
    const found = this.prepare(`SELECT ${columns} FROM ${table} t${filter} ORDER BY ${order}`).all(...parameters);
    return found.map((row) => this.decode(object, row));
  }

  byId(object: SObjectDescribe, id: string): RecordValues | undefined {
    const row = this.prepare(`SELECT ${this.columnList(object)} FROM ${this.table(object)} t WHERE "Id" = ?`).get(id);
    return row && this.decode(object, row);
  }

  /** Whole rows bring their computed fields along. */
  private columnList(object: SObjectDescribe): string {
    const computed = virtualFields(object).map(
      (field) => `, ${virtualColumn(object, field)?.('t')} AS ${quote(field)}`,
    );
    return `t.*${computed.join('')}`;
  }

  private decode(object: SObjectDescribe, row: Record<string, unknown>): RecordValues {
    const values: RecordValues = {};
    for (const field of object.fields.values()) {
      if (!(field.name in row)) continue;
      values[field.name] = fromSql(field, row[field.name]);
    }
    return values;
  }

  objectApplied(): void {
    // Tables are made when first used.
  }

  fieldApplied(object: SObjectDescribe, field: FieldDescribe, before: FieldDescribe | undefined): void {
    if (!this.exists(object) || !isStored(object, field)) return;
    const table = tableName(object.name);
    const present = this.columns(object).has(field.name);
    if (!present) {
      this.sql.exec(`ALTER TABLE ${table} ADD COLUMN ${columnDefinition(field)}`);
    } else if (before && columnDefinition(before) !== columnDefinition(field)) {
      this.sql.exec(`DROP INDEX IF EXISTS ${indexName(object, field)}`);
      this.sql.exec(`ALTER TABLE ${table} RENAME COLUMN ${quote(field.name)} TO "_old"`);
      this.sql.exec(`ALTER TABLE ${table} ADD COLUMN ${columnDefinition(field)}`);
      this.sql.exec(`UPDATE ${table} SET ${quote(field.name)} = COALESCE("_old", ${quote(field.name)})`);
      this.sql.exec(`ALTER TABLE ${table} DROP COLUMN "_old"`);
    }
    if (isIndexed(field)) this.createIndex(object, field);
  }

  fieldRemoved(object: SObjectDescribe, field: FieldDescribe): void {
    if (!this.exists(object) || !isStored(object, field)) return;
    this.sql.exec(`DROP INDEX IF EXISTS ${indexName(object, field)}`);
    this.sql.exec(`ALTER TABLE ${tableName(object.name)} DROP COLUMN ${quote(field.name)}`);
  }

  objectRemoved(object: SObjectDescribe): void {
    this.sql.exec(`DROP TABLE IF EXISTS ${tableName(object.name)}`);
    this.ready.delete(object.name);
  }

  private exists(object: SObjectDescribe): boolean {
    if (this.ready.has(object.name)) return true;
    return (
      this.sql.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(`o_${object.name}`) !==
      undefined
    );
  }

  private columns(object: SObjectDescribe): Set<string> {
    return new Set(
      this.sql
        .prepare(`PRAGMA table_info(${tableName(object.name)})`)
        .all()
        .map((row) => row.name as string),
    );
  }

  private materialize(object: SObjectDescribe): void {
    // Also for a table that is there: the open transaction may have made it, before a savepoint forgot that.
    this.provisional.add(object.name);
    const fields = [...object.fields.values()]
      .filter((field) => isStored(object, field))
      .sort((a, b) => Number(isBulk(a)) - Number(isBulk(b)));
    if (this.exists(object)) {
      // A newer release of this package may know fields that the file was made without.
      const present = this.columns(object);
      for (const field of fields) {
        if (present.has(field.name)) continue;
        this.sql.exec(`ALTER TABLE ${tableName(object.name)} ADD COLUMN ${columnDefinition(field)}`);
      }
    } else {
      this.sql.exec(
        `CREATE TABLE ${tableName(object.name)} (${fields.map(columnDefinition).join(', ')}) WITHOUT ROWID`,
      );
    }
    for (const field of fields) if (isIndexed(field)) this.createIndex(object, field);
    for (const columns of SORTED_LISTS[object.name] ?? []) {
      this.sql.exec(
        `CREATE INDEX IF NOT EXISTS ${quote(`l_${object.name}_${columns.join('_')}`)} ON ${tableName(object.name)} (${columns.map(quote).join(', ')})`,
      );
    }
    this.ready.add(object.name);
    for (const other of readsOf(object)) this.table(this.describe(other));
  }

  private createIndex(object: SObjectDescribe, field: FieldDescribe): void {
    this.sql.exec(
      `CREATE INDEX IF NOT EXISTS ${indexName(object, field)} ON ${tableName(object.name)} (${quote(field.name)})`,
    );
  }
}

/** Hundreds of check boxes go to the end of a row: SQLite walks a row from its start to the column it wants. */
function isBulk(field: FieldDescribe): boolean {
  return /^(Maximum|User)?(Permissions|Preferences)[A-Z]/.test(field.name);
}

export function tableName(object: string): string {
  return quote(`o_${object}`);
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Compound fields have no column; formulas are worked out when read. */
export function isStored(object: SObjectDescribe, field: FieldDescribe): boolean {
  return (
    field.type !== 'address' &&
    field.type !== 'location' &&
    field.formula === undefined &&
    !virtualColumn(object, field.name)
  );
}

export function toSql(value: Scalar): SQLInputValue {
  return typeof value === 'boolean' ? (value ? 1 : 0) : value;
}

export function fromSql(field: Pick<FieldDescribe, 'type'>, value: unknown): Scalar {
  if (field.type === 'boolean') return value === 1;
  return (value ?? null) as Scalar;
}

function columnDefinition(field: FieldDescribe): string {
  const name = quote(field.name);
  switch (field.type) {
    case 'id':
      return `${name} TEXT NOT NULL PRIMARY KEY`;
    case 'boolean':
      return `${name} INTEGER NOT NULL DEFAULT 0`;
    case 'int':
    case 'long':
      return `${name} INTEGER`;
    case 'double':
    case 'currency':
    case 'percent':
      return `${name} REAL`;
    case 'reference':
    case 'date':
    case 'datetime':
    case 'time':
    case 'base64':
      return `${name} TEXT`;
    default:
      return field.caseSensitive ? `${name} TEXT` : `${name} TEXT COLLATE NOCASE`;
  }
}

function isIndexed(field: FieldDescribe): boolean {
  if (field.type === 'id') return false;
  if (field.unique || field.externalId || field.idLookup || INDEXED_NAMES.has(field.name)) return true;
  return field.type === 'reference' && field.name !== 'LastModifiedById';
}

function indexName(object: SObjectDescribe, field: FieldDescribe): string {
  return quote(`i_${object.name}_${field.name}`);
}
