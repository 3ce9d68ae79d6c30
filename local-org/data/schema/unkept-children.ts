/**
 * Child relationships that an org's records have and whose rows the embedded org does not keep: histories, feeds, lists of
 * what is attached, of approvals, topics and followers. Code that names one compiles in an org, and is refused by name here.
 */
import type { SObjectDescribe } from '../types.ts';
import { catalogueEntry } from './catalogue.ts';

/**
 * Those that any object with records may have (Object Reference: "ActivityHistory", "AttachedContentDocument",
 * "AttachedContentNote", "CollaborationGroupRecord", "CombinedAttachment", "DuplicateRecordItem", "EntitySubscription",
 * "NoteAndAttachment", "OpenActivity", "ProcessInstance", "ProcessInstanceHistory", "RecordAction", "TopicAssignment";
 * "Associated Objects" for feeds, histories and shares).
 */
const OF_ANY = new Set(
  [
    'ActivityHistories',
    'AttachedContentDocuments',
    'AttachedContentNotes',
    'CombinedAttachments',
    'DuplicateRecordItems',
    'Feeds',
    'FeedSubscriptionsForEntity',
    'Histories',
    'NotesAndAttachments',
    'OpenActivities',
    'ProcessInstances',
    'ProcessSteps',
    'RecordActionHistories',
    'RecordActions',
    'RecordAssociatedGroups',
    'Shares',
    'TopicAssignments',
  ].map((name) => name.toLowerCase()),
);

/** Whether an org has such a relationship of the object, and this one has none of that name. */
export function isUnkeptChild(object: SObjectDescribe, relationship: string): boolean {
  const key = relationship.toLowerCase();
  const same = (name: string | null): boolean => name?.toLowerCase() === key;
  if (object.childRelationships.some(({ relationshipName }) => same(relationshipName))) return false;
  return OF_ANY.has(key) || Object.keys(catalogueEntry(object.name)?.children ?? {}).some(same);
}
