/** Action: messages, and invocable Apex, which is called once for all interviews that wait at it (Help, "Action Element"). */
import { NotImplementedError } from '../../data/types.ts';
import type { ActionOutcome } from '../../apex/runtime/contract.ts';
import type { InvocableParameter } from '../../apex/contract.ts';
import { typeRef } from '../../apex/values/type.ts';
import { childrenNamed, flag, textOf } from '../../metadata/xml/element.ts';
import { toApexType } from '../apex-values.ts';
import { FlowFault } from '../faults.ts';
import type { Interview } from '../interview.ts';
import { literalIn } from '../literals.ts';
import type { FlowElement } from '../model.ts';
import { assign } from '../resolve.ts';
import type { FlowParts } from '../run.ts';
import { guarded } from './guarded.ts';
import { MESSAGES, sendMessages } from './messages.ts';
import { FLOW_ACTION, callFlow } from './subflow.ts';

export function callActions(
  interviews: Interview[],
  element: FlowElement,
  parts: FlowParts,
): (FlowFault | undefined)[] {
  const { name, xml } = element;
  const [{ rt, flow }] = interviews as [Interview];
  const type = textOf(xml, 'actionType') ?? '';
  const action = textOf(xml, 'actionName') ?? '';
  if (type === 'flow') return callFlow(interviews, element, parts, FLOW_ACTION);
  const message = MESSAGES[type];
  if (message) return sendMessages(interviews, element, message, parts);
  if (type !== 'apex')
    throw new NotImplementedError(`The ${type} action ${action} in ${name} of the flow ${flow.name}`);
  const described = rt.apexAction(action);
  if (!described) throw new NotImplementedError(`The Apex action ${action} in ${name} of the flow ${flow.name}`);
  const { ready, rows, faults } = guarded(interviews, (interview) => inputsOf(interview, element, described.inputs));
  const outcomes = ready.length > 0 ? rt.invokeApexAction(action, rows) : [];
  ready.forEach((interview, index) => {
    const fault = finish(interview, element, outcomes[index] as ActionOutcome);
    if (fault) faults.set(interview, fault);
  });
  return interviews.map((interview) => faults.get(interview));
}

function inputsOf(
  interview: Interview,
  { xml }: FlowElement,
  parameters: readonly InvocableParameter[],
): Map<string, unknown> {
  const inputs = new Map<string, unknown>();
  for (const input of childrenNamed(xml, 'inputParameters')) {
    const name = textOf(input, 'name') ?? '';
    const parameter = parameters.find((one) => one.name.toLowerCase() === name.toLowerCase());
    const value = literalIn(interview, input, 'value');
    inputs.set(parameter?.name ?? name, parameter ? toApexType(value, typeRef(apexTypeOf(parameter))) : value);
  }
  return inputs;
}

const NAMES: Record<string, string> = { REFERENCE: 'Id', DATETIME: 'Datetime' };

function apexTypeOf({ type, sobjectType, apexClass, maxOccurs }: InvocableParameter): string {
  const element = sobjectType ?? apexClass ?? NAMES[type] ?? `${type.charAt(0)}${type.slice(1).toLowerCase()}`;
  return maxOccurs > 1 ? `List<${element}>` : element;
}

/** Outputs go where the element says, and are read under its own name. */
function finish(interview: Interview, { name, xml }: FlowElement, outcome: ActionOutcome): FlowFault | undefined {
  if (outcome.error) return new FlowFault(outcome.error.message);
  const outputs = new Map([...outcome.outputs].map(([key, value]) => [key.toLowerCase(), value]));
  if (flag(xml, 'storeOutputAutomatically')) interview.values.set(name.toLowerCase(), outputs);
  for (const output of childrenNamed(xml, 'outputParameters'))
    assign(
      interview,
      textOf(output, 'assignToReference') ?? '',
      outputs.get((textOf(output, 'name') ?? '').toLowerCase()) ?? null,
    );
  return undefined;
}
