/**
 * Paths from the records of a flow to their fields: `Get_Widget.Part__r.Code__c`, in values and in merge fields of texts and
 * formulas (Flow reference; Help, "Flow Resources"). Only resources whose object the file tells are followed.
 */
import { slipOf } from '../../data/schema/slips.ts';
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { child, childrenNamed, flag, textOf } from '../xml/element.ts';
import type { Position, XmlElement } from '../xml/element.ts';
import { isMissing } from './certain.ts';

/** Object of each record or collection of records, by the resource's name in lower case. */
export type Records = ReadonlyMap<string, string>;

/** Names of a flow's resources are no longer than 80 characters, and a loop may go over what another loop gives. */
const MOST_STEPS = 20;

/** Elements that hand on the object of a collection, and the element of theirs that names it. */
const HANDING_ON: [element: string, ...to: string[]][] = [
  ['loops', 'assignNextValueToReference'],
  ['collectionProcessors', 'assignNextValueToReference'],
];

export function recordsOf(document: XmlElement): Records {
  const records = new Map<string, string>();
  const put = (name: string | undefined, object: string | undefined): void => {
    if (name !== undefined && object !== undefined && !records.has(name.toLowerCase()))
      records.set(name.toLowerCase(), object);
  };
  const started = textOf(child(document, 'start'), 'object');
  put('$Record', started);
  put('$Record__Prior', started);
  for (const variable of childrenNamed(document, 'variables'))
    if (textOf(variable, 'dataType') === 'SObject') put(textOf(variable, 'name'), textOf(variable, 'objectType'));
  for (const lookup of childrenNamed(document, 'recordLookups'))
    if (flag(lookup, 'storeOutputAutomatically')) put(textOf(lookup, 'name'), textOf(lookup, 'object'));
  for (const transform of childrenNamed(document, 'transforms'))
    if (textOf(transform, 'dataType') === 'SObject') put(textOf(transform, 'name'), textOf(transform, 'objectType'));
  for (let step = 0, before = -1; step < MOST_STEPS && before !== records.size; step += 1) {
    before = records.size;
    for (const [name, to] of HANDING_ON)
      for (const element of childrenNamed(document, name)) {
        const object = records.get((textOf(element, 'collectionReference') ?? '').toLowerCase());
        put(textOf(element, 'name'), object);
        put(textOf(element, to as string), object);
      }
  }
  return records;
}

/** The object that a lookup field of `object` leads to; undefined where there are several, or none is known. */
function parentOf(object: string, field: string, context: DeployContext): string | undefined {
  const found = context.data.schema.field(object, field);
  return found?.referenceTo.length === 1 ? found.referenceTo[0] : undefined;
}

/** `Part__r` is the record behind `Part__c`, `Account` the one behind `AccountId`. */
function lookupOf(relationship: string): string {
  return /__r$/i.test(relationship) ? relationship.replace(/__r$/i, '__c') : `${relationship}Id`;
}

/** Features bring relationships of standard objects that the catalogue has not; `Acount` is none of them. */
function isSlipOfRelationship(object: string, relationship: string, { data }: DeployContext): boolean {
  const known = [...(data.schema.find(object)?.fields.values() ?? [])].flatMap((one) => one.relationshipName ?? []);
  const isKnown = known.some((name) => name.toLowerCase() === relationship.toLowerCase());
  return !isKnown && slipOf(relationship, known, 1) !== undefined;
}

/**
 * The first field on the way that certainly does not exist, as `Object.Field`.
 * @param path the names after the record, e.g. `['Part__r', 'Code__c']`.
 */
export function lostOn(object: string, path: string[], at: Position, context: DeployContext): string | undefined {
  let current: string | undefined = object;
  for (const [index, name] of path.entries()) {
    if (current === undefined || !context.data.schema.find(current)) return undefined;
    const isLast = index === path.length - 1;
    const field = /__r$/i.test(name) || !isLast ? lookupOf(name) : name;
    const isCustom = /__c$/i.test(field);
    const reference = { field: 'field', type: 'CustomField', fullName: `${current}.${field}`, at };
    if ((isCustom || isLast) && isMissing(reference, context)) return reference.fullName;
    if (!isCustom && !isLast && isSlipOfRelationship(current, name, context)) return `${current}.${name}`;
    current = parentOf(current, field, context);
  }
  return undefined;
}

/** Reports a path whose record is known and whose fields are not all there. */
export function checkPath(
  component: Component,
  [first = '', ...path]: string[],
  records: Records,
  value: XmlElement,
  context: DeployContext,
): void {
  const object = records.get(first.toLowerCase());
  const lost = object === undefined ? undefined : lostOn(object, path, value.at, context);
  const field = first.startsWith('$') ? '$Record' : value.name;
  if (lost !== undefined) context.missing(component, field, 'CustomField', lost, value.at);
}

/** The object of the record or collection that an element works on by reference: `$Record.Part__r` is a part. */
export function objectBehind(text: string, records: Records, context: DeployContext): string | undefined {
  const [first = '', ...path] = text.split('.');
  let object = records.get(first.toLowerCase());
  for (const name of path) object = object === undefined ? undefined : parentOf(object, lookupOf(name), context);
  return object;
}
