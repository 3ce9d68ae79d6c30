/** Fills an org's snapshot with users and their findings, as a scan would have left them. */
import { SYSTEM } from '../../local-org/data/types.ts';
import type { LocalOrg } from '../../local-org/org.ts';
import type { RecordValues } from '../../local-org/data/types.ts';

const BATCH = 5000;
const SOURCES = ['Employees', 'Contractors'];
const MATCHERS = ['IntegrationUser', 'IntegrationUser', 'FederationId', 'MarkerField'];
const STATUSES = ['Active', 'Active', 'Active', 'Inactive'];
const SEVERITIES = ['Critical', 'High', 'Medium', 'Low'];
const REASONS = ['NOT_ASSIGNED', 'LICENSE_NOT_ASSIGNED', 'NO_SEATS_LEFT', 'NOT_IN_PUBLIC_GROUP'];
const DEPARTMENTS = 120;
const ENTITLEMENTS = 20;

/** `count` rows of Provisioned_User__c; every seventh lacks something, every fiftieth holds something unexpected. */
export function fillUsers(org: LocalOrg, count: number): void {
  const actor = { userId: org.data.rows('User')[0]!['Id'] as string };
  const insert = (object: string, rows: RecordValues[]): string[] => {
    const results = org.data.insert(object, rows, { ...SYSTEM, actor, allOrNone: false });
    const failed = results.find((result) => !result.success);
    if (failed) throw new Error(failed.errors[0]!.message);
    return results.map((result) => result.id as string);
  };
  for (let start = 0; start < count; start += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, count - start) }, (_unused, index) => start + index);
    const ids = insert('Provisioned_User__c', numbers.map(userRow));
    const findings = numbers.flatMap((number, index) => findingRows(number, ids[index]!));
    if (findings.length > 0) insert('Entitlement_Finding__c', findings);
  }
  insert('Entitlement_Summary__c', Array.from({ length: ENTITLEMENTS }, summaryRow));
}

function missingOf(number: number): number {
  return number % 7 === 0 ? 1 + (number % 4) : 0;
}

function at(hours: number): string {
  return new Date(Date.UTC(2026, 0, 1) + hours * 3_600_000).toISOString().replace('Z', '+0000');
}

function userRow(number: number): RecordValues {
  const digits = String(number).padStart(6, '0');
  const missing = missingOf(number);
  const status = number % STATUSES.length;
  const unexpected = number % 50 === 0 ? 1 : 0;
  return {
    Name: `Example User ${digits}`,
    User_Id__c: `005000000${digits}AAA`,
    Username__c: `user.${digits}@example.com`,
    Email__c: `user.${digits}@example.com`,
    Federation_Identifier__c: `00u${digits}`,
    Source__c: SOURCES[number % SOURCES.length]!,
    Source_Label__c: SOURCES[number % SOURCES.length]!,
    Matched_By__c: MATCHERS[number % MATCHERS.length]!,
    Profile__c: 'Minimum Access - Salesforce',
    Role__c: number % 3 === 0 ? null : `Role ${number % 30}`,
    Department__c: number % 10 === 0 ? null : `Department ${number % DEPARTMENTS}`,
    Title__c: `Title ${number % 40}`,
    Status__c: STATUSES[status]!,
    Status_Order__c: status === 3 ? 2 : 0,
    Missing_Count__c: missing,
    Missing_Order__c: missing > 0 ? missing * 10 + 3 : 0,
    Critical_Count__c: 0,
    Unexpected_Count__c: unexpected,
    Privileged_Count__c: number % 500 === 0 ? 1 : 0,
    Lifecycle_Count__c: 0,
    Worst_Severity__c: missing > 0 ? 'High' : null,
    Is_Overdue__c: number % 400 === 3,
    Deadline_At__c: number % 40 === 3 ? at(number % 1000) : null,
    Last_Login__c: number % 4 === 0 ? null : at(number % 3000),
    User_Created_Date__c: at(number % 5000),
    Evaluated_At__c: new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString().replace('Z', '+0000'),
    Summary__c: missing > 0 ? `${missing} entitlements (not assigned)` : null,
  };
}

function findingRows(number: number, rowId: string): RecordValues[] {
  const missing = Array.from({ length: missingOf(number) }, (_unused, index) =>
    findingRow(number, rowId, 'Missing', (number + index) % ENTITLEMENTS),
  );
  return number % 50 === 0
    ? [...missing, findingRow(number, rowId, 'Unexpected', (number + 7) % ENTITLEMENTS)]
    : missing;
}

function findingRow(number: number, rowId: string, kind: string, entitlement: number): RecordValues {
  const name = `Entitlement_${entitlement}`;
  return {
    Provisioned_User__c: rowId,
    External_Id__c: `${number}|${kind}|PermissionSet|${name}`,
    Kind__c: kind,
    Entitlement_Type__c: 'PermissionSet',
    Entitlement_Name__c: name,
    Entitlement_Label__c: name,
    Entitlement_Ref__c: `permissionset:${name.toLowerCase()}`,
    Is_Privileged__c: kind === 'Unexpected' && number % 500 === 0,
    Severity__c: SEVERITIES[(number + entitlement) % SEVERITIES.length]!,
    Reason__c: kind === 'Missing' ? REASONS[number % REASONS.length]! : 'NOT_EXPECTED',
    // One in nine is settled, long ago.
    Resolved_At__c: number % 9 === 0 ? at(number % 100) : null,
  };
}

function summaryRow(_unused: unknown, index: number): RecordValues {
  const name = `Entitlement_${index}`;
  return {
    Entitlement_Ref__c: `permissionset:${name.toLowerCase()}`,
    Entitlement_Type__c: 'PermissionSet',
    Entitlement_Name__c: name,
    Entitlement_Label__c: name,
  };
}
