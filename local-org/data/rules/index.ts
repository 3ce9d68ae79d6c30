/** Rules by object name. */
import { groupMemberRule, groupRule, personRule, userLoginRule, userRoleRule } from './groups.ts';
import { permissionSetAssignmentRule } from './permissionSetAssignment.ts';
import {
  grantRule,
  permissionSetGroupComponentRule,
  permissionSetGroupRule,
  permissionSetRule,
} from './permissionSetGroup.ts';
import { permissionSetLicenseAssignRule } from './permissionSetLicenseAssign.ts';
import { caseRule, opportunityRule, setupEntityAccessRule, taskRule } from './sales.ts';
import type { ObjectRule } from './rule.ts';
import { userRule } from './user.ts';

export const RULES: ReadonlyMap<string, ObjectRule> = new Map<string, ObjectRule>([
  ['User', userRule],
  ['UserLogin', userLoginRule],
  ['UserRole', userRoleRule],
  ['Group', groupRule],
  ['GroupMember', groupMemberRule],
  ['PermissionSet', permissionSetRule],
  ['PermissionSetAssignment', permissionSetAssignmentRule],
  ['PermissionSetLicenseAssign', permissionSetLicenseAssignRule],
  ['PermissionSetGroup', permissionSetGroupRule],
  ['PermissionSetGroupComponent', permissionSetGroupComponentRule],
  ['ObjectPermissions', grantRule],
  ['FieldPermissions', grantRule],
  ['SetupEntityAccess', setupEntityAccessRule],
  ['Contact', personRule],
  ['Lead', personRule],
  ['Case', caseRule],
  ['Opportunity', opportunityRule],
  ['Task', taskRule],
]);
