/** Fills an org's snapshot with users, as a scan would have left them. */
import { SYSTEM } from '../../local-org/data/types.ts';
import type { LocalOrg } from '../../local-org/org.ts';
import type { RecordValues } from '../../local-org/data/types.ts';

const BATCH = 5000;
const SOURCES = ['Employees', 'Contractors'];
const STATUSES = ['Active', 'Active', 'Active', 'Inactive'];

/** `count` rows of Provisioned_User__c; every seventh lacks something. */
export function fillUsers(org: LocalOrg, count: number): void {
  const actor = { userId: org.data.rows('User')[0]!['Id'] as string };
  for (let start = 0; start < count; start += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - start) }, (_unused, index) => userRow(start + index));
    const failed = org.data
      .insert('Provisioned_User__c', rows, { ...SYSTEM, actor, allOrNone: false })
      .find((result) => !result.success);
    if (failed) throw new Error(failed.errors[0]!.message);
  }
}

function userRow(number: number): RecordValues {
  const digits = String(number).padStart(6, '0');
  const missing = number % 7 === 0 ? 1 + (number % 4) : 0;
  const status = number % STATUSES.length;
  return {
    Name: `Example User ${digits}`,
    User_Id__c: `005000000${digits}AAA`,
    Username__c: `user.${digits}@example.com`,
    Email__c: `user.${digits}@example.com`,
    Federation_Identifier__c: `00u${digits}`,
    Source__c: SOURCES[number % SOURCES.length]!,
    Source_Label__c: SOURCES[number % SOURCES.length]!,
    Matched_By__c: 'IntegrationUser',
    Profile__c: 'Minimum Access - Salesforce',
    Status__c: STATUSES[status]!,
    Status_Order__c: status,
    Missing_Count__c: missing,
    Missing_Order__c: missing > 0 ? missing * 10 + 3 : 0,
    Critical_Count__c: 0,
    Unexpected_Count__c: 0,
    Lifecycle_Count__c: 0,
    Worst_Severity__c: missing > 0 ? 'High' : null,
    Evaluated_At__c: new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString().replace('Z', '+0000'),
  };
}
