/** What one permission set, or one calculated permission set group, grants. */
import type { RecordValues } from '../types.ts';
import type { Store } from '../storage/store.ts';

export interface ObjectGrant {
  create: boolean;
  read: boolean;
  edit: boolean;
  delete: boolean;
  viewAll: boolean;
  modifyAll: boolean;
  viewAllFields: boolean;
}

export interface Grants {
  /** Metadata API names, e.g. `ApiEnabled`, in lower case. */
  permissions: Set<string>;
  /** lower-case object name */
  objects: Map<string, ObjectGrant>;
  /** lower-case `Object.Field` */
  fields: Map<string, { readable: boolean; editable: boolean }>;
  /** Ids of Apex classes, pages, custom permissions, apps, custom metadata types. */
  entities: Set<string>;
  /** lower-case tab name -> `DefaultOn`, `DefaultOff`, `Hidden` */
  tabs: Map<string, string>;
  /** The set that a profile owns: it opens standard fields that it does not mention. */
  ofProfile: boolean;
}

const COLUMN = /^Permissions(.+)$/;

/** Reads the grants of a permission set, profile-owned set or muting set. */
export function grantsOf(store: Store, permissionSetId: string): Grants {
  const grants = noGrants();
  const object = permissionSetId.startsWith('0QM') ? 'MutingPermissionSet' : 'PermissionSet';
  const row = store.byId(object, permissionSetId);
  grants.ofProfile = row?.IsOwnedByProfile === true;
  for (const [name, value] of Object.entries(row ?? {})) {
    const permission = value === true && COLUMN.exec(name)?.[1];
    if (permission) grants.permissions.add(permission.toLowerCase());
  }
  for (const one of store.rows('ObjectPermissions', { ParentId: permissionSetId })) {
    grants.objects.set(String(one.SobjectType).toLowerCase(), objectGrant(one));
  }
  for (const one of store.rows('FieldPermissions', { ParentId: permissionSetId })) {
    grants.fields.set(String(one.Field).toLowerCase(), {
      readable: one.PermissionsRead === true,
      editable: one.PermissionsEdit === true,
    });
  }
  for (const one of store.rows('SetupEntityAccess', { ParentId: permissionSetId }))
    grants.entities.add(String(one.SetupEntityId));
  for (const one of store.rows('PermissionSetTabSetting', { ParentId: permissionSetId })) {
    grants.tabs.set(String(one.Name).toLowerCase(), String(one.Visibility));
  }
  return grants;
}

/** The union of member sets, less what the muting sets take back (Metadata API, "PermissionSetGroup"). */
export function groupGrants(members: Grants[], muted: Grants[]): Grants {
  const total = noGrants();
  for (const member of members) add(total, member);
  for (const mute of muted) subtract(total, mute);
  return total;
}

function noGrants(): Grants {
  return {
    permissions: new Set(),
    objects: new Map(),
    fields: new Map(),
    entities: new Set(),
    tabs: new Map(),
    ofProfile: false,
  };
}

function objectGrant(row: RecordValues): ObjectGrant {
  return {
    create: row.PermissionsCreate === true,
    read: row.PermissionsRead === true,
    edit: row.PermissionsEdit === true,
    delete: row.PermissionsDelete === true,
    viewAll: row.PermissionsViewAllRecords === true,
    modifyAll: row.PermissionsModifyAllRecords === true,
    viewAllFields: row.PermissionsViewAllFields === true,
  };
}

function add(total: Grants, more: Grants): void {
  for (const permission of more.permissions) total.permissions.add(permission);
  for (const [name, grant] of more.objects)
    total.objects.set(
      name,
      combine(total.objects.get(name), grant, (a, b) => a || b),
    );
  for (const [name, grant] of more.fields)
    total.fields.set(
      name,
      combine(total.fields.get(name), grant, (a, b) => a || b),
    );
  for (const entity of more.entities) total.entities.add(entity);
  for (const [tab, visibility] of more.tabs) if (total.tabs.get(tab) !== 'DefaultOn') total.tabs.set(tab, visibility);
}

function subtract(total: Grants, mute: Grants): void {
  for (const permission of mute.permissions) total.permissions.delete(permission);
  for (const [name, grant] of mute.objects) {
    const held = total.objects.get(name);
    if (held)
      total.objects.set(
        name,
        combine(held, grant, (a, b) => a && !b),
      );
  }
  for (const [name, grant] of mute.fields) {
    const held = total.fields.get(name);
    if (held)
      total.fields.set(
        name,
        combine(held, grant, (a, b) => a && !b),
      );
  }
  for (const entity of mute.entities) total.entities.delete(entity);
}

function combine<T extends object>(held: T | undefined, other: T, how: (a: boolean, b: boolean) => boolean): T {
  const flags = held as Record<string, boolean> | undefined;
  const entries = Object.entries(other).map(([flag, value]) => [flag, how(flags?.[flag] ?? false, value as boolean)]);
  return Object.fromEntries(entries) as T;
}
