/** Get Records (Help, "Get Records Element"): one query of the transaction's limit for all interviews that wait at it. */
import type { FieldDescribe, QueryResult } from '../../data/types.ts';
import { ApexList } from '../../apex/values/collections.ts';
import { toList } from '../../apex/values/records.ts';
import type { ApexSObject } from '../../apex/values/sobject.ts';
import { childrenNamed, flag, numberOf, textOf } from '../../metadata/xml/element.ts';
import type { XmlElement } from '../../metadata/xml/element.ts';
import type { FlowFault } from '../faults.ts';
import type { Interview } from '../interview.ts';
import type { FlowElement } from '../model.ts';
import { assign } from '../resolve.ts';
import { NotImplementedError } from '../../data/types.ts';
import { filterOf } from './record-filters.ts';
import { guarded } from './guarded.ts';
import { objectNamed, queried } from './record-find.ts';

export function lookUpRecords(interviews: Interview[], element: FlowElement): (FlowFault | undefined)[] {
  const [{ rt }] = interviews as [Interview];
  rt.charge('queries', 1);
  const { faults } = guarded(interviews, (interview) => lookUp(interview, element));
  return interviews.map((interview) => faults.get(interview));
}

function lookUp(interview: Interview, { name, xml }: FlowElement): void {
  const { rt } = interview;
  if (childrenNamed(xml, 'relatedRecords').length > 0 || textOf(xml, 'customOutputType') !== undefined)
    throw new NotImplementedError(`Related records of the element ${name} of the flow ${interview.flow.name}`);
  const object = textOf(xml, 'object') ?? '';
  const rows = toList(rt, query(interview, object, xml));
  rt.charge('queryRows', rows.items.length);
  const [first] = rows.items as ApexSObject[];
  const isSingle = flag(xml, 'getFirstRecordOnly');
  const reference = textOf(xml, 'outputReference');
  const clears = flag(xml, 'assignNullValuesIfNoRecordsFound');
  if (flag(xml, 'storeOutputAutomatically'))
    interview.values.set(name.toLowerCase(), isSingle ? (first ?? null) : rows.items.length > 0 ? rows : null);
  if (reference !== undefined && (first || clears)) {
    const takesList = interview.flow.resources.get(reference.toLowerCase())?.collection === true;
    assign(interview, reference, first ? (takesList ? new ApexList(rows.type, rows.items) : first) : null);
  }
  for (const output of childrenNamed(xml, 'outputAssignments')) {
    if (!first && !clears) continue;
    const field = rt.data.schema.field(object, textOf(output, 'field') ?? '');
    assign(interview, textOf(output, 'assignToReference') ?? '', (field && first?.values.get(field.name)) ?? null);
  }
}

function query(interview: Interview, object: string, xml: XmlElement): QueryResult {
  const describe = objectNamed(interview, object);
  const { where, binds } = filterOf(interview, describe.name, xml);
  const fields = fieldsOf(interview, [...describe.fields.values()], xml);
  const sortField = textOf(xml, 'sortField');
  const order =
    sortField === undefined ? '' : `ORDER BY ${sortField} ${textOf(xml, 'sortOrder') === 'Desc' ? 'DESC' : 'ASC'}`;
  const limit = limitOf(interview, xml);
  const soql = ['SELECT', fields.join(', '), 'FROM', describe.name, where, order, limit].filter(Boolean).join(' ');
  return queried(interview, soql, binds);
}

/** All fields that the user may read, or those that the element names. */
function fieldsOf(interview: Interview, fields: FieldDescribe[], xml: XmlElement): string[] {
  const { rt, access } = interview;
  const object = textOf(xml, 'object') ?? '';
  const named = [
    ...childrenNamed(xml, 'queriedFields').map(({ text }) => text.trim()),
    ...childrenNamed(xml, 'outputAssignments').map((output) => textOf(output, 'field') ?? ''),
  ].filter((field) => field !== '');
  const wanted =
    named.length > 0
      ? [...new Set(['Id', ...named].map((field) => rt.data.schema.field(object, field)?.name ?? field))]
      : fields.filter(({ type }) => type !== 'address' && type !== 'location').map(({ name }) => name);
  if (access.mode !== 'user' || named.length > 0) return wanted;
  return wanted.filter((field) => rt.data.access.field(rt.actor.userId, object, field).readable);
}

function limitOf(interview: Interview, xml: XmlElement): string {
  const isSingle =
    flag(xml, 'getFirstRecordOnly') ||
    (textOf(xml, 'outputReference') !== undefined &&
      interview.flow.resources.get((textOf(xml, 'outputReference') as string).toLowerCase())?.collection === false) ||
    (childrenNamed(xml, 'outputAssignments').length > 0 && !flag(xml, 'storeOutputAutomatically'));
  const written = numberOf(xml, 'limit');
  if (isSingle) return 'LIMIT 1';
  return written === undefined ? '' : `LIMIT ${written}`;
}
