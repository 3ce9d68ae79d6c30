/** What an element's filters find. */
import { NotImplementedError, PlatformError } from '../../data/types.ts';
import type { QueryResult, SObjectDescribe } from '../../data/types.ts';
import { childrenNamed, textOf } from '../../metadata/xml/element.ts';
import { FlowFault, recordFault } from '../faults.ts';
import type { Interview } from '../interview.ts';
import type { FlowElement } from '../model.ts';
import { filterOf } from './record-filters.ts';
import type { Filter } from './record-filters.ts';

/** Records by their ids cost no query, others one (salesforcebreak.com, "When Your DMLs Have Criteria Conditions Other Than Id"). */
export function needsQuery(xml: FlowElement['xml']): boolean {
  if (textOf(xml, 'inputReference') !== undefined) return false;
  const filters = childrenNamed(xml, 'filters');
  const [filter] = filters;
  return !(
    filter &&
    filters.length === 1 &&
    textOf(filter, 'field') === 'Id' &&
    ['EqualTo', 'In'].includes(textOf(filter, 'operator') ?? '')
  );
}

export function idsFound(interview: Interview, object: string, xml: FlowElement['xml']): string[] {
  const { name } = objectNamed(interview, object);
  const { where, binds } = filterOf(interview, name, xml);
  const { records } = queried(interview, `SELECT Id FROM ${name} ${where}`, binds);
  interview.rt.charge('queryRows', records.length);
  return records.map(({ id }) => id as string);
}

/** Raises FlowFault for an object that is not there. */
export function objectNamed({ rt }: Interview, object: string): SObjectDescribe {
  const describe = rt.data.schema.find(object);
  if (!describe) throw new FlowFault(`The object ${object} doesn't exist.`);
  return describe;
}

/** Runs a query as the interview may; what the org says against it is the interview's fault. */
export function queried({ rt, access }: Interview, soql: string, binds: Filter['binds']): QueryResult {
  try {
    return rt.data.query(soql, { ...access, actor: rt.actor, binds });
  } catch (error) {
    if (!(error instanceof PlatformError) || error instanceof NotImplementedError) throw error;
    throw recordFault('look up', { statusCode: error.errorCode, message: error.message });
  }
}
