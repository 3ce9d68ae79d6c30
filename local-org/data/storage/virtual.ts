/** Fields of standard objects that have no column: worked out from other rows whenever they are read. */
import type { SObjectDescribe } from '../types.ts';

/** SQL expression of a field, given the alias of the row's table. */
export type VirtualColumn = (alias: string) => string;

/** Objects whose tables the expressions of an object read; they must exist before. */
const READS: Record<string, readonly string[]> = {
  UserLicense: ['User', 'Profile'],
  PermissionSetLicense: ['PermissionSetLicenseAssign', 'User'],
  Profile: ['PermissionSet'],
  PermissionSet: ['PermissionSetGroupComponent'],
};

const COLUMNS: Record<string, Record<string, VirtualColumn>> = {
  UserLicense: {
    // Active users whose profile burns the license.
    UsedLicenses: (row) =>
      `(SELECT COUNT(*) FROM "o_User" vu JOIN "o_Profile" vp ON vp."Id" = vu."ProfileId" WHERE vp."UserLicenseId" = ${row}."Id" AND vu."IsActive" = 1)`,
    UsedLicensesLastUpdated: () => 'sf_now()',
  },
  PermissionSetLicense: {
    // A deactivated user keeps the assignment but frees the seat.
    UsedLicenses: (row) =>
      `(SELECT COUNT(*) FROM "o_PermissionSetLicenseAssign" va JOIN "o_User" vu ON vu."Id" = va."AssigneeId" WHERE va."PermissionSetLicenseId" = ${row}."Id" AND vu."IsActive" = 1)`,
  },
  PermissionSetAssignment: {
    IsActive: (row) =>
      `(${row}."IsRevoked" = 0 AND (${row}."ExpirationDate" IS NULL OR ${row}."ExpirationDate" > sf_now()))`,
  },
  PermissionSet: {
    PsgCount: (row) =>
      `(SELECT COUNT(*) FROM "o_PermissionSetGroupComponent" vc WHERE vc."PermissionSetId" = ${row}."Id")`,
  },
};

/** The expression behind a field, or undefined for stored fields. */
export function virtualColumn(object: SObjectDescribe, field: string): VirtualColumn | undefined {
  // A profile's permissions live on the permission set that it owns.
  if (object.name === 'Profile' && field.startsWith('Permissions')) {
    return (row) => `(SELECT vs."${field}" FROM "o_PermissionSet" vs WHERE vs."ProfileId" = ${row}."Id")`;
  }
  return COLUMNS[object.name]?.[field];
}

/** Virtual fields that reading a whole row brings along. */
export function virtualFields(object: SObjectDescribe): string[] {
  return Object.keys(COLUMNS[object.name] ?? {}).filter((field) => object.fields.has(field));
}

export function readsOf(object: SObjectDescribe): readonly string[] {
  return READS[object.name] ?? [];
}
