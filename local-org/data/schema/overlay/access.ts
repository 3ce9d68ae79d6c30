/** Permission sets, groups, licenses and what hangs on them (Object Reference; reference/metadata.md §3, §5; reference/scim.md §8.1). */
import type { FieldOverlay, Overlay } from '../overlay.ts';
import { catalogueEntry } from '../catalogue.ts';
import { newPermissionFields } from './identity.ts';

/** A muting set carries the same permission columns as a permission set; the catalogue leaves them out. */
function permissionColumns(): Record<string, FieldOverlay> {
  const columns: Record<string, FieldOverlay> = {};
  for (const name of Object.keys(catalogueEntry('PermissionSet')?.fields ?? {})) {
    if (name.startsWith('Permissions')) columns[name] = { type: 'boolean' };
  }
  return { ...columns, ...newPermissionFields('Permissions') };
}

const PARENTS = ['PermissionSet', 'MutingPermissionSet'];
const flag: FieldOverlay = { type: 'boolean' };

export const ACCESS: Overlay = {
  PermissionSet: {
    prefix: '0PS',
    access: 'cud',
    setup: true,
    fields: {
      Name: { required: true, length: 80, nameField: true },
      Label: { required: true, length: 80 },
      Description: { type: 'string', length: 255 },
      IsOwnedByProfile: { readOnly: true },
      IsCustom: { readOnly: true, default: true },
      ProfileId: { readOnly: true, referenceTo: ['Profile'], label: 'Profile ID' },
      LicenseId: {
        createOnly: true,
        referenceTo: ['UserLicense', 'PermissionSetLicense'],
        relationshipName: 'License',
      },
      // The aggregate set of a group goes with it.
      PermissionSetGroupId: { readOnly: true, referenceTo: ['PermissionSetGroup'], cascade: true },
      PsgCount: { readOnly: true },
      NamespacePrefix: { readOnly: true, length: 15 },
      Type: {
        picklist: ['Regular', 'Group', 'Profile', 'Session', 'Standard'],
        restricted: true,
        readOnly: true,
        default: 'Regular',
      },
      ...newPermissionFields('Permissions'),
    },
    children: {
      Assignments: 'PermissionSetAssignment.PermissionSetId',
      FieldPerms: 'FieldPermissions.ParentId',
      ObjectPerms: 'ObjectPermissions.ParentId',
      SetupEntityAccessItems: 'SetupEntityAccess.ParentId',
      PermissionSetGroupComponents: 'PermissionSetGroupComponent.PermissionSetId',
    },
  },
  MutingPermissionSet: {
    prefix: '0QM',
    access: 'cud',
    setup: true,
    fields: {
      DeveloperName: { required: true, length: 80 },
      MasterLabel: { required: true, length: 80, nameField: true },
      ...permissionColumns(),
    },
  },
  PermissionSetAssignment: {
    prefix: '0Pa',
    access: 'cud',
    setup: true,
    fields: {
      AssigneeId: { required: true, createOnly: true, referenceTo: ['User'] },
      PermissionSetId: { createOnly: true, referenceTo: ['PermissionSet'], cascade: true },
      PermissionSetGroupId: { createOnly: true, referenceTo: ['PermissionSetGroup'], cascade: true },
      ExpirationDate: { label: 'Date' },
      IsActive: { readOnly: true },
      IsRevoked: { readOnly: true },
    },
  },
  PermissionSetGroup: {
    prefix: '0PG',
    access: 'cud',
    setup: true,
    fields: {
      DeveloperName: { required: true, length: 80, unique: true, nameField: true },
      MasterLabel: { required: true, length: 80, label: 'Label' },
      Description: { type: 'string', length: 255 },
      Language: { length: 40, default: 'en_US' },
      Status: {
        picklist: ['Updated', 'Outdated', 'Updating', 'Failed'],
        restricted: true,
        readOnly: true,
        default: 'Updated',
      },
    },
    children: {
      Assignments: 'PermissionSetAssignment.PermissionSetGroupId',
      PermissionSetGroupComponents: 'PermissionSetGroupComponent.PermissionSetGroupId',
    },
  },
  PermissionSetGroupComponent: {
    prefix: '0PY',
    access: 'cd',
    setup: true,
    fields: {
      PermissionSetGroupId: { required: true, createOnly: true, referenceTo: ['PermissionSetGroup'], cascade: true },
      PermissionSetId: {
        required: true,
        createOnly: true,
        referenceTo: PARENTS,
        relationshipName: 'PermissionSet',
        cascade: true,
      },
    },
  },
  PermissionSetLicense: {
    prefix: '0PL',
    access: '',
    fields: {
      DeveloperName: { required: true, length: 80, unique: true },
      MasterLabel: { required: true, length: 80, nameField: true },
      Status: { picklist: ['Active', 'Disabled'], restricted: true },
      PermissionSetLicenseKey: { length: 80 },
      ...newPermissionFields('MaximumPermissions'),
    },
    children: { PermissionSetLicenseAssignments: 'PermissionSetLicenseAssign.PermissionSetLicenseId' },
  },
  PermissionSetLicenseAssign: {
    prefix: '2LA',
    access: 'cd',
    setup: true,
    fields: {
      AssigneeId: { required: true, createOnly: true, referenceTo: ['User'] },
      PermissionSetLicenseId: { required: true, createOnly: true, referenceTo: ['PermissionSetLicense'] },
    },
  },
  ObjectPermissions: {
    prefix: '110',
    access: 'cud',
    setup: true,
    fields: {
      ParentId: { required: true, createOnly: true, referenceTo: PARENTS, relationshipName: 'Parent', cascade: true },
      SobjectType: { required: true, createOnly: true, length: 40 },
      PermissionsCreate: flag,
      PermissionsRead: flag,
      PermissionsEdit: flag,
      PermissionsDelete: flag,
      PermissionsViewAllRecords: flag,
      PermissionsModifyAllRecords: flag,
      PermissionsViewAllFields: flag,
    },
  },
  FieldPermissions: {
    prefix: '01k',
    access: 'cud',
    setup: true,
    fields: {
      ParentId: { required: true, createOnly: true, referenceTo: PARENTS, relationshipName: 'Parent', cascade: true },
      SobjectType: { required: true, createOnly: true, length: 40 },
      Field: { required: true, createOnly: true, length: 81 },
      PermissionsRead: flag,
      PermissionsEdit: flag,
    },
  },
  SetupEntityAccess: {
    prefix: '0J0',
    access: 'cd',
    setup: true,
    fields: {
      ParentId: { required: true, createOnly: true, referenceTo: PARENTS, relationshipName: 'Parent', cascade: true },
      SetupEntityId: {
        required: true,
        createOnly: true,
        relationshipName: 'SetupEntity',
        cascade: true,
        referenceTo: [
          'ApexClass',
          'ApexPage',
          'CustomPermission',
          'TabSet',
          'ConnectedApplication',
          'CustomObject',
          'ExternalClientApplication',
          'FlowDefinition',
        ],
      },
      SetupEntityType: { readOnly: true, length: 40 },
    },
  },
  PermissionSetTabSetting: {
    prefix: '01P',
    access: 'cud',
    setup: true,
    fields: {
      ParentId: { required: true, createOnly: true, referenceTo: PARENTS, relationshipName: 'Parent', cascade: true },
      Name: { required: true, length: 80 },
      Visibility: { picklist: ['DefaultOn', 'DefaultOff', 'Hidden'], restricted: true },
    },
  },
  CustomPermission: {
    prefix: '0CP',
    access: 'cud',
    fields: {
      DeveloperName: { required: true, length: 80, unique: true, nameField: true },
      MasterLabel: { required: true, length: 80 },
      Description: { type: 'string', length: 255 },
    },
    children: { SetupEntityAccessItems: 'SetupEntityAccess.SetupEntityId' },
  },
};
