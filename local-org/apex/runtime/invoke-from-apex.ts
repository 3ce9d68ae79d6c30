/** Apex that runs an invocable action of another class (Apex Reference, "Invocable Namespace"): values stay Apex values. */
import type { ClassSymbol } from '../language/types/symbols.ts';
import { invocableVariables } from '../language/check/invocable-types.ts';
import { ApexList } from '../values/collections.ts';
import { ApexObject } from '../values/object.ts';
import { typeRef } from '../values/type.ts';
import { callEntryPoint } from './aura.ts';
import type { ActionOutcome } from './contract.ts';
import { OUTPUT, WRONG_NUMBER, apexErrorText, describeAction, inputProblem, invocableMethod } from './invocable.ts';
import type { Found } from './invocable.ts';
import type { Transaction } from './transaction.ts';
import type { World } from './world.ts';

type Inputs = ReadonlyMap<string, unknown>;

/**
 * One outcome for each map of inputs. What goes wrong is an outcome, as in the REST API, and leaves no trace in the
 * data; documents do not say so of calls from Apex.
 */
export function invokeFromApex(world: World, rt: Transaction, name: string, inputs: Inputs[]): ActionOutcome[] {
  const found = invocableMethod(world, name);
  if (!found) return inputs.map(() => failure('NOT_FOUND', 'The requested resource does not exist'));
  const action = describeAction(found);
  const problems = inputs.map((input) => inputProblem(action, Object.fromEntries(input)));
  const problem = problems.find((each) => each !== null);
  if (problem) return problems.map((each) => failure('INVALID_API_INPUT', each ?? problem));
  try {
    return rt.data.transaction(() => run(world, rt, found, inputs));
  } catch (error) {
    const text = apexErrorText(error);
    return inputs.map(() => failure('UNKNOWN_EXCEPTION', text));
  }
}

function failure(code: string, message: string): ActionOutcome {
  return { outputs: new Map(), error: { code, message } };
}

function run(world: World, rt: Transaction, { method }: Found, inputs: Inputs[]): ActionOutcome[] {
  const [declared] = method.parameters;
  const element = declared?.type.args[0];
  const items = inputs.map((input) =>
    element?.user ? request(world, rt, element.user, input) : (input.get(declared?.name ?? '') ?? null),
  );
  const values = element
    ? items.map((item) => (item === null ? null : world.linker.cast(item, typeRef(element.name))))
    : [];
  const result = callEntryPoint(world, method, declared ? [new ApexList(typeRef(declared.type.name), values)] : []);
  if (!(result instanceof ApexList)) return inputs.map(() => ({ outputs: new Map(), error: null }));
  if (result.items.length !== inputs.length) return inputs.map(() => failure('INVALID_API_INPUT', WRONG_NUMBER));
  const given = method.returns.args[0]!.user;
  return result.items.map((item) => ({ outputs: outputsOf(rt, given, item), error: null }));
}

/** An instance of the class of the inputs, its invocable variables set. */
function request(world: World, rt: Transaction, type: ClassSymbol, input: Inputs): unknown {
  const made = rt.construct(typeRef(type.name)) as object;
  for (const member of rt.members(made)) {
    const value = input.get(member.name) ?? null;
    if (value !== null) member.set(world.linker.cast(value, member.type));
  }
  return made;
}

function outputsOf(rt: Transaction, type: ClassSymbol | undefined, item: unknown): Map<string, unknown> {
  if (!type) return new Map([[OUTPUT, item]]);
  if (!(item instanceof ApexObject)) return new Map();
  const names = new Set(invocableVariables(type).map((field) => field.name));
  return new Map(
    rt
      .members(item)
      .filter((member) => names.has(member.name))
      .map((member) => [member.name, member.get()]),
  );
}
