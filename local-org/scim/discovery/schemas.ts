/** /Schemas: what the service reads and writes, the org's own User fields included (reference/scim.md §1.1, §2.1–2.3). */
import type { FieldType } from '../../data/types.ts';
import { BASE_PATH, type ScimRequest } from '../context.ts';
import { ScimError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { listResponse } from '../paging.ts';
import { ENTITLEMENT_SCHEMA } from '../catalog/entitlements.ts';
import { ROLE_SCHEMA } from '../catalog/roles.ts';
import { GROUP_SCHEMA } from '../groups/groups.ts';
import {
  ADDRESS_ATTRIBUTES,
  ALIAS_SCHEMAS,
  CORE_SCHEMA,
  customSchema,
  ENTERPRISE_ATTRIBUTES,
  ENTERPRISE_SCHEMA,
  TEXT_ATTRIBUTES,
} from '../users/attributes.ts';

interface Options {
  type?: string;
  multiValued?: boolean;
  required?: boolean;
  mutability?: 'readWrite' | 'readOnly' | 'writeOnly';
  sub?: JsonObject[];
}

function attribute(name: string, options: Options = {}): JsonObject {
  return {
    name,
    type: options.sub ? 'complex' : (options.type ?? 'string'),
    multiValued: options.multiValued ?? false,
    description: '',
    required: options.required ?? false,
    caseExact: false,
    mutability: options.mutability ?? 'readWrite',
    returned: options.mutability === 'writeOnly' ? 'never' : 'default',
    uniqueness: name === 'userName' ? 'server' : 'none',
    ...(options.sub ? { subAttributes: options.sub } : {}),
  };
}

const reference = (): JsonObject[] => ['value', '$ref', 'display'].map((name) => attribute(name));

function userAttributes(): JsonObject[] {
  return [
    attribute('userName', { required: true }),
    attribute('externalId'),
    attribute('name', {
      required: true,
      sub: [
        attribute('formatted', { mutability: 'readOnly' }),
        attribute('familyName', { required: true }),
        attribute('givenName'),
      ],
    }),
    attribute('displayName', { mutability: 'readOnly' }),
    attribute('nickName'),
    attribute('profileUrl', { mutability: 'readOnly' }),
    attribute('emails', {
      required: true,
      multiValued: true,
      sub: ['value', 'type', 'primary'].map((name) => attribute(name)),
    }),
    attribute('addresses', { multiValued: true, sub: ADDRESS_ATTRIBUTES.map(({ scim }) => attribute(scim)) }),
    attribute('phoneNumbers', { multiValued: true, sub: ['value', 'type'].map((name) => attribute(name)) }),
    attribute('photos', {
      multiValued: true,
      mutability: 'readOnly',
      sub: ['value', 'type'].map((name) => attribute(name)),
    }),
    attribute('userType', { mutability: 'readOnly' }),
    ...TEXT_ATTRIBUTES.map(({ scim }) => attribute(scim)),
    attribute('active', { type: 'boolean' }),
    attribute('password', { mutability: 'writeOnly' }),
    attribute('entitlements', {
      required: true,
      multiValued: true,
      sub: [...reference(), attribute('type'), attribute('primary', { type: 'boolean' })],
    }),
    attribute('roles', { multiValued: true, sub: reference() }),
    attribute('groups', { multiValued: true, sub: reference() }),
  ];
}

function enterpriseAttributes(): JsonObject[] {
  return [
    ...ENTERPRISE_ATTRIBUTES.map(({ scim }) => attribute(scim)),
    attribute('manager', { sub: ['value', '$ref', 'displayName'].map((name) => attribute(name)) }),
    attribute('delegatedApprover', {
      sub: ['delegatedApproverId', '$ref', 'displayName'].map((name) => attribute(name)),
    }),
    attribute('organization', { mutability: 'readOnly' }),
  ];
}

const SCIM_TYPES: Partial<Record<FieldType, string>> = {
  boolean: 'boolean',
  int: 'integer',
  long: 'integer',
  double: 'decimal',
  currency: 'decimal',
  percent: 'decimal',
  datetime: 'dateTime',
};

function customAttributes(request: ScimRequest): JsonObject[] {
  return [...request.data.schema.get('User').fields.values()]
    .filter((field) => field.custom)
    .map((field) =>
      attribute(field.name, {
        type: SCIM_TYPES[field.type] ?? 'string',
        mutability: field.updateable ? 'readWrite' : 'readOnly',
      }),
    );
}

function allSchemas(request: ScimRequest): JsonObject[] {
  const plain = [attribute('displayName', { mutability: 'readOnly' })];
  const definitions: [id: string, name: string, attributes: JsonObject[]][] = [
    [CORE_SCHEMA, 'User', userAttributes()],
    [ENTERPRISE_SCHEMA, 'EnterpriseUser', enterpriseAttributes()],
    [ALIAS_SCHEMAS[0]!, 'SalesforceUser', [attribute('alias')]],
    [customSchema(request.data.orgId), 'CustomUserFields', customAttributes(request)],
    [
      GROUP_SCHEMA,
      'Group',
      [
        attribute('displayName'),
        attribute('type', { mutability: 'readOnly' }),
        attribute('members', { multiValued: true, sub: reference() }),
      ],
    ],
    [ENTITLEMENT_SCHEMA, 'Entitlement', [...plain, attribute('type', { mutability: 'readOnly' })]],
    [ROLE_SCHEMA, 'Role', plain],
  ];
  return definitions.map(([id, name, attributes]) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    id,
    name,
    description: name,
    attributes,
    meta: { location: `${request.origin}${BASE_PATH}/Schemas/${id}`, resourceType: 'Schema' },
  }));
}

export function listSchemas(request: ScimRequest): JsonObject {
  const schemas = allSchemas(request);
  return listResponse(schemas.length, { count: schemas.length, startIndex: 1, startIndexGiven: false }, schemas);
}

export function readSchema(request: ScimRequest, id: string): JsonObject {
  const found = allSchemas(request).find((schema) => schema['id'] === id);
  if (!found) throw new ScimError(404, 'No such resource.');
  return found;
}
