/** Binary and unary operators: which types they take and what they give. */
import { arithmetic, bitwise, comparison, equality, negate } from '../generate/operators.ts';
import { convert } from '../generate/conversions.ts';
import type { ExpressionOf, Position } from '../syntax/ast.ts';
import { commonType, isCastable } from '../types/conversions.ts';
import { ERROR, isError, isNamed, isPolymorphic, isText, numericRank } from '../types/type.ts';
import type { Type } from '../types/type.ts';
import type { Body } from './body.ts';
import { implicit } from './coercion.ts';
import { expression } from './expressions.ts';
import { required } from './value.ts';
import type { Value } from './value.ts';

const FAILED: Value = { type: ERROR, code: 'null' };

export function binary(body: Body, node: ExpressionOf<'binary'>): Value {
  const { operator } = node;
  if (operator === '&&' || operator === '||') return logical(body, node);
  return operate(body, operator, expression(body, node.left), expression(body, node.right), node);
}

function logical(body: Body, node: ExpressionOf<'binary'>): Value {
  const sides = [node.left, node.right].map((side) => {
    const value = expression(body, side);
    if (isError(value.type) || isNamed(value.type, 'Boolean'))
      return value.nonNull ? value.code : `bool(${value.code})`;
    body.problem(side, 'Logical operator can only be applied to Boolean');
    return 'false';
  });
  return { type: body.table.system('Boolean'), code: `(${sides.join(` ${node.operator} `)})`, nonNull: true };
}

/** `left operator right` for every operator that evaluates both sides. */
export function operate(body: Body, operator: string, left: Value, right: Value, at: Position): Value {
  if (isError(left.type, right.type)) return FAILED;
  if ('+-*/'.includes(operator) && (left.type.kind === 'void' || right.type.kind === 'void')) {
    body.problem(at, 'Arithmetic expressions are not allowed on void types');
    return FAILED;
  }
  switch (operator) {
    case '+':
      return isNamed(left.type, 'String') || isNamed(right.type, 'String')
        ? concatenation(body, left, right)
        : sum(body, operator, left, right, at);
    case '-':
    case '*':
    case '/':
      return sum(body, operator, left, right, at);
    case '<<':
    case '>>':
    case '>>>':
    case '&':
    case '|':
    case '^':
      return bits(body, operator, left, right, at);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return order(body, operator, left, right, at);
    case '==':
    case '!=':
    case '<>':
      return equals(body, operator !== '==', left, right, at);
    case '===':
    case '!==':
      return identity(body, operator === '!==', left, right);
    default:
      body.problem(at, `Operator ${operator} is not available in the embedded org`);
      return FAILED;
  }
}

function concatenation(body: Body, left: Value, right: Value): Value {
  return { type: body.table.system('String'), code: `(${textOf(left)} + ${textOf(right)})`, nonNull: true };
}

function textOf(value: Value): string {
  return value.nonNull && isText(value.type) ? value.code : `text(${value.code})`;
}

function sum(body: Body, operator: string, left: Value, right: Value, at: Position): Value {
  const days = dateSum(operator, left, right);
  if (days) return days;
  const type = widest(left.type, right.type);
  if (!type) {
    body.problem(at, sumProblem(operator, left.type));
    return FAILED;
  }
  return { type, code: arithmetic(operator, widened(left, type), widened(right, type), type), nonNull: true };
}

function sumProblem(operator: string, left: Type): string {
  if (operator === '+' || operator === '-') {
    if (isNamed(left, 'Date')) return 'Date expressions must use Integer or Long';
    if (isNamed(left, 'Datetime')) return 'Date/time expressions must use Integer or Double or Decimal';
    if (isNamed(left, 'Time')) return 'Time expressions must use Integer or Long';
  }
  return 'Arithmetic expressions must use numeric arguments';
}

/** Date ± Integer is days, Datetime ± number is days too (Apex Developer Guide, "Expression Operators": addition). */
function dateSum(operator: string, left: Value, right: Value): Value | undefined {
  if (operator !== '+' && operator !== '-') return undefined;
  if (!isNamed(left.type, 'Date', 'Datetime') || !numericRank(right.type)) return undefined;
  if (isNamed(left.type, 'Date') && numericRank(right.type) > 2) return undefined;
  if (isNamed(left.type, 'Datetime') && isNamed(right.type, 'Long')) return undefined;
  return {
    type: left.type,
    code: `$.addDays(${required(left)}, ${required(right)}, ${operator === '+' ? 1 : -1})`,
    nonNull: true,
  };
}

function widened(value: Value, type: Type): Value {
  return value.type === type ? value : { type, code: convert(value.code, value.type, type), nonNull: value.nonNull };
}

function widest(left: Type, right: Type): Type | undefined {
  const a = numericRank(left);
  const b = numericRank(right);
  if (!a || !b) return undefined;
  return a >= b ? left : right;
}

function bits(body: Body, operator: string, left: Value, right: Value, at: Position): Value {
  const type =
    isNamed(left.type, 'Boolean') &&
    isNamed(right.type, 'Boolean') &&
    !operator.includes('<') &&
    !operator.includes('>')
      ? left.type
      : widest(left.type, right.type);
  if (!type || numericRank(type) > 2) {
    body.problem(
      at,
      /[<>]/.test(operator)
        ? `${operator} operation can only be applied to Integer or Long types`
        : `${operator} operator can only be applied to Boolean expressions or to Integer or Long expressions`,
    );
    return FAILED;
  }
  const shift = operator.includes('<') || operator.includes('>');
  const result = shift ? left.type : type;
  return {
    type: result,
    code: bitwise(operator, widened(left, result), shift ? right : widened(right, type), result),
    nonNull: true,
  };
}

function order(body: Body, operator: string, left: Value, right: Value, at: Position): Value {
  const type = comparable(body, left.type, right.type);
  const result = body.table.system('Boolean');
  const isOrdered = type && (numericRank(type) > 0 || isText(type) || isNamed(type, 'Date', 'Datetime', 'Time'));
  if (!isOrdered && type) body.problem(at, `Inequality operator not allowed for this type: ${type.name}`);
  if (!isOrdered && !type) {
    body.problem(
      at,
      `Comparison arguments must be compatible types: ${operandName(left.type)}, ${operandName(right.type)}`,
    );
  }
  if (!isOrdered) return { type: result, code: 'false', nonNull: true };
  return { type: result, code: comparison(operator, widened(left, type), widened(right, type), type), nonNull: true };
}

/** As messages write the type of `null`. */
function operandName(type: Type): string {
  return type.kind === 'null' ? 'NULL' : type.name;
}

function comparable(body: Body, left: Type, right: Type): Type | undefined {
  if (left.kind === 'null' || right.kind === 'null') return undefined;
  if (isText(left) && isText(right)) return body.table.system('String');
  return widest(left, right) ?? commonType(body.table, left, right);
}

function equals(body: Body, negated: boolean, left: Value, right: Value, at: Position): Value {
  const result = body.table.system('Boolean');
  const not = negated ? '!' : '';
  const [a, b] = [rows(left, right), rows(right, left)];
  if (a.type.kind === 'null' || b.type.kind === 'null') {
    const other = a.type.kind === 'null' ? b : a;
    return { type: result, code: `(${other.code} ${negated ? '!==' : '==='} null)`, nonNull: true };
  }
  const type = comparableForEquality(body, a.type, b.type);
  if (!type) {
    body.problem(at, `Comparison arguments must be compatible types: ${left.type.name}, ${right.type.name}`);
    return { type: result, code: 'false', nonNull: true };
  }
  return { type: result, code: not + equality(operand(body, a, type), operand(body, b, type), type), nonNull: true };
}

/** Inline SOQL beside an sObject stands for its only row. */
function rows(value: Value, other: Value): Value {
  if (!value.query || isNamed(other.type, 'List') || other.type.kind === 'null') return value;
  return { type: value.type.args[0] ?? value.type, code: `$.single(${value.code})` };
}

function operand(body: Body, value: Value, type: Type): Value {
  if (isText(type) && isText(value.type)) return value;
  return { type, code: implicit(body, value, type), nonNull: value.nonNull };
}

function comparableForEquality(body: Body, left: Type, right: Type): Type | undefined {
  if (left === right) return left;
  if (isText(left) && isText(right)) return body.table.system('Id');
  const numbers = widest(left, right);
  if (numbers) return numbers;
  const common = commonType(body.table, left, right);
  if (common) return common;
  // Objects of different sObject types are never the same.
  if (left.kind === 'sobject' && right.kind === 'sobject' && !isPolymorphic(left) && !isPolymorphic(right))
    return undefined;
  return isCastable(body.table, left, right) ? body.table.system('Object') : undefined;
}

function identity(body: Body, negated: boolean, left: Value, right: Value): Value {
  return {
    type: body.table.system('Boolean'),
    code: `${negated ? '!' : ''}same(${left.code}, ${right.code})`,
    nonNull: true,
  };
}

export function unary(body: Body, node: ExpressionOf<'unary'>): Value {
  if (node.operator === '!') return not(body, node);
  const operand = expression(body, node.operand);
  if (isError(operand.type)) return FAILED;
  if (!numericRank(operand.type)) {
    body.problem(node, unaryProblem(node.operator, operand.type));
    return FAILED;
  }
  if (node.operator === '~' && numericRank(operand.type) > 2) {
    body.problem(node, unaryProblem(node.operator, operand.type));
    return FAILED;
  }
  if (node.operator === '+') return { type: operand.type, code: required(operand), nonNull: true };
  if (node.operator === '-') return { type: operand.type, code: negate(operand, operand.type), nonNull: true };
  return { type: operand.type, code: `(~${required(operand)})`, nonNull: true };
}

function unaryProblem(operator: string, type: Type): string {
  if (operator === '~') return `Invalid type for bitwise negate: ${operandName(type)}`;
  return operator === '-'
    ? 'Unary negation must use a numeric argument'
    : 'Arithmetic expressions must use numeric arguments';
}

function not(body: Body, node: ExpressionOf<'unary'>): Value {
  const operand = expression(body, node.operand);
  const type = body.table.system('Boolean');
  if (!isError(operand.type) && !isNamed(operand.type, 'Boolean')) {
    body.problem(node, '! operator can only be applied to boolean expressions');
    return { type, code: 'false', nonNull: true };
  }
  return {
    type,
    code: isError(operand.type) || operand.nonNull ? `!${operand.code}` : `!bool(${operand.code})`,
    nonNull: true,
  };
}
