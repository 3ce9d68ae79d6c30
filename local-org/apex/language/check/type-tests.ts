/** Casts and `instanceof`. */
import { convert, isStaticCast } from '../generate/conversions.ts';
import type { ExpressionOf } from '../syntax/ast.ts';
import { isAssignable, isCastable } from '../types/conversions.ts';
import { isOpen } from '../types/symbols.ts';
import { isError, isPolymorphic, isText, numericRank } from '../types/type.ts';
import type { Type } from '../types/type.ts';
import type { Body } from './body.ts';
import { expression } from './expressions.ts';
import type { Value } from './value.ts';

export function castTo(body: Body, operand: Value, type: Type): Value {
  if (isStaticCast(operand.type, type)) return { ...operand, type, place: undefined, query: undefined };
  if (numericRank(operand.type) && numericRank(type)) {
    const widening = numericRank(operand.type) <= numericRank(type);
    return {
      type,
      code: widening ? convert(operand.code, operand.type, type) : `$.narrow(${operand.code}, '${type.name}')`,
    };
  }
  if (isAssignable(body.table, operand.type, type))
    return { type, code: convert(operand.code, operand.type, type), nonNull: operand.nonNull };
  if (type.user?.kind === 'class')
    return {
      type,
      code: `$.castTo(${operand.code}, ${body.writer.reference(type.name)}, ${body.writer.type(type.name)})`,
    };
  return { type, code: `$.cast(${operand.code}, ${body.writer.type(type.name)})` };
}

export function instanceTest(body: Body, node: ExpressionOf<'instanceof'>): Value {
  const operand = expression(body, node.operand);
  const type = body.resolveType(node.type);
  const result = body.table.system('Boolean');
  if (!isError(operand.type, type) && !isCastable(body.table, operand.type, type)) {
    body.problem(
      node,
      `Operation instanceof is always false since an instance of ${operand.type.name} is never an instance of ${type.name}`,
    );
  }
  if (isAlways(body, operand.type, type))
    body.problem(
      node,
      `Operation instanceof is always true since an instance of ${operand.type.name} is always an instance of ${type.name}`,
    );
  return { type: result, code: typeTest(body, operand.code, type), nonNull: true };
}

/** Ids that text holds are told from other text at run time. */
function isAlways(body: Body, from: Type, to: Type): boolean {
  if (from.kind === 'null' || from.kind === 'void' || isError(from, to) || isText(from)) return false;
  return (
    from.args.length === 0 &&
    to.args.length === 0 &&
    isAssignable(body.table, from, to) &&
    !isPolymorphic(from) &&
    !isPolymorphic(to) &&
    !(from.user && isOpen(from.user) && from !== to)
  );
}

/** JavaScript that tells whether a value is of a type. */
export function typeTest(body: Body, code: string, type: Type): string {
  if (type.user?.kind === 'class') return `(${code} instanceof ${body.writer.reference(type.name)}.c)`;
  return `$.is(${code}, ${body.writer.type(type.name)})`;
}
