/** Interviews that something starts with values: Apex, an action, another flow. */
import { NotImplementedError } from '../data/types.ts';
import type { CallAccess, Runtime } from '../apex/runtime/contract.ts';
import { Interview } from './interview.ts';
import { elementsOf } from './model.ts';
import type { Flow } from './model.ts';
import { resourceValue } from './resolve.ts';
import { toResource } from './values.ts';

/** An interview at its beginning. Values of anything but input variables are refused by name: documents do not tell what comes of them. */
export function newInterview(
  flow: Flow,
  rt: Runtime,
  access: CallAccess,
  inputs: ReadonlyMap<string, unknown>,
): Interview {
  if (elementsOf(flow, 'screens').length > 0)
    throw new NotImplementedError(`Running the flow ${flow.name} without a user to show its screens to`);
  if (flow.processType !== 'AutoLaunchedFlow')
    throw new NotImplementedError(`Starting the flow ${flow.name} of the type ${flow.processType}`);
  if (flow.triggerType !== null)
    throw new NotImplementedError(`Starting the triggered flow ${flow.name} from elsewhere`);
  const interview = new Interview(flow, rt, inMode(flow, access), null);
  for (const [name, value] of inputs) {
    const variable = flow.resources.get(name.toLowerCase());
    if (variable?.kind !== 'variables' || !variable.input)
      throw new NotImplementedError(
        `Starting the flow ${flow.name} with ${name}, which is none of its input variables,`,
      );
    interview.values.set(name.toLowerCase(), toResource(rt, variable, value));
  }
  interview.goTo(flow.first);
  return interview;
}

/** `runInMode` of the flow, or what its caller gives (Help, "Flow Run Context"). */
export function inMode({ runInMode }: Flow, access: CallAccess): CallAccess {
  if (runInMode === 'SystemModeWithSharing') return { mode: 'system', sharing: true };
  if (runInMode === 'SystemModeWithoutSharing') return { mode: 'system', sharing: false };
  return access;
}

/** Output variables by lower-case name. */
export function outputsOf(interview: Interview): Map<string, unknown> {
  const outputs = new Map<string, unknown>();
  for (const [name, resource] of interview.flow.resources)
    if (resource.kind === 'variables' && resource.output) outputs.set(name, resourceValue(interview, resource) ?? null);
  return outputs;
}
