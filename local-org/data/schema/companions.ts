/**
 * Objects that a Salesforce org may have and the embedded org does not: those of features, and those that are kept beside
 * another one (Object Reference,
 * "Associated Objects": StandardObjectNameShare, StandardObjectNameHistory, StandardObjectNameFeed,
 * StandardObjectNameChangeEvent, StandardObjectNameOwnerSharingRule; the same for custom objects with `__`).
 */
import type { Schema } from '../contract.ts';
import { isFeatureObject } from './feature-objects.ts';

const OF_CUSTOM = /^(\w+)__(?:Share|History|Feed|ChangeEvent|Tag|ViewStat|VoteStat)$/i;
const OF_STANDARD = /^([A-Za-z0-9]+?)(?:Share|History|FieldHistory|Feed|ChangeEvent|OwnerSharingRule|Tag|TeamMember)$/i;

/** The object that `name` would accompany, e.g. `Account` for `AccountShare`, `Bike__c` for `Bike__Share`. */
function companionOf(name: string): string | undefined {
  const custom = OF_CUSTOM.exec(name)?.[1];
  return custom === undefined ? OF_STANDARD.exec(name)?.[1] : `${custom}__c`;
}

/** Whether `name` is no object here, but one that a feature brings, or that an org keeps beside such a one or one of here. */
export function isOfOtherOrg(schema: Pick<Schema, 'find'>, name: string): boolean {
  if (schema.find(name) !== undefined) return false;
  if (isFeatureObject(name)) return true;
  const main = companionOf(name);
  return main !== undefined && (schema.find(main) !== undefined || isFeatureObject(main));
}
