/** `=`, `+=` and friends, `++` and `--`. */
import { convert } from '../generate/conversions.ts';
import type { Expression, ExpressionOf, Position } from '../syntax/ast.ts';
import { isSubclass } from '../types/symbols.ts';
import { ERROR, isError, isNamed, numericRank } from '../types/type.ts';
import type { Body } from './body.ts';
import { assign } from './coercion.ts';
import { chain, expression, reusable } from './expressions.ts';
import { inheritsSharing } from './body.ts';
import { operate } from './operators.ts';
import type { Place, Value } from './value.ts';
import { canSee } from './visibility.ts';

export function assignment(body: Body, node: ExpressionOf<'assign'>): Value {
  const target = chain(body, node.target);
  if (node.operator === '=') {
    const value = expression(body, node.value);
    if (!isWritable(body, target, node.target)) return { type: ERROR, code: 'null' };
    const code = assign(body, value, target.type, node.value);
    return { type: target.type, code: store(target.place!, code), nonNull: value.nonNull };
  }
  const value = expression(body, node.value);
  if (!isWritable(body, target, node.target)) return { type: ERROR, code: 'null' };
  const once = stable(body, target.place!);
  const result = operate(
    body,
    node.operator.slice(0, -1),
    { type: target.type, code: load(once.place, target) },
    value,
    node,
  );
  const code = narrowed(body, result, target, node.value);
  return { type: target.type, code: wrap(once.setup, store(once.place, code)), nonNull: true };
}

/** `i += 1.5` on an Integer does not compile; `s += anything` does. */
function narrowed(body: Body, result: Value, target: Value, at: Position): string {
  if (isError(result.type, target.type)) return result.code;
  if (isNamed(target.type, 'String') && isNamed(result.type, 'String')) return result.code;
  return assign(body, result, target.type, at);
}

/** `++` and `--`; a discarded result (statement, for update) may use the prefix form. */
export function step(
  body: Body,
  operand: Expression,
  operator: string,
  prefix: boolean,
  at: ExpressionOf<'unary' | 'postfix'>,
): Value {
  const target = chain(body, operand);
  if (!isWritable(body, target, operand)) return { type: ERROR, code: 'null' };
  if (!numericRank(target.type)) {
    body.problem(at, stepProblem(at, target.type.name));
    return { type: ERROR, code: 'null' };
  }
  const once = stable(body, target.place!);
  const integer = body.table.system('Integer');
  const one: Value = { type: target.type, code: convert('1', integer, target.type), nonNull: true };
  const loaded = load(once.place, target);
  if (prefix) {
    const next = operate(body, operator[0]!, { type: target.type, code: loaded }, one, at);
    return { type: target.type, code: wrap(once.setup, store(once.place, next.code)), nonNull: true };
  }
  const before = body.temporary();
  const next = operate(body, operator[0]!, { type: target.type, code: before, nonNull: true }, one, at);
  return {
    type: target.type,
    code: `(${once.setup}${before} = nn(${loaded}), ${store(once.place, next.code)}, ${before})`,
    nonNull: true,
  };
}

function stepProblem({ kind, operator }: ExpressionOf<'unary' | 'postfix'>, type: string): string {
  if (kind === 'postfix')
    return `Unary postfix increment/decrement can only be applied to numeric expressions: ${type}`;
  const name = operator === '++' ? 'increment' : 'decrement';
  return `Unary prefix ${name} can only be applied to numeric expressions: ${type}`;
}

function wrap(setup: string, code: string): string {
  return setup ? `(${setup}${code})` : code;
}

function isWritable(body: Body, target: Value, at: Expression): boolean {
  if (isError(target.type)) return false;
  const { place } = target;
  if (!place) {
    body.problem(at, 'Expression cannot be assigned');
    return false;
  }
  // A final property may be filled by its own accessors, at first use.
  const ownAccessor = place.kind === 'field' && body.accessorOf === place.field;
  // A constructor may also fill what its superclass left open (public templates of Salesforce do).
  const starting =
    place.kind === 'field' && body.constructing && body.owner !== null && isSubclass(body.owner, place.field.owner);
  // An instance starts no static field.
  const isOver = place.kind === 'field' && place.field.static && !body.static;
  if (place.kind === 'field' && place.field.final && (!starting || isOver) && !ownAccessor) {
    body.problem(
      at,
      `Final members can only be assigned in their declaration, init blocks, or constructors: ${place.field.name}`,
    );
    return false;
  }
  const setter = place.kind === 'property' || place.kind === 'field' ? place.field.property?.setter : undefined;
  if (
    setter?.access &&
    (place.kind === 'property' || place.kind === 'field') &&
    !canSee(body.owner, { ...place.field, access: setter.access })
  ) {
    body.problem(at, `Variable is not visible: ${place.field.owner.name}.${place.field.name}`);
    return false;
  }
  if (
    (place.kind === 'property' ||
      (place.kind === 'field' && place.field.property && body.accessorOf !== place.field)) &&
    !place.field.property!.setter
  ) {
    body.problem(at, `Variable is not visible: ${place.field.owner.name}.${place.field.name}`);
    return false;
  }
  return true;
}

/** The same place with its object and index computed once. */
function stable(body: Body, place: Place): { setup: string; place: Place } {
  if (place.kind === 'local' || place.kind === 'systemStatic') return { setup: '', place };
  const object = reusable(body, place.object);
  if (place.kind !== 'index') return { setup: object.setup, place: { ...place, object: object.code } };
  const index = reusable(body, place.index);
  return { setup: object.setup + index.setup, place: { ...place, object: object.code, index: index.code } };
}

function load(place: Place, target: Value): string {
  switch (place.kind) {
    case 'local':
      return place.code;
    case 'field':
      return `${place.object}.${place.field.code}`;
    case 'property':
      return `${place.object}.get$${place.field.code}(${sharingArgument(place)})`;
    case 'sobject':
      return `${place.object}.getField($.rt, '${place.name}')`;
    case 'index':
      return `item(${place.object}, ${place.index})`;
    case 'system':
    case 'systemStatic':
      return target.code;
  }
}

function sharingArgument(place: Extract<Place, { kind: 'property' }>): string {
  return inheritsSharing(place.field.owner) ? 'true' : '';
}

/** JavaScript that writes and gives the written value. */
export function store(place: Place, value: string): string {
  switch (place.kind) {
    case 'local':
      return `(${place.code} = ${value})`;
    case 'field':
      return `(${place.object}.${place.field.code} = ${value})`;
    case 'property':
      return `${place.object}.set$${place.field.code}(${value})`;
    case 'sobject':
      return `$.setField(${place.object}, '${place.name}', ${value})`;
    case 'index':
      return `${place.setter}(${place.object}, ${place.index}, ${value})`;
    case 'systemStatic':
      return `${place.setter}, ${value})`;
    case 'system':
      return `$.setSystem(${place.setter}, ${place.object}, ${value})`;
  }
}
