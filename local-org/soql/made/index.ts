/**
 * Objects without rows of their own: the org works their rows out when a query asks for them. Those that every org has and
 * this one cannot tell are refused by name: no rows would be a wrong answer.
 */
import type { OrgDatabase } from '../../data/database.ts';
import { NotImplementedError } from '../../data/types.ts';
import type { QueryOptions } from '../../data/types.ts';
import type { ParsedSoql } from '../parse.ts';
import { fillDefinitions } from './definitions.ts';
import { fillRecordAccess } from './recordAccess.ts';
import { fillStatuses } from './statuses.ts';

/** Object Reference and Tooling API, pages of the same names: made of the org's own describes, apps, fiscal years and usage. */
const UNKNOWN = new Set(
  [
    'AppDefinition',
    'AppMenuItem',
    'AppTabMember',
    'ColorDefinition',
    'DataStatistics',
    'DataType',
    'EntityParticle',
    'FiscalYearSettings',
    'IconDefinition',
    'OrgMetric',
    'PartnerRole',
    'Period',
    'PicklistValueInfo',
    'RelationshipDomain',
    'RelationshipInfo',
    'SearchLayout',
    'SolutionStatus',
    'TabDefinition',
    'TenantUsageEntitlement',
    'UserAppInfo',
    'UserAppMenuItem',
    'UserEntityAccess',
    'UserFieldAccess',
  ].map((name) => name.toLowerCase()),
);

/** Brings the made rows that a query reads up to date. */
export function fillMadeRows(data: OrgDatabase, parsed: ParsedSoql, binds: QueryOptions['binds']): void {
  const name = parsed.query.sObject ?? '';
  if (UNKNOWN.has(name.toLowerCase()) && data.schema.find(name))
    throw new NotImplementedError(`The object ${data.schema.get(name).name}`);
  // Its addresses are those at which the platform serves a site.
  if (name.toLowerCase() === 'sitedetail' && data.rows('Site').length > 0)
    throw new NotImplementedError('SiteDetail in an org with sites');
  fillDefinitions(data, parsed, binds);
  fillRecordAccess(data, parsed, binds);
  fillStatuses(data, parsed);
}
