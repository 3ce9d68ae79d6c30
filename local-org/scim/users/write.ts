/** Create, replace, deactivate (reference/scim.md §1.7, §1.8, §1.10, §2.1). */
import type { RecordValues } from '../../data/types.ts';
import { isId, toId18 } from '../../data/ids.ts';
import { dmlOptions, query, resourceUrl, rowsOf, type ScimRequest } from '../context.ts';
import { dmlMessage, ScimError, UncaughtFailure } from '../errors.ts';
import { member, type JsonObject } from '../json.ts';
import { ADDRESS_ATTRIBUTES, ENTERPRISE_ATTRIBUTES, TEXT_ATTRIBUTES } from './attributes.ts';
import { readDraft, type UserDraft } from './draft.ts';
import { assignPermissionSets, clearPermissionSets, joinGroups, leaveGroups } from './memberships.ts';

/** Digits of the epoch milliseconds that make the default alias (§2.3). */
const ALIAS_DIGITS = 8;

/** Fields that a PUT empties when its body lacks them (§1.7). */
const REPLACED_FIELDS = [
  'FederationIdentifier',
  'FirstName',
  'CommunityNickname',
  'Phone',
  'MobilePhone',
  'Fax',
  'ManagerId',
  'UserRoleId',
  ...TEXT_ATTRIBUTES.map(({ field }) => field),
  ...ENTERPRISE_ATTRIBUTES.map(({ field }) => field),
  ...ADDRESS_ATTRIBUTES.map(({ field }) => field),
];

export interface Created {
  id: string;
  /** 201, or what the switch `createStatus` says for an active user without password. */
  status: number;
}

/** Creates the user. Failed permission sets are lost in silence, as on the platform (§1.9 row 14): the user exists without them. */
export function createUser(request: ScimRequest, body: JsonObject): Created {
  const draft = readDraft(request, body);
  const active = draft.values['IsActive'] ?? true;
  const id = request.data.transaction(() => {
    const row: RecordValues = {
      ...Object.fromEntries(
        TEXT_ATTRIBUTES.filter((attribute) => attribute.default).map(({ field, default: value }) => [field, value!]),
      ),
      CommunityNickname: draft.values['Username']!,
      Alias: String(request.data.now().getTime()).slice(-ALIAS_DIGITS),
      ...present(draft.values),
      IsActive: active,
      ProfileId: profileOf(request, draft),
    };
    const [result] = request.data.insert('User', [row], dmlOptions(request));
    if (!result?.success) throw new ScimError(409, dmlMessage('Insert', result?.errors ?? []));
    assignPermissionSets(request, result.id!, draft.permissionSets ?? []);
    joinGroups(request, result.id!, draft.groups ?? []);
    return result.id!;
  });
  const withoutPassword = active === true && member(body, 'password') === undefined;
  return { id, status: withoutPassword ? Number(request.switches.createStatus) : 201 };
}

/** Replaces the user: absent attributes are emptied, permission sets follow the list when there is one (§1.7). */
export function replaceUser(request: ScimRequest, userId: string, body: JsonObject): string {
  const id = existingUser(request, userId);
  const draft = readDraft(request, body);
  if (draft.id !== undefined && (!isId(draft.id) || toId18(draft.id) !== id))
    throw new ScimError(409, 'INVALID:id_attribute_is_readonly;');
  request.data.transaction(() => {
    const emptied = Object.fromEntries(REPLACED_FIELDS.map((field) => [field, null]));
    const row: RecordValues = {
      ...emptied,
      IsActive: false,
      ...draft.values,
      Id: id,
      ProfileId: profileOf(request, draft),
    };
    const [result] = request.data.update('User', [row], dmlOptions(request));
    if (!result?.success) throw new ScimError(409, dmlMessage('Update', result?.errors ?? []));
    const failures = [
      ...(draft.permissionSets
        ? [...clearPermissionSets(request, id), ...assignPermissionSets(request, id, draft.permissionSets)]
        : []),
      ...(draft.groups ? [...leaveGroups(request, id), ...joinGroups(request, id, draft.groups)] : []),
    ];
    if (failures.length > 0) throw new ScimError(409, failures.join(''));
  });
  return id;
}

/** DELETE deactivates. 404 when the user is unknown or inactive already (§1.8). */
export function deactivateUser(request: ScimRequest, userId: string): void {
  const id = existingUser(request, userId, 'AND IsActive = true');
  const rename = request.switches.renameOnDelete === 'on';
  const [user] = rowsOf(query(request, 'SELECT Username FROM User WHERE Id = :id', { id }));
  const renamed: RecordValues = rename ? { Username: `${id}_${String(user!['Username'])}`, CommunityNickname: id } : {};
  const [result] = request.data.update('User', [{ Id: id, IsActive: false, ...renamed }], dmlOptions(request));
  if (result?.success) return;
  const message = dmlMessage('Update', result?.errors ?? []);
  throw request.switches.unexpectedFailure === 'scim-error'
    ? new ScimError(400, message)
    : new UncaughtFailure(message);
}

/** The 18-character id of a known user; 404 with the resource's URL otherwise (§1.9 row 24). */
export function existingUser(request: ScimRequest, userId: string, condition = ''): string {
  const found = isId(userId)
    ? query(request, `SELECT Id FROM User WHERE Id = :id ${condition}`, { id: toId18(userId) })
    : undefined;
  const row = found?.records[0];
  if (!row) throw new ScimError(404, `Resource ${resourceUrl(request, 'Users', userId)} not found`);
  return row.values['Id'] as string;
}

function profileOf(request: ScimRequest, draft: UserDraft): string {
  const id = draft.profiles.at(-1)!;
  const known = isId(id) && query(request, 'SELECT Id FROM Profile WHERE Id = :id', { id: toId18(id) }).totalSize === 1;
  if (!known) throw new ScimError(409, `INVALID: profile id is invalid : ${id}`);
  return toId18(id)!;
}

function present(values: RecordValues): RecordValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
