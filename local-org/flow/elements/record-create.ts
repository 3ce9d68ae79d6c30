/** Create Records (Help, "Create Records Element"). */
import { NotImplementedError } from '../../data/types.ts';
import { newSObject } from '../../apex/values/sobject.ts';
import type { ApexSObject } from '../../apex/values/sobject.ts';
import { child, childrenNamed, textOf } from '../../metadata/xml/element.ts';
import type { FlowFault } from '../faults.ts';
import type { Interview } from '../interview.ts';
import { literalIn } from '../literals.ts';
import type { FlowElement } from '../model.ts';
import { assign } from '../resolve.ts';
import { setField } from '../values.ts';
import { recordsToCreate } from './records-behind.ts';
import { guarded } from './guarded.ts';
import { writeRecords } from './record-write.ts';
import { objectNamed } from './record-find.ts';

/** What makes an element more than a plain insert: matching records, and what becomes of the rows of a partial success. */
const MORE = [
  'operationMultMatchingRecords',
  'operationOneMatchingRecord',
  'operationZeroMatchingRecords',
  'storeMatchingRecordIdsInReference',
];

export function createRecords(interviews: Interview[], element: FlowElement): (FlowFault | undefined)[] {
  const { name, xml } = element;
  const more = MORE.find((part) => child(xml, part) !== undefined);
  if (more !== undefined || textOf(xml, 'checkForMatchingRecords') === 'true')
    throw new NotImplementedError(`Checking for matching records in ${name} of the flow ${interviews[0]!.flow.name}`);
  const { ready, rows, faults } = guarded(interviews, (interview) => rowsOf(interview, element));
  const written = writeRecords(ready, rows, 'insert');
  ready.forEach((interview, index) => {
    const fault = written[index];
    if (fault) faults.set(interview, fault);
    else finish(interview, element, rows[index]!);
  });
  return interviews.map((interview) => faults.get(interview));
}

function rowsOf(interview: Interview, { xml }: FlowElement): readonly ApexSObject[] {
  const reference = textOf(xml, 'inputReference');
  if (reference !== undefined) return recordsToCreate(interview, reference);
  const object = textOf(xml, 'object') ?? '';
  const row = newSObject(interview.rt, objectNamed(interview, object).name);
  for (const input of childrenNamed(xml, 'inputAssignments'))
    setField(interview.rt, row, textOf(input, 'field') ?? '', literalIn(interview, input, 'value'));
  return [row];
}

/** The id of the new record: in the variable that the element names, and under the element's own name. */
function finish(interview: Interview, { name, xml }: FlowElement, rows: readonly ApexSObject[]): void {
  if (textOf(xml, 'inputReference') !== undefined) return;
  const id = rows[0]?.id ?? null;
  const variable = textOf(xml, 'assignRecordIdToReference');
  if (variable !== undefined) assign(interview, variable, id);
  interview.values.set(name.toLowerCase(), id);
}
