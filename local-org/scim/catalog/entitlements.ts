/** /Entitlements: profiles, then permission sets, read only here (reference/scim.md §1.1, §1.4, §2.4). */
import type { RecordValues } from '../../data/types.ts';
import { isId, toId18 } from '../../data/ids.ts';
import { query, resourceUrl, rowsOf, type ScimRequest } from '../context.ts';
import { ScimError } from '../errors.ts';
import { fieldCondition } from '../filter.ts';
import type { JsonObject } from '../json.ts';
import { metaOf } from '../meta.ts';
import { listResponse, type Page } from '../paging.ts';

export const ENTITLEMENT_SCHEMA = 'urn:salesforce:schemas:extension:1.0:Entitlement';
export const ENTITLEMENT_ATTRIBUTES = ['schemas', 'id', 'displayName', 'type', 'meta'];
const FIELDS = 'Id, Name, CreatedDate, LastModifiedDate';
const FILTER_FIELDS = new Map([
  ['id', 'Id'],
  ['displayName', 'Name'],
]);
const NOT_OF_A_PROFILE = 'IsOwnedByProfile = false';

/** One profile or permission set. Raises 404 with the resource's URL. */
export function readEntitlement(request: ScimRequest, entitlementId: string): JsonObject {
  const id = isId(entitlementId) ? toId18(entitlementId) : null;
  const profile = id ? rowsOf(query(request, `SELECT ${FIELDS} FROM Profile WHERE Id = :id`, { id }))[0] : undefined;
  if (profile) return resource(request, profile, 'Profile');
  const set = id
    ? rowsOf(query(request, `SELECT ${FIELDS} FROM PermissionSet WHERE Id = :id AND ${NOT_OF_A_PROFILE}`, { id }))[0]
    : undefined;
  if (set) return resource(request, set, 'Permission Set');
  throw new ScimError(404, `Resource ${resourceUrl(request, 'Entitlements', entitlementId)} not found`);
}

/** Profiles first, then permission sets that no profile owns, with one offset over both. */
export function listEntitlements(request: ScimRequest, filter: string | undefined, page: Page): JsonObject {
  const condition = filter ? fieldCondition(filter, FILTER_FIELDS) : { soql: '', binds: {} };
  const read = (object: string, extra: string): RecordValues[] => {
    const where = [extra, condition.soql].filter(Boolean).join(' AND ');
    return rowsOf(
      query(request, `SELECT ${FIELDS} FROM ${object} ${where && `WHERE ${where}`} ORDER BY Id`, condition.binds),
    );
  };
  const all = [
    ...read('Profile', '').map((row) => ({ row, type: 'Profile' })),
    ...read('PermissionSet', NOT_OF_A_PROFILE).map((row) => ({ row, type: 'Permission Set' })),
  ];
  const from = page.startIndex - 1;
  return listResponse(
    all.length,
    page,
    all.slice(from, from + page.count).map(({ row, type }) => resource(request, row, type)),
  );
}

function resource(request: ScimRequest, row: RecordValues, type: string): JsonObject {
  const id = row['Id'] as string;
  const body: JsonObject = { schemas: [ENTITLEMENT_SCHEMA], id, displayName: row['Name'] as string, type };
  const dates = { created: row['CreatedDate'], lastModified: row['LastModifiedDate'] };
  return { ...body, meta: metaOf(request, 'Entitlement', id, dates, body) };
}
