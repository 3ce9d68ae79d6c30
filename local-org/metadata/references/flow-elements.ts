/** What a flow refers to inside itself, and what it passes to components of its screens (Flow reference). */
import type { DeployContext } from '../deploy/context.ts';
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

/** `elementReference` values: `variable`, `variable.Field__c`, `$Record.Field__c`, `$Label.Name`. */
function checkValues(component: Component, document: XmlElement, names: Set<string>, context: DeployContext): void {
  const object = textOf(child(document, 'start'), 'object');
  for (const value of allNamed(document, 'elementReference')) {
    const [first = '', ...rest] = value.text.trim().split('.');
    if (first.startsWith('$')) checkGlobal(component, [first, ...rest], object, value, context);
    else if (first !== '' && !names.has(first.toLowerCase()))
      context.missing(component, 'elementReference', 'flow resource', first, value.at);
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

/** A class that an action calls must have an invocable method; classes that failed are not judged twice. */
function checkActions(component: Component, document: XmlElement, context: DeployContext): void {
  if (!context.apexLoaded) return;
  const invocable = new Set(context.org.apex.invocableActions(context.actor).map(({ name }) => name.toLowerCase()));
  for (const action of childrenNamed(document, 'actionCalls')) {
    const name = child(action, 'actionName');
    const className = name?.text.trim() ?? '';
    if (!name || textOf(action, 'actionType') !== 'apex' || !/^\w+$/.test(className) || className.includes('__'))
      continue;
    if (context.store.has('ApexClass', className) && !invocable.has(className.toLowerCase()))
      context.missing(component, 'actionName', 'invocable Apex action', className, name.at);
  }
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
