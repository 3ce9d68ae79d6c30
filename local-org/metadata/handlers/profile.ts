/**
 * Profile. A deploy is an overlay: what the file does not mention stays as it is, and a new profile starts as a copy of the
 * standard profile of its user license (reference/metadata.md §1.2).
 */
import type { OrgData } from '../../data/contract.ts';
import { PlatformError } from '../../data/types.ts';
import type { RecordValues, Scalar } from '../../data/types.ts';
import type { DeployContext } from '../deploy/context.ts';
import { putRow } from '../deploy/rows.ts';
import type { Component } from '../package/component.ts';
import { checkGrants } from '../permissions/check.ts';
import type { ObjectRights } from '../permissions/dependencies.ts';
import { readGrants } from '../permissions/grants.ts';
import { bringLicense, mayBeElsewhere, seatless } from '../permissions/licenses.ts';
import { isStandardProfile, profileName } from '../permissions/profile-names.ts';
import { permissionColumns, writeGrants } from '../permissions/write.ts';
import { isFirstLayout, isMissing } from '../references/certain.ts';
import { childrenNamed, flag, placeOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { TypeHandler } from './handler.ts';

/** The profile that a new one of each license inherits from, where the license has several. */
const TEMPLATES: Record<string, string> = {
  Salesforce: 'Standard User',
  'Salesforce Platform': 'Standard Platform User',
};
const COPIED = ['ObjectPermissions', 'FieldPermissions', 'SetupEntityAccess', 'PermissionSetTabSetting'];

interface ProfileRows {
  profile: RecordValues | undefined;
  /** The permission set that the profile owns, or that of the profile it will inherit from. */
  access: RecordValues | undefined;
}

function ownedSet(data: OrgData, profileId: Scalar | undefined): RecordValues | undefined {
  return profileId ? data.rows('PermissionSet', { IsOwnedByProfile: true, ProfileId: profileId })[0] : undefined;
}

function template(data: OrgData, license: string): RecordValues | undefined {
  const licenseId = data.rows('UserLicense', { Name: license })[0]?.['Id'];
  if (!licenseId) return undefined;
  const profiles = data.rows('Profile', { UserLicenseId: licenseId });
  return (
    profiles.find((profile) => profile['Name'] === TEMPLATES[license]) ??
    profiles.find((profile) => isStandardProfile(String(profile['Name']))) ??
    profiles[0]
  );
}

function rowsOf(component: Component, { data }: DeployContext): ProfileRows {
  const profile = data.rows('Profile', { Name: profileName(component.fullName) })[0];
  const license = textOf(component.document, 'userLicense') ?? '';
  return { profile, access: ownedSet(data, (profile ?? template(data, license))?.['Id']) };
}

function heldObjects(data: OrgData, access: RecordValues | undefined): Map<string, ObjectRights> {
  const rows = access ? data.rows('ObjectPermissions', { ParentId: access['Id'] ?? null }) : [];
  return new Map(
    rows.map((row) => [
      String(row['SobjectType']),
      {
        allowCreate: row['PermissionsCreate'] === true,
        allowRead: row['PermissionsRead'] === true,
        allowEdit: row['PermissionsEdit'] === true,
        allowDelete: row['PermissionsDelete'] === true,
        viewAllRecords: row['PermissionsViewAllRecords'] === true,
        modifyAllRecords: row['PermissionsModifyAllRecords'] === true,
      },
    ]),
  );
}

function heldPermissions(access: RecordValues | undefined): Set<string> {
  return new Set(
    Object.entries(access ?? {})
      .filter(([field, value]) => field.startsWith('Permissions') && value === true)
      .map(([field]) => field.slice('Permissions'.length)),
  );
}

function checkLicense(component: Component, rows: ProfileRows, context: DeployContext): void {
  const document = component.document as XmlElement;
  const license = textOf(document, 'userLicense');
  const known = license === undefined ? undefined : context.data.rows('UserLicense', { Name: license })[0];
  if (license !== undefined && !known && mayBeElsewhere(context.data, license)) {
    context.warn(component, seatless(license), placeOf(document, 'userLicense'));
  } else if (license !== undefined && !known) {
    context.missing(component, 'userLicense', 'UserLicense', license, placeOf(document, 'userLicense'));
  } else if (!rows.profile && license === undefined) {
    context.problem(component, 'Required field is missing: userLicense', { at: document.at });
  } else if (rows.profile && known && rows.profile['UserLicenseId'] !== known['Id']) {
    context.problem(component, 'The user license of an existing profile cannot be changed', {
      at: placeOf(document, 'userLicense'),
    });
  }
}

function checkLayouts(component: Component, context: DeployContext): void {
  const document = component.document as XmlElement;
  const defaults = childrenNamed(document, 'applicationVisibilities').filter((element) => flag(element, 'default'));
  const second = defaults[1];
  if (second) context.problem(component, 'A profile can have only one default application', { at: second.at });
  for (const assignment of childrenNamed(document, 'layoutAssignments')) {
    const layout = textOf(assignment, 'layout') ?? '';
    const at = assignment.at;
    if (
      !isFirstLayout(layout, context) &&
      isMissing({ field: 'layout', type: 'Layout', fullName: layout, at }, context)
    )
      context.missing(component, 'layout', 'Layout', layout, at);
    const recordType = textOf(assignment, 'recordType');
    const place = placeOf(assignment, 'recordType');
    if (recordType && isMissing({ field: 'recordType', type: 'RecordType', fullName: recordType, at: place }, context))
      context.missing(component, 'recordType', 'RecordType', recordType, place);
  }
}

/** A new profile with its own permission set, both filled from the template. */
function create(component: Component, context: DeployContext): { id: string; access: RecordValues } {
  const { data } = context;
  const license = textOf(component.document, 'userLicense') ?? '';
  if (data.rows('UserLicense', { Name: license }).length === 0) bringLicense(data, license);
  const source = template(data, license);
  const inherited = ownedSet(data, source?.['Id']);
  const name = profileName(component.fullName);
  const id = putRow(
    data,
    'Profile',
    {
      Name: name,
      UserLicenseId: data.rows('UserLicense', { Name: license })[0]?.['Id'] ?? null,
      UserType: source?.['UserType'] ?? 'Standard',
    },
    ['Name'],
  );
  const ownedId = putRow(
    data,
    'PermissionSet',
    {
      ...permissionsOnly(inherited),
      Name: `X${id.slice(0, 15)}`,
      Label: `X${id.slice(0, 15)}`,
      IsOwnedByProfile: true,
      ProfileId: id,
      IsCustom: true,
      Type: 'Profile',
      NamespacePrefix: null,
      LicenseId: data.rows('UserLicense', { Name: license })[0]?.['Id'] ?? null,
      HasActivationRequired: false,
    },
    ['ProfileId', 'IsOwnedByProfile'],
  );
  for (const object of inherited ? COPIED : []) {
    for (const row of data.rows(object, { ParentId: inherited?.['Id'] ?? null }))
      data.put(object, { ...withoutSystemFields(row), ParentId: ownedId });
  }
  return { id, access: ownedSet(data, id) as RecordValues };
}

const SYSTEM_FIELDS = new Set([
  'Id',
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
  'IsDeleted',
]);

function withoutSystemFields(row: RecordValues): RecordValues {
  return Object.fromEntries(Object.entries(row).filter(([field]) => !SYSTEM_FIELDS.has(field)));
}

function permissionsOnly(row: RecordValues | undefined): RecordValues {
  return Object.fromEntries(
    Object.entries(row ?? {}).filter(([field, value]) => field.startsWith('Permissions') && value === true),
  );
}

export const profileHandler: TypeHandler = {
  types: ['Profile'],
  check(component, context) {
    const rows = rowsOf(component, context);
    checkLicense(component, rows, context);
    checkLayouts(component, context);
    checkGrants(component, readGrants(component.document as XmlElement), context, {
      inheritedPermissions: heldPermissions(rows.access),
      inheritedObjects: heldObjects(context.data, rows.access),
      dependencies: true,
    });
  },
  apply(component, context) {
    const { data, store } = context;
    const document = component.document as XmlElement;
    const { profile, access } = rowsOf(component, context);
    const made = profile ? { id: String(profile['Id']), access: access as RecordValues } : create(component, context);
    const grants = readGrants(document);
    const columns = permissionColumns(data, made.access, grants.userPermissions, false);
    const description = textOf(document, 'description');
    putRow(data, 'PermissionSet', { Id: made.access['Id'] ?? null, ...columns }, ['Id']);
    if (description !== undefined) putRow(data, 'Profile', { Id: made.id, Description: description }, ['Id']);
    writeGrants(data, store, String(made.access['Id']), grants, false);
    return { id: made.id, existed: profile !== undefined };
  },
  remove(fullName, { data }) {
    const profile = data.rows('Profile', { Name: profileName(fullName) })[0];
    if (!profile) return;
    if (isStandardProfile(profileName(fullName)))
      throw new PlatformError('INSUFFICIENT_ACCESS_OR_READONLY', `Cannot delete the standard profile ${fullName}`);
    if (data.rows('User', { ProfileId: profile['Id'] ?? null }).length > 0) {
      throw new PlatformError(
        'DELETE_FAILED',
        `You cannot delete the profile ${fullName} because users are assigned to it.`,
      );
    }
    const access = ownedSet(data, profile['Id']);
    for (const object of COPIED) data.remove(object, { ParentId: access?.['Id'] ?? null });
    data.remove('PermissionSet', { Id: access?.['Id'] ?? null });
    data.remove('Profile', { Id: profile['Id'] ?? null });
    data.access.invalidate();
  },
};
