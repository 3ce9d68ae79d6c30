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

/** The user permission that lets activities be changed; `ActivitiesAccess` shows them. */
const ACTIVITIES: Readonly<Record<string, string>> = { Activity: 'EditTask', Event: 'EditEvent', Task: 'EditTask' };
const SEES_ACTIVITIES = 'ActivitiesAccess';

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
  const edits = ACTIVITIES[object];
  if (edits !== undefined) {
    const modifyAll = holder.hasPermission('ModifyAllData');
    const viewAll = modifyAll || holder.hasPermission('ViewAllData');
    const sees = viewAll || holder.hasPermission(SEES_ACTIVITIES);
    return { ...access(sees, modifyAll || (sees && holder.hasPermission(edits))), viewAll, modifyAll };
  }
  return OPEN.has(object) ? access(true, true) : undefined;
}

export function isActivity(object: string): boolean {
  return object in ACTIVITIES;
}

export function isDerived(object: string): boolean {
  return object in CONTROLLED_BY || object in ACTIVITIES || OPEN.has(object);
}

function access(read: boolean, write: boolean): ObjectAccess {
  return { read, create: write, edit: write, delete: write, viewAll: false, modifyAll: false };
}
