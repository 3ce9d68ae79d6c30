/** Which record types a user may choose, and which one new records get (Salesforce Help, "Assign Record Types to Profiles and Permission Sets"). */
import type { Store } from '../storage/store.ts';
import type { RecordValues, SObjectDescribe } from '../types.ts';

/** Id of the Master record type in every org. */
export const MASTER_RECORD_TYPE = '012000000000000AAA';

export interface RecordTypeChoice {
  row: RecordValues;
  available: boolean;
  /** What a new record of the user gets that states none. */
  default: boolean;
}

export class RecordTypes {
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
    store.tables.sql.exec(
      'CREATE TABLE IF NOT EXISTS _record_type_access (parent TEXT NOT NULL, record_type TEXT NOT NULL, is_default INTEGER NOT NULL, PRIMARY KEY (parent, record_type)) WITHOUT ROWID',
    );
  }

  /** What a permission set, or the set that a profile owns, says of a record type. */
  assign(parentId: string, recordTypeId: string, visible: boolean, isDefault: boolean): void {
    const { tables } = this.store;
    tables.prepare('DELETE FROM _record_type_access WHERE parent = ? AND record_type = ?').run(parentId, recordTypeId);
    if (!visible) return;
    if (isDefault) {
      const others = this.ofSameObject(recordTypeId);
      for (const other of others)
        tables
          .prepare('UPDATE _record_type_access SET is_default = 0 WHERE parent = ? AND record_type = ?')
          .run(parentId, other);
    }
    tables
      .prepare('INSERT INTO _record_type_access (parent, record_type, is_default) VALUES (?, ?, ?)')
      .run(parentId, recordTypeId, isDefault ? 1 : 0);
  }

  /** Forgets everything a parent says; a permission set's file replaces what was. */
  forget(parentId: string): void {
    this.store.tables.prepare('DELETE FROM _record_type_access WHERE parent = ?').run(parentId);
  }

  /** Every record type of the object, as the user sees it. */
  choices(userId: string, object: SObjectDescribe): RecordTypeChoice[] {
    if ((object.recordTypes ?? []).length === 0) return [];
    const held = this.held(userId);
    const all = this.isAdministrator(userId);
    return this.store.rows('RecordType', { SobjectType: object.name }).map((row) => ({
      row,
      available: row.IsActive === true && (all || held.has(row.Id as string)),
      default: row.IsActive === true && held.get(row.Id as string) === true,
    }));
  }

  /** The record type that a new record gets; null for Master. */
  defaultOf(userId: string, object: SObjectDescribe): string | null {
    return (this.choices(userId, object).find((choice) => choice.default)?.row.Id as string | undefined) ?? null;
  }

  private ofSameObject(recordTypeId: string): string[] {
    const object = this.store.pick('RecordType', recordTypeId, 'SobjectType')?.SobjectType;
    return this.store.ids('RecordType', { SobjectType: object ?? null });
  }

  /** Record types of the user's profile, permission sets and groups -> whether it is the default. */
  private held(userId: string): Map<string, boolean> {
    for (const object of ['PermissionSetAssignment', 'PermissionSetGroupComponent'])
      this.store.tables.table(this.store.describe(object));
    const rows = this.store.tables
      .prepare(
        `WITH mine(id) AS (SELECT "PermissionSetId" FROM "o_PermissionSetAssignment" WHERE "AssigneeId" = ?
           UNION SELECT c."PermissionSetId" FROM "o_PermissionSetAssignment" a
             JOIN "o_PermissionSetGroupComponent" c ON c."PermissionSetGroupId" = a."PermissionSetGroupId" WHERE a."AssigneeId" = ?)
         SELECT record_type, MAX(is_default) AS is_default FROM _record_type_access WHERE parent IN (SELECT id FROM mine) GROUP BY record_type`,
      )
      .all(userId, userId);
    return new Map(rows.map((row) => [row.record_type as string, row.is_default === 1]));
  }

  /** Whoever made the org's record types chose them for the administrator's profile; deploys seldom bring that profile. */
  private isAdministrator(userId: string): boolean {
    const profileId = this.store.pick('User', userId, 'ProfileId')?.ProfileId;
    return (
      typeof profileId === 'string' && this.store.pick('Profile', profileId, 'Name')?.Name === 'System Administrator'
    );
  }
}
