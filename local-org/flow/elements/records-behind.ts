/** The records that an element works on by reference: a record, or a collection of records. */
import { ApexList } from '../../apex/values/collections.ts';
import { ApexSObject } from '../../apex/values/sobject.ts';
import { FlowFault, notSet } from '../faults.ts';
import type { Interview } from '../interview.ts';
import { resolve } from '../resolve.ts';

/** Raises FlowFault where there is no record. An empty collection is nothing to do. */
export function recordsBehind(interview: Interview, reference: string): ApexSObject[] {
  const value = resolve(interview, reference);
  if (value instanceof ApexSObject) return [value];
  if (value instanceof ApexList && value.items.every((item) => item instanceof ApexSObject)) return value.items;
  if (value === null) throw notSet(reference);
  throw new FlowFault(`${reference} holds no record.`);
}
