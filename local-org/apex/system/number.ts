/** `Integer`, `Long`, `Double`, `Decimal`, `Boolean` (Apex Reference, System Namespace). */
import type { Runtime, SystemFunction, SystemType } from '../runtime/contract.ts';
import { userLocale } from '../values/locale.ts';
import { ApexDecimal, ApexDouble, asDecimal, asNumber, isNumeric, toInteger, toLong } from '../values/number.ts';
import type { RoundingName } from '../values/number.ts';
import type { ApexEnumValue } from '../values/object.ts';
import { required, typeName } from './arguments.ts';

const format: SystemFunction = (rt, self: unknown) =>
  new Intl.NumberFormat(userLocale(rt).locale, { maximumFractionDigits: 3 }).format(asNumber(self));

export const integerType: SystemType = {
  name: 'Integer',
  is: (value) => typeof value === 'number',
  statics: { valueOf: (rt: Runtime, value: unknown) => integerOf(rt, value) },
  methods: { format },
};

export const longType: SystemType = {
  name: 'Long',
  is: (value) => typeof value === 'bigint' || typeof value === 'number',
  statics: {
    valueOf: (rt: Runtime, value: unknown) => {
      if (typeof value === 'bigint' || typeof value === 'number') return BigInt(value);
      const text = required(rt, value as string | null).trim();
      if (!/^[+-]?\d+$/.test(text) || toLong(BigInt(text)) !== BigInt(text))
        rt.raise('System.TypeException', `Invalid long: ${text}`);
      return BigInt(text);
    },
  },
  methods: { format, intValue: (_rt, self: bigint | number) => Number(BigInt.asIntN(32, BigInt(self))) },
};

export const doubleType: SystemType = {
  name: 'Double',
  is: (value) => isNumeric(value),
  statics: {
    valueOf: (rt: Runtime, value: unknown) => {
      if (isNumeric(value)) return new ApexDouble(asNumber(value));
      const text = required(rt, value as string | null);
      if (typeof text !== 'string')
        return rt.raise(
          'System.TypeException',
          `Invalid conversion from runtime type ${typeName(rt, value)} to Double`,
        );
      const number = Number(text.trim());
      if (text.trim() === '' || Number.isNaN(number)) rt.raise('System.TypeException', `Invalid double: ${text}`);
      return new ApexDouble(number);
    },
  },
  methods: {
    format,
    intValue: (_rt, self: unknown) => javaInt(asNumber(self)),
    longValue: (_rt, self: unknown) => javaLong(asNumber(self)),
    round: (_rt, self: unknown) => BigInt(halfEven(asNumber(self))),
  },
};

export const decimalType: SystemType = {
  name: 'Decimal',
  is: (value) => isNumeric(value),
  statics: {
    valueOf: (rt: Runtime, value: unknown) => {
      const number = asDecimal(value);
      if (number) return number;
      const text = required(rt, value as string | null);
      return ApexDecimal.parse(text.trim()) ?? rt.raise('System.TypeException', `Invalid decimal: ${text}`);
    },
  },
  methods: {
    format,
    abs: (_rt, self: unknown) => (decimal(self).value.isNegative() ? decimal(self).negated() : decimal(self)),
    divide: (rt, self: unknown, divisor: unknown, scale: number, rounding?: ApexEnumValue) => {
      const by = decimal(required(rt, divisor));
      if (by.value.isZero()) rt.raise('System.MathException', 'Divide by 0');
      const wide = new ApexDecimal(decimal(self).value.div(by.value), 80);
      return rescale(rt, wide, scale, rounding);
    },
    doubleValue: (_rt, self: unknown) => new ApexDouble(asNumber(self)),
    intValue: (_rt, self: unknown) => toInteger(Number(BigInt.asIntN(32, wholePart(self)))),
    longValue: (_rt, self: unknown) => BigInt.asIntN(64, wholePart(self)),
    pow: (rt, self: unknown, exponent: number) => {
      if (exponent < 0 || exponent > 32_767) rt.raise('System.MathException', 'Invalid exponent');
      const base = decimal(self);
      return new ApexDecimal(base.value.pow(exponent), base.scale * exponent);
    },
    precision: (_rt, self: unknown) => decimal(self).precision(),
    round: (rt, self: unknown, rounding?: ApexEnumValue) =>
      BigInt(rescale(rt, decimal(self), 0, rounding).value.toFixed(0)),
    scale: (_rt, self: unknown) => decimal(self).scale,
    setScale: (rt, self: unknown, scale: number, rounding?: ApexEnumValue) =>
      rescale(rt, decimal(self), scale, rounding),
    stripTrailingZeros: (_rt, self: unknown) =>
      new ApexDecimal(decimal(self).value, Math.max(0, decimal(self).value.decimalPlaces())),
    toPlainString: (_rt, self: unknown) => decimal(self).toString(),
  },
};

export const booleanType: SystemType = {
  name: 'Boolean',
  is: (value) => typeof value === 'boolean',
  statics: {
    valueOf: (rt: Runtime, value: unknown) => {
      if (typeof value === 'boolean') return value;
      if (typeof value === 'string') return value.toLowerCase() === 'true';
      return value === null
        ? required(rt, value)
        : rt.raise('System.TypeException', `Invalid conversion from runtime type ${typeName(rt, value)} to Boolean`);
    },
  },
};

function integerOf(rt: Runtime, value: unknown): number {
  if (typeof value === 'number') return value;
  if (isNumeric(value)) return javaInt(asNumber(value));
  const text = required(rt, value as string | null);
  if (typeof text !== 'string')
    return rt.raise('System.TypeException', `Invalid conversion from runtime type ${typeName(rt, value)} to Integer`);
  const number = /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(number) || toInteger(number) !== number)
    rt.raise('System.TypeException', `Invalid integer: ${text}`);
  return number === 0 ? 0 : number;
}

function rescale(rt: Runtime, value: ApexDecimal, scale: number, rounding?: ApexEnumValue): ApexDecimal {
  return (
    value.withScale(scale, (rounding?.name ?? 'HALF_EVEN') as RoundingName) ??
    rt.raise('System.MathException', 'Rounding necessary')
  );
}

function decimal(value: unknown): ApexDecimal {
  return asDecimal(value)!;
}

function wholePart(value: unknown): bigint {
  return BigInt(decimal(value).value.trunc().toFixed(0));
}

/** Java narrows a double to int by clamping. */
function javaInt(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.trunc(Math.min(Math.max(value, -2_147_483_648), 2_147_483_647)) || 0;
}

/** Java narrows a double to long by clamping too. */
function javaLong(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return 2n ** 63n - 1n;
  return value <= -(2 ** 63) ? -(2n ** 63n) : BigInt(Math.trunc(value));
}

/** Rounds halves to the even neighbor, as `Math.rint`. */
export function halfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
