/** A finding of the snapshot, and the fields it is read from. */

export interface Finding {
  key: string;
  kind: 'Missing' | 'Unexpected' | 'Lifecycle';
  severity: string;
  reason: string;
  entitlementType: string | null;
  entitlementName: string | null;
  entitlementLabel: string | null;
  rule: string | null;
  userId: string;
  username: string;
  userName: string;
  status: string | null;
  department: string | null;
  source: string;
  /** ISO 8601, UTC. */
  firstSeen: string | null;
  lastSeen: string | null;
  resolvedAt: string | null;
}

const FIELDS: Record<keyof Finding, string> = {
  key: 'External_Id__c',
  kind: 'Kind__c',
  severity: 'Severity__c',
  reason: 'Reason__c',
  entitlementType: 'Entitlement_Type__c',
  entitlementName: 'Entitlement_Name__c',
  entitlementLabel: 'Entitlement_Label__c',
  rule: 'Rule__c',
  userId: 'Provisioned_User__r.User_Id__c',
  username: 'Provisioned_User__r.Username__c',
  userName: 'Provisioned_User__r.Name',
  status: 'Provisioned_User__r.Status__c',
  department: 'Provisioned_User__r.Department__c',
  source: 'Provisioned_User__r.Source__c',
  firstSeen: 'First_Seen__c',
  lastSeen: 'Last_Seen__c',
  resolvedAt: 'Resolved_At__c',
};

export const SELECTED = ['Id', ...Object.values(FIELDS)].join(', ');

/** From a row of the query resource: parents are objects, date-times end in +0000. */
export function findingOfRecord(record: Record<string, unknown>): Finding {
  return findingOf((path) =>
    path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | null)?.[name], record),
  );
}

/** From a row of a bulk result: columns are paths, nothing is an empty text. */
export function findingOfRow(row: Record<string, string>): Finding {
  return findingOf((path) => row[path]);
}

function findingOf(read: (path: string) => unknown): Finding {
  const entries = Object.entries(FIELDS).map(([name, path]) => {
    const value = read(path);
    return [name, value === undefined || value === null || value === '' ? null : inUtc(String(value))];
  });
  return Object.fromEntries(entries) as Finding;
}

const inUtc = (text: string): string => text.replace(/^(\d{4}-\d\d-\d\dT[\d:.]+)\+0000$/, '$1Z');
