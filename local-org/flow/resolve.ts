/** What a reference such as `$Record.Account.Name`, `total` or `Get_Widgets` stands for in an interview (Help, "Flow Resources"). */
import { NotImplementedError } from '../data/types.ts';
import { ApexList, ApexMap } from '../apex/values/collections.ts';
import { fieldTypeName, fromStored } from '../apex/values/fields.ts';
import { userLocale } from '../apex/values/locale.ts';
import { ApexObject } from '../apex/values/object.ts';
import { ApexSObject, newSObject } from '../apex/values/sobject.ts';
import { ApexDatetime } from '../apex/values/time.ts';
import { child, textOf } from '../metadata/xml/element.ts';
import { toApexType } from './apex-values.ts';
import { dayIn } from './days.ts';
import { FlowFault, notSet } from './faults.ts';
import { formulaValue, globalValue } from './formula.ts';
import type { Interview } from './interview.ts';
import { literal, merged } from './literals.ts';
import type { FlowResource } from './model.ts';
import { copied, elementType, setField, toResource } from './values.ts';

/** Raises FlowFault where the way leads through nothing. */
export function resolve(interview: Interview, path: string): unknown {
  const [head = '', ...rest] = path.trim().split('.');
  const name = head.toLowerCase();
  if (name === '$flow') return flowGlobal(interview, rest);
  if (name === '$globalconstant') return globalConstant(rest[0] ?? '');
  if (head.startsWith('$') && name !== '$record' && name !== '$record__prior') return globalValue(interview, path);
  const value = headValue(interview, name, head);
  // A new record has no values before: they are all null (Help, "$Record__Prior").
  if (name === '$record__prior' && value === null) return null;
  return walk(interview, value, rest, path);
}

function headValue(interview: Interview, name: string, written: string): unknown {
  const { flow, triggering } = interview;
  if (name === '$record') return triggering?.row ?? null;
  if (name === '$record__prior') return triggering?.prior ?? null;
  const resource = flow.resources.get(name);
  if (resource) return resourceValue(interview, resource);
  if (interview.values.has(name)) return interview.values.get(name);
  if (interview.outcomes.has(name)) return interview.outcomes.get(name);
  const element = flow.elements.get(name);
  if (element?.kind === 'screens')
    throw new NotImplementedError(`The value of the screen ${written} in the flow ${flow.name}`);
  // An element that did not run gave nothing; an outcome that was not evaluated is not true.
  return element ? null : isOutcome(interview, name) ? false : null;
}

function isOutcome({ flow }: Interview, name: string): boolean {
  return [...flow.elements.values()].some(
    ({ kind, xml }) =>
      kind === 'decisions' &&
      xml.children.some((rule) => rule.name === 'rules' && textOf(rule, 'name')?.toLowerCase() === name),
  );
}

/** Variables begin with their default. */
export function resourceValue(interview: Interview, resource: FlowResource): unknown {
  const name = resource.name.toLowerCase();
  switch (resource.kind) {
    case 'variables':
      if (!interview.values.has(name)) {
        const given = child(resource.xml, 'value');
        interview.values.set(name, given ? toResource(interview.rt, resource, literal(interview, given)) : null);
      }
      return interview.values.get(name);
    case 'constants': {
      const given = child(resource.xml, 'value');
      return given ? toResource(interview.rt, resource, literal(interview, given)) : null;
    }
    case 'textTemplates':
      return merged(interview, child(resource.xml, 'text')?.text ?? '');
    case 'formulas':
      return formulaValue(interview, child(resource.xml, 'expression')?.text ?? '', resource.dataType);
  }
}

function walk(interview: Interview, start: unknown, rest: readonly string[], path: string): unknown {
  let value = start;
  for (const name of rest) {
    if (value === null || value === undefined) throw notSet(path);
    value = member(interview, value, name, path);
  }
  return value ?? null;
}

function member(interview: Interview, value: unknown, name: string, path: string): unknown {
  const { rt } = interview;
  if (value instanceof ApexSObject) return recordMember(interview, value, name, path);
  if (value instanceof Map) return (value as Map<string, unknown>).get(name.toLowerCase()) ?? null;
  if (value instanceof ApexObject) {
    const found = rt.members(value).find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (found) return found.get();
  }
  if (value instanceof ApexMap || value instanceof ApexList || value instanceof ApexObject)
    throw new NotImplementedError(`The flow reference ${path}`);
  throw notSet(path);
}

/** A field, or the record behind a lookup: read when it is first asked for. */
function recordMember(interview: Interview, row: ApexSObject, name: string, path: string): unknown {
  const { rt } = interview;
  const field = rt.data.schema.field(row.describe.name, name);
  if (field) {
    // Kinds of fields whose values are made of parts are not values of flows.
    if (fieldTypeName(field) === 'Address' || fieldTypeName(field) === 'Location')
      throw new NotImplementedError(`The compound field ${path} in a flow`);
    return row.values.get(field.name) ?? null;
  }
  // `Owner:User.Name` says which of several kinds is meant.
  const relationship = row.relationship(name.split(':')[0] as string);
  if (!relationship) throw new FlowFault(`The field ${name} doesn't exist on ${row.describe.name}.`);
  if (relationship.children) throw new NotImplementedError(`The child records ${path} in a flow`);
  const known = row.values.get(relationship.name);
  if (known instanceof ApexSObject) return known;
  const lookup = [...row.describe.fields.values()].find((one) => one.relationshipName === relationship.name);
  const id = lookup && row.values.get(lookup.name);
  if (typeof id !== 'string') return null;
  const parent = loadRecord(interview, id);
  if (parent) row.values.set(relationship.name, parent);
  return parent;
}

/** A record with all its fields, as the interview may see it. Reads of references are not queries of elements and count none. */
export function loadRecord({ rt, access }: Interview, id: string): ApexSObject | null {
  const object = rt.data.schema.byKeyPrefix(id.slice(0, 3));
  if (!object) return null;
  const fields = [...object.fields.values()].filter(({ type }) => type !== 'address' && type !== 'location');
  const result = rt.data.query(
    `SELECT ${fields.map(({ name }) => name).join(', ')} FROM ${object.name} WHERE Id = :id`,
    {
      mode: 'system',
      sharing: access.sharing,
      actor: rt.actor,
      binds: { id },
    },
  );
  const [record] = result.records;
  if (!record) return null;
  const row = newSObject(rt, object.name);
  for (const { name, ...field } of fields) {
    const value = record.values[name];
    if (value !== null && value !== undefined && typeof value !== 'object')
      row.values.set(name, fromStored({ name, ...field }, value));
  }
  row.values.set('Id', id);
  row.selected = new Set(fields.map(({ name }) => name));
  return row;
}

function flowGlobal(interview: Interview, [name = '', ...more]: string[]): unknown {
  const { rt } = interview;
  const now = new ApexDatetime(rt.data.now().getTime());
  switch (name.toLowerCase()) {
    case 'faultmessage':
      return interview.faultMessage;
    case 'currentdate':
      return dayIn(now, userLocale(rt).zone);
    case 'currentdatetime':
      return now;
    case 'interviewstarttime':
      return new ApexDatetime(interview.startTime);
    case 'interviewguid':
      return interview.guid;
    default:
      throw new NotImplementedError(`The flow global $Flow.${[name, ...more].join('.')}`);
  }
}

function globalConstant(name: string): unknown {
  switch (name.toLowerCase()) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'emptystring':
      return '';
    default:
      throw new NotImplementedError(`The global constant ${name} in a flow`);
  }
}

/** Sets a variable, a field of a record, or a member of an Apex-defined value. Records and values that are not there yet are made. */
export function assign(interview: Interview, path: string, value: unknown): void {
  const { rt, flow, triggering } = interview;
  const [head = '', ...rest] = path.trim().split('.');
  const name = head.toLowerCase();
  const resource = flow.resources.get(name);
  if (rest.length === 0) {
    if (resource?.kind === 'variables') interview.values.set(name, toResource(rt, resource, value));
    else if (flow.elements.has(name)) interview.values.set(name, copied(value));
    else throw new NotImplementedError(`Setting ${path} in a flow`);
    return;
  }
  if (name.startsWith('$') && name !== '$record') throw new NotImplementedError(`Setting ${path} in a flow`);
  if (resource?.kind === 'variables' && (resourceValue(interview, resource) ?? null) === null)
    interview.values.set(name, blank(interview, resource));
  const target = walk(
    interview,
    name === '$record' ? (triggering?.row ?? null) : headValue(interview, name, head),
    rest.slice(0, -1),
    path,
  );
  const last = rest.at(-1) as string;
  if (target instanceof ApexSObject) return setField(rt, target, last, value);
  if (target instanceof ApexObject) return setMember(interview, target, last, value, path);
  throw target === null ? notSet(path) : new NotImplementedError(`Setting ${path} in a flow`);
}

function blank({ rt }: Interview, resource: FlowResource): unknown {
  if (resource.collection) return null;
  if (resource.dataType === 'SObject' && resource.objectType) return newSObject(rt, resource.objectType);
  return resource.dataType === 'Apex' && resource.apexClass ? rt.construct(elementType(resource)) : null;
}

function setMember({ rt }: Interview, target: ApexObject, name: string, value: unknown, path: string): void {
  const found = rt.members(target).find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (!found) throw new FlowFault(`The field ${path} doesn't exist.`);
  found.set(toApexType(value, found.type));
}
