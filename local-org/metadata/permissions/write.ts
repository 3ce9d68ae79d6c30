/** Writes grants as the records that access is computed from: replacing for permission sets, overlaying for profiles. */
import type { OrgData } from '../../data/contract.ts';
import type { RecordValues, Scalar } from '../../data/types.ts';
import { putRow } from '../deploy/rows.ts';
import type { ComponentStore } from '../store.ts';
import { isPublished } from './user-permissions.ts';
import type { FieldGrant, Grants, NamedGrant, ObjectGrant, TabGrant } from './grants.ts';

export type Parent = 'PermissionSet' | 'MutingPermissionSet';

interface Wanted {
  key: string;
  /** Null: the row goes. */
  values: RecordValues | null;
}

/** Brings the rows of one parent in line; with `replace`, rows that nobody mentions go too. */
function syncRows(
  data: OrgData,
  object: string,
  where: RecordValues,
  keyField: string,
  wanted: Wanted[],
  replace: boolean,
): void {
  const keep = new Set(wanted.filter(({ values }) => values !== null).map(({ key }) => key.toLowerCase()));
  const named = new Set(wanted.map(({ key }) => key.toLowerCase()));
  for (const row of data.rows(object, where)) {
    const key = String(row[keyField] ?? '').toLowerCase();
    if (!keep.has(key) && (replace || named.has(key))) data.remove(object, { Id: row['Id'] ?? null });
  }
  for (const { key, values } of wanted) {
    if (values) putRow(data, object, { ...where, [keyField]: key, ...values }, [...Object.keys(where), keyField]);
  }
}

function objectRows(data: OrgData, grants: ObjectGrant[]): Wanted[] {
  return grants.map((grant) => {
    const values = {
      PermissionsCreate: grant.allowCreate,
      PermissionsRead: grant.allowRead,
      PermissionsEdit: grant.allowEdit,
      PermissionsDelete: grant.allowDelete,
      PermissionsViewAllRecords: grant.viewAllRecords,
      PermissionsModifyAllRecords: grant.modifyAllRecords,
      PermissionsViewAllFields: grant.viewAllFields,
    };
    return {
      key: data.schema.find(grant.object)?.name ?? grant.object,
      values: Object.values(values).some(Boolean) ? values : null,
    };
  });
}

/** A profile that hides a standard field says so in a row of its own, because it would be open otherwise. */
function fieldRows(data: OrgData, grants: FieldGrant[], ofProfile: boolean): Wanted[] {
  return grants.map((grant) => {
    const [object = '', name = ''] = grant.field.split('.', 2);
    const describe = data.schema.find(object);
    const field = data.schema.field(object, name) ?? data.schema.field(object, `${name}Id`);
    const key = `${describe?.name ?? object}.${field?.name ?? name}`;
    // What the platform fills by itself stays read-only, whatever a file says of it.
    const isFilled = field?.calculated === true || field?.autoNumber === true;
    const values = {
      SobjectType: describe?.name ?? object,
      PermissionsRead: grant.readable,
      PermissionsEdit: grant.editable && !isFilled,
    };
    const isStated = grant.readable || grant.editable || (ofProfile && field?.custom === false);
    return { key, values: isStated ? values : null };
  });
}

function entityRows(entries: NamedGrant[], idOf: (name: string) => Scalar | undefined): Wanted[] {
  return entries.flatMap((entry) => {
    const id = idOf(entry.name);
    return id ? [{ key: String(id), values: entry.enabled ? {} : null }] : [];
  });
}

function tabRows(tabs: TabGrant[]): Wanted[] {
  return tabs.map(({ tab, visibility }) => ({
    key: tab,
    values: visibility === 'Hidden' ? null : { Visibility: visibility },
  }));
}

/** Sets the `Permissions…` columns; with `replace`, permissions that nobody mentions are switched off. */
export function permissionColumns(
  data: OrgData,
  row: RecordValues | undefined,
  grants: NamedGrant[],
  replace: boolean,
): RecordValues {
  const columns: RecordValues = {};
  if (replace && row) {
    for (const [field, value] of Object.entries(row))
      if (field.startsWith('Permissions') && value === true) columns[field] = false;
  }
  for (const { name, enabled } of grants) {
    if (isPublished(data, name)) columns[`Permissions${name}`] = enabled;
  }
  return columns;
}

/**
 * Writes everything but the user permissions, which are columns of the parent itself.
 * @param parentId the permission set, muting permission set, or the permission set that a profile owns.
 */
export function writeGrants(
  data: OrgData,
  store: ComponentStore,
  parentId: string,
  grants: Grants,
  replace: boolean,
): void {
  const parent = { ParentId: parentId };
  syncRows(data, 'ObjectPermissions', parent, 'SobjectType', objectRows(data, grants.objects), replace);
  syncRows(data, 'FieldPermissions', parent, 'Field', fieldRows(data, grants.fields, !replace), replace);
  syncRows(data, 'PermissionSetTabSetting', parent, 'Name', tabRows(grants.tabs), replace);
  const entities = (type: string, entries: NamedGrant[], idOf: (name: string) => Scalar | undefined): void =>
    syncRows(
      data,
      'SetupEntityAccess',
      { ...parent, SetupEntityType: type },
      'SetupEntityId',
      entityRows(entries, idOf),
      replace,
    );
  entities('ApexClass', grants.classes, (name) => store.get('ApexClass', name)?.id);
  entities('ApexPage', grants.pages, (name) => store.get('ApexPage', name)?.id);
  entities(
    'CustomPermission',
    grants.customPermissions,
    (name) => data.rows('CustomPermission', { DeveloperName: name })[0]?.['Id'],
  );
  entities(
    'CustomEntityDefinition',
    grants.customTypes,
    (name) => data.rows('CustomObject', { FullName: name })[0]?.['Id'],
  );
  entities('FlowDefinition', grants.flows, (name) => store.get('Flow', name)?.id);
  entities('TabSet', grants.applications, (name) => store.get('CustomApplication', name)?.id);
  if (replace) data.recordTypes.forget(parentId);
  for (const grant of grants.recordTypes) {
    const id = recordTypeId(data, grant.recordType);
    if (id) data.recordTypes.assign(parentId, id, grant.visible, grant.default);
  }
  data.access.invalidate();
}

/** @param name `Object.RecordType` */
function recordTypeId(data: OrgData, name: string): string | undefined {
  const dot = name.indexOf('.');
  const object = data.schema.find(name.slice(0, dot));
  const [row] = object ? data.rows('RecordType', { SobjectType: object.name, DeveloperName: name.slice(dot + 1) }) : [];
  return row?.['Id'] as string | undefined;
}
