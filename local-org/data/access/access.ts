/** Effective access of users: the profile's own permission set, active assignments, calculated groups less their muting sets. */
import type { Access } from '../contract.ts';
import type { Store } from '../storage/store.ts';
import { fieldOf } from '../schema/orgSchema.ts';
import { DEV_HUB } from '../schema/overlay/devHub.ts';
import { SALES } from '../schema/overlay/sales.ts';
import type { FieldDescribe, RecordValues, SObjectDescribe } from '../types.ts';
import { derivedAccess, isActivity, isDerived } from './derivedAccess.ts';
import type { Holder } from './derivedAccess.ts';
import { grantsOf, groupGrants } from './grants.ts';
import type { Grants, ObjectGrant } from './grants.ts';
import { Sharing } from './sharing.ts';
import { FILLED_BY_DATA_COM, securedName } from './standardFields.ts';
import { SPECIAL_ACCESS, USER_FIELD_ACCESS } from './setupObjects.ts';
import type { SpecialAccess } from './setupObjects.ts';

export type ObjectAccess = ReturnType<Access['object']>;

/** A condition over a table's alias that keeps the rows a user may see. */
export interface RowFilter {
  sql: (alias: string) => string;
  parameters: string[];
}

const EVERYTHING: ObjectAccess = { create: true, read: true, edit: true, delete: true, viewAll: true, modifyAll: true };

/** Writes to these change what somebody may do, whoever is concerned. */
const GRANT_OBJECTS = new Set([
  'PermissionSet',
  'MutingPermissionSet',
  'PermissionSetGroup',
  'PermissionSetGroupComponent',
  'ObjectPermissions',
  'FieldPermissions',
  'SetupEntityAccess',
  'PermissionSetTabSetting',
  'CustomPermission',
  'ApexClass',
  'Profile',
  'CustomObject',
]);
/** Writes to these change who is above, below or beside whom. */
const SHARING_OBJECTS = new Set(['User', 'UserRole', 'Group', 'GroupMember']);
const HOLDER_OBJECTS = new Set(['User', 'PermissionSetAssignment', 'UserRole']);

/** Standard objects whose access permission sets grant and whose rows are shared, as those of custom objects. */
export function isGranted(object: SObjectDescribe): boolean {
  return object.name in SALES || object.name in DEV_HUB;
}

/** Whether sharing decides about the object's rows. */
function isShared(object: SObjectDescribe): boolean {
  return isGranted(object) || isActivity(object.name);
}

function securedStandardField(object: SObjectDescribe, field: FieldDescribe): string | null {
  if (isActivity(object.name)) return field.permissionable ? field.name : null;
  return object.name in SALES && !isDerived(object.name) ? securedName(object, field) : null;
}

/**
 * A standard field is open in a profile that shows its object, unless the profile says otherwise; custom fields are not. No
 * profile shows activities as such: their fields are open in one that shows any object.
 */
function fieldGrant(
  grants: Grants,
  object: SObjectDescribe,
  field: FieldDescribe,
  secured: string,
): { readable: boolean; editable: boolean } {
  const stated = grants.fields.get(`${object.name}.${secured}`.toLowerCase());
  if (stated || field.custom || !grants.ofProfile) return stated ?? { readable: false, editable: false };
  const all = grants.permissions.has('modifyalldata');
  const shown = isActivity(object.name)
    ? grants.objects.size > 0
    : grants.objects.get(object.name.toLowerCase())?.read === true;
  const readable = all || grants.permissions.has('viewalldata') || shown;
  return { readable, editable: readable && (all || !FILLED_BY_DATA_COM.has(field.name)) };
}

interface Held {
  grants: Grants[];
  /** Assignments expire: the cached answer holds until then. */
  until: string;
}

export class AccessEngine implements Access {
  private readonly store: Store;
  private readonly users = new Map<string, Held>();
  private readonly sets = new Map<string, Grants>();
  private readonly groups = new Map<string, Grants>();
  private readonly entityIds = new Map<string, string | null>();
  private readonly sharing: Sharing;

  constructor(store: Store) {
    this.store = store;
    this.sharing = new Sharing(store);
  }

  hasUserPermission(userId: string, permission: string): boolean {
    const wanted = permission.toLowerCase();
    return this.held(userId).some((grants) => grants.permissions.has(wanted));
  }

  hasCustomPermission(userId: string, developerName: string): boolean {
    return this.hasEntity(userId, 'CustomPermission', 'DeveloperName', developerName);
  }

  hasClassAccess(userId: string, className: string): boolean {
    return this.hasUserPermission(userId, 'AuthorApex') || this.hasEntity(userId, 'ApexClass', 'Name', className);
  }

  object(userId: string, name: string): ObjectAccess {
    const object = this.store.schema.get(name);
    if (object.shareOf) return this.shareAccess(userId, object.shareOf.object);
    switch (object.kind) {
      case 'customMetadata':
        return this.metadataAccess(userId, object);
      case 'customSetting':
        return { ...EVERYTHING, viewAll: true, modifyAll: this.hasUserPermission(userId, 'CustomizeApplication') };
      case 'standard':
        if (!isGranted(object)) return this.specialObject(userId, object);
    }
    return derivedAccess(object.name, this.holder(userId)) ?? this.grantedObject(userId, object);
  }

  private holder(userId: string): Holder {
    return {
      object: (name) => this.object(userId, name),
      hasPermission: (name) => this.hasUserPermission(userId, name),
    };
  }

  field(userId: string, objectName: string, fieldName: string): { readable: boolean; editable: boolean } {
    const object = this.store.schema.get(objectName);
    const field = fieldOf(object, fieldName);
    const access = this.object(userId, objectName);
    if (!field || !access.read) return { readable: false, editable: false };
    // Access is given to the type as a whole: its fields have no permissions of their own (reference/metadata.md §3.3).
    if (object.kind === 'customMetadata') return { readable: true, editable: access.edit };
    const writable = field.createable || field.updateable;
    const needed = object.name === 'User' ? USER_FIELD_ACCESS[field.name] : undefined;
    if (needed && !this.hasUserPermission(userId, needed)) return { readable: false, editable: false };
    const changes = writable && (access.create || access.edit);
    const secured = field.custom ? (field.permissionable ? field.name : null) : securedStandardField(object, field);
    if (secured === null) return { readable: true, editable: changes };
    let readable = false;
    let editable = false;
    for (const grants of this.held(userId)) {
      const grant = fieldGrant(grants, object, field, secured);
      readable ||=
        grant.readable || grant.editable || grants.objects.get(object.name.toLowerCase())?.viewAllFields === true;
      editable ||= grant.editable;
    }
    return { readable, editable: editable && (field.custom ? writable : changes) };
  }

  tabVisible(userId: string, tab: string): boolean {
    const wanted = tab.toLowerCase();
    return this.held(userId).some((grants) => {
      const visibility = grants.tabs.get(wanted);
      return visibility !== undefined && visibility !== 'Hidden' && visibility !== 'None';
    });
  }

  invalidate(): void {
    this.sharing.forget();
    this.users.clear();
    this.sets.clear();
    this.groups.clear();
    this.entityIds.clear();
  }

  /** Called after rows of an object were written. */
  written(object: string): void {
    if (SHARING_OBJECTS.has(object)) this.sharing.forget();
    if (GRANT_OBJECTS.has(object)) this.invalidate();
    else if (HOLDER_OBJECTS.has(object)) this.users.clear();
  }

  /** Rows the user may see; null when sharing hides none. */
  visibleRows(userId: string, object: SObjectDescribe): RowFilter | null {
    if (object.shareOf) return null;
    const special = this.specialOf(object);
    if (special) {
      if (!special.own || this.hasOneOf(userId, special.read)) return null;
      return { sql: (alias) => `${alias}."${special.own}" = ?`, parameters: [userId] };
    }
    if (isActivity(object.name))
      return this.sharing.visibleActivities(userId, object, (one) => this.object(userId, one.name));
    return this.sharing.visible(userId, object, (one) => this.object(userId, one.name).viewAll);
  }

  /** Whether sharing lets the user see the row of this id. */
  seesRow(userId: string, object: SObjectDescribe, id: string): boolean {
    const filter = this.visibleRows(userId, object);
    if (!filter) return true;
    const { tables } = this.store;
    const found = tables
      .prepare(`SELECT 1 FROM ${tables.table(object)} t WHERE t."Id" = ? AND ${filter.sql('t')}`)
      .get(id, ...filter.parameters);
    return found !== undefined;
  }

  /** Whether sharing lets the user change this row; `full` asks for deleting it. */
  mayEditRow(userId: string, object: SObjectDescribe, row: RecordValues, full = false): boolean {
    if (object.name === 'User') return row.Id === userId || this.hasOneOf(userId, SPECIAL_ACCESS.User?.write);
    if (this.specialOf(object)) return true;
    return this.sharing.mayEdit(userId, object, row, (one) => this.object(userId, one.name).modifyAll, full);
  }

  /** Who may change records may share them. */
  private shareAccess(userId: string, shared: string): ObjectAccess {
    const { read, edit, viewAll, modifyAll } = this.object(userId, shared);
    return { create: edit, read, edit, delete: edit, viewAll, modifyAll };
  }

  private specialOf(object: SObjectDescribe): SpecialAccess | undefined {
    return object.kind === 'standard' && !isShared(object) ? (SPECIAL_ACCESS[object.name] ?? {}) : undefined;
  }

  private specialObject(userId: string, object: SObjectDescribe): ObjectAccess {
    const special = SPECIAL_ACCESS[object.name] ?? {};
    const readAll = this.hasOneOf(userId, special.read);
    const write =
      special.write === undefined
        ? this.hasUserPermission(userId, 'CustomizeApplication')
        : this.hasOneOf(userId, special.write);
    return {
      create: write,
      read: readAll || special.own !== undefined,
      edit: write,
      delete: write,
      viewAll: readAll,
      modifyAll: write,
    };
  }

  private metadataAccess(userId: string, object: SObjectDescribe): ObjectAccess {
    const read =
      this.hasUserPermission(userId, 'CustomizeApplication') ||
      this.hasEntity(userId, 'CustomObject', 'FullName', object.name);
    return { create: false, read, edit: false, delete: false, viewAll: read, modifyAll: false };
  }

  private grantedObject(userId: string, object: SObjectDescribe): ObjectAccess {
    if (this.hasUserPermission(userId, 'ModifyAllData')) return EVERYTHING;
    const viewAllData = this.hasUserPermission(userId, 'ViewAllData');
    const total: ObjectGrant = {
      create: false,
      read: viewAllData,
      edit: false,
      delete: false,
      viewAll: viewAllData,
      modifyAll: false,
      viewAllFields: false,
    };
    for (const grants of this.held(userId)) {
      const grant = grants.objects.get(object.name.toLowerCase());
      if (!grant) continue;
      for (const flag of Object.keys(total) as (keyof ObjectGrant)[]) total[flag] ||= grant[flag];
    }
    return {
      create: total.create,
      read: total.read,
      edit: total.edit,
      delete: total.delete,
      viewAll: total.viewAll,
      modifyAll: total.modifyAll,
    };
  }

  private hasOneOf(userId: string, permissions: readonly string[] | undefined): boolean {
    return permissions === undefined || permissions.some((permission) => this.hasUserPermission(userId, permission));
  }

  private hasEntity(userId: string, object: string, field: string, name: string): boolean {
    const id = this.entityId(object, field, name);
    return id !== null && this.held(userId).some((grants) => grants.entities.has(id));
  }

  private entityId(object: string, field: string, name: string): string | null {
    const key = `${object}:${name.toLowerCase()}`;
    let id = this.entityIds.get(key);
    if (id === undefined) {
      id = (this.store.first(object, { [field]: name })?.Id as string | undefined) ?? null;
      this.entityIds.set(key, id);
    }
    return id;
  }

  private held(userId: string): Grants[] {
    const now = this.store.now();
    const cached = this.users.get(userId);
    if (cached && cached.until > now) return cached.grants;
    const held = this.collect(userId, now);
    this.users.set(userId, held);
    return held.grants;
  }

  private collect(userId: string, now: string): Held {
    let until = '9999';
    const grants: Grants[] = [];
    for (const assignment of this.store.rows('PermissionSetAssignment', { AssigneeId: userId })) {
      if (assignment.IsActive !== true) continue;
      const expires = assignment.ExpirationDate as string | null;
      if (expires !== null && expires > now && expires < until) until = expires;
      const group = assignment.PermissionSetGroupId as string | null;
      grants.push(group === null ? this.set(assignment.PermissionSetId as string) : this.group(group));
    }
    return { grants, until };
  }

  private set(id: string): Grants {
    let grants = this.sets.get(id);
    if (!grants) this.sets.set(id, (grants = grantsOf(this.store, id)));
    return grants;
  }

  private group(id: string): Grants {
    let grants = this.groups.get(id);
    if (!grants) {
      const calculated = this.store.byId('PermissionSetGroup', id)?.Status === 'Updated';
      const members = calculated
        ? this.store
            .rows('PermissionSetGroupComponent', { PermissionSetGroupId: id })
            .map((row) => String(row.PermissionSetId))
        : [];
      grants = groupGrants(
        members.filter((member) => !member.startsWith('0QM')).map((member) => this.set(member)),
        members.filter((member) => member.startsWith('0QM')).map((member) => this.set(member)),
      );
      this.groups.set(id, grants);
    }
    return grants;
  }
}
