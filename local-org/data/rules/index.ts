/** Rules by object name. */
import { audited } from './auditTrail.ts';
import { groupMemberRule, groupRule, personRule, userLoginRule, userRoleRule } from './groups.ts';
import { permissionSetAssignmentRule } from './permissionSetAssignment.ts';
import {
  grantRule,
  permissionSetGroupComponentRule,
  permissionSetGroupRule,
  permissionSetRule,
} from './permissionSetGroup.ts';
import { permissionSetLicenseAssignRule } from './permissionSetLicenseAssign.ts';
import { eventRule, taskRule } from './activities.ts';
import {
  assetRule,
  campaignMemberRule,
  campaignRule,
  opportunityLineItemRule,
  orderItemRule,
  pricebookEntryRule,
  statusCodeRule,
} from './commerce.ts';
import { attachmentRule, contentDocumentLinkRule, contentVersionRule } from './content.ts';
import { caseRule, leadRule, opportunityRule, setupEntityAccessRule } from './sales.ts';
import type { ObjectRule } from './rule.ts';
import { userRule } from './user.ts';

const OWN: [object: string, rule: ObjectRule][] = [
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
  ['Lead', leadRule],
  ['Case', caseRule],
  ['Opportunity', opportunityRule],
  ['Task', taskRule],
  ['Event', eventRule],
  ['ContentVersion', contentVersionRule],
  ['ContentDocumentLink', contentDocumentLinkRule],
  ['Attachment', attachmentRule],
  ['Asset', assetRule],
  ['PricebookEntry', pricebookEntryRule],
  ['OpportunityLineItem', opportunityLineItemRule],
  ['Campaign', campaignRule],
  ['CampaignMember', campaignMemberRule],
  ['OrderItem', orderItemRule],
  ['Order', statusCodeRule],
  ['Contract', statusCodeRule],
];

export const RULES: ReadonlyMap<string, ObjectRule> = new Map(
  OWN.map(([object, rule]) => [object, audited(object, rule)]),
);
