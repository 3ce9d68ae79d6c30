/** Where a path of a Visualforce expression leads, and where it ends before it should. */
import type { DeployContext } from '../deploy/context.ts';
import { slipOf } from '../../data/schema/slips.ts';
import type { SObjectDescribe } from '../../data/types.ts';
import { isMissing } from '../references/certain.ts';
import type { Scope } from './scope.ts';
import { memberOf } from './types.ts';
import type { ExpressionType } from './types.ts';

/** What a name at the beginning of an expression is. */
export function rootNamed(
  name: string,
  scope: Scope,
  context: DeployContext,
): { found: boolean; type: ExpressionType | undefined } {
  const key = name.toLowerCase();
  if (scope.names.has(key)) return { found: true, type: scope.names.get(key) };
  for (const controller of scope.controllers) {
    const { found, type } = memberOf(controller, name, context);
    if (found) return { found, type };
  }
  const isController = scope.controllers.some((controller) => controller.name.toLowerCase() === key);
  return { found: isController, type: undefined };
}

/** What a step gives: a type, nothing that is known, or the platform's complaint. */
interface Step {
  type?: ExpressionType | undefined;
  problem?: string;
}

/** Features bring more relationships than are known here; what differs in its number only (`Contact`, `Contacts`) may be one. */
function isSlipOfRelationship(name: string, { fields, childRelationships }: SObjectDescribe): boolean {
  const known = [...fields.values(), ...childRelationships].flatMap(({ relationshipName }) => relationshipName ?? []);
  const meant = slipOf(name, known, 1);
  return meant !== undefined && meant.replace(/s$/i, '').toLowerCase() !== name.replace(/s$/i, '').toLowerCase();
}

/** Up through a lookup, down to a list of children, or a field (Visualforce Developer Guide, "Getting Data with a Standard Controller"). */
function stepFromRecord(object: string, name: string, isLast: boolean, context: DeployContext): Step {
  const { schema } = context.data;
  const describe = schema.find(object);
  if (!describe) return {};
  const child = describe.childRelationships.find(
    ({ relationshipName }) => relationshipName?.toLowerCase() === name.toLowerCase(),
  );
  if (child) return { type: { kind: 'list', of: { kind: 'record', object: child.childSObject } } };
  const lookup = /__r$/i.test(name) ? name.replace(/r$/i, 'c') : isLast ? name : `${name}Id`;
  const field = schema.field(object, lookup) ?? schema.field(object, `${name}Id`);
  if (field) {
    const [target] = field.referenceTo;
    const isUp = lookup !== name || field.name.toLowerCase() !== name.toLowerCase();
    return isUp && target !== undefined && field.referenceTo.length === 1
      ? { type: { kind: 'record', object: target } }
      : {};
  }
  if (!isLast && !/__[cr]$/i.test(name))
    return isSlipOfRelationship(name, describe)
      ? { problem: `Invalid field ${name} for SObject ${describe.name}` }
      : {};
  const reference = { field: 'expression', type: 'CustomField', fullName: `${object}.${lookup}` };
  const isLost = isMissing({ ...reference, at: { file: '', line: 1, column: 1 } }, context);
  return isLost ? { problem: `Invalid field ${name} for SObject ${describe.name}` } : {};
}

/** The names of a list are those of no record: `size` and what extensions of the platform give. */
function step(type: ExpressionType, name: string, isLast: boolean, context: DeployContext): Step {
  if (type.kind === 'list') return {};
  if (type.kind === 'record') return stepFromRecord(type.object, name, isLast, context);
  const { missing, type: next } = memberOf(type, name, context);
  return missing ? { problem: `Unknown property '${type.name}.${name}'` } : { type: next };
}

function follow(start: ExpressionType | undefined, names: string[], context: DeployContext): Step {
  let type = start;
  for (const [index, name] of names.entries()) {
    if (!type) return {};
    const { problem, type: next } = step(type, name, index === names.length - 1, context);
    if (problem !== undefined) return { problem };
    type = next;
  }
  return { type };
}

/** The type of what a path leads to, where it is known. */
export function typeBehind([first = '', ...rest]: string[], scope: Scope, context: DeployContext): Step['type'] {
  return follow(rootNamed(first, scope, context).type, rest, context).type;
}

/** Why a path that begins with a name of the page leads nowhere; undefined for one that is right, or cannot be judged. */
export function problemOfPath(
  [first = '', ...rest]: string[],
  isAction: boolean,
  scope: Scope,
  context: DeployContext,
): string | undefined {
  const { found, type } = rootNamed(first, scope, context);
  if (found) return follow(type, rest, context).problem;
  if (!scope.isWhole) return undefined;
  const name = scope.owner === undefined ? first : `${scope.owner}.${first}`;
  return isAction && rest.length === 0 ? `Unknown method '${name}()'` : `Unknown property '${name}'`;
}

/** A path from a record of a known object, e.g. `$User.Department`. */
export function problemOfRecordPath(object: string, names: string[], context: DeployContext): string | undefined {
  return follow({ kind: 'record', object }, names, context).problem;
}
