/**
 * Update Records (Help, "Update Records Element"): records by reference, the record that started the flow, or what filters
 * find. Before a save, the record that started the flow is changed itself: nothing is written.
 */
import { newSObject } from '../../apex/values/sobject.ts';
import type { ApexSObject } from '../../apex/values/sobject.ts';
import { childrenNamed, textOf } from '../../metadata/xml/element.ts';
import type { FlowFault } from '../faults.ts';
import type { Interview } from '../interview.ts';
import { literalIn } from '../literals.ts';
import type { FlowElement } from '../model.ts';
import { setField } from '../values.ts';
import { guarded } from './guarded.ts';
import { idsFound, needsQuery } from './record-find.ts';
import { recordMeets } from './record-meets.ts';
import { recordsBehind } from './records-behind.ts';
import { writeRecords } from './record-write.ts';

export function updateRecords(interviews: Interview[], element: FlowElement): (FlowFault | undefined)[] {
  const { xml } = element;
  if (needsQuery(xml)) interviews[0]!.rt.charge('queries', 1);
  const { ready, rows, faults } = guarded(interviews, (interview) => rowsOf(interview, element));
  const written = writeRecords(ready, rows, 'update');
  ready.forEach((interview, index) => {
    const fault = written[index];
    if (fault) faults.set(interview, fault);
  });
  return interviews.map((interview) => faults.get(interview));
}

function rowsOf(interview: Interview, { xml }: FlowElement): readonly ApexSObject[] {
  const reference = textOf(xml, 'inputReference');
  const inputs = childrenNamed(xml, 'inputAssignments');
  const set = (row: ApexSObject): ApexSObject => {
    for (const input of inputs)
      setField(interview.rt, row, textOf(input, 'field') ?? '', literalIn(interview, input, 'value'));
    return row;
  };
  if (reference === undefined) {
    const object = textOf(xml, 'object') ?? '';
    return idsFound(interview, object, xml).map((id) => set(recordOf(interview, object, id)));
  }
  const records = recordsBehind(interview, reference);
  if (inputs.length === 0) return isBeforeSave(interview, reference) ? [] : records;
  const met = recordMeets(interview, reference, xml) ? records : [];
  for (const row of met) set(row);
  return isBeforeSave(interview, reference) ? [] : met;
}

function isBeforeSave({ triggering }: Interview, reference: string): boolean {
  return triggering?.when === 'beforeSave' && reference.toLowerCase() === '$record';
}

/** The fields that an element sets are all that is written of a record that it found. */
function recordOf(interview: Interview, object: string, id: string): ApexSObject {
  const row = newSObject(interview.rt, object);
  row.values.set('Id', id);
  return row;
}
