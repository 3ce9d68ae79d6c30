/** Invocable actions: classes with an `@InvocableMethod`, as the REST API lists, describes and runs them. */
import { PlatformError } from '../../data/types.ts';
import type { Actor } from '../../data/types.ts';
import type { InvocableAction, InvocableParameter, InvocableResult } from '../contract.ts';
import { annotationOf } from '../language/check/entry-points.ts';
import { invocableVariables } from '../language/check/invocable-types.ts';
import type { Annotation } from '../language/syntax/ast.ts';
import type { ClassSymbol, MethodSymbol } from '../language/types/symbols.ts';
import { isNamed } from '../language/types/type.ts';
import type { Type } from '../language/types/type.ts';
import { ApexList } from '../values/collections.ts';
import { ApexObject, ApexException } from '../values/object.ts';
import { typeRef } from '../values/type.ts';
import { callEntryPoint, fromJson, toJson } from './aura.ts';
import { asException } from './errors.ts';
import type { Transaction } from './transaction.ts';
import type { World } from './world.ts';

/** Said of a method that gives another number of results than it was given inputs. */
export const WRONG_NUMBER =
  'The number of results does not match the number of interview executions that were executed in a single bulk execution request.';
/** Lists have no upper bound of their own; the REST API prints 2,000 for them. */
const MANY = 2_000;
/** The name under which a result that is no class of its own is answered. */
export const OUTPUT = 'output';

export interface Found {
  symbol: ClassSymbol;
  method: MethodSymbol;
}

/** The invocable method of a class; undefined when there is none. */
export function invocableMethod(world: World, name: string): Found | undefined {
  const symbol = world.program.findClass(name);
  const method = [...(symbol?.members().methods.values() ?? [])]
    .flat()
    .find((each) => each.static && annotationOf(each.annotations, 'invocablemethod'));
  return symbol && method ? { symbol, method } : undefined;
}

export function invocableActions(world: World, actor: Actor): InvocableAction[] {
  return world.program
    .classNames()
    .flatMap((name) => invocableMethod(world, name) ?? [])
    .filter(({ symbol }) => world.data.access.hasClassAccess(actor.userId, symbol.name))
    .map(describeAction);
}

export function describeAction({ symbol, method }: Found): InvocableAction {
  const { values } = annotationOf(method.annotations, 'invocablemethod')!;
  const [parameter] = method.parameters;
  return {
    name: symbol.name,
    label: values.get('label') ?? method.name,
    description: values.get('description') ?? null,
    category: values.get('category') ?? null,
    inputs: parameter ? parametersOf(parameter.type, parameter.name, true) : [],
    outputs: method.returns.name === 'void' ? [] : parametersOf(method.returns, OUTPUT, false),
  };
}

/** The element's invocable variables; a list of anything else is one parameter. */
function parametersOf(list: Type, name: string, input: boolean): InvocableParameter[] {
  const element = list.args[0];
  if (!element) return [];
  if (!element.user) return [parameter(element, name, undefined, input)];
  return invocableVariables(element.user).map((field) =>
    parameter(field.type, field.name, annotationOf(field.annotations, 'invocablevariable'), false),
  );
}

function parameter(
  type: Type,
  name: string,
  annotation: Annotation | undefined,
  required: boolean,
): InvocableParameter {
  const isList = isNamed(type, 'List');
  const element = isList ? type.args[0]! : type;
  return {
    name,
    label: annotation?.values.get('label') ?? name,
    description: annotation?.values.get('description') ?? null,
    required: annotation ? annotation.values.get('required')?.toLowerCase() === 'true' : required,
    type: element.kind === 'sobject' ? 'SOBJECT' : element.user ? 'APEX' : wireType(element.name),
    sobjectType: element.kind === 'sobject' ? element.name : null,
    apexClass: element.user?.name ?? null,
    maxOccurs: isList ? MANY : 1,
  };
}

function wireType(name: string): string {
  if (name === 'Id') return 'REFERENCE';
  return name === 'SObject' ? 'SOBJECT' : name.toUpperCase();
}

export function invokeAction(
  world: World,
  actor: Actor,
  name: string,
  inputs: Record<string, unknown>[],
): InvocableResult[] {
  const found = invocableMethod(world, name);
  if (!found) throw new PlatformError('NOT_FOUND', 'The requested resource does not exist', { httpStatus: 404 });
  const { symbol, method } = found;
  if (!world.data.access.hasClassAccess(actor.userId, symbol.name))
    throw new PlatformError('FORBIDDEN', `You do not have access to the Apex class named: ${symbol.name}`, {
      httpStatus: 403,
    });
  const action = describeAction(found);
  const refused = refusedInputs(action, inputs);
  if (refused) return refused;
  try {
    return world.transaction({ actor }, (rt) => run(world, rt, method, inputs));
  } catch (error) {
    const text = apexErrorText(error);
    return inputs.map(() => failure('UNKNOWN_EXCEPTION', text));
  }
}

/** One wrong input keeps an action from running: it takes them all at once. Null when none is wrong. */
export function refusedInputs(action: InvocableAction, inputs: Record<string, unknown>[]): InvocableResult[] | null {
  const problems = inputs.map((input) => inputProblem(action, input));
  const problem = problems.find((each) => each !== null);
  return problem ? problems.map((each) => failure('INVALID_API_INPUT', each ?? problem)) : null;
}

/** What an action answers for an exception that left it; anything that is none is thrown on. */
export function apexErrorText(error: unknown): string {
  const exception = asException(error);
  if (!(exception instanceof ApexException)) throw error;
  return `An Apex error occurred: ${exception.typeName}: ${exception.state.message ?? 'Script-thrown exception'}`;
}

export function failure(statusCode: string, message: string): InvocableResult {
  return { outputs: null, error: { statusCode, message } };
}

/** Why an action does not take the input; null when it does. */
export function inputProblem(action: InvocableAction, input: Record<string, unknown>): string | null {
  const missing = action.inputs.find((each) => each.required && (input[each.name] ?? null) === null);
  if (missing) return `Missing required input parameter: ${missing.name}`;
  const unknown = Object.keys(input).find((each) => !action.inputs.some(({ name }) => name === each));
  return unknown === undefined ? null : `Invalid parameter: ${unknown}`;
}

function run(
  world: World,
  rt: Transaction,
  method: MethodSymbol,
  inputs: Record<string, unknown>[],
): InvocableResult[] {
  const [declared] = method.parameters;
  const element = declared && declared.type.args[0];
  const items = element
    ? inputs.map((input) => fromJson(rt, element.user ? input : input[declared.name], element.name))
    : [];
  const args = element ? [new ApexList(typeRef(declared.type.name), items)] : [];
  const result = callEntryPoint(world, method, args);
  if (!(result instanceof ApexList)) return inputs.map(() => ({ outputs: null, error: null }));
  if (result.items.length !== inputs.length) return inputs.map(() => failure('INVALID_API_INPUT', WRONG_NUMBER));
  const output = method.returns.args[0]!;
  return result.items.map((item) => ({ outputs: outputsOf(rt, output, item), error: null }));
}

function outputsOf(rt: Transaction, type: Type, item: unknown): Record<string, unknown> | null {
  if (!type.user) return { [OUTPUT]: toJson(rt, item) };
  if (!(item instanceof ApexObject)) return null;
  const names = new Set(invocableVariables(type.user).map((field) => field.name));
  return Object.fromEntries(
    rt
      .members(item)
      .filter((member) => names.has(member.name))
      .map((member) => [member.name, toJson(rt, member.get())]),
  );
}
