/** Master-detail fields (Object Reference, "Relationships Among Objects"): lookups that are required and delete with their parent. */
import type { FieldDescribe, SObjectDescribe } from '../types.ts';

/** The custom ones of an object, the first that was made first: it decides about sharing. */
export function mastersOf(object: SObjectDescribe): FieldDescribe[] {
  return [...object.fields.values()].filter(
    (field) => field.custom && field.type === 'reference' && field.cascadeDelete && !field.nillable,
  );
}
