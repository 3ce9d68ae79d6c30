/** /Roles, read only here (reference/scim.md §1.1, §2.3). */
import type { RecordValues } from '../../data/types.ts';
import { isId, toId18 } from '../../data/ids.ts';
import { query, resourceUrl, rowsOf, type ScimRequest } from '../context.ts';
import { ScimError } from '../errors.ts';
import { fieldCondition } from '../filter.ts';
import type { JsonObject } from '../json.ts';
import { metaOf } from '../meta.ts';
import { listResponse, type Page } from '../paging.ts';

export const ROLE_SCHEMA = 'urn:salesforce:schemas:extension:1.0:Role';
export const ROLE_ATTRIBUTES = ['schemas', 'id', 'displayName', 'meta'];
const FIELDS = 'Id, Name, LastModifiedDate';
const FILTER_FIELDS = new Map([
  ['id', 'Id'],
  ['displayName', 'Name'],
]);

export function readRole(request: ScimRequest, roleId: string): JsonObject {
  const id = isId(roleId) ? toId18(roleId) : null;
  const row = id ? rowsOf(query(request, `SELECT ${FIELDS} FROM UserRole WHERE Id = :id`, { id }))[0] : undefined;
  if (!row) throw new ScimError(404, `Resource ${resourceUrl(request, 'Roles', roleId)} not found`);
  return resource(request, row);
}

export function listRoles(request: ScimRequest, filter: string | undefined, page: Page): JsonObject {
  const wanted = filter ? fieldCondition(filter, FILTER_FIELDS) : { soql: '', binds: {} };
  const where = wanted.soql && `WHERE ${wanted.soql}`;
  const total = query(request, `SELECT count() FROM UserRole ${where}`, wanted.binds).totalSize;
  const tail = `ORDER BY Id LIMIT ${page.count} OFFSET ${page.startIndex - 1}`;
  const rows = rowsOf(query(request, `SELECT ${FIELDS} FROM UserRole ${where} ${tail}`, wanted.binds));
  return listResponse(
    total,
    page,
    rows.map((row) => resource(request, row)),
  );
}

function resource(request: ScimRequest, row: RecordValues): JsonObject {
  const id = row['Id'] as string;
  const body: JsonObject = { schemas: [ROLE_SCHEMA], id, displayName: row['Name'] as string };
  return { ...body, meta: metaOf(request, 'Role', id, { lastModified: row['LastModifiedDate'] }, body) };
}
