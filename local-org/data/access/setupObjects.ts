/** Objects that no object permission covers: who may read and change them (reference/metadata.md §5, "User mode by whom"). */

export interface SpecialAccess {
  /** User permissions of which one suffices to read every row; absent: everybody may. */
  read?: readonly string[];
  /** Without one of them, the rows whose field names the user remain readable. */
  own?: string;
  /** User permissions of which one suffices to create, edit or delete. */
  write?: readonly string[];
}

const PROFILES = ['ManageProfilesPermissionsets'];
const ASSIGN = ['AssignPermissionSets', 'ManageUsers'];
const CODE = ['AuthorApex', 'ModifyMetadata'];

export const SPECIAL_ACCESS: Record<string, SpecialAccess> = {
  User: { write: ['ManageUsers', 'ManageInternalUsers'] },
  UserLogin: {
    read: ['ManageUsers', 'ManageInternalUsers', 'FreezeUsers'],
    own: 'UserId',
    write: ['ManageUsers', 'FreezeUsers'],
  },
  UserRole: { write: ['ManageRoles'] },
  Group: { write: ['ManageUsers'] },
  GroupMember: { write: ['ManageUsers'] },
  QueueSobject: { write: ['ManageUsers'] },
  PermissionSet: { write: PROFILES },
  PermissionSetGroup: { read: ['ViewSetup', 'AssignPermissionSets', 'ManageSessionPermissionSets'], write: PROFILES },
  PermissionSetGroupComponent: { read: ['ViewSetup'], write: PROFILES },
  MutingPermissionSet: { read: ['ViewSetup'], write: PROFILES },
  PermissionSetAssignment: {
    read: ['ViewSetup', 'AssignPermissionSets', 'ManageUsers'],
    own: 'AssigneeId',
    write: ASSIGN,
  },
  PermissionSetLicense: { read: ['ViewSetup'] },
  PermissionSetLicenseAssign: { read: ['ViewSetup', 'AssignPermissionSets'], own: 'AssigneeId', write: ASSIGN },
  ObjectPermissions: { write: PROFILES },
  FieldPermissions: { write: PROFILES },
  SetupEntityAccess: { write: PROFILES },
  PermissionSetTabSetting: { write: PROFILES },
  CustomPermission: { write: ['ManageCustomPermissions', 'CustomizeApplication'] },
  LoginHistory: { read: ['ManageUsers', 'MonitorLoginHistory'], own: 'UserId' },
  AuthSession: { read: ['ManageUsers'], own: 'UsersId', write: ['ManageUsers'] },
  OauthToken: { read: ['CustomizeApplication'], own: 'UserId' },
  SetupAuditTrail: { read: ['ViewSetup'] },
  ApexClass: { write: CODE },
  ApexTrigger: { write: CODE },
  ApexPage: { write: CODE },
  ApexComponent: { write: CODE },
  StaticResource: { write: ['CustomizeApplication'] },
  RecordType: { write: ['CustomizeApplication'] },
  Organization: { write: ['CustomizeApplication', 'ModifyAllData'] },
  TraceFlag: { read: ['ViewAllData', 'ViewSetup'], write: ['ViewAllData', 'ManageUsers'] },
  DebugLevel: { read: ['ViewAllData', 'ViewSetup'], write: ['ViewAllData', 'ManageUsers'] },
};

/** Fields of `User` that user mode shows only with these (reference/metadata.md §1.4). */
export const USER_FIELD_ACCESS: Record<string, string> = { ProfileId: 'ViewSetup', UserRoleId: 'ViewRoles' };
