/** Flows as actions: what they take and give (Actions Developer Guide, "Flow Actions"). */
import type { InvocableAction, InvocableParameter } from '../apex/contract.ts';
import type { FlowCatalog } from './catalog.ts';
import { elementsOf } from './model.ts';
import type { Flow, FlowResource } from './model.ts';

/** Collections have no upper bound of their own; the REST API prints 2,000 for them. */
const MANY = 2_000;

/** Autolaunched flows that nothing starts by itself. */
export function flowActions(catalog: FlowCatalog): InvocableAction[] {
  return catalog
    .all()
    .filter(
      (flow) =>
        flow.processType === 'AutoLaunchedFlow' &&
        flow.triggerType === null &&
        elementsOf(flow, 'screens').length === 0,
    )
    .map((flow) => ({
      name: flow.name,
      label: flow.label,
      description: flow.description,
      category: null,
      inputs: parameters(flow, ({ input }) => input),
      outputs: parameters(flow, ({ output }) => output),
    }));
}

function parameters(flow: Flow, are: (resource: FlowResource) => boolean): InvocableParameter[] {
  return [...flow.resources.values()]
    .filter((resource) => resource.kind === 'variables' && are(resource))
    .map(({ name, description, dataType, collection, objectType, apexClass }) => ({
      name,
      label: name,
      description,
      required: false,
      type: dataType.toUpperCase(),
      sobjectType: objectType,
      apexClass,
      maxOccurs: collection ? MANY : 1,
    }));
}
