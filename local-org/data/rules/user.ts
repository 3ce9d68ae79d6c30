/** Users: names, usernames, license seats, and the rows that come with a user (Object Reference, "User"; reference/scim.md §1.9, §7). */
import { isEmailAddress } from '../dml/values.ts';
import { rowError } from '../dml/errors.ts';
import { idNumber } from '../ids.ts';
import { holderOf } from '../dml/validate.ts';
import type { Store } from '../storage/store.ts';
import type { DmlError, RecordValues } from '../types.ts';
import type { ObjectRule, RuleContext } from './rule.ts';

const DUPLICATE_USERNAME =
  'Duplicate Username.<br>The username already exists in this or another Salesforce organization. ' +
  "Usernames must be unique across all Salesforce organizations. To resolve, use a different username (it doesn't need to match the user's email address). ";
const DUPLICATE_NICKNAME =
  'Duplicate Nickname.<br>Another user has already selected this nickname.<br>Please select another.';
const USERNAME_FORM = 'Username must be in the form of an email address (for example, john@acme.com): Username';

export const userRule: ObjectRule = {
  ownUniqueness: ['Username', 'CommunityNickname'],

  complete(context, row, old) {
    if (typeof row.Username === 'string') row.Username = row.Username.toLowerCase();
    row.Name = personName(row);
    // Without one, the platform makes a nickname up: "User" and a number.
    if ((row.CommunityNickname ?? null) === null)
      row.CommunityNickname = old?.CommunityNickname ?? generatedNickname(context);
    if (typeof row.ProfileId === 'string' && row.ProfileId !== old?.ProfileId) {
      row.UserType = context.store.pick('Profile', row.ProfileId, 'UserType')?.UserType ?? 'Standard';
    }
  },

  validate({ store }, row, old) {
    const errors = [...usernameErrors(store, row, old), ...nicknameErrors(store, row, old)];
    if (errors.length > 0) return errors;
    if (takesSeat(row, old)) errors.push(...seatErrors(store, row, old));
    return errors;
  },

  afterSave({ store }, row, old) {
    const id = row.Id as string;
    countSeats(store, row, old);
    if (!old) store.insert('UserLogin', { UserId: id });
    if (row.ProfileId !== old?.ProfileId)
      holdProfileSet(store, id, row.ProfileId as string, old?.ProfileId as string | undefined);
  },
};

/** `FirstName LastName`, as composite name fields read. */
export function personName(row: RecordValues): string | null {
  const parts = [row.FirstName, row.LastName].filter((part) => typeof part === 'string' && part !== '');
  return parts.length > 0 ? parts.join(' ') : null;
}

function generatedNickname({ store }: RuleContext): string {
  // The number of a fresh id makes it unique without asking the table.
  return `User${store.now().replace(/\D/g, '').slice(0, 14)}${String(idNumber(store.newId('UserLogin'))).padStart(6, '0')}`;
}

function usernameErrors(store: Store, row: RecordValues, old: RecordValues | null): DmlError[] {
  const username = row.Username as string;
  if (username === old?.Username) return [];
  if (!isEmailAddress(username)) return [rowError('FIELD_INTEGRITY_EXCEPTION', USERNAME_FORM, ['Username'])];
  return heldByAnother(store, 'Username', username, row)
    ? [rowError('DUPLICATE_USERNAME', DUPLICATE_USERNAME, ['Username'])]
    : [];
}

function nicknameErrors(store: Store, row: RecordValues, old: RecordValues | null): DmlError[] {
  const nickname = row.CommunityNickname as string;
  if (nickname === old?.CommunityNickname) return [];
  return heldByAnother(store, 'CommunityNickname', nickname, row)
    ? [rowError('DUPLICATE_COMM_NICKNAME', DUPLICATE_NICKNAME, ['CommunityNickname'])]
    : [];
}

function heldByAnother(store: Store, fieldName: string, value: string, row: RecordValues): boolean {
  const user = store.describe('User');
  const field = user.fields.get(fieldName);
  return field !== undefined && holderOf(store, user, field, value, (row.Id as string | undefined) ?? '') !== undefined;
}

function takesSeat(row: RecordValues, old: RecordValues | null): boolean {
  return row.IsActive === true && (!old || old.IsActive !== true || old.ProfileId !== row.ProfileId);
}

function seatErrors(store: Store, row: RecordValues, old: RecordValues | null): DmlError[] {
  const licenseId = licenseOf(store, row.ProfileId as string);
  if (licenseId === null) return [];
  const license = store.pick('UserLicense', licenseId, 'Name', 'TotalLicenses');
  const total = license?.TotalLicenses;
  if (typeof total !== 'number' || total < 0) return [];
  // An active user who moves between profiles of one license keeps the seat.
  const held = old?.IsActive === true && licenseOf(store, old.ProfileId as string) === licenseId ? 1 : 0;
  if (store.seats.usedOf('UserLicense', licenseId) - held < total) return [];
  return [rowError('LICENSE_LIMIT_EXCEEDED', `License Limit Exceeded - ${String(license?.Name)}`)];
}

function licenseOf(store: Store, profileId: string): string | null {
  return (store.pick('Profile', profileId, 'UserLicenseId')?.UserLicenseId ?? null) as string | null;
}

/** Deactivation frees the seats of the profile's license and of every permission set license, reactivation takes them. */
function countSeats(store: Store, row: RecordValues, old: RecordValues | null): void {
  const before = old?.IsActive === true ? licenseOf(store, old.ProfileId as string) : null;
  const after = row.IsActive === true ? licenseOf(store, row.ProfileId as string) : null;
  if (before !== after) {
    if (before !== null) store.seats.add(before, -1);
    if (after !== null) store.seats.add(after, 1);
  }
  if (old && old.IsActive !== row.IsActive) {
    for (const held of store.rows('PermissionSetLicenseAssign', { AssigneeId: row.Id as string })) {
      store.seats.add(held.PermissionSetLicenseId as string, row.IsActive === true ? 1 : -1);
    }
  }
}

/** Every user has one assignment of the hidden permission set that the profile owns. */
function holdProfileSet(store: Store, userId: string, profileId: string, oldProfileId: string | undefined): void {
  for (const setId of oldProfileId === undefined ? [] : store.ids('PermissionSet', { ProfileId: oldProfileId })) {
    for (const id of store.ids('PermissionSetAssignment', { AssigneeId: userId, PermissionSetId: setId }))
      store.purge('PermissionSetAssignment', id);
  }
  for (const setId of store.ids('PermissionSet', { ProfileId: profileId })) {
    store.insert('PermissionSetAssignment', { AssigneeId: userId, PermissionSetId: setId });
  }
}
