/**
 * Names that the platform knows and the catalogue does not list: types of namespaces that come with features, newer types of
 * namespaces that it lists in part, and classes that an org makes by itself. Code that uses one compiles in such an org.
 */
import { slipOf } from '../../../data/schema/slips.ts';
import { isNamespace, namesOfNamespace } from './catalogue.ts';

/** Namespaces of the Apex Reference Guide and the Commerce, Industries and Scheduler references that the catalogue lacks. */
const NAMESPACES: ReadonlySet<string> = new Set([
  ...['cartextension', 'commerceextension', 'commercetax', 'commercestoretax', 'commercestorepricing'],
  ...['commerce_inventory', 'commercedelivery', 'compliancemgmt', 'dataretrieval', 'flowtesting', 'fsccashflow'],
  ...['functions', 'industriesdigitallending', 'issuecreditmemo', 'ind_mfg_sample_mgmt_apex', 'lxscheduler'],
  ...['pref_center', 'renew_assets_summary', 'rulesappln', 'runtime_industries_cpq', 'runtime_industries_insurance'],
  ...['salesforce_backup', 'setup_flow_performance', 'sfc', 'sfdc_checkout', 'sfdc_surveys', 'slack'],
]);
/** An org makes a class of each flow, external service and DataWeave script (Apex Developer Guide, "Flow.Interview", "External Services", "DataWeave in Apex"). */
const MADE_BY_ORGS = /^(flow\.interview|externalservice|dataweavescriptresource)\./i;

/** Whether a namespace belongs to the platform although none of its types is listed. */
export function isUnlistedNamespace(name: string): boolean {
  return NAMESPACES.has(name.toLowerCase()) || /^(externalservice|dataweavescriptresource)$/i.test(name);
}

/**
 * Whether the platform may have a type of that qualified name. A slip of a listed type is none, nor is anything of the
 * namespaces that every class uses.
 */
export function isUnlistedType(name: string): boolean {
  const [namespace = '', ...rest] = name.split('.');
  if (rest.length === 0) return false;
  if (isUnlistedNamespace(namespace) || MADE_BY_ORGS.test(name)) return true;
  if (!isNamespace(namespace) || /^(system|schema|database|apexpages)$/i.test(namespace)) return false;
  return slipOf(name, namesOfNamespace(namespace)) === undefined;
}
