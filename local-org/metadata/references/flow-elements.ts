/** What a flow refers to inside itself, and what it passes to components of its screens (Flow reference). */
import type { DeployContext } from '../deploy/context.ts';
import { contentOf } from '../package/component.ts';
import type { Component } from '../package/component.ts';
import { child, childrenNamed, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { isMissing } from './certain.ts';
import { checkPath, objectBehind, recordsOf } from './flow-paths.ts';
import type { Records } from './flow-paths.ts';
import { elementsAt } from './reference.ts';

/** Parts whose `name` is that of a parameter of something else, or of a note of the builder: nothing can refer to it. */
const NAMELESS = new Set([
  ...['customProperties', 'inputAssignments', 'inputParameters', 'outputAssignments', 'outputParameters'],
  ...['fieldInstanceProperties', 'processMetadataValues', 'dataTypeMappings'],
]);

/** Every element and resource of a flow bears a `name`; more names than can be referred to do no harm. */
function namesIn(element: XmlElement, names: Set<string>): Set<string> {
  for (const part of element.children) {
    if (NAMELESS.has(part.name)) continue;
    if (part.name === 'name') names.add(part.text.trim().toLowerCase());
    namesIn(part, names);
  }
  return names;
}

/** What one flow consists of, as far as its own parts refer to each other. */
interface Inside {
  names: ReadonlySet<string>;
  records: Records;
}

/** All elements of that name, at any depth. */
function allNamed(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((part) => [...(part.name === name ? [part] : []), ...allNamed(part, name)]);
}

function checkConnectors(
  component: Component,
  document: XmlElement,
  names: ReadonlySet<string>,
  context: DeployContext,
): void {
  const targets = [...allNamed(document, 'targetReference'), ...childrenNamed(document, 'startElementReference')];
  for (const target of targets) {
    const name = target.text.trim();
    if (name !== '' && name !== 'Start' && !names.has(name.toLowerCase()))
      context.missing(component, target.name, 'flow element', name, target.at);
  }
}

/** Elements that hold the name of an element or resource, or a path into one. */
const NAMING = [
  'elementReference',
  'leftValueReference',
  'assignToReference',
  'collectionReference',
  'inputReference',
  'outputReference',
  'objectFieldReference',
  'choiceReferences',
  'defaultSelectedChoiceReference',
  'stageReference',
];
/** Elements whose text is a formula: the platform compiles them, so that every name in them must be there. */
const FORMULAS = new Set(['expression', 'filterFormula', 'formulaExpression']);
/** `{!Get_Widget.Name}`; expressions of more than one name are none of these. */
const MERGE_FIELD = /\{!\s*(\$?\w+(?:\.\w+)*)\s*\}/g;

/** Values that name something: `variable`, `variable.Field__c`, `$Record.Field__c`, `$Label.Name`. */
function checkValues(component: Component, document: XmlElement, inside: Inside, context: DeployContext): void {
  for (const value of NAMING.flatMap((name) => allNamed(document, name))) {
    const path = value.text.trim().split('.');
    const [first = ''] = path;
    // Anything else is an expression.
    if (!/^\$?\w*$/.test(first)) continue;
    if (first.startsWith('$')) checkGlobal(component, path, value, context);
    else if (first !== '' && !inside.names.has(first.toLowerCase()))
      context.missing(component, value.name, 'flow resource', first, value.at);
    checkPath(component, path, inside.records, value, context);
  }
}

/** Merge fields of texts and formulas. A text shows what it cannot fill in, a formula does not compile. */
function checkTexts(component: Component, element: XmlElement, inside: Inside, context: DeployContext): void {
  for (const part of element.children) {
    for (const match of part.text.includes('{!') ? part.text.matchAll(MERGE_FIELD) : []) {
      const path = (match[1] as string).split('.');
      const [first = ''] = path;
      // Labels in texts are among the references that a deletion asks for, too.
      if (first === '$Label') continue;
      if (first.startsWith('$')) checkGlobal(component, path, part, context);
      else if (FORMULAS.has(part.name) && !inside.names.has(first.toLowerCase()))
        context.missing(component, part.name, 'flow resource', first, part.at);
      checkPath(component, path, inside.records, part, context);
    }
    checkTexts(component, part, inside, context);
  }
}

/** `$CustomMetadata.Type__mdt.Record.Field__c`: the record and the field. */
function checkMetadataPath(component: Component, path: string[], value: XmlElement, context: DeployContext): void {
  const [name = '', type = '', record = '', field = ''] = path;
  if (path.length !== 4 || !/^[A-Za-z0-9]+(_[A-Za-z0-9]+)*__mdt$/.test(type)) return;
  const fullName = `${type.replace(/__mdt$/, '')}.${record}`;
  if (!context.resolves('CustomMetadata', fullName) && !context.inPackage('CustomMetadata', fullName))
    context.missing(component, name, 'CustomMetadata', fullName, value.at);
  const reference = { field: name, type: 'CustomField', fullName: `${type}.${field}`, at: value.at };
  if (isMissing(reference, context)) context.missing(component, name, 'CustomField', reference.fullName, value.at);
}

/** `$Label.Name`, `$Permission.Name`, `$Setup.Setting__c.Field__c`. */
function checkGlobal(component: Component, path: string[], value: XmlElement, context: DeployContext): void {
  const [name = '', member = '', field = ''] = path;
  if (name === '$CustomMetadata') return checkMetadataPath(component, path, value, context);
  const reference = ((): [type: string, fullName: string] | undefined => {
    if (name === '$Permission' && path.length === 2) return ['CustomPermission', member];
    if (name === '$Label' && path.length === 2) return ['CustomLabel', member];
    return name === '$Setup' && path.length === 3 ? ['CustomField', `${member}.${field}`] : undefined;
  })();
  // Names of installed packages are told apart by their namespace.
  if (!reference || (name !== '$Setup' && member.includes('__'))) return;
  const [type, fullName] = reference;
  if (isMissing({ field: value.name, type, fullName, at: value.at }, context))
    context.missing(component, name, type, fullName, value.at);
}

/** Fields that elements name without the object: of the record that the flow starts with, or of what they work on. */
function checkImplicitFields(component: Component, document: XmlElement, inside: Inside, context: DeployContext): void {
  const check = (object: string | undefined, fields: XmlElement[]): void => {
    for (const field of object === undefined ? [] : fields)
      checkPath(
        component,
        ['it', ...field.text.trim().split('.')],
        new Map([['it', object as string]]),
        field,
        context,
      );
  };
  const started = textOf(child(document, 'start'), 'object');
  check(started, [...elementsAt(document, 'start/scheduledPaths/recordField')]);
  check(started, elementsAt(document, 'customErrors/customErrorMessages/fieldSelection'));
  for (const processor of childrenNamed(document, 'collectionProcessors')) {
    const object = inside.records.get((textOf(processor, 'name') ?? '').toLowerCase());
    check(object, elementsAt(processor, 'sortOptions/sortField'));
  }
  for (const update of childrenNamed(document, 'recordUpdates')) {
    const worked = textOf(update, 'inputReference');
    if (worked === undefined || child(update, 'object')) continue;
    check(objectBehind(worked, inside.records, context), [
      ...elementsAt(update, 'inputAssignments/field'),
      ...elementsAt(update, 'filters/field'),
    ]);
  }
}

/** Wording: `We can't find this input attribute: "…"`, as orgs answer for a screen component. */
function checkInputs(component: Component, document: XmlElement, context: DeployContext): void {
  for (const field of allNamed(document, 'fields')) {
    const own = /^c:(\w+)$/.exec(textOf(field, 'extensionName') ?? '')?.[1];
    const bundle = own ? context.inPackage('LightningComponentBundle', own)?.document : undefined;
    if (!bundle) continue;
    const properties = new Set(
      elementsAt(bundle, 'targetConfigs/targetConfig/property').map(({ attributes }) => attributes['name']),
    );
    for (const input of childrenNamed(field, 'inputParameters')) {
      const name = textOf(input, 'name') ?? '';
      if (!properties.has(name))
        context.problem(
          component,
          `${textOf(field, 'name') ?? ''} (Screen Component) - We can't find this input attribute: "${name}".`,
          { at: child(input, 'name')?.at ?? input.at },
        );
    }
  }
}

/** A class that an action calls must have an invocable method. Read from its text: a class that failed has one, too. */
function checkActions(component: Component, document: XmlElement, context: DeployContext): void {
  for (const action of childrenNamed(document, 'actionCalls')) {
    const name = child(action, 'actionName');
    const className = name?.text.trim() ?? '';
    if (!name || textOf(action, 'actionType') !== 'apex' || !/^\w+$/.test(className) || className.includes('__'))
      continue;
    const source = sourceOf(className, context);
    if (source !== undefined && !/@InvocableMethod\b/i.test(source))
      context.missing(component, 'actionName', 'invocable Apex action', className, name.at);
  }
}

/** Values of an inner class: `Outer$Inner`. Whether there is an `Outer` is among the references. */
function checkInnerClasses(component: Component, document: XmlElement, context: DeployContext): void {
  for (const element of elementsAt(document, 'variables/apexClass')) {
    const [outer = '', inner] = element.text.trim().split(/[.$]/);
    const source = inner === undefined ? undefined : sourceOf(outer, context);
    if (source !== undefined && !new RegExp(`\\b(class|enum|interface)\\s+${inner}\\b`, 'i').test(source))
      context.missing(component, 'apexClass', 'ApexClass', element.text.trim(), element.at);
  }
}

/** Text of a class of the deploy; classes that the org has already were judged when they came. */
function sourceOf(className: string, context: DeployContext): string | undefined {
  const component = context.inPackage('ApexClass', className);
  return component && contentOf(component)?.text;
}

export function checkFlow(component: Component, context: DeployContext): void {
  const { document } = component;
  if (!document) return;
  const inside = { names: namesIn(document, new Set()), records: recordsOf(document) };
  checkConnectors(component, document, inside.names, context);
  checkValues(component, document, inside, context);
  checkTexts(component, document, inside, context);
  checkImplicitFields(component, document, inside, context);
  checkInputs(component, document, context);
  checkActions(component, document, context);
  checkInnerClasses(component, document, context);
}
