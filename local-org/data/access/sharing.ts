/**
 * Which records a user sees and may change: owner, role hierarchy, queues, shares by hand or by code, and the parent where
 * it decides (Apex Developer Guide, "Understanding Sharing"; Help, "Organization-Wide Sharing Defaults").
 */
import { mastersOf } from '../schema/masters.ts';
import { shareNameOf } from '../schema/shares.ts';
import type { Store } from '../storage/store.ts';
import { quote } from '../storage/tables.ts';
import type { FieldDescribe, RecordValues, SObjectDescribe } from '../types.ts';
import type { RowFilter } from './access.ts';

/** Standard details that their parent controls, when the default says so. */
const STANDARD_PARENTS: Record<string, string> = {
  Contact: 'AccountId',
  OpportunityLineItem: 'OpportunityId',
  OrderItem: 'OrderId',
};
/** Details of details of details: deeper than the platform goes. */
const MAXIMUM_DEPTH = 4;

/** Groups that stand for the users of a role, by `Group.Type`. */
const ROLE_GROUPS = { own: ['Role'], below: ['RoleAndSubordinates', 'RoleAndSubordinatesInternal'] };

export class Sharing {
  private readonly store: Store;
  /** user -> ids of themselves, of those below them, and of all their groups, as JSON */
  private readonly principals = new Map<string, string>();

  constructor(store: Store) {
    this.store = store;
  }

  forget(): void {
    this.principals.clear();
  }

  /** A condition that keeps what the user sees; null where everybody sees everything. */
  visible(
    userId: string,
    object: SObjectDescribe,
    seesAll: (object: SObjectDescribe) => boolean,
    depth = 0,
  ): RowFilter | null {
    if (seesAll(object)) return null;
    if (object.sharingModel === 'ControlledByParent') return this.throughParent(userId, object, seesAll, depth);
    if (object.sharingModel !== 'Private' || !object.fields.has('OwnerId')) return null;
    return this.owned(userId, object);
  }

  /**
   * Tasks and events are their owner's and of those above; who reads what they are about sees them too (Help,
   * "Organization-Wide Default Access Settings": Activity is Private in a new org).
   */
  visibleActivities(
    userId: string,
    object: SObjectDescribe,
    access: (object: SObjectDescribe) => { read: boolean; viewAll: boolean },
  ): RowFilter | null {
    if (access(object).viewAll) return null;
    const ways = [this.owned(userId, object)];
    for (const name of ['WhatId', 'WhoId']) {
      for (const target of object.fields.get(name)?.referenceTo ?? []) {
        const about = this.store.schema.find(target);
        if (!about?.keyPrefix || !access(about).read) continue;
        const filter = this.visible(userId, about, (one) => access(one).viewAll);
        const key = (alias: string): string => `${alias}.${quote(name)}`;
        const seen = filter
          ? (alias: string): string =>
              `${key(alias)} IN (SELECT about."Id" FROM ${this.store.tables.table(about)} about WHERE ${filter.sql('about')})`
          : (alias: string): string => `substr(${key(alias)}, 1, 3) = '${about.keyPrefix}'`;
        ways.push({ sql: seen, parameters: filter?.parameters ?? [] });
      }
    }
    return {
      sql: (alias) => `(${ways.map((way) => way.sql(alias)).join(' OR ')})`,
      parameters: ways.flatMap((way) => way.parameters),
    };
  }

  /** Whether owner, hierarchy or a share lets the user change the row; `full` for deleting it. */
  mayEdit(
    userId: string,
    object: SObjectDescribe,
    row: RecordValues,
    editsAll: (object: SObjectDescribe) => boolean,
    full = false,
  ): boolean {
    if (editsAll(object)) return true;
    if (object.sharingModel === 'ControlledByParent') {
      const parent = parentOf(object);
      const target = parent && this.store.schema.find(parent.referenceTo[0] ?? '');
      const id = parent && row[parent.name];
      const parentRow = target && typeof id === 'string' ? this.store.byId(target.name, id) : undefined;
      if (target && parentRow) return this.mayEdit(userId, target, parentRow, editsAll);
      return !object.fields.has('OwnerId') || this.includes(userId, row.OwnerId);
    }
    if (!object.fields.has('OwnerId')) return true;
    // Everybody edits what is Public Read/Write; deleting and sharing stay the owner's (Help, "Organization-Wide Sharing Defaults").
    if (/^ReadWrite/.test(object.sharingModel) && !full) return true;
    if (this.includes(userId, row.OwnerId)) return true;
    return !full && (this.shared(userId, object, row.Id) || this.sharedByAccount(userId, object, row.AccountId));
  }

  private owned(userId: string, object: SObjectDescribe): RowFilter {
    const principals = this.principalsOf(userId);
    const share = this.store.schema.find(shareNameOf(object.name));
    const parentField = share?.shareOf?.parentField;
    const owner = (alias: string): string => `${alias}."OwnerId" IN (SELECT value FROM json_each(?))`;
    if (!share || parentField === undefined) return { sql: owner, parameters: [principals] };
    const table = this.store.tables.table(share);
    const through = this.throughAccountShare(object, ['Read', 'Edit']);
    return {
      sql: (alias) =>
        `(${owner(alias)} OR ${alias}."Id" IN (SELECT s.${quote(parentField)} FROM ${table} s WHERE s."IsDeleted" = 0 AND s."UserOrGroupId" IN (SELECT value FROM json_each(?)))${through ? ` OR ${through(`${alias}."AccountId"`)}` : ''})`,
      parameters: [principals, principals, ...(through ? [principals] : [])],
    };
  }

  /**
   * An account's share gives access to its contacts, cases and opportunities too, as it says (Object Reference,
   * "AccountShare"): a condition over the account's id with one parameter, the principals.
   */
  private throughAccountShare(object: SObjectDescribe, levels: string[]): ((account: string) => string) | undefined {
    const share = this.store.schema.find('AccountShare');
    const level = `${object.name}AccessLevel`;
    if (!share || object.name === 'Account' || !share.fields.has(level) || !object.fields.has('AccountId'))
      return undefined;
    const wanted = levels.map((one) => `'${one}'`).join(', ');
    return (account) =>
      `${account} IN (SELECT a."AccountId" FROM ${this.store.tables.table(share)} a WHERE a."IsDeleted" = 0 AND a.${quote(level)} IN (${wanted}) AND a."UserOrGroupId" IN (SELECT value FROM json_each(?)))`;
  }

  private throughParent(
    userId: string,
    object: SObjectDescribe,
    seesAll: (object: SObjectDescribe) => boolean,
    depth: number,
  ): RowFilter | null {
    const field = parentOf(object);
    const parent = field && this.store.schema.find(field.referenceTo[0] ?? '');
    if (!field || !parent || depth >= MAXIMUM_DEPTH) return null;
    const filter = this.visible(userId, parent, seesAll, depth + 1);
    if (!filter) return null;
    const table = this.store.tables.table(parent);
    const alias = `parent${depth}`;
    const key = (row: string): string => `${row}.${quote(field.name)}`;
    const within = (row: string): string =>
      `${key(row)} IN (SELECT ${alias}."Id" FROM ${table} ${alias} WHERE ${filter.sql(alias)})`;
    if (!object.fields.has('OwnerId')) return { sql: within, parameters: filter.parameters };
    // Without a parent the record is its owner's.
    return {
      sql: (row) =>
        `(${within(row)} OR (${key(row)} IS NULL AND ${row}."OwnerId" IN (SELECT value FROM json_each(?))))`,
      parameters: [...filter.parameters, this.principalsOf(userId)],
    };
  }

  private includes(userId: string, id: unknown): boolean {
    return typeof id === 'string' && (JSON.parse(this.principalsOf(userId)) as string[]).includes(id);
  }

  private shared(userId: string, object: SObjectDescribe, id: unknown): boolean {
    const share = this.store.schema.find(shareNameOf(object.name));
    if (!share?.shareOf || typeof id !== 'string') return false;
    const { parentField, levelField } = share.shareOf;
    const found = this.store.tables
      .prepare(
        `SELECT 1 FROM ${this.store.tables.table(share)} WHERE ${quote(parentField)} = ? AND "IsDeleted" = 0 AND ${quote(levelField)} IN ('Edit', 'All') AND "UserOrGroupId" IN (SELECT value FROM json_each(?))`,
      )
      .get(id, this.principalsOf(userId));
    return found !== undefined;
  }

  private sharedByAccount(userId: string, object: SObjectDescribe, account: unknown): boolean {
    const through = typeof account === 'string' ? this.throughAccountShare(object, ['Edit']) : undefined;
    if (!through) return false;
    const sql = `SELECT 1 WHERE ${through('?')}`;
    return this.store.tables.prepare(sql).get(account as string, this.principalsOf(userId)) !== undefined;
  }

  private principalsOf(userId: string): string {
    let known = this.principals.get(userId);
    if (known === undefined) this.principals.set(userId, (known = JSON.stringify([...this.collect(userId)])));
    return known;
  }

  /** The user, everybody below, and the groups of all of them, groups inside groups included. */
  private collect(userId: string): Set<string> {
    const { store } = this;
    const roles = store.rows('UserRole');
    const users = store.tables
      .prepare(
        `SELECT "Id" AS id, "UserRoleId" AS role FROM ${store.tables.table(store.describe('User'))} WHERE "Id" = ? OR "UserRoleId" IS NOT NULL`,
      )
      .all(userId) as { id: string; role: string | null }[];
    const own = users.find((user) => user.id === userId)?.role ?? null;
    const below = new Set<string>();
    const descend = (role: string): void => {
      for (const child of roles)
        if (child.ParentRoleId === role && !below.has(child.Id as string)) {
          below.add(child.Id as string);
          descend(child.Id as string);
        }
    };
    if (own !== null) descend(own);
    const found = new Set([
      userId,
      ...users.filter(({ role }) => role !== null && below.has(role)).map(({ id }) => id),
    ]);
    for (const group of store.rows('Group')) if (this.stands(group, own, below, roles)) found.add(group.Id as string);
    const members = store.rows('GroupMember');
    for (let size = -1; size !== found.size;) {
      size = found.size;
      for (const member of members) if (found.has(member.UserOrGroupId as string)) found.add(member.GroupId as string);
    }
    return found;
  }

  /** Whether a group of the platform's own stands for the user, or for somebody below. */
  private stands(group: RecordValues, own: string | null, below: ReadonlySet<string>, roles: RecordValues[]): boolean {
    const type = String(group.Type);
    if (type === 'Organization') return true;
    const held = [...(own === null ? [] : [own]), ...below];
    if (ROLE_GROUPS.own.includes(type)) return held.includes(group.RelatedId as string);
    if (!ROLE_GROUPS.below.includes(type)) return false;
    const above = (role: string | null | undefined): boolean => {
      for (let at = role; at; at = roles.find((one) => one.Id === at)?.ParentRoleId as string | null | undefined)
        if (at === group.RelatedId) return true;
      return false;
    };
    return held.some(above);
  }
}

/** The field whose record decides about an object's rows. */
function parentOf(object: SObjectDescribe): FieldDescribe | undefined {
  const standard = STANDARD_PARENTS[object.name];
  if (standard !== undefined) return object.fields.get(standard);
  return mastersOf(object)[0];
}
