/** Giving a value where a type is wanted. */
import { convert } from '../generate/conversions.ts';
import type { Expression, Position } from '../syntax/ast.ts';
import { isAssignable, rowCost } from '../types/conversions.ts';
import { isError, isNamed } from '../types/type.ts';
import type { Type } from '../types/type.ts';
import type { Body } from './body.ts';
import { expression } from './expressions.ts';
import type { Value } from './value.ts';

/** Whether the value fits; SOQL also fits where one row, or (for `count()`) a number, is wanted. */
export function fits(body: Body, value: Value, to: Type): boolean {
  if (isAssignable(body.table, value.type, to)) return true;
  return Boolean(value.query) && rowCost(body.table, value.type, to) !== undefined;
}

/** JavaScript of a value that is known to fit. */
export function implicit(body: Body, value: Value, to: Type): string {
  if (value.query && !isAssignable(body.table, value.type, to)) return onlyRow(body, value, to);
  return convert(value.code, value.type, to);
}

/** JavaScript of the only row of a query; that of dynamic SOQL may turn out to be of another object. */
function onlyRow(body: Body, { type, code }: Value, to: Type): string {
  const row = `$.single(${code})`;
  const known = isAssignable(body.table, type.args[0] ?? type, to);
  return known ? row : `$.cast(${row}, ${body.writer.type(to.name)})`;
}

/** JavaScript of a value for a place of type `to`; reports `Illegal assignment from X to Y`. */
export function assign(body: Body, value: Value, to: Type, at: Position): string {
  if (isError(value.type, to)) return value.code;
  if (value.type.kind === 'void') {
    body.problem(at, `Illegal assignment from void to ${to.name}`);
    return 'null';
  }
  if (!fits(body, value, to)) {
    body.problem(at, `Illegal assignment from ${value.type.name} to ${to.name}`);
    return 'null';
  }
  return implicit(body, value, to);
}

/** JavaScript of a condition; null raises NullPointerException, as on the platform. */
export function condition(body: Body, node: Expression): string {
  const value = expression(body, node);
  if (isError(value.type)) return 'false';
  if (!isNamed(value.type, 'Boolean')) {
    body.problem(node, `Condition expression must be of type Boolean: ${value.type.name}`);
    return 'false';
  }
  return value.nonNull ? value.code : `bool(${value.code})`;
}
