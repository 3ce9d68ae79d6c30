/** References of a flow: objects, fields, Apex, subflows, components, labels, and its own elements (Flow reference). */
import { child, childrenNamed, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { Reference, Subject } from './reference.ts';

/** Elements that work on records of the object they name, with the fields that they name of it. */
const RECORD_ELEMENTS = [
  'start',
  'recordLookups',
  'recordCreates',
  'recordUpdates',
  'recordDeletes',
  'dynamicChoiceSets',
];
const FIELD_PATHS = ['filters', 'inputAssignments', 'outputAssignments'];
const FIELD_ELEMENTS = ['queriedFields', 'sortField', 'displayField', 'valueField'];
/** Kinds of actions that are components of an org; the rest are the platform's. */
const ACTIONS: Record<string, string> = {
  apex: 'ApexClass',
  flow: 'Flow',
  quickAction: 'QuickAction',
  emailAlert: 'WorkflowAlert',
};
/** Kinds of steps whose action is a flow. */
const STEPS = new Set(['stepInteractive', 'stepBackground']);
const CUSTOM_OBJECT = /__(c|mdt|e|x)$/i;
const LABEL = /\{!\$Label\.(\w+)\}/g;

function reference(type: string, element: XmlElement | undefined, or?: readonly string[]): Reference[] {
  const fullName = element?.text.trim() ?? '';
  if (!element || fullName === '') return [];
  return [{ field: element.name, type, fullName, at: element.at, ...(or ? { or } : {}) }];
}

function recordReferences(element: XmlElement): Reference[] {
  const object = textOf(element, 'object');
  const onObject = (field: XmlElement | undefined): Reference[] =>
    object === undefined || field?.text.includes('.')
      ? []
      : reference('CustomField', field).map((one) => ({ ...one, fullName: `${object}.${one.fullName}` }));
  const picklistObject = textOf(element, 'picklistObject');
  const picklistField = child(element, 'picklistField');
  return [
    ...reference('CustomObject', child(element, 'object')),
    ...reference('CustomObject', child(element, 'picklistObject')),
    ...(picklistObject === undefined
      ? []
      : reference('CustomField', picklistField).map((one) => ({
          ...one,
          fullName: `${picklistObject}.${one.fullName}`,
        }))),
    ...FIELD_PATHS.flatMap((path) => childrenNamed(element, path)).flatMap((item) => onObject(child(item, 'field'))),
    ...FIELD_ELEMENTS.flatMap((name) => childrenNamed(element, name)).flatMap(onObject),
  ];
}

function actionReferences(action: XmlElement): Reference[] {
  if (textOf(action, 'actionType') === 'component') return componentReference(child(action, 'actionName'));
  const type = ACTIONS[textOf(action, 'actionType') ?? ''];
  return type === undefined ? [] : reference(type, child(action, 'actionName'));
}

/** Steps of an orchestration run flows, and flows decide when a step or stage begins and ends (Flow reference, "FlowStageStep"). */
function stageReferences(stage: XmlElement): Reference[] {
  const conditions = (part: XmlElement): Reference[] =>
    ['entry', 'exit'].flatMap((when) =>
      textOf(part, `${when}ActionType`) === 'evaluationFlow' ? reference('Flow', child(part, `${when}ActionName`)) : [],
    );
  return [
    ...conditions(stage),
    ...childrenNamed(stage, 'stageSteps').flatMap((step) => [
      ...(STEPS.has(textOf(step, 'actionType') ?? '') ? reference('Flow', child(step, 'actionName')) : []),
      ...conditions(step),
    ]),
  ];
}

/** A screen component: `c:name`, a Lightning web component or an Aura component. */
function screenReferences(field: XmlElement): Reference[] {
  return [
    ...componentReference(child(field, 'extensionName')),
    ...childrenNamed(field, 'fields').flatMap(screenReferences),
  ];
}

/** What stands for the generic `SObject` of an action or a screen component; names of Apex classes may stand there, too. */
function genericTypes(element: XmlElement): Reference[] {
  return [
    ...childrenNamed(element, 'dataTypeMappings')
      .map((mapping) => child(mapping, 'typeValue'))
      .filter((value) => value !== undefined && CUSTOM_OBJECT.test(value.text.trim()))
      .flatMap((value) => reference('CustomObject', value)),
    ...childrenNamed(element, 'fields').flatMap(genericTypes),
  ];
}

function componentReference(element: XmlElement | undefined): Reference[] {
  const fullName = /^c:(\w+)$/.exec(element?.text.trim() ?? '')?.[1];
  if (!element || fullName === undefined) return [];
  const { name, at } = element;
  return [{ field: name, type: 'LightningComponentBundle', fullName, at, or: ['AuraDefinitionBundle'] }];
}

function labelReferences(element: XmlElement): Reference[] {
  return [
    ...[...element.text.matchAll(LABEL)].map((match) => ({
      field: element.name,
      type: 'CustomLabel',
      fullName: match[1] as string,
      at: element.at,
    })),
    ...element.children.flatMap(labelReferences),
  ];
}

export function flowReferences({ document }: Subject): Reference[] {
  if (!document) return [];
  return [
    ...RECORD_ELEMENTS.flatMap((name) => childrenNamed(document, name)).flatMap(recordReferences),
    ...childrenNamed(document, 'actionCalls').flatMap(actionReferences),
    ...childrenNamed(document, 'apexPluginCalls').flatMap((call) => reference('ApexClass', child(call, 'apexClass'))),
    ...childrenNamed(document, 'subflows').flatMap((call) => reference('Flow', child(call, 'flowName'))),
    ...childrenNamed(document, 'screens')
      .flatMap((screen) => childrenNamed(screen, 'fields'))
      .flatMap(screenReferences),
    ...childrenNamed(document, 'orchestratedStages').flatMap(stageReferences),
    ...childrenNamed(document, 'transforms').flatMap((transform) =>
      reference('CustomObject', child(transform, 'objectType')),
    ),
    ...['actionCalls', 'screens'].flatMap((name) => childrenNamed(document, name)).flatMap(genericTypes),
    ...childrenNamed(document, 'variables').flatMap((variable) => [
      ...reference('CustomObject', child(variable, 'objectType')),
      ...reference('ApexClass', child(variable, 'apexClass')),
    ]),
    ...labelReferences(document),
  ];
}
