/**
 * Apex `Double` and `Decimal`. Decimal keeps its scale as the Apex Reference describes (Decimal class): addition keeps
 * the larger scale, multiplication adds them, division rounds HALF_EVEN to a scale that fits.
 */
import { Decimal } from 'decimal.js';

/** Arithmetic wide enough for 18 integer digits times 18 decimals; quotients are cut to a scale afterwards. */
const Wide = Decimal.clone({ precision: 80, rounding: Decimal.ROUND_HALF_EVEN, toExpNeg: -9e15, toExpPos: 9e15 });

export type RoundingName = 'CEILING' | 'DOWN' | 'FLOOR' | 'HALF_DOWN' | 'HALF_EVEN' | 'HALF_UP' | 'UNNECESSARY' | 'UP';

const ROUNDING: Record<Exclude<RoundingName, 'UNNECESSARY'>, Decimal.Rounding> = {
  CEILING: Decimal.ROUND_CEIL,
  DOWN: Decimal.ROUND_DOWN,
  FLOOR: Decimal.ROUND_FLOOR,
  HALF_DOWN: Decimal.ROUND_HALF_DOWN,
  HALF_EVEN: Decimal.ROUND_HALF_EVEN,
  HALF_UP: Decimal.ROUND_HALF_UP,
  UP: Decimal.ROUND_UP,
};

/** Digits after the point that a quotient of two Decimals may have (Apex Developer Guide: at most 33 digits in all). */
const QUOTIENT_SCALE = 33;

/** A 64-bit floating point number. A class of its own, because JavaScript numbers stand for Integer. */
export class ApexDouble {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
  /** As Java prints a double: `1.0`, `1.0E10`, `1.5E-5`. */
  toString(): string {
    return javaDouble(this.value);
  }
}

export class ApexDecimal {
  readonly value: Decimal;
  readonly scale: number;
  constructor(value: Decimal, scale: number) {
    this.value = value;
    this.scale = scale;
  }

  /** Reads `-12.340` or `1.5e3`, keeping the written scale; undefined when it is no number. */
  static parse(text: string): ApexDecimal | undefined {
    const match = /^[+-]?(\d+\.?(\d*)|\.(\d+))(?:[eE]([+-]?\d+))?$/.exec(text);
    if (!match) return undefined;
    const written = (match[2] ?? match[3] ?? '').length;
    return new ApexDecimal(new Wide(text), Math.max(0, written - Number(match[4] ?? 0)));
  }
  static fromInteger(value: number | bigint): ApexDecimal {
    return new ApexDecimal(new Wide(value.toString()), 0);
  }
  static fromDouble(value: number): ApexDecimal {
    const text = new Wide(value).toFixed();
    // A Double always prints a decimal place, and the Decimal made from it keeps it: Decimal.valueOf(1.0) is 1.0.
    const dot = text.indexOf('.');
    return new ApexDecimal(new Wide(value), dot < 0 ? 1 : text.length - dot - 1);
  }
  /** A number field's value as `data` stores it, with the field's scale. */
  static fromStored(value: number, scale: number): ApexDecimal {
    const decimal = new Wide(value);
    return new ApexDecimal(
      decimal,
      Math.min(Math.max(decimal.decimalPlaces(), 0), Math.max(scale, decimal.decimalPlaces())),
    );
  }

  plus(other: ApexDecimal): ApexDecimal {
    return new ApexDecimal(this.value.plus(other.value), Math.max(this.scale, other.scale));
  }
  minus(other: ApexDecimal): ApexDecimal {
    return new ApexDecimal(this.value.minus(other.value), Math.max(this.scale, other.scale));
  }
  times(other: ApexDecimal): ApexDecimal {
    return new ApexDecimal(this.value.times(other.value), this.scale + other.scale);
  }
  /** The quotient; the caller has refused a zero divisor. */
  dividedBy(other: ApexDecimal): ApexDecimal {
    const quotient = this.value.div(other.value);
    const exact = quotient.decimalPlaces();
    const room = Math.max(0, QUOTIENT_SCALE - Math.max(0, quotient.e + 1));
    const scale = Math.max(Math.min(exact, room), Math.min(this.scale, room));
    return new ApexDecimal(quotient.toDecimalPlaces(scale), scale);
  }
  negated(): ApexDecimal {
    return new ApexDecimal(this.value.negated(), this.scale);
  }
  compare(other: ApexDecimal): number {
    return this.value.cmp(other.value);
  }
  /** Rounds or pads to a scale; undefined when `UNNECESSARY` would have to round. */
  withScale(scale: number, rounding: RoundingName = 'HALF_EVEN'): ApexDecimal | undefined {
    if (rounding === 'UNNECESSARY') {
      const same = this.value.toDecimalPlaces(Math.max(scale, 0));
      return scale >= 0 && same.eq(this.value) ? new ApexDecimal(this.value, scale) : undefined;
    }
    const mode = ROUNDING[rounding];
    if (scale >= 0) return new ApexDecimal(this.value.toDecimalPlaces(scale, mode), scale);
    const unit = new Wide(10).pow(-scale);
    return new ApexDecimal(this.value.div(unit).toDecimalPlaces(0, mode).times(unit), 0);
  }
  /** Digits of the unscaled value, as BigDecimal.precision(). */
  precision(): number {
    const digits = this.value.abs().toFixed(this.scale).replace('.', '').replace(/^0+/, '');
    return Math.max(1, digits.length);
  }
  /** Without exponent, with all decimals of the scale. */
  toString(): string {
    return this.value.toFixed(this.scale);
  }
  toNumber(): number {
    return this.value.toNumber();
  }
}

/** 32-bit wrap, as Integer arithmetic does. */
export function toInteger(value: number): number {
  return value | 0;
}

/** 64-bit wrap, as Long arithmetic does. */
export function toLong(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

/** Any numeric Apex value as an ApexDecimal; undefined for what is no number. */
export function asDecimal(value: unknown): ApexDecimal | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return ApexDecimal.fromInteger(value);
  if (value instanceof ApexDouble) return ApexDecimal.fromDouble(value.value);
  if (value instanceof ApexDecimal) return value;
  return undefined;
}

/** Any numeric Apex value as a JavaScript number; NaN for what is no number. */
export function asNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof ApexDouble) return value.value;
  if (value instanceof ApexDecimal) return value.toNumber();
  return Number.NaN;
}

export function isNumeric(value: unknown): boolean {
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    value instanceof ApexDouble ||
    value instanceof ApexDecimal
  );
}

/** Java's Double.toString: decimal between 1e-3 and 1e7, else computerized scientific notation. */
function javaDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [mantissa, exponent] = value.toExponential().split('e');
  return `${mantissa!.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}
