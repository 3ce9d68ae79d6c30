/** Subflow: interviews of another active flow, one for each that waits (Help, "Subflow Element"). */
import { NotImplementedError } from '../../data/types.ts';
import { childrenNamed, flag, textOf } from '../../metadata/xml/element.ts';
import type { FlowFault } from '../faults.ts';
import type { Interview } from '../interview.ts';
import { literalIn } from '../literals.ts';
import type { FlowElement } from '../model.ts';
import { newInterview, outputsOf } from '../launch.ts';
import { assign } from '../resolve.ts';
import { runInterviews } from '../run.ts';
import type { FlowParts } from '../run.ts';
import { guarded } from './guarded.ts';

/** Flows that call each other deeper than this do so without end. */
const MAXIMUM_DEPTH = 50;

/** How an element names the flow that it calls, and what it hands over and takes back. */
export interface FlowCall {
  flow: string;
  inputs: string;
  outputs: string;
}

const SUBFLOW: FlowCall = { flow: 'flowName', inputs: 'inputAssignments', outputs: 'outputAssignments' };
/** An action whose type is `flow`: processes call flows so. */
export const FLOW_ACTION: FlowCall = { flow: 'actionName', inputs: 'inputParameters', outputs: 'outputParameters' };

export function callSubflow(
  interviews: Interview[],
  element: FlowElement,
  parts: FlowParts,
): (FlowFault | undefined)[] {
  return callFlow(interviews, element, parts, SUBFLOW);
}

export function callFlow(
  interviews: Interview[],
  { name, xml }: FlowElement,
  parts: FlowParts,
  call: FlowCall,
): (FlowFault | undefined)[] {
  const called = textOf(xml, call.flow) ?? '';
  const flow = parts.catalog.find(called);
  const caller = interviews[0]!.flow.name;
  if (!flow) throw new NotImplementedError(`The flow ${called}, which is not active, in ${name} of the flow ${caller}`);
  if (parts.depth >= MAXIMUM_DEPTH) throw new NotImplementedError(`A chain of more than ${MAXIMUM_DEPTH} subflows`);
  const {
    ready,
    rows: inners,
    faults,
  } = guarded(interviews, (interview) => {
    const inputs = new Map<string, unknown>();
    for (const input of childrenNamed(xml, call.inputs))
      inputs.set(textOf(input, 'name') ?? '', literalIn(interview, input, 'value'));
    return newInterview(flow, interview.rt, interview.access, inputs);
  });
  parts.depth++;
  try {
    runInterviews(inners, parts);
  } finally {
    parts.depth--;
  }
  ready.forEach((interview, index) => {
    const inner = inners[index] as Interview;
    if (inner.failure) return faults.set(interview, inner.failure);
    const outputs = outputsOf(inner);
    if (flag(xml, 'storeOutputAutomatically')) interview.values.set(name.toLowerCase(), outputs);
    for (const output of childrenNamed(xml, call.outputs))
      assign(
        interview,
        textOf(output, 'assignToReference') ?? '',
        outputs.get((textOf(output, 'name') ?? '').toLowerCase()) ?? null,
      );
    return undefined;
  });
  return interviews.map((interview) => faults.get(interview));
}
