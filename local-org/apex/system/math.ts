/** `Math` (Apex Reference, Math Class). The argument's type decides the result's. */
import { randomInt } from 'node:crypto';
import type { Runtime, SystemFunction, SystemType } from '../runtime/contract.ts';
import { ApexDecimal, ApexDouble, asDecimal, asNumber, toInteger } from '../values/number.ts';
import { required } from './arguments.ts';
import { halfEven } from './number.ts';

/** A function of one real number: Double stays Double, every other number gives a Decimal. */
const real =
  (compute: (value: number) => number): SystemFunction =>
  (rt, value: unknown) =>
    result(value, compute(number(rt, value)));
const real2 =
  (compute: (left: number, right: number) => number): SystemFunction =>
  (rt, left: unknown, right: unknown) =>
    result(left, compute(number(rt, left), number(rt, right)));

export const mathType: SystemType = {
  name: 'Math',
  staticFields: { E: () => new ApexDouble(Math.E), PI: () => new ApexDouble(Math.PI) },
  statics: {
    abs: (rt, value: unknown) => {
      if (typeof value === 'number') return toInteger(Math.abs(value));
      if (typeof value === 'bigint') return BigInt.asIntN(64, value < 0n ? -value : value);
      if (value instanceof ApexDouble) return new ApexDouble(Math.abs(value.value));
      const decimal = required(rt, value as ApexDecimal | null);
      return decimal.value.isNegative() ? decimal.negated() : decimal;
    },
    max: (rt, left: unknown, right: unknown) => pick(rt, left, right, 1),
    min: (rt, left: unknown, right: unknown) => pick(rt, left, right, -1),
    mod: (rt, left: unknown, right: unknown) => {
      const [first, second] = [required(rt, left), required(rt, right)];
      if (Number(second) === 0) rt.raise('System.MathException', 'Divide by 0');
      if (typeof first === 'number' && typeof second === 'number') return first % second || 0;
      return BigInt(first as bigint) % BigInt(second as bigint);
    },
    ceil: integral('ceil'),
    floor: integral('floor'),
    rint: (rt, value: unknown) => {
      if (value instanceof ApexDouble) return new ApexDouble(halfEven(value.value));
      return asDecimal(required(rt, value))!.withScale(0, 'HALF_EVEN');
    },
    round: (rt, value: unknown) => Number(BigInt.asIntN(32, rounded(rt, value))),
    roundToLong: (rt, value: unknown) => BigInt.asIntN(64, rounded(rt, value)),
    signum: real(Math.sign),
    random: () => new ApexDouble(randomInt(2 ** 47) / 2 ** 47),
    pow: real2(Math.pow),
    sqrt: (rt, value: unknown) => result(value, Math.sqrt(number(rt, value))),
    cbrt: real(Math.cbrt),
    exp: real(Math.exp),
    log: real(Math.log),
    log10: real(Math.log10),
    sin: real(Math.sin),
    cos: real(Math.cos),
    tan: real(Math.tan),
    asin: real(Math.asin),
    acos: real(Math.acos),
    atan: real(Math.atan),
    atan2: real2(Math.atan2),
    sinh: real(Math.sinh),
    cosh: real(Math.cosh),
    tanh: real(Math.tanh),
  },
};

function number(rt: Runtime, value: unknown): number {
  return asNumber(required(rt, value));
}

function result(argument: unknown, value: number): ApexDouble | ApexDecimal {
  return argument instanceof ApexDecimal && Number.isFinite(value)
    ? ApexDecimal.fromDouble(value)
    : new ApexDouble(value);
}

function integral(name: 'ceil' | 'floor'): SystemFunction {
  return (rt, value: unknown) => {
    if (value instanceof ApexDouble) return new ApexDouble(Math[name](value.value));
    return asDecimal(required(rt, value))!.withScale(0, name === 'ceil' ? 'CEILING' : 'FLOOR');
  };
}

/** `Math.round` rounds halves to the even neighbor (Apex Reference, round(decimalValue)). */
function rounded(rt: Runtime, value: unknown): bigint {
  if (value instanceof ApexDouble) return BigInt(Number.isFinite(value.value) ? Math.floor(value.value + 0.5) : 0);
  return BigInt(asDecimal(required(rt, value))!.withScale(0, 'HALF_EVEN')!.value.toFixed(0));
}

function pick(rt: Runtime, left: unknown, right: unknown, sign: 1 | -1): unknown {
  const [first, second] = [required(rt, left), required(rt, right)];
  const order =
    typeof first === 'number' && typeof second === 'number'
      ? first - second
      : asDecimal(first)!.compare(asDecimal(second)!);
  const chosen = order * sign >= 0 ? first : second;
  if (typeof first === 'number' && typeof second === 'number') return chosen;
  if (typeof first === 'bigint' || typeof second === 'bigint') {
    if (!(
      first instanceof ApexDouble ||
      first instanceof ApexDecimal ||
      second instanceof ApexDouble ||
      second instanceof ApexDecimal
    ))
      return BigInt(chosen as bigint);
  }
  if (first instanceof ApexDecimal || second instanceof ApexDecimal) return asDecimal(chosen);
  return new ApexDouble(asNumber(chosen));
}
