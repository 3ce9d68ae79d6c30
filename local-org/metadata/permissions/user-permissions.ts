/** Which user permissions there are: those of the catalogue, and the few that profiles of real orgs hold beside them. */
import type { OrgData } from '../../data/contract.ts';

/**
 * Names without a field of PermissionSet in the published Object Reference: retrieved with the administrator's profile of real
 * orgs (`ManagePackageLicenses`, `ViewFlowUsageAndFlowEventData`), or known from Setup.
 */
const UNPUBLISHED = new Set([
  'ContentHubOnPremiseUser',
  'CreateAuditFields',
  'CreateMultiforce',
  'CustomTimelinePermission',
  'DisableNotifications',
  'EinsteinAssistantAdmin',
  'FSCComprehensiveUserAccess',
  'HeadlessPublishFuncAccess',
  'IPRestrictRequests',
  'InboundMigrationToolsUser',
  'InstallMultiforce',
  'ManageApiNamedQueries',
  'ManageDashboards',
  'ManageDevSandboxes',
  'ManagePackageLicenses',
  'ManageSandboxes',
  'ManageTrustMeasures',
  'OutboundMigrationToolsUser',
  'PublishMultiforce',
  'RetainFieldHistory',
  'SocialInsightsLogoAdmin',
  'SubmitForTranslation',
  'UpdateWithInactiveOwner',
  'ViewFlowUsageAndFlowEventData',
  'ViewOrchestrationsInAutomationApp',
  'ViewTrustMeasures',
  'WaveTrendReports',
]);

/** Whether records can hold it. */
export function isPublished(data: OrgData, permission: string): boolean {
  return data.schema.field('PermissionSet', `Permissions${permission}`) !== undefined;
}

/** A permission that an org may know although nothing here does anything with it. */
export function isUnpublished(data: OrgData, permission: string): boolean {
  return UNPUBLISHED.has(permission) && !isPublished(data, permission);
}
