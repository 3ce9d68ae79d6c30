/** A flow as it was deployed (Metadata API Developer Guide, "Flow"): its elements and resources by name. */
import { child, childrenNamed, flag, numberOf, textOf } from '../metadata/xml/element.ts';
import type { XmlElement } from '../metadata/xml/element.ts';

export interface FlowElement {
  /** Name of the XML element, e.g. `recordLookups`. */
  kind: string;
  name: string;
  xml: XmlElement;
}

/** What a variable, formula or constant holds. */
export interface FlowResource {
  kind: 'variables' | 'formulas' | 'constants' | 'textTemplates';
  name: string;
  /** `String`, `Number`, `SObject`, `Apex` … */
  dataType: string;
  collection: boolean;
  objectType: string | null;
  apexClass: string | null;
  description: string | null;
  input: boolean;
  output: boolean;
  xml: XmlElement;
}

/** When a save or an event starts the flow (FlowStart, `triggerType`). */
export const FLOW_TRIGGERS = ['RecordBeforeSave', 'RecordAfterSave', 'RecordBeforeDelete', 'PlatformEvent'] as const;
export type FlowTrigger = (typeof FLOW_TRIGGERS)[number] | 'Process';

/** A process of the Process Builder, which a save starts: the variables that hold its record. */
export interface Process {
  current: string;
  old: string;
  /** `onCreateOnly` or `onAllChanges`. */
  triggerType: string;
}

export interface Flow {
  /** API name. */
  name: string;
  label: string;
  description: string | null;
  processType: string;
  /** FlowStart `triggerType`, also those that do not run here. */
  triggerType: string | null;
  /** The object whose records start the flow. */
  object: string | null;
  process: Process | null;
  runInMode: string;
  apiVersion: number;
  triggerOrder: number | null;
  /** When the version was deployed, which is when it became active. */
  activated: string;
  start: XmlElement | undefined;
  /** Where an interview begins; undefined for a flow of nothing. */
  first: string | undefined;
  elements: ReadonlyMap<string, FlowElement>;
  resources: ReadonlyMap<string, FlowResource>;
}

const ELEMENTS = new Set([
  ...['actionCalls', 'apexPluginCalls', 'assignments', 'collectionProcessors', 'customErrors', 'decisions', 'loops'],
  ...['orchestratedStages', 'recordCreates', 'recordDeletes', 'recordLookups', 'recordRollbacks', 'recordUpdates'],
  ...['screens', 'steps', 'subflows', 'transforms', 'waits'],
]);
const RESOURCES = new Set(['variables', 'formulas', 'constants', 'textTemplates']);

export function targetOf(element: XmlElement | undefined, connector: string): string | undefined {
  return element && textOf(child(element, connector), 'targetReference');
}

export function readFlow(name: string, document: XmlElement, activated: string): Flow {
  const elements = new Map<string, FlowElement>();
  const resources = new Map<string, FlowResource>();
  for (const xml of document.children) {
    const own = textOf(xml, 'name') ?? '';
    if (ELEMENTS.has(xml.name)) elements.set(own.toLowerCase(), { kind: xml.name, name: own, xml });
    else if (RESOURCES.has(xml.name)) resources.set(own.toLowerCase(), resourceOf(own, xml));
  }
  const start = child(document, 'start');
  const process = textOf(document, 'processType') === 'Workflow' ? processOf(document) : null;
  return {
    name,
    label: textOf(document, 'label') ?? name,
    description: textOf(document, 'description') ?? null,
    processType: textOf(document, 'processType') ?? '',
    triggerType: process ? 'Process' : (textOf(start, 'triggerType') ?? null),
    object: process?.object ?? textOf(start, 'object') ?? null,
    process,
    runInMode: textOf(document, 'runInMode') ?? 'DefaultMode',
    apiVersion: numberOf(document, 'apiVersion') ?? 0,
    triggerOrder: numberOf(document, 'triggerOrder') ?? null,
    activated,
    start,
    first: targetOf(start, 'connector') ?? textOf(document, 'startElementReference'),
    elements,
    resources,
  };
}

/** What the Process Builder notes of a process (`processMetadataValues`). */
function processOf(document: XmlElement): Process & { object: string } {
  const noted = (name: string): string | undefined => {
    const note = childrenNamed(document, 'processMetadataValues').find((one) => textOf(one, 'name') === name);
    return note && child(note, 'value')?.children[0]?.text.trim();
  };
  return {
    object: noted('ObjectType') ?? '',
    current: noted('ObjectVariable') ?? 'myVariable_current',
    old: noted('OldObjectVariable') ?? 'myVariable_old',
    triggerType: noted('TriggerType') ?? 'onAllChanges',
  };
}

function resourceOf(name: string, xml: XmlElement): FlowResource {
  return {
    kind: xml.name as FlowResource['kind'],
    name,
    dataType: xml.name === 'textTemplates' ? 'String' : (textOf(xml, 'dataType') ?? 'String'),
    collection: flag(xml, 'isCollection'),
    objectType: textOf(xml, 'objectType') ?? null,
    apexClass: textOf(xml, 'apexClass')?.replace('$', '.') ?? null,
    description: textOf(xml, 'description') ?? null,
    input: flag(xml, 'isInput'),
    output: flag(xml, 'isOutput'),
    xml,
  };
}

/** The elements that a flow has of one kind. */
export function elementsOf(flow: Flow, kind: string): FlowElement[] {
  return [...flow.elements.values()].filter((element) => element.kind === kind);
}

/** Paths beside the immediate one that a record starts (FlowScheduledPath). */
export function scheduledPaths(flow: Flow): XmlElement[] {
  return flow.start ? childrenNamed(flow.start, 'scheduledPaths') : [];
}
