/**
 * Values of standard picklists. A project that holds the value set of a field says which values there are; otherwise an org may
 * have any beside those that it begins with (Metadata API Developer Guide, "StandardValueSet Names and Standard Picklist Fields").
 */
import type { DeployContext } from '../deploy/context.ts';
import { slipOf } from '../../data/schema/slips.ts';
import { childrenNamed, textOf } from '../xml/element.ts';

/** Field -> name of its value set; one set may serve several fields. */
const SETS: Readonly<Record<string, string>> = {
  'account.accountsource': 'LeadSource',
  'account.industry': 'Industry',
  'account.ownership': 'AccountOwnership',
  'account.rating': 'AccountRating',
  'account.type': 'AccountType',
  'asset.status': 'AssetStatus',
  'campaign.status': 'CampaignStatus',
  'campaign.type': 'CampaignType',
  'case.origin': 'CaseOrigin',
  'case.priority': 'CasePriority',
  'case.reason': 'CaseReason',
  'case.status': 'CaseStatus',
  'case.type': 'CaseType',
  'contact.leadsource': 'LeadSource',
  'contact.salutation': 'Salutation',
  'contract.status': 'ContractStatus',
  'lead.industry': 'Industry',
  'lead.leadsource': 'LeadSource',
  'lead.rating': 'AccountRating',
  'lead.salutation': 'Salutation',
  'lead.status': 'LeadStatus',
  'opportunity.leadsource': 'LeadSource',
  'opportunity.stagename': 'OpportunityStage',
  'opportunity.type': 'OpportunityType',
  'order.status': 'OrderStatus',
  'order.type': 'OrderType',
  'product2.family': 'Product2Family',
  'quote.status': 'QuoteStatus',
  'solution.status': 'SolutionStatus',
  'task.priority': 'TaskPriority',
  'task.status': 'TaskStatus',
  'task.subject': 'TaskSubject',
  'task.type': 'TaskType',
  'workorder.priority': 'WorkOrderPriority',
  'workorder.status': 'WorkOrderStatus',
};

/** The picklist whose values a business process chooses from (BusinessProcess reference, "values"). */
export const PROCESS_FIELDS: Readonly<Record<string, string>> = {
  case: 'Status',
  lead: 'Status',
  opportunity: 'StageName',
  solution: 'Status',
};

/** Values that the deploy brings for a field; undefined where it does not bring the value set. */
function broughtFor(object: string, field: string, context: DeployContext): string[] | undefined {
  const set = SETS[`${object}.${field}`.toLowerCase()];
  const document = set === undefined ? undefined : context.inPackage('StandardValueSet', set)?.document;
  return (
    document &&
    childrenNamed(document, 'standardValue').flatMap(
      (value) => textOf(value, 'fullName') ?? textOf(value, 'masterLabel') ?? [],
    )
  );
}

const bare = (value: string): string =>
  value
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/s$/, '');

/** True only when no org has the value: it is none of those that the deploy brings, or a slip of one that every org has. */
export function isNoStandardValue(object: string, field: string, value: string, context: DeployContext): boolean {
  const usual = context.data.schema.field(object, field)?.picklistValues.map((one) => one.value) ?? [];
  const brought = broughtFor(object, field, context);
  const known = [...usual, ...(brought ?? [])];
  if (known.length === 0 || known.some((one) => one.toLowerCase() === value.toLowerCase())) return false;
  if (brought) return true;
  const meant = slipOf(value, known, 1);
  // Orgs write the same in other ways: `Closed/Won`, `Partner`.
  return meant !== undefined && bare(meant) !== bare(value);
}
