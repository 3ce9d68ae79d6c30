/** Reads users: one by id, a page by filter; the resource in the order of the pilot's serializer (reference/scim.md §3.1). */
import type { RecordValues, Scalar } from '../../data/types.ts';
import { parentField, query, rowsOf, type ScimRequest } from '../context.ts';
import { ScimError } from '../errors.ts';
import type { Json, JsonObject } from '../json.ts';
import { metaOf } from '../meta.ts';
import { listResponse, type Page } from '../paging.ts';
import {
  ADDRESS_ATTRIBUTES,
  ALIAS_SCHEMAS,
  CORE_SCHEMA,
  customSchema,
  ENTERPRISE_ATTRIBUTES,
  ENTERPRISE_SCHEMA,
  LISTED_USER_TYPES,
} from './attributes.ts';
import { userCondition } from './condition.ts';
import { isId, toId18 } from '../../data/ids.ts';

const FIELDS = [
  'Id',
  'Username',
  'FederationIdentifier',
  'Name',
  'LastName',
  'FirstName',
  'CommunityNickname',
  'Email',
  'Street',
  'City',
  'State',
  'PostalCode',
  'Country',
  'Phone',
  'MobilePhone',
  'Fax',
  'FullPhotoUrl',
  'SmallPhotoUrl',
  'UserType',
  'Title',
  'LanguageLocaleKey',
  'EmailEncodingKey',
  'LocaleSidKey',
  'TimeZoneSidKey',
  'IsActive',
  'ProfileId',
  'Profile.Name',
  'UserRoleId',
  'UserRole.Name',
  'EmployeeNumber',
  'Division',
  'Department',
  'ManagerId',
  'Manager.Name',
  'DelegatedApproverId',
  'Alias',
  'CreatedDate',
  'LastModifiedDate',
];

interface Holdings {
  permissionSets: Map<string, { id: string; name: string }[]>;
  groups: Map<string, { id: string; name: string }[]>;
}

/** The user's resource. Raises 404 `No such resource` for an unknown id. */
export function readUser(request: ScimRequest, id: string): JsonObject {
  const found = isId(id) ? readRows(request, 'Id = :id', { id: toId18(id) }, '') : [];
  const row = found[0];
  if (!row) throw new ScimError(404, 'No such resource');
  return serialize(request, [row])[0]!;
}

/** A page of users ordered by id (§1.4). `activeOnly` is the pilot's `.search`. */
export function listUsers(
  request: ScimRequest,
  filter: string | undefined,
  page: Page,
  activeOnly = false,
): JsonObject {
  const types = LISTED_USER_TYPES.map((type) => `'${type}'`).join(', ');
  const wanted = filter ? userCondition(request, filter) : { soql: '', binds: {} };
  const where = [`UserType IN (${types})`, activeOnly ? 'IsActive = true' : '', wanted.soql]
    .filter(Boolean)
    .join(' AND ');
  const total = query(request, `SELECT count() FROM User WHERE ${where}`, wanted.binds).totalSize;
  const tail = `ORDER BY Id LIMIT ${page.count} OFFSET ${page.startIndex - 1}`;
  const resources = serialize(request, readRows(request, where, wanted.binds, tail));
  if (resources.length === 0 && request.switches.emptyList === 'without-resources') {
    const { schemas } = listResponse(0, page, []);
    return { totalResults: total, itemsPerPage: 0, startIndex: 0, schemas: schemas! };
  }
  return listResponse(total, page, resources);
}

function readRows(request: ScimRequest, where: string, binds: Record<string, Scalar>, tail: string): RecordValues[] {
  const fields = [...FIELDS, ...customFields(request)].join(', ');
  return rowsOf(query(request, `SELECT ${fields} FROM User WHERE ${where} ${tail}`, binds));
}

function customFields(request: ScimRequest): string[] {
  return [...request.data.schema.get('User').fields.values()]
    .filter((field) => field.custom)
    .map((field) => field.name);
}

function serialize(request: ScimRequest, rows: RecordValues[]): JsonObject[] {
  const holdings = readHoldings(
    request,
    rows.map((row) => row['Id'] as string),
  );
  return rows.map((row) => resource(request, row, holdings));
}

function readHoldings(request: ScimRequest, ids: string[]): Holdings {
  const permissionSets = new Map<string, { id: string; name: string }[]>();
  const groups = new Map<string, { id: string; name: string }[]>();
  if (ids.length === 0) return { permissionSets, groups };
  const assignments = rowsOf(
    query(
      request,
      'SELECT AssigneeId, PermissionSetId, PermissionSet.Name FROM PermissionSetAssignment ' +
        'WHERE AssigneeId IN :ids AND PermissionSet.IsOwnedByProfile = false ORDER BY Id',
      { ids },
    ),
  );
  for (const row of assignments) {
    append(
      permissionSets,
      row['AssigneeId'] as string,
      row['PermissionSetId'] as string,
      parentField(row, 'PermissionSet', 'Name'),
    );
  }
  const memberships = rowsOf(
    query(
      request,
      "SELECT UserOrGroupId, GroupId, Group.Name FROM GroupMember WHERE UserOrGroupId IN :ids AND Group.Type = 'Regular' ORDER BY Id",
      { ids },
    ),
  );
  for (const row of memberships)
    append(groups, row['UserOrGroupId'] as string, row['GroupId'] as string, parentField(row, 'Group', 'Name'));
  return { permissionSets, groups };
}

function append(map: Map<string, { id: string; name: string }[]>, key: string, id: string, name: Scalar): void {
  map.set(key, [...(map.get(key) ?? []), { id, name: String(name ?? '') }]);
}

function resource(request: ScimRequest, row: RecordValues, holdings: Holdings): JsonObject {
  const { orgId } = request.data;
  const id = row['Id'] as string;
  const custom = compact(Object.fromEntries(customFields(request).map((name) => [name, row[name] ?? null])));
  const body = compact({
    schemas: [CORE_SCHEMA, ENTERPRISE_SCHEMA, customSchema(orgId)],
    id,
    userName: row['Username']!,
    externalId: row['FederationIdentifier']!,
    name: compact({ formatted: row['Name']!, familyName: row['LastName']!, givenName: row['FirstName']! }),
    displayName: row['Name']!,
    nickName: row['CommunityNickname']!,
    profileUrl: `${request.origin}/${id}`,
    emails: [{ type: 'work', primary: true, value: row['Email']! }],
    addresses: address(row),
    phoneNumbers: phones(row),
    photos: photos(row),
    userType: row['UserType']!,
    title: row['Title']!,
    preferredLanguage: row['LanguageLocaleKey']!,
    emailEncodingKey: row['EmailEncodingKey']!,
    locale: row['LocaleSidKey']!,
    timezone: row['TimeZoneSidKey']!,
    active: row['IsActive']!,
    entitlements: entitlements(row, holdings.permissionSets.get(id) ?? []),
    roles: row['UserRoleId']
      ? [reference('Roles', row['UserRoleId'] as string, parentField(row, 'UserRole', 'Name'))]
      : null,
    groups: (holdings.groups.get(id) ?? []).map((group) => reference('Groups', group.id, group.name)),
    [ENTERPRISE_SCHEMA]: enterprise(request, row),
    [ALIAS_SCHEMAS[0]!]: { alias: row['Alias']! },
    ...(Object.keys(custom).length > 0 ? { [customSchema(orgId)]: custom } : {}),
  });
  const dates = { created: row['CreatedDate'], lastModified: row['LastModifiedDate'] };
  return { ...body, meta: metaOf(request, 'User', id, dates, body) };
}

/** Attributes without a value, and empty lists, are left out. */
function compact(values: Record<string, Json | undefined>): JsonObject {
  const present = Object.entries(values).filter(
    ([, value]) => value != null && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(present) as JsonObject;
}

function reference(path: string, id: string, display: Scalar): JsonObject {
  return { value: id, $ref: `/${path}/${id}`, display };
}

function entitlements(row: RecordValues, permissionSets: { id: string; name: string }[]): JsonObject[] {
  const profile = reference('Entitlements', row['ProfileId'] as string, parentField(row, 'Profile', 'Name'));
  return [
    { ...profile, type: 'Profile', primary: true },
    ...permissionSets.map((set) => ({
      ...reference('Entitlements', set.id, set.name),
      type: 'Permission Set',
      primary: false,
    })),
  ];
}

function address(row: RecordValues): JsonObject[] {
  const parts = compact(Object.fromEntries(ADDRESS_ATTRIBUTES.map(({ scim, field }) => [scim, row[field] ?? null])));
  if (Object.keys(parts).length === 0) return [];
  return [{ type: 'work', primary: true, formatted: Object.values(parts).join(', '), ...parts }];
}

function phones(row: RecordValues): JsonObject[] {
  const kinds: [string, string][] = [
    ['work', 'Phone'],
    ['mobile', 'MobilePhone'],
    ['fax', 'Fax'],
  ];
  return kinds.filter(([, field]) => row[field]).map(([type, field]) => ({ type, value: row[field]! }));
}

function photos(row: RecordValues): JsonObject[] {
  const kinds: [string, string][] = [
    ['photo', 'FullPhotoUrl'],
    ['thumbnail', 'SmallPhotoUrl'],
  ];
  return kinds.filter(([, field]) => row[field]).map(([type, field]) => ({ type, value: row[field]! }));
}

function enterprise(request: ScimRequest, row: RecordValues): JsonObject {
  const texts = Object.fromEntries(ENTERPRISE_ATTRIBUTES.map(({ scim, field }) => [scim, row[field] ?? null]));
  const person = (id: Scalar | undefined, key: string, display: Scalar): JsonObject | null =>
    id ? compact({ [key]: id, $ref: `/Users/${String(id)}`, displayName: display }) : null;
  return compact({
    ...texts,
    manager: person(row['ManagerId'], 'value', parentField(row, 'Manager', 'Name')),
    delegatedApprover: person(row['DelegatedApproverId'], 'delegatedApproverId', null),
    organization: request.data.orgId,
  });
}
