/** Expressions: types them and writes their JavaScript. */
import { quote } from '../generate/conversions.ts';
import type { Expression, ExpressionOf } from '../syntax/ast.ts';
import { commonType, isAssignable, isCastable } from '../types/conversions.ts';
import { isOpen } from '../types/symbols.ts';
import { ERROR, NULL, isError, isNamed } from '../types/type.ts';
import type { Type } from '../types/type.ts';
import { assignment, step } from './assignment.ts';
import type { Body } from './body.ts';
import { call, constructorCall } from './calls.ts';
import { assign, condition, fits, implicit } from './coercion.ts';
import { newArray, newItems, newMap, newObject } from './creation.ts';
import { fieldValue, resolveName } from './names.ts';
import { binary, unary } from './operators.ts';
import { inlineQuery, inlineSearch } from './queries.ts';
import { itemSetter } from './stores.ts';
import { castTo, instanceTest } from './type-tests.ts';
import { finish } from './value.ts';
import type { Value } from './value.ts';

/** The value of an expression, complete in itself. */
export function expression(body: Body, node: Expression): Value {
  const value = chain(body, node);
  checkReadable(body, node, value);
  return finish(value);
}

/** A property without `get` gives nothing. */
function checkReadable(body: Body, node: Expression, { place }: Value): void {
  if (place?.kind !== 'field' && place?.kind !== 'property') return;
  const { property, owner, name: written } = place.field;
  if (property && !property.getter) body.problem(node, `Variable is not visible: ${owner.name}.${written}`);
}

/** The value of an expression that a `.` may follow: an open `?.` further left is passed on in `guard`. */
export function chain(body: Body, node: Expression): Value {
  switch (node.kind) {
    case 'literal':
      return literal(body, node);
    case 'name':
      return name(body, node);
    case 'field':
      return fieldValue(body, node);
    case 'call':
      return call(body, node);
    case 'this':
      return thisValue(body, node);
    case 'super':
      return superValue(body, node);
    case 'constructorCall':
      return constructorCall(body, node);
    case 'new':
      return newObject(body, node);
    case 'newArray':
      return newArray(body, node);
    case 'newItems':
      return newItems(body, node);
    case 'newMap':
      return newMap(body, node);
    case 'index':
      return index(body, node);
    case 'assign':
      return assignment(body, node);
    case 'binary':
      return node.operator === '??' ? coalesce(body, node) : binary(body, node);
    case 'unary':
      return node.operator === '++' || node.operator === '--'
        ? step(body, node.operand, node.operator, true, node)
        : unary(body, node);
    case 'postfix':
      return step(body, node.operand, node.operator, false, node);
    case 'conditional':
      return conditional(body, node);
    case 'instanceof':
      return instanceTest(body, node);
    case 'cast':
      return cast(body, node);
    case 'classRef':
      return classRef(body, node);
    case 'parenthesis':
      return expression(body, node.inner);
    case 'soql':
      return inlineQuery(body, node);
    case 'sosl':
      return inlineSearch(body, node);
  }
}

const MAX_LONG = 2n ** 63n - 1n;

function literal(body: Body, node: ExpressionOf<'literal'>): Value {
  const { value } = node;
  if (node.type === 'null') return { type: NULL, code: 'null' };
  const type = body.table.system(node.type);
  if (typeof value === 'boolean') return { type, code: String(value), nonNull: true };
  const text = String(value);
  switch (node.type) {
    case 'String':
      return { type, code: quote(text), nonNull: true };
    case 'Integer':
      // Salesforce's own parser refuses the smallest Integer as a literal too.
      if (Math.abs(Number(text)) >= 2_147_483_648) body.problem(node, `Illegal integer`);
      return { type, code: text.startsWith('-') ? `(${Number(text)})` : String(Number(text)), nonNull: true };
    case 'Long':
      if (BigInt(text) > MAX_LONG) body.problem(node, 'Illegal long');
      return { type, code: `(${BigInt(text)}n)`, nonNull: true };
    default:
      return { type, code: body.writer.constant(`$.number(${quote(node.type)}, ${quote(text)})`), nonNull: true };
  }
}

function name(body: Body, node: ExpressionOf<'name'>): Value {
  const resolved = resolveName(body, node);
  if (resolved?.kind === 'value') {
    checkOrder(body, node, resolved.value);
    return resolved.value;
  }
  body.unknownVariable(node, node.name);
  return { type: ERROR, code: 'null' };
}

/** Fields start in the order of their declarations. */
function checkOrder(body: Body, node: ExpressionOf<'name'>, { place }: Value): void {
  const { initializing, owner } = body;
  if (!initializing || (place?.kind !== 'field' && place?.kind !== 'property') || place.field.owner !== owner) return;
  const { field } = place;
  const isLater = field.line > node.line || (field.line === node.line && field.column > node.column);
  if (isLater || field === initializing) body.problem(node, `Illegal forward reference: ${field.name}`);
}

function thisValue(body: Body, node: ExpressionOf<'this'>): Value {
  if (!body.owner || body.static) {
    body.problem(node, 'This cannot be referenced in a static context');
    return { type: ERROR, code: 'null' };
  }
  return { type: body.owner.type, code: 'this', nonNull: true };
}

function superValue(body: Body, node: ExpressionOf<'super'>): Value {
  const parent = body.static ? null : body.owner?.header().superclass;
  if (!parent) {
    const problem = body.static
      ? 'Super cannot be referenced in a static context'
      : `No super type defined: ${body.owner?.name ?? 'AnonymousBlock'}`;
    if (!isOpen(body.owner)) body.problem(node, problem);
    return { type: ERROR, code: 'null' };
  }
  return { type: parent, code: 'this', nonNull: true, isSuper: true };
}

function index(body: Body, node: ExpressionOf<'index'>): Value {
  const target = chain(body, node.target);
  const place = expression(body, node.index);
  const integer = body.table.system('Integer');
  if (!isError(place.type) && isNamed(target.type, 'List') && !isAssignable(body.table, place.type, integer)) {
    body.problem(node.index, `List index must be of type Integer: ${place.type.name}`);
    return { type: target.type.args[0]!, code: 'null' };
  }
  if (isError(target.type)) return { type: ERROR, code: 'null' };
  if (!isNamed(target.type, 'List')) {
    body.problem(node, `Expression must be a list type: ${target.type.name}`);
    return { type: ERROR, code: 'null' };
  }
  const position = assign(body, place, integer, node.index);
  return {
    type: target.type.args[0]!,
    code: `item(${target.code}, ${position})`,
    guard: target.guard,
    place: { kind: 'index', object: target.code, index: position, setter: itemSetter(body, target.type) },
  };
}

function coalesce(body: Body, node: ExpressionOf<'binary'>): Value {
  const left = expression(body, node.left);
  const right = expression(body, node.right);
  const type = commonType(body.table, left.type, right.type);
  if (!type) {
    body.problem(node, `Incompatible types in null coalescing operator: ${left.type.name}, ${right.type.name}`);
    return { type: ERROR, code: 'null' };
  }
  return { type, code: `(${implicit(body, left, type)} ?? ${implicit(body, right, type)})`, nonNull: right.nonNull };
}

function conditional(body: Body, node: ExpressionOf<'conditional'>): Value {
  const test = condition(body, node.condition);
  const left = expression(body, node.whenTrue);
  const right = expression(body, node.whenFalse);
  const type = commonType(body.table, left.type, right.type);
  if (!type) {
    body.problem(node, `Incompatible types in ternary operator: ${right.type.name}, ${left.type.name}`);
    return { type: ERROR, code: 'null' };
  }
  return {
    type,
    code: `(${test} ? ${implicit(body, left, type)} : ${implicit(body, right, type)})`,
    nonNull: Boolean(left.nonNull && right.nonNull),
  };
}

function cast(body: Body, node: ExpressionOf<'cast'>): Value {
  const type = body.resolveType(node.type);
  const operand = expression(body, node.operand);
  if (isError(type, operand.type)) return { type, code: operand.code };
  if (operand.query && !isNamed(type, 'List', 'Object') && fits(body, operand, type))
    return { type, code: implicit(body, operand, type) };
  if (!isCastable(body.table, operand.type, type)) {
    body.problem(
      node,
      `Incompatible types since an instance of ${operand.type.name} is never an instance of ${type.name}`,
    );
    return { type, code: 'null' };
  }
  return castTo(body, operand, type);
}

function classRef(body: Body, node: ExpressionOf<'classRef'>): Value {
  const type: Type = node.type ? body.resolveType(node.type) : ERROR;
  return {
    type: body.table.system('Type'),
    code: body.writer.constant(`$.classOf(${quote(node.type ? type.name : 'void')})`),
    nonNull: true,
  };
}

/** `+=` and friends need the operand once: code that stands for it and can be written twice. */
export function reusable(body: Body, code: string): { setup: string; code: string } {
  if (/^(this|v_\w+|t\d+|S_\w+\(\)|k\d+(\.S\(\))?)$/.test(code)) return { setup: '', code };
  const name = body.temporary();
  return { setup: `${name} = ${code}, `, code: name };
}
