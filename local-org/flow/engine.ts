/** The org's flows as saves and Apex run them: what `Runtime.flows` is. */
import type { ActionOutcome, CallAccess, FlowRun, Flows, FlowsLater, Runtime } from '../apex/runtime/contract.ts';
import type { OrgData } from '../data/contract.ts';
import { NotImplementedError } from '../data/types.ts';
import type { ComponentStore } from '../metadata/store.ts';
import { flowActions } from './action.ts';
import { PathStore } from './async-paths.ts';
import { FlowCatalog } from './catalog.ts';
import { FlowFault, UNHANDLED } from './faults.ts';
import type { Interview } from './interview.ts';
import { newInterview, outputsOf } from './launch.ts';
import type { Flow } from './model.ts';
import { RecordTriggered } from './record-triggered.ts';
import { resourceValue } from './resolve.ts';
import { runInterviews } from './run.ts';
import type { FlowParts } from './run.ts';
import { receiveEvents, runPaths } from './started.ts';
import { WorkflowCatalog } from './workflow/catalog.ts';
import { runWorkflow, startsWorkflow } from './workflow/run.ts';

export function createFlows(data: OrgData, store: ComponentStore): Flows {
  const catalog = new FlowCatalog(store);
  const workflow = new WorkflowCatalog(store);
  const parts: FlowParts = {
    catalog,
    workflow,
    paths: new PathStore(data),
    depth: 0,
    queued: () => flows.onQueued?.(),
  };
  const saves = new RecordTriggered(parts);
  const flows: Flows = {
    onQueued: null,
    starts: (stage, operation, object) =>
      stage === 'workflow'
        ? startsWorkflow(workflow, operation, object)
        : saves.at(stage, operation, object).length > 0,
    run: (rt, stage, event) => (stage === 'workflow' ? runWorkflow(rt, workflow, event) : saves.run(rt, stage, event)),
    hears: (object) => catalog.startedBy(object, 'PlatformEvent').length > 0,
    receive: (rt, object, rows) => receiveEvents(parts, rt, object, rows),
    later: (test) => later(parts, test),
    has: (name) => catalog.has(name),
    actions: () => flowActions(catalog),
    interview: (rt, name, inputs, access) => interviewOf(parts, rt, name, inputs, access),
    invoke: (rt, name, inputs, access) => invoke(parts, rt, name, inputs, access),
  };
  return flows;
}

/** A flow that is not active any more has nothing left to run. */
function later(parts: FlowParts, test: boolean): FlowsLater | null {
  const waiting = parts.paths.next(test);
  const [first] = waiting;
  if (!first) return null;
  return {
    userId: first.user,
    run: (rt) => {
      parts.paths.drop(waiting);
      const flow = parts.catalog.find(first.flow);
      if (flow) runPaths(parts, rt, flow, waiting);
    },
    drop: () => parts.paths.drop(waiting),
  };
}

function activeFlow({ catalog }: FlowParts, name: string): Flow {
  const flow = catalog.find(name);
  // What Apex is told of a flow without an active version, no document says.
  if (!flow) throw new NotImplementedError(`Starting the flow ${name}, which is not active,`);
  return flow;
}

function interviewOf(
  parts: FlowParts,
  rt: Runtime,
  name: string,
  inputs: ReadonlyMap<string, unknown>,
  access: CallAccess,
): FlowRun {
  const interview = begin(rt, () => newInterview(activeFlow(parts, name), rt, access, inputs));
  return {
    start: () => {
      const savepoint = rt.data.savepoint();
      runInterviews([interview], parts);
      if (!interview.failure) return;
      rt.data.rollbackTo(savepoint);
      rt.raise('System.FlowException', UNHANDLED);
    },
    value: (variable) => valueOf(interview, variable),
  };
}

function begin(rt: Runtime, make: () => Interview): Interview {
  try {
    return make();
  } catch (error) {
    if (error instanceof FlowFault) return rt.raise('System.FlowException', error.message);
    throw error;
  }
}

/** "Available for output" is what lets a caller see a variable; what it is told of another one, no document says. */
function valueOf(interview: Interview, name: string): unknown {
  const resource = interview.flow.resources.get(name.toLowerCase());
  if (resource?.kind !== 'variables' || !resource.output)
    throw new NotImplementedError(`The value of ${name}, no output variable of the flow ${interview.flow.name},`);
  return resourceValue(interview, resource) ?? null;
}

/** What is said of an action that is no flow, as the REST API answers; documents do not say what Apex is told. */
const NOT_FOUND = { code: 'NOT_FOUND', message: 'The requested resource does not exist' };
/** What is said of an interview that failed (sfdx-mass-action-scheduler/sfdx-mass-action-scheduler#40). */
const FAILED = { code: 'UNKNOWN_EXCEPTION', message: 'An error occurred when executing a flow interview.' };

/** Interviews that fail leave nothing behind: the others run again without them. */
function invoke(
  parts: FlowParts,
  rt: Runtime,
  name: string,
  inputs: ReadonlyMap<string, unknown>[],
  access: CallAccess,
): ActionOutcome[] {
  if (!parts.catalog.has(name)) return inputs.map(() => ({ outputs: new Map(), error: NOT_FOUND }));
  const flow = activeFlow(parts, name);
  const outcomes: ActionOutcome[] = inputs.map(() => ({ outputs: new Map(), error: FAILED }));
  let left = inputs.map((_input, index) => index);
  while (left.length > 0) {
    const savepoint = rt.data.savepoint();
    const interviews = left.map((index) => begin(rt, () => newInterview(flow, rt, access, inputs[index]!)));
    runInterviews(interviews, parts);
    const good = left.filter((_index, at) => !interviews[at]!.failure);
    if (good.length === left.length) {
      left.forEach((index, at) => (outcomes[index] = { outputs: namedOutputs(interviews[at]!), error: null }));
      return outcomes;
    }
    rt.data.rollbackTo(savepoint);
    left = good;
  }
  return outcomes;
}

/** Outputs under the names of their variables, and how the interview ended (Actions Developer Guide, "Flow Actions"). */
function namedOutputs(interview: Interview): Map<string, unknown> {
  const outputs = new Map<string, unknown>();
  for (const [name, value] of outputsOf(interview))
    outputs.set(interview.flow.resources.get(name)?.name ?? name, value);
  outputs.set('Flow__InterviewStatus', 'Finished');
  return outputs;
}
