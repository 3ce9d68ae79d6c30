/** Reads sources and rules out of an org, by SOQL on the custom metadata types. */
import type { Connection } from '@salesforce/core';
import { ScimError } from '../command.ts';
import { patient, retried, type Patience } from '../requests/retry.ts';
import { CRITERION_TYPE, GRANT_TYPE, RULE_TYPE, SOURCE_TYPE, type RecordType } from './model.ts';
import type { MetadataRecord } from './records.ts';

const FIELDS: Record<RecordType, string[]> = {
  [SOURCE_TYPE]: [
    'Deprovisioning_Deadline_Minutes__c',
    'Deprovisioning_Mode__c',
    'Federation_Id_Pattern__c',
    'First_Login_Days__c',
    'Grace_Minutes__c',
    'Idp_Kind__c',
    'Integration_Usernames__c',
    'Is_Active__c',
    'Marker_Field__c',
    'Marker_Value__c',
    'Successor_Username__c',
    'Uses_Sso__c',
  ],
  [RULE_TYPE]: [
    'Criteria_Logic__c',
    'Effect__c',
    'Idp_Group_Name__c',
    'Is_Active__c',
    'Rationale__c',
    'Severity__c',
    'Source__r.DeveloperName',
  ],
  [CRITERION_TYPE]: ['Field__c', 'Operator__c', 'Rule__r.DeveloperName', 'Type__c', 'Value__c'],
  [GRANT_TYPE]: ['Entitlement_Name__c', 'Rule__r.DeveloperName', 'Type__c'],
};

type Row = Record<string, unknown> & { DeveloperName: string; MasterLabel: string };

/**
 * Every record of the four types.
 * @throws {ScimError} `PackageNotInstalled` when the org lacks the types or the user may not read them
 */
export async function readOrg(connection: Connection, patience: Patience = patient()): Promise<MetadataRecord[]> {
  const records: MetadataRecord[] = [];
  for (const [type, fields] of Object.entries(FIELDS) as [RecordType, string[]][]) {
    const soql = `SELECT DeveloperName, MasterLabel, ${fields.join(', ')} FROM ${type}__mdt`;
    records.push(...(await query(connection, soql, patience)).map((row) => toRecord(type, fields, row)));
  }
  return records;
}

async function query(connection: Connection, soql: string, patience: Patience): Promise<Row[]> {
  try {
    // Rules of a large company exceed one page.
    const { records } = await retried(() => connection.autoFetchQuery(soql), patience);
    return records as unknown as Row[];
  } catch (cause) {
    const { name, message } = cause as Error;
    if (name !== 'INVALID_TYPE') throw cause;
    throw new ScimError(
      'PackageNotInstalled',
      `The org does not have SCIM Rollcall, or this user may not read its rules: ${message}`,
      {
        actions: [
          'Deploy it first: scim deploy --target-org <alias>.',
          'Or assign the permission set SCIM Rollcall Administrator to the user of this login.',
        ],
        cause,
      },
    );
  }
}

function toRecord(type: RecordType, fields: string[], row: Row): MetadataRecord {
  const values = fields.map((field) => {
    const [relation, inner] = field.split('.') as [string, string?];
    if (!inner) return [field, (row[field] ?? null) as string | null] as const;
    const related = row[relation] as Record<string, string> | null | undefined;
    return [relation.replace(/__r$/, '__c'), related?.[inner] ?? null] as const;
  });
  return { type, name: row.DeveloperName, label: row.MasterLabel, values: Object.fromEntries(values) };
}
