/** Documents written from records: permission sets, profiles, groups of sets, roles, public groups. */
import type { RecordValues, Scalar } from '../../data/types.ts';
import type { Org } from '../deploy/context.ts';
import { element } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { sortElements } from './compose.ts';

type Pairs = [name: string, value: Scalar | undefined][];

/** An element with one child a pair; null, undefined and empty values are left out. */
function entry(name: string, pairs: Pairs): XmlElement {
  return element(name, leaves(pairs));
}

function leaves(pairs: Pairs): XmlElement[] {
  return pairs
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => element(name, String(value)));
}

const byText =
  (field: string) =>
  (a: RecordValues, b: RecordValues): number =>
    String(a[field]).localeCompare(String(b[field]), 'en');

/** Only enabled user permissions are retrieved (reference/metadata.md §1.1). */
function userPermissions(row: RecordValues): XmlElement[] {
  return Object.entries(row)
    .filter(([field, value]) => field.startsWith('Permissions') && value === true)
    .map(([field]) => field.slice('Permissions'.length))
    .sort()
    .map((name) =>
      entry('userPermissions', [
        ['enabled', true],
        ['name', name],
      ]),
    );
}

function entityName(org: Org, type: Scalar | undefined, id: Scalar | undefined): string | undefined {
  if (type === 'CustomPermission')
    return org.data.rows('CustomPermission', { Id: id ?? null })[0]?.['DeveloperName'] as string | undefined;
  if (type === 'CustomEntityDefinition')
    return org.data.rows('CustomObject', { Id: id ?? null })[0]?.['FullName'] as string | undefined;
  return org.store.byId(String(id))?.fullName;
}

/** Element, name element and flag element of each kind of entity. */
const ENTITIES: Record<string, [kind: string, name: string, flag: string]> = {
  ApexClass: ['classAccesses', 'apexClass', 'enabled'],
  ApexPage: ['pageAccesses', 'apexPage', 'enabled'],
  CustomPermission: ['customPermissions', 'name', 'enabled'],
  CustomEntityDefinition: ['customMetadataTypeAccesses', 'name', 'enabled'],
  FlowDefinition: ['flowAccesses', 'flow', 'enabled'],
  TabSet: ['applicationVisibilities', 'application', 'visible'],
};

function entities(org: Org, parentId: Scalar): XmlElement[] {
  const rows = org.data.rows('SetupEntityAccess', { ParentId: parentId });
  const named = rows.flatMap((row) => {
    const shape = ENTITIES[String(row['SetupEntityType'])];
    const name = entityName(org, row['SetupEntityType'], row['SetupEntityId']);
    return shape && name ? [{ shape, name }] : [];
  });
  return named
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
    .map(({ shape: [kind, nameElement, flagElement], name }) =>
      entry(
        kind === 'customMetadataTypeAccesses' && !name.endsWith('__mdt') ? 'customSettingAccesses' : kind,
        sortPairs([
          [nameElement, name],
          [flagElement, true],
        ]),
      ),
    );
}

function sortPairs(pairs: Pairs): Pairs {
  return pairs.sort(([a], [b]) => (a < b ? -1 : 1));
}

function dataAccess(org: Org, parentId: Scalar): XmlElement[] {
  const objects = org.data
    .rows('ObjectPermissions', { ParentId: parentId })
    .sort(byText('SobjectType'))
    .map((row) =>
      entry('objectPermissions', [
        ['allowCreate', row['PermissionsCreate']],
        ['allowDelete', row['PermissionsDelete']],
        ['allowEdit', row['PermissionsEdit']],
        ['allowRead', row['PermissionsRead']],
        ['modifyAllRecords', row['PermissionsModifyAllRecords']],
        ['object', row['SobjectType']],
        ['viewAllFields', row['PermissionsViewAllFields'] ?? false],
        ['viewAllRecords', row['PermissionsViewAllRecords']],
      ]),
    );
  const fields = org.data
    .rows('FieldPermissions', { ParentId: parentId })
    .sort(byText('Field'))
    .map((row) =>
      entry('fieldPermissions', [
        ['editable', row['PermissionsEdit']],
        ['field', row['Field']],
        ['readable', row['PermissionsRead']],
      ]),
    );
  return [...objects, ...fields];
}

function tabs(org: Org, parentId: Scalar, kind: 'tabSettings' | 'tabVisibilities'): XmlElement[] {
  const names: Record<string, string> =
    kind === 'tabSettings' ? { DefaultOn: 'Visible', DefaultOff: 'Available', Hidden: 'None' } : {};
  return org.data
    .rows('PermissionSetTabSetting', { ParentId: parentId })
    .sort(byText('Name'))
    .map((row) =>
      entry(kind, [
        ['tab', row['Name']],
        ['visibility', names[String(row['Visibility'])] ?? row['Visibility']],
      ]),
    );
}

/** Sections that no record holds; they come from what was deployed. */
const KEPT_OF_SETS = new Set([
  'externalCredentialPrincipalAccesses',
  'externalDataSourceAccesses',
  'recordTypeVisibilities',
]);
const KEPT = new Set([
  ...KEPT_OF_SETS,
  'layoutAssignments',
  'loginHours',
  'loginIpRanges',
  'loginFlows',
  'categoryGroupVisibilities',
  'applicationVisibilities',
]);

export function permissionSetDocument(org: Org, row: RecordValues, stored: XmlElement | undefined): XmlElement {
  const id = row['Id'] ?? null;
  const license = row['LicenseId']
    ? (org.data.rows('UserLicense', { Id: row['LicenseId'] })[0]?.['Name'] ??
      org.data.rows('PermissionSetLicense', { Id: row['LicenseId'] })[0]?.['DeveloperName'])
    : null;
  return element(
    'PermissionSet',
    sortElements([
      ...leaves([
        ['description', row['Description']],
        ['hasActivationRequired', row['HasActivationRequired'] ?? false],
        ['label', row['Label']],
        ['license', license],
      ]),
      ...userPermissions(row),
      ...entities(org, id),
      ...dataAccess(org, id),
      ...tabs(org, id, 'tabSettings'),
      ...(stored?.children.filter((child) => KEPT_OF_SETS.has(child.name)) ?? []),
    ]),
  );
}

export function profileDocument(org: Org, row: RecordValues, stored: XmlElement | undefined): XmlElement {
  const access = org.data.rows('PermissionSet', { IsOwnedByProfile: true, ProfileId: row['Id'] ?? null })[0];
  const id = access?.['Id'] ?? null;
  const kept = stored?.children.filter((child) => KEPT.has(child.name)) ?? [];
  const own = access
    ? [...userPermissions(access), ...entities(org, id), ...dataAccess(org, id), ...tabs(org, id, 'tabVisibilities')]
    : [];
  const license = org.data.rows('UserLicense', { Id: row['UserLicenseId'] ?? null })[0]?.['Name'];
  return element(
    'Profile',
    sortElements([
      ...leaves([
        ['custom', access?.['IsCustom'] === true],
        ['description', row['Description']],
        ['userLicense', license],
      ]),
      ...own.filter((child) => !kept.length || child.name !== 'applicationVisibilities'),
      ...kept,
    ]),
  );
}

export function permissionSetGroupDocument(org: Org, row: RecordValues): XmlElement {
  const components = org.data.rows('PermissionSetGroupComponent', { PermissionSetGroupId: row['Id'] ?? null });
  const names = (object: string, field: string): string[] =>
    components
      .flatMap((component) =>
        org.data.rows(object, { Id: component['PermissionSetId'] ?? null }).map((set) => String(set[field])),
      )
      .sort();
  return element(
    'PermissionSetGroup',
    sortElements([
      ...leaves([
        ['description', row['Description']],
        ['hasActivationRequired', row['HasActivationRequired'] ?? false],
        ['label', row['MasterLabel']],
        ['status', row['Status']],
      ]),
      ...names('MutingPermissionSet', 'DeveloperName').map((name) => element('mutingPermissionSets', name)),
      ...names('PermissionSet', 'Name').map((name) => element('permissionSets', name)),
    ]),
  );
}

export function roleDocument(org: Org, row: RecordValues): XmlElement {
  const parent = row['ParentRoleId']
    ? org.data.rows('UserRole', { Id: row['ParentRoleId'] })[0]?.['DeveloperName']
    : null;
  return element(
    'Role',
    leaves([
      ['caseAccessLevel', row['CaseAccessForAccountOwner']],
      ['contactAccessLevel', row['ContactAccessForAccountOwner']],
      ['description', row['RollupDescription']],
      ['mayForecastManagerShare', row['MayForecastManagerShare'] ?? false],
      ['name', row['Name']],
      ['opportunityAccessLevel', row['OpportunityAccessForAccountOwner']],
      ['parentRole', parent],
    ]),
  );
}

export function groupDocument(_org: Org, row: RecordValues): XmlElement {
  return element(
    'Group',
    leaves([
      ['doesIncludeBosses', row['DoesIncludeBosses'] ?? false],
      ['name', row['Name']],
    ]),
  );
}
