/** The records that an element works on by reference: a record, or a collection of records. */
import { NotImplementedError } from '../../data/types.ts';
import { ApexList } from '../../apex/values/collections.ts';
import { ApexSObject } from '../../apex/values/sobject.ts';
import { flag } from '../../metadata/xml/element.ts';
import { FlowFault } from '../faults.ts';
import type { Interview } from '../interview.ts';
import { resolve } from '../resolve.ts';

/**
 * An empty record or collection is nothing to create: the flow goes on (salesforcetime.com, "DML Operations for an Empty
 * List in Flow"). Raises FlowFault for what is no record.
 */
export function recordsToCreate(interview: Interview, reference: string): readonly ApexSObject[] {
  const value = resolve(interview, reference);
  if (value === null) return [];
  if (value instanceof ApexSObject) return [value];
  if (value instanceof ApexList && value.items.every((item) => item instanceof ApexSObject)) return value.items;
  throw new FlowFault(`${reference} holds no record.`);
}

/** Of a single record that is not there, documents do not tell what comes of updating or deleting it. */
export function recordsBehind(interview: Interview, reference: string): readonly ApexSObject[] {
  const records = recordsToCreate(interview, reference);
  if (
    records.length === 0 &&
    !(resolve(interview, reference) instanceof ApexList) &&
    !isCollection(interview, reference)
  )
    throw new NotImplementedError(`Writing ${reference}, which holds no record, in the flow ${interview.flow.name}`);
  return records;
}

/** A variable for collections, or an element that gives one. */
function isCollection({ flow }: Interview, reference: string): boolean {
  const name = reference.toLowerCase();
  const resource = flow.resources.get(name);
  if (resource) return resource.collection;
  const element = flow.elements.get(name);
  return (
    element?.kind === 'collectionProcessors' ||
    (element?.kind === 'recordLookups' && !flag(element.xml, 'getFirstRecordOnly'))
  );
}
