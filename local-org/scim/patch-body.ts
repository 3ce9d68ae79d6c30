/** The PatchOp envelope, shared by users and groups (reference/scim.md §1.6, §1.9 rows 17 and 22). */
import { ScimError } from './errors.ts';
import { member, requireObject, type Json } from './json.ts';

export const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
/** More than any client sends; keeps one request's work bounded. */
const MAX_OPERATIONS = 1000;

export interface Operation {
  op: 'add' | 'replace' | 'remove';
  path: string | undefined;
  value: Json | undefined;
}

/** Reads `{schemas, Operations}`; `op` matches in any case. Raises `Improper Schema.`, `Improper Operations`, `INPROPER Operation: x`. */
export function readOperations(body: unknown): Operation[] {
  const envelope = requireObject(body);
  const schemas = member(envelope, 'schemas');
  if (!Array.isArray(schemas) || schemas[0] !== PATCH_SCHEMA) throw new ScimError(400, 'Improper Schema.');
  const operations = member(envelope, 'Operations');
  if (!Array.isArray(operations) || operations.length > MAX_OPERATIONS) throw new ScimError(400, 'Improper Operations');
  return operations.map((entry) => {
    if (entry === null || typeof entry !== 'object' || Array.isArray(entry))
      throw new ScimError(400, 'Improper Operations');
    const text = String(member(entry, 'op') ?? '');
    const op = (['add', 'replace', 'remove'] as const).find((known) => known === text.toLowerCase());
    if (!op) throw new ScimError(400, `INPROPER Operation: ${text}`);
    const path = member(entry, 'path');
    return { op, path: typeof path === 'string' && path !== '' ? path : undefined, value: member(entry, 'value') };
  });
}
