/** Ids of the records that an element's filters find. */
import { NotImplementedError, PlatformError } from '../../data/types.ts';
import { childrenNamed, textOf } from '../../metadata/xml/element.ts';
import { FlowFault, recordFault } from '../faults.ts';
import type { Interview } from '../interview.ts';
import type { FlowElement } from '../model.ts';
import { filterOf } from './record-filters.ts';

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
  const { rt, access } = interview;
  const describe = rt.data.schema.find(object);
  if (!describe) throw new FlowFault(`The object ${object} doesn't exist.`);
  const { where, binds } = filterOf(interview, describe.name, xml);
  try {
    const { records } = rt.data.query(`SELECT Id FROM ${describe.name} ${where}`, {
      ...access,
      actor: rt.actor,
      binds,
    });
    rt.charge('queryRows', records.length);
    return records.map(({ id }) => id as string);
  } catch (error) {
    if (!(error instanceof PlatformError) || error instanceof NotImplementedError) throw error;
    throw recordFault('look up', { statusCode: error.errorCode, message: error.message });
  }
}
