/** Components of the markup, the attributes that they have, and what their attributes name (Standard Component Reference). */
import type { DeployContext } from '../deploy/context.ts';
import { isMissing } from '../references/certain.ts';
import { slipOf } from '../../data/schema/slips.ts';
import { attribute, localName, markupOf } from './markup.ts';
import type { Attribute, Markup, Tag } from './markup.ts';
import { problemOfRecordPath } from './paths.ts';
import { STANDARD_ATTRIBUTES, STANDARD_COMPONENTS } from './standard-components.ts';

export interface TagProblem {
  problem: string;
  offset: number;
}

/** Passed through to the HTML, or declarations of XML. */
const PASSED_ON = /^(html-|xmlns\b)/i;
/** Every custom component has these by itself (Standard Component Reference, "apex:attribute"). */
const OF_EVERY_COMPONENT = new Set(['id', 'rendered']);

const PRIMITIVES = ['Boolean', 'Currency', 'DateTime', 'Decimal', 'Double', 'Integer', 'Object', 'SObject', 'String'];

/** A component under `apex:`, or under a slip of it, that no org has. */
export function isUnknown({ name }: Tag): boolean {
  const [prefix = '', local = ''] = name.toLowerCase().split(':');
  if (prefix === 'apex') return !STANDARD_COMPONENTS.has(local) && slipOf(local, STANDARD_COMPONENTS) !== undefined;
  return STANDARD_COMPONENTS.has(local) && slipOf(`${prefix}:${local}`, [`apex:${local}`], 1) !== undefined;
}

/** Attributes that no component of the platform has. */
export function unsupported(tag: Tag): Attribute[] {
  if (!STANDARD_COMPONENTS.has(localName(tag, 'apex') ?? '')) return [];
  return tag.attributes.filter(({ name }) => !PASSED_ON.test(name) && !STANDARD_ATTRIBUTES.has(name.toLowerCase()));
}

function standardProblems(tag: Tag): TagProblem[] {
  if (isUnknown(tag)) return [{ problem: `Component ${tag.name} does not exist`, offset: tag.offset }];
  return unsupported(tag).map(({ name, offset }) => ({
    problem: `Unsupported attribute ${name} in <${tag.name}>`,
    offset,
  }));
}

/** Attributes that the org's own component declares, with those that it asks for. */
function ownProblems(tag: Tag, context: DeployContext): TagProblem[] {
  const name = localName(tag, 'c');
  const component = name === undefined ? undefined : context.inPackage('ApexComponent', name);
  const markup = component && markupOf(component);
  // What a broken component has is not known.
  if (!markup || context.failed(component) || markup.tags.some(isUnknown)) return [];
  const declared = markup.tags.filter((one) => localName(one, 'apex') === 'attribute');
  const names = new Set(declared.map((one) => attribute(one, 'name')?.value.toLowerCase()));
  const unknown = tag.attributes.filter(
    (one) =>
      !PASSED_ON.test(one.name) &&
      !names.has(one.name.toLowerCase()) &&
      !OF_EVERY_COMPONENT.has(one.name.toLowerCase()),
  );
  const missing = declared
    .filter((one) => attribute(one, 'required')?.value.toLowerCase() === 'true')
    .flatMap((one) => attribute(one, 'name')?.value ?? [])
    .filter((required) => !attribute(tag, required));
  return [
    ...unknown.map((one) => ({
      problem: `Unsupported attribute ${one.name} in <${tag.name}>`,
      offset: one.offset,
    })),
    ...missing.map((required) => ({
      problem: `Missing required attribute ${required} in <${tag.name}>`,
      offset: tag.offset,
    })),
  ];
}

/** `<apex:remoteObjectModel name="Widget__c" fields="Id,Name"/>` (Visualforce Developer Guide, "Visualforce Remote Objects"). */
function remoteObjectProblems(tag: Tag, context: DeployContext): TagProblem[] {
  if (localName(tag, 'apex') !== 'remoteobjectmodel') return [];
  const object = attribute(tag, 'name')?.value.trim() ?? '';
  const fields = attribute(tag, 'fields');
  if (!fields || fields.value.includes('{')) return [];
  return fields.value.split(',').flatMap((field) => {
    const problem = field.trim() === '' ? undefined : problemOfRecordPath(object, [field.trim()], context);
    return problem === undefined ? [] : [{ problem, offset: fields.valueOffset }];
  });
}

/** Objects of an e-mail's records. */
function templateProblems(tag: Tag, context: DeployContext): TagProblem[] {
  if (localName(tag, 'messaging') !== 'emailtemplate') return [];
  return ['recipientType', 'relatedToType'].flatMap((name) => {
    const found = attribute(tag, name);
    const object = found?.value.trim() ?? '';
    const reference = { field: name, type: 'CustomObject', fullName: object, at: { file: '', line: 1, column: 1 } };
    return found && object !== '' && isMissing(reference, context)
      ? [{ problem: `In field: ${name} - no CustomObject named ${object} found`, offset: found.valueOffset }]
      : [];
  });
}

/** `<apex:attribute name="rows" type="Widget__c[]"/>`: primitive types, objects and classes (Standard Component Reference). */
function typeProblems(tag: Tag, context: DeployContext): TagProblem[] {
  const found = localName(tag, 'apex') === 'attribute' ? attribute(tag, 'type') : undefined;
  const type = found?.value.trim().replace(/\s*\[\]$/, '') ?? '';
  if (!found || !/^\w+$/.test(type)) return [];
  const isPrimitive = PRIMITIVES.some((one) => one.toLowerCase() === type.toLowerCase());
  const isKnown = isPrimitive || context.data.schema.find(type) !== undefined || context.resolves('ApexClass', type);
  const reference = { field: 'type', type: 'CustomObject', fullName: type, at: { file: '', line: 1, column: 1 } };
  const isWrong = !isKnown && (slipOf(type, PRIMITIVES) !== undefined || isMissing(reference, context));
  return isWrong ? [{ problem: `Invalid type ${found.value} for attribute`, offset: found.valueOffset }] : [];
}

export function checkTags({ tags }: Markup, context: DeployContext): TagProblem[] {
  return tags.flatMap((tag) => [
    ...standardProblems(tag),
    ...ownProblems(tag, context),
    ...remoteObjectProblems(tag, context),
    ...templateProblems(tag, context),
    ...typeProblems(tag, context),
  ]);
}
