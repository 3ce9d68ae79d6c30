/** Delete Records (Help, "Delete Records Element"). */
import { newSObject } from '../../apex/values/sobject.ts';
import { textOf } from '../../metadata/xml/element.ts';
import type { FlowFault } from '../faults.ts';
import type { Interview } from '../interview.ts';
import type { FlowElement } from '../model.ts';
import { guarded } from './guarded.ts';
import { idsFound, needsQuery } from './record-find.ts';
import { recordsBehind } from './records-behind.ts';
import { writeRecords } from './record-write.ts';

export function deleteRecords(interviews: Interview[], { xml }: FlowElement): (FlowFault | undefined)[] {
  const reference = textOf(xml, 'inputReference');
  const object = textOf(xml, 'object') ?? '';
  if (needsQuery(xml)) interviews[0]!.rt.charge('queries', 1);
  const { ready, rows, faults } = guarded(interviews, (interview) =>
    reference === undefined
      ? idsFound(interview, object, xml).map((id) => {
          const row = newSObject(interview.rt, object);
          row.values.set('Id', id);
          return row;
        })
      : recordsBehind(interview, reference),
  );
  const written = writeRecords(ready, rows, 'delete');
  ready.forEach((interview, index) => {
    const fault = written[index];
    if (fault) faults.set(interview, fault);
  });
  return interviews.map((interview) => faults.get(interview));
}
