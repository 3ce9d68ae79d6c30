/** What a flow refers to inside itself, and what it passes to components of its screens (Flow reference). */
import type { DeployContext } from '../deploy/context.ts';
import { contentOf } from '../package/component.ts';
import type { Component } from '../package/component.ts';
import { child, childrenNamed, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { elementsAt } from './reference.ts';

/** Every element and resource of a flow bears a `name`; more names than can be referred to do no harm. */
function namesIn(element: XmlElement, names: Set<string>): Set<string> {
  for (const part of element.children) {
    if (part.name === 'name') names.add(part.text.trim().toLowerCase());
    namesIn(part, names);
  }
  return names;
}

/** All elements of that name, at any depth. */
function allNamed(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((part) => [...(part.name === name ? [part] : []), ...allNamed(part, name)]);
}

function checkConnectors(component: Component, document: XmlElement, names: Set<string>, context: DeployContext): void {
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
];

/** Values that name something: `variable`, `variable.Field__c`, `$Record.Field__c`, `$Label.Name`. */
function checkValues(component: Component, document: XmlElement, names: Set<string>, context: DeployContext): void {
  const object = textOf(child(document, 'start'), 'object');
  for (const value of NAMING.flatMap((name) => allNamed(document, name))) {
    const [first = '', ...rest] = value.text.trim().split('.');
    // Anything else is an expression.
    if (!/^\$?\w*$/.test(first)) continue;
    if (first.startsWith('$')) checkGlobal(component, [first, ...rest], object, value, context);
    else if (first !== '' && !names.has(first.toLowerCase()))
      context.missing(component, value.name, 'flow resource', first, value.at);
  }
}

function checkGlobal(
  component: Component,
  [name = '', ...rest]: string[],
  object: string | undefined,
  value: XmlElement,
  context: DeployContext,
): void {
  const [member = ''] = rest;
  if (name === '$Label' && rest.length === 1 && !member.includes('__') && !context.resolves('CustomLabel', member))
    context.missing(component, '$Label', 'CustomLabel', member, value.at);
  const isRecord = name === '$Record' || name === '$Record__Prior';
  if (!isRecord || object === undefined || rest.length !== 1 || !/__c$/.test(member)) return;
  if (context.data.schema.find(object) && !context.resolves('CustomField', `${object}.${member}`))
    context.missing(component, name, 'CustomField', `${object}.${member}`, value.at);
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

/** Text of a class of the deploy; classes that the org has already were judged when they came. */
function sourceOf(className: string, context: DeployContext): string | undefined {
  const component = context.inPackage('ApexClass', className);
  return component && contentOf(component)?.text;
}

export function checkFlow(component: Component, context: DeployContext): void {
  const { document } = component;
  if (!document) return;
  const names = namesIn(document, new Set());
  checkConnectors(component, document, names, context);
  checkValues(component, document, names, context);
  checkInputs(component, document, context);
  checkActions(component, document, context);
}
