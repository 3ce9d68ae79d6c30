/** /ServiceProviderConfigs and /ResourceTypes (reference/scim.md §1.1, §1.3). */
import { createHash } from 'node:crypto';
import { BASE_PATH, type ScimRequest } from '../context.ts';
import type { JsonObject } from '../json.ts';
import { listResponse, MAX_COUNT } from '../paging.ts';
import { CORE_SCHEMA, ENTERPRISE_SCHEMA } from '../users/attributes.ts';
import { ENTITLEMENT_SCHEMA } from '../catalog/entitlements.ts';
import { ROLE_SCHEMA } from '../catalog/roles.ts';
import { GROUP_SCHEMA } from '../groups/groups.ts';

export function serviceProviderConfig(request: ScimRequest): JsonObject {
  const body: JsonObject = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: MAX_COUNT },
    changePassword: { supported: true },
    sort: { supported: false },
    etag: { supported: false },
    authenticationSchemes: [
      { type: 'oauth2', name: 'OAuth v2.0', description: 'OAuth 2.0 access token of the org', primary: true },
    ],
  };
  const meta = {
    location: `${request.origin}${BASE_PATH}/ServiceProviderConfig/`,
    resourceType: 'ServiceProviderConfig',
    version: createHash('sha1').update(JSON.stringify(body)).digest('hex'),
  };
  return { ...body, meta };
}

export function resourceTypes(request: ScimRequest): JsonObject {
  const types: [name: string, endpoint: string, schema: string][] = [
    ['User', '/Users', CORE_SCHEMA],
    ['Group', '/Groups', GROUP_SCHEMA],
    ['Entitlement', '/Entitlements', ENTITLEMENT_SCHEMA],
    ['Role', '/Roles', ROLE_SCHEMA],
  ];
  const resources = types.map(([name, endpoint, schema]) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: name,
    name,
    endpoint,
    schema,
    ...(name === 'User' ? { schemaExtensions: [{ schema: ENTERPRISE_SCHEMA, required: false }] } : {}),
    meta: { location: `${request.origin}${BASE_PATH}/ResourceTypes/${name}`, resourceType: 'ResourceType' },
  }));
  return listResponse(resources.length, { count: resources.length, startIndex: 1, startIndexGiven: false }, resources);
}
