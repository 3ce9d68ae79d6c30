/**
 * What the objects of other orgs have and those of this one lack: fields that a feature brings, and child relationships
 * whose rows the embedded org does not keep. Code that names one compiles in such an org.
 */
import type { SObjectDescribe } from '../types.ts';
import { catalogueEntry } from './catalogue.ts';

/** Fields of custom objects in orgs with several currencies (Object Reference, "Currency Field Type"). */
const OF_CUSTOM_OBJECTS = /^CurrencyIsoCode$/i;
/** Custom fields of contacts, as accounts that are persons show them (Object Reference, "Account", Person Account Fields). */
const OF_PERSON_ACCOUNTS = /__pc$/i;

/** Whether an org with more features has such a field of the object, and this one has none of that name. */
export function isFeatureField(object: SObjectDescribe, field: string): boolean {
  const key = field.toLowerCase();
  const same = (name: string): boolean => name.toLowerCase() === key;
  if ([...object.fields.keys()].some(same)) return false;
  if (object.kind === 'custom') return OF_CUSTOM_OBJECTS.test(field);
  if (object.name === 'Account' && OF_PERSON_ACCOUNTS.test(field)) return true;
  return Object.keys(catalogueEntry(object.name)?.fields ?? {}).some(same);
}

/**
 * Child relationships that any object with records may have (Object Reference: "ActivityHistory", "AttachedContentDocument",
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
