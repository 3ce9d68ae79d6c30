/**
 * Standard objects that no permission set names: access to them follows from a record that they belong to, or from a user
 * permission (Object Reference, "Special Access Rules" of each; Help, "Object Permissions").
 */
import type { ObjectAccess } from './access.ts';

/** Whoever may read the controlling object reads the rows; whoever may edit it adds, changes and removes them. */
const CONTROLLED_BY: Readonly<Record<string, string>> = {
  CampaignMember: 'Campaign',
  CampaignMemberStatus: 'Campaign',
  CaseComment: 'Case',
  OpportunityContactRole: 'Opportunity',
  OpportunityLineItem: 'Opportunity',
  OrderItem: 'Order',
  PricebookEntry: 'Pricebook2',
};

/** Files, notes, attachments and e-mails are open to every user; the record that they belong to decides about each. */
const OPEN = new Set([
  'Attachment',
  'ContentDocument',
  'ContentDocumentLink',
  'ContentVersion',
  'EmailMessage',
  'Note',
]);

export interface Holder {
  object(name: string): ObjectAccess;
  hasPermission(name: string): boolean;
}

/** Undefined for an object that permission sets name. */
export function derivedAccess(object: string, holder: Holder): ObjectAccess | undefined {
  const parent = CONTROLLED_BY[object];
  if (parent !== undefined) {
    const { read, edit } = holder.object(parent);
    return access(read, edit);
  }
  return OPEN.has(object) ? access(true, true) : undefined;
}

export function isDerived(object: string): boolean {
  return object in CONTROLLED_BY || OPEN.has(object);
}

function access(read: boolean, write: boolean): ObjectAccess {
  return { read, create: write, edit: write, delete: write, viewAll: false, modifyAll: false };
}
