/** Which findings: the console's filters as SOQL, the same for every way of reading. */
import { ScimError } from '../command.ts';
import { toId18 } from '../../local-org/data/ids.ts';
import { quote, quoteLike } from '../soql.ts';

export interface FindingFilters {
  kind?: string;
  severity?: string;
  reason?: string;
  /** `type:name`, such as `permissionset:Quote_Editor`. */
  entitlement?: string;
  /** Developer name of a source. */
  source?: string;
  /** Active, Frozen or Inactive. */
  status?: string;
  department?: string;
  /** Words in name, username, e-mail or federation identifier. */
  search?: string;
  /** Record id or username. */
  user?: string;
  /** Open when missing. */
  state?: 'open' | 'resolved' | 'all';
}

/** The list's search takes so many words (RollcallUserFilter). */
const MOST_WORDS = 8;
const EQUAL = {
  kind: 'Kind__c',
  severity: 'Severity__c',
  reason: 'Reason__c',
  entitlement: 'Entitlement_Ref__c',
  source: 'Provisioned_User__r.Source__c',
  status: 'Provisioned_User__r.Status__c',
  department: 'Provisioned_User__r.Department__c',
} as const satisfies Partial<Record<keyof FindingFilters, string>>;
const SEARCHED = ['Name', 'Username__c', 'Email__c', 'Federation_Identifier__c'];

/** Conditions to be joined by AND; texts of people stand in literals. */
export function conditionsOf(filters: FindingFilters): string[] {
  const conditions: string[] = [];
  const { state = 'open', search, user } = filters;
  if (state !== 'all') conditions.push(`Resolved_At__c ${state === 'open' ? '=' : '!='} NULL`);
  for (const [name, field] of Object.entries(EQUAL)) {
    const wanted = filters[name as keyof typeof EQUAL];
    if (wanted === undefined) continue;
    // Kept in lower case (RollcallEntitlementText).
    conditions.push(`${field} = '${quote(name === 'entitlement' ? wanted.toLowerCase() : wanted)}'`);
  }
  if (user !== undefined) conditions.push(userCondition(user));
  for (const word of (search ?? '').split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)) {
    const any = SEARCHED.map((field) => `Provisioned_User__r.${field} LIKE '%${quoteLike(word)}%'`);
    conditions.push(`(${any.join(' OR ')})`);
  }
  return conditions;
}

function userCondition(user: string): string {
  if (user.includes('@')) return `Provisioned_User__r.Username__c = '${quote(user)}'`;
  const id = user.startsWith('005') ? toId18(user) : null;
  if (id) return `Provisioned_User__r.User_Id__c = '${id}'`;
  throw new ScimError('NoUser', `"${user}" is neither a username nor the record id of a user (005…).`, { exitCode: 2 });
}
