/**
 * The org's own records are out of sight of tests (Apex Developer Guide, "Isolation of Test Data from Organization Data
 * in Unit Tests"); users, profiles, permission sets, groups, metadata and custom metadata records stay.
 */
import type { OrgData } from '../../data/contract.ts';
import { tableName } from '../../data/storage/tables.ts';

/** Standard objects that hold business records. */
const BUSINESS_OBJECTS = [
  'Account',
  'AccountContactRelation',
  'AccountTeamMember',
  'Asset',
  'Attachment',
  'Campaign',
  'CampaignMember',
  'Case',
  'CaseComment',
  'Contact',
  'ContentDocument',
  'ContentDocumentLink',
  'ContentVersion',
  'Contract',
  'Document',
  'EmailMessage',
  'Event',
  'Individual',
  'Lead',
  'Note',
  'Opportunity',
  'OpportunityContactRole',
  'OpportunityLineItem',
  'Order',
  'OrderItem',
  'Pricebook2',
  'PricebookEntry',
  'ProcessInstance',
  'ProcessInstanceNode',
  'ProcessInstanceStep',
  'ProcessInstanceWorkitem',
  'Product2',
  'Quote',
  'QuoteLineItem',
  'Solution',
  'Task',
];

/** Empties the tables of business records; call inside the transaction that is rolled back after the test. */
export function hideOrgData(data: OrgData): void {
  const tables = new Set(
    data.sql
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all()
      .map((row) => String(row.name)),
  );
  for (const name of hiddenObjects(data)) {
    const table = tableName(name);
    if (tables.has(table.slice(1, -1))) data.sql.exec(`DELETE FROM ${table}`);
  }
}

function hiddenObjects(data: OrgData): string[] {
  const custom = data.schema.names().filter((name) => {
    if (!/__c$/i.test(name)) return false;
    const kind = data.schema.find(name)?.kind;
    return kind === 'custom' || kind === 'customSetting';
  });
  return [...BUSINESS_OBJECTS, ...custom];
}
