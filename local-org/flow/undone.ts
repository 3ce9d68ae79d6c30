/** What of a flow the embedded org does not do: told when it is deployed, and refused by name when a run comes to it. */
import { childrenNamed, textOf } from '../metadata/xml/element.ts';
import type { XmlElement } from '../metadata/xml/element.ts';

/** Elements that stop a run, in the words of the Flow Builder. */
export const UNDONE_ELEMENTS: Readonly<Record<string, string>> = {
  apexPluginCalls: 'the legacy Apex action',
  orchestratedStages: 'the stage',
  recordRollbacks: 'the Roll Back Records element',
  screens: 'the screen',
  steps: 'the step',
  transforms: 'the Transform element',
  waits: 'the Wait element',
};

/** Kinds of actions that run. */
const ACTIONS: ReadonlySet<string> = new Set(['apex', 'customNotificationAction', 'emailAlert', 'emailSimple', 'flow']);

/** Names of what a run of the flow would stop at; empty where all of it is done. */
export function undoneIn(flow: XmlElement): string[] {
  const elements = flow.children.flatMap((xml) => {
    const words = UNDONE_ELEMENTS[xml.name];
    return words === undefined ? [] : [`${words} ${textOf(xml, 'name') ?? ''}`];
  });
  const actions = childrenNamed(flow, 'actionCalls').flatMap((xml) => {
    const type = textOf(xml, 'actionType') ?? '';
    return ACTIONS.has(type) ? [] : [`the ${type} action ${textOf(xml, 'actionName') ?? ''}`];
  });
  return [...new Set([...elements, ...actions])];
}

/** Scheduled paths wait for a time: they are left out. */
export function pathsLeftOut(flow: XmlElement): string[] {
  return childrenNamed(flow, 'start')
    .flatMap((start) => childrenNamed(start, 'scheduledPaths'))
    .filter((path) => childrenNamed(path, 'connector').length > 0 && textOf(path, 'pathType') !== 'AsyncAfterCommit')
    .map((path) => `the scheduled path ${textOf(path, 'label') ?? textOf(path, 'name') ?? ''}`);
}
