/** A flow as an action of the REST API: JSON in and out, as the calling user (Actions Developer Guide, "Flow Actions"). */
import { PlatformError } from '../../data/types.ts';
import type { Actor } from '../../data/types.ts';
import type { InvocableParameter, InvocableResult } from '../contract.ts';
import { fromJson, toJson } from './aura.ts';
import { apexErrorText, failure, refusedInputs } from './invocable.ts';
import type { World } from './world.ts';

export function invokeFlow(
  world: World,
  actor: Actor,
  name: string,
  inputs: Record<string, unknown>[],
): InvocableResult[] {
  const action = world.flows.actions().find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (!action) throw new PlatformError('NOT_FOUND', 'The requested resource does not exist', { httpStatus: 404 });
  const refused = refusedInputs(action, inputs);
  if (refused) return refused;
  try {
    return world.transaction({ actor }, (rt) => {
      const given = inputs.map(
        (input) =>
          new Map(
            action.inputs
              .filter((each) => each.name in input)
              .map((each): [string, unknown] => [each.name, fromJson(rt, input[each.name], apexTypeOf(each))]),
          ),
      );
      const outcomes = world.flows.invoke(rt, action.name, given, { mode: 'user', sharing: true });
      return outcomes.map(({ outputs, error }) =>
        error
          ? failure(error.code, error.message)
          : { outputs: Object.fromEntries([...outputs].map(([key, value]) => [key, toJson(rt, value)])), error: null },
      );
    });
  } catch (error) {
    const text = apexErrorText(error);
    return inputs.map(() => failure('UNKNOWN_EXCEPTION', text));
  }
}

const TYPES: Readonly<Record<string, string>> = {
  BOOLEAN: 'Boolean',
  CURRENCY: 'Decimal',
  DATE: 'Date',
  DATETIME: 'Datetime',
  NUMBER: 'Decimal',
  TIME: 'Time',
};

function apexTypeOf({ type, sobjectType, apexClass, maxOccurs }: InvocableParameter): string {
  const element = sobjectType ?? apexClass ?? TYPES[type] ?? 'String';
  return maxOccurs > 1 ? `List<${element}>` : element;
}
