/** What the active rules of the org name. */
import { GRANT_TYPE, RULE_TYPE } from '../rules/model.ts';
import type { MetadataRecord } from '../rules/records.ts';

export const activeRules = (records: MetadataRecord[] | null): MetadataRecord[] =>
  (records ?? []).filter((record) => record.type === RULE_TYPE && record.values['Is_Active__c'] === true);

/** Entitlements of one type in grants of active rules. */
export function grantNames(records: MetadataRecord[] | null, type: string): string[] {
  const active = new Set(activeRules(records).map(({ name }) => name));
  const grants = (records ?? []).filter(
    ({ type: kind, values }) =>
      kind === GRANT_TYPE && values['Type__c'] === type && active.has(String(values['Rule__c'])),
  );
  return [...new Set(grants.map(({ values }) => String(values['Entitlement_Name__c'])))];
}
