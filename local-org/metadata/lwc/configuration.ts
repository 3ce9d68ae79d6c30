/** Whether a component's `js-meta.xml` names targets, objects, classes and types that exist (LightningComponentBundle reference). */
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { isMissing } from '../references/certain.ts';
import { slipOf } from '../../data/schema/slips.ts';
import { elementsAt } from '../references/reference.ts';
import { child, childrenNamed } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { exposureOf } from './bundle.ts';

/** Targets of the XML configuration file (reference/metadata.md §3.7). Clouds bring more, in namespaces of their own. */
const TARGETS = new Set([
  'lightning__AppPage',
  'lightning__HomePage',
  'lightning__RecordPage',
  'lightning__Tab',
  'lightning__UrlAddressable',
  'lightning__UtilityBar',
  'lightning__RecordAction',
  'lightning__GlobalAction',
  'lightning__FlowScreen',
  'lightning__FlowAction',
  'lightning__Dashboard',
  'analytics__Dashboard',
  'lightning__Inbox',
  'lightning__VoiceExtension',
  'lightning__EnablementProgram',
  'lightning__ServiceDocument',
  'lightning__AccountEngagementEmail',
  'lightning__Cdp',
  'lightningCommunity__Page',
  'lightningCommunity__Default',
  'lightningCommunity__Page_Layout',
  'lightningCommunity__Theme_Layout',
  'lightning__AgentforceInput',
  'lightning__AgentforceOutput',
  'lightning__AgentforceAction',
  'lightningSnapin__ChatMessage',
  'lightningSnapin__PreChat',
  'lightningSnapin__ChatHeader',
  'lightningSnapin__Minimized',
  'lightningStatic__Email',
  'lightning__EmailTemplate',
]);
const OF_CLOUD = /^(?!lightning(Community)?__)[a-z][A-Za-z]*__\w+$/;
/** Types of a property that no component defines. */
const TYPES = ['Boolean', 'Integer', 'String', 'Color', 'DateTime', 'ContentReference', 'Picklist'];
const OF_CLASS = /^apex:\/\/([A-Za-z]\w*)/;
const OF_OBJECT = /^@salesforce\/schema\/(\w+)/;

function checkTargets(component: Component, document: XmlElement, context: DeployContext): void {
  for (const target of elementsAt(document, 'targets/target')) {
    const name = target.text.trim();
    if (TARGETS.has(name) || (OF_CLOUD.test(name) && slipOf(name, TARGETS) === undefined)) continue;
    context.problem(component, `Invalid target: ${name}`, { at: target.at });
  }
  const { targets: declared } = exposureOf(document);
  for (const config of elementsAt(document, 'targetConfigs/targetConfig')) {
    const named = (config.attributes['targets'] ?? '').split(',').map((name) => name.trim());
    for (const target of named) {
      if (target !== '' && !declared.has(target))
        context.problem(
          component,
          `The 'targets' attribute on targetConfig contains a target that is not in the <targets> list: ${target}`,
          { at: config.at },
        );
    }
  }
}

/** `String`, `@salesforce/schema/Widget__c[]`, `apex://Class`; anything else is a type of another component. */
function checkProperty(component: Component, property: XmlElement, context: DeployContext): void {
  const { type = '', datasource = '', name = '' } = property.attributes;
  const className = OF_CLASS.exec(type)?.[1] ?? OF_CLASS.exec(datasource)?.[1];
  const object = OF_OBJECT.exec(type)?.[1];
  const at = property.at;
  if (className !== undefined && isMissing({ field: name, type: 'ApexClass', fullName: className, at }, context))
    context.missing(component, name, 'ApexClass', className, at);
  if (object !== undefined && isMissing({ field: name, type: 'CustomObject', fullName: object, at }, context))
    context.missing(component, name, 'CustomObject', object, at);
  if (slipOf(type.replace('[]', ''), TYPES) !== undefined)
    context.problem(component, `Invalid type ${type} of the property ${name}`, { at });
}

export function checkConfiguration(component: Component, context: DeployContext): void {
  const document = component.document as XmlElement;
  checkTargets(component, document, context);
  const seen = new Set<string>();
  for (const config of elementsAt(document, 'targetConfigs/targetConfig')) {
    seen.clear();
    for (const property of childrenNamed(config, 'property')) {
      checkProperty(component, property, context);
      const name = property.attributes['name'] ?? '';
      if (seen.has(name))
        context.problem(component, `Duplicate property in the targetConfig: ${name}`, { at: property.at });
      seen.add(name);
    }
    const objects = child(config, 'objects');
    for (const object of objects ? childrenNamed(objects, 'object') : []) {
      const fullName = object.text.trim();
      if (isMissing({ field: 'object', type: 'CustomObject', fullName, at: object.at }, context))
        context.missing(component, 'object', 'CustomObject', fullName, object.at);
    }
  }
}
