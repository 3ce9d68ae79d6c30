/** Which user permissions there are: those of the catalogue, and the few that profiles of real orgs hold beside them. */
import type { OrgData } from '../../data/contract.ts';
import { slipOf } from '../../data/schema/slips.ts';

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

/** Every name that is known, with and without a field of PermissionSet. */
function knownNames(data: OrgData): string[] {
  const columns = [...data.schema.get('PermissionSet').fields.values()].map(({ name }) => name);
  const prefix = 'Permissions';
  const published = columns.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  return [...published, ...UNPUBLISHED];
}

/** `ViewMyTeamsDashboards` -> view, team, dashboard; short words say nothing. */
function wordsOf(name: string): string[] {
  const words = name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [];
  return words.map((word) => word.toLowerCase().replace(/s$/, '')).filter((word) => word.length > 2);
}

/** One name is the other with its last word cut short: `UseAnyApiAuthentication`. */
function isCutShort(left: string, right: string): boolean {
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  return short.length >= 8 && long.startsWith(short) && /^[a-z]/.test(long.slice(short.length));
}

/**
 * Tells whether no org knows a permission. Features, licenses and releases bring permissions that no published list has: an org
 * without them says that it does not know them, the one that the file came from does (coral-cloud issue 130, sfpowerkit issue
 * 674). What is certainly none: the slip of a known name, one that cuts a known name short or spells it out, and one without a
 * word that any permission has.
 */
export function permissionJudge(data: OrgData): (permission: string) => boolean {
  const known = knownNames(data);
  const words = new Set(known.flatMap(wordsOf));
  return (permission) =>
    slipOf(permission, known) !== undefined ||
    known.some((name) => isCutShort(name, permission)) ||
    !wordsOf(permission).some((word) => words.has(word));
}
