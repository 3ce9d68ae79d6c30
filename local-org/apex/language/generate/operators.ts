/** JavaScript of operators on operands that already have the same type. */
import { isEnum, isNamed, numericRank } from '../types/type.ts';
import type { Type } from '../types/type.ts';

interface Operand {
  code: string;
  nonNull?: boolean;
}

const WORDS: Record<string, string> = { '+': 'add', '-': 'sub', '*': 'mul', '/': 'div' };
const LETTER = ['', 'i', 'l', 'd', 'c'];

/** `+ - * /` on two numbers of one type. Integers that cannot be null become plain JavaScript arithmetic. */
export function arithmetic(operator: string, left: Operand, right: Operand, type: Type): string {
  if (type.name === 'Integer' && left.nonNull && right.nonNull) {
    if (operator === '*') return `Math.imul(${left.code}, ${right.code})`;
    if (operator !== '/') return `(${left.code} ${operator} ${right.code} | 0)`;
  }
  return `${LETTER[numericRank(type)]}${WORDS[operator]}(${left.code}, ${right.code})`;
}

export function negate(operand: Operand, type: Type): string {
  return `${LETTER[numericRank(type)]}neg(${operand.code})`;
}

/** Shifts and bit operations; Long operands are bigints, whose `>>>` works on 64 bits. */
export function bitwise(operator: string, left: Operand, right: Operand, type: Type): string {
  if (type.name === 'Boolean') return `!!(bool(${left.code}) ${operator} bool(${right.code}))`;
  const a = nonNull(left);
  const b = nonNull(right);
  if (type.name === 'Integer') return `(${a} ${operator} ${b} | 0)`;
  if (operator === '>>>') return `BigInt.asIntN(64, BigInt.asUintN(64, ${a}) >> (BigInt(${b}) & 63n))`;
  if (operator === '<<' || operator === '>>') return `BigInt.asIntN(64, ${a} ${operator} (BigInt(${b}) & 63n))`;
  return `BigInt.asIntN(64, ${a} ${operator} ${b})`;
}

/** `< <= > >=`: false when either side is null (Apex Developer Guide, "Expression Operators"); text and ids order null first. */
export function comparison(operator: string, left: Operand, right: Operand, type: Type): string {
  if (type.name === 'Integer' && left.nonNull && right.nonNull) return `(${left.code} ${operator} ${right.code})`;
  const name = operator.includes('=') ? 'le' : 'lt';
  return operator.startsWith('<')
    ? `${name}(${left.code}, ${right.code})`
    : `$.${name === 'le' ? 'ge' : 'gt'}(${left.code}, ${right.code})`;
}

/** `==`: strings ignore case, ids compare in both lengths, sObjects by fields, class instances by `equals` where it is written. */
export function equality(left: Operand, right: Operand, type: Type): string {
  if (isNamed(type, 'Integer', 'Long', 'Boolean') || isEnum(type)) return `(${left.code} === ${right.code})`;
  if (isNamed(type, 'String')) return `eqText(${left.code}, ${right.code})`;
  if (isNamed(type, 'Id')) return `eqId(${left.code}, ${right.code})`;
  return `eq(${left.code}, ${right.code})`;
}

export function nonNull(operand: Operand): string {
  return operand.nonNull ? operand.code : `nn(${operand.code})`;
}
