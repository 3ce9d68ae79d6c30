/** Arithmetic of generated code: 32- and 64-bit wrapping, Double, Decimal. A null operand raises NullPointerException. */
import { ApexDecimal, ApexDouble, asNumber } from '../values/number.ts';
import { ApexDate, ApexDatetime, DAY } from '../values/time.ts';
import type { World } from './world.ts';

/** Numbers from Integer up, for widening. */
const RANK = ['Integer', 'Long', 'Double', 'Decimal'];

export function arithmeticSupport(world: World) {
  const nn = <T>(value: T | null): T =>
    value === null ? world.rt.raise('System.NullPointerException', 'Attempt to de-reference a null object') : value;
  const byZero = (): never => world.rt.raise('System.MathException', 'Divide by 0');

  const integers = {
    iadd: (a: number | null, b: number | null): number => (nn(a) + nn(b)) | 0,
    isub: (a: number | null, b: number | null): number => (nn(a) - nn(b)) | 0,
    imul: (a: number | null, b: number | null): number => Math.imul(nn(a), nn(b)),
    idiv: (a: number | null, b: number | null): number => (nn(b) === 0 ? byZero() : (nn(a) / b!) | 0),
    ineg: (a: number | null): number => -nn(a) | 0,
    ladd: (a: bigint | null, b: bigint | null): bigint => BigInt.asIntN(64, nn(a) + nn(b)),
    lsub: (a: bigint | null, b: bigint | null): bigint => BigInt.asIntN(64, nn(a) - nn(b)),
    lmul: (a: bigint | null, b: bigint | null): bigint => BigInt.asIntN(64, nn(a) * nn(b)),
    ldiv: (a: bigint | null, b: bigint | null): bigint => (nn(b) === 0n ? byZero() : BigInt.asIntN(64, nn(a) / b!)),
    lneg: (a: bigint | null): bigint => BigInt.asIntN(64, -nn(a)),
  };

  const fractions = {
    dadd: (a: ApexDouble | null, b: ApexDouble | null): ApexDouble => new ApexDouble(nn(a).value + nn(b).value),
    dsub: (a: ApexDouble | null, b: ApexDouble | null): ApexDouble => new ApexDouble(nn(a).value - nn(b).value),
    dmul: (a: ApexDouble | null, b: ApexDouble | null): ApexDouble => new ApexDouble(nn(a).value * nn(b).value),
    ddiv: (a: ApexDouble | null, b: ApexDouble | null): ApexDouble =>
      nn(b).value === 0 ? byZero() : new ApexDouble(nn(a).value / b!.value),
    dneg: (a: ApexDouble | null): ApexDouble => new ApexDouble(-nn(a).value),
    cadd: (a: ApexDecimal | null, b: ApexDecimal | null): ApexDecimal => nn(a).plus(nn(b)),
    csub: (a: ApexDecimal | null, b: ApexDecimal | null): ApexDecimal => nn(a).minus(nn(b)),
    cmul: (a: ApexDecimal | null, b: ApexDecimal | null): ApexDecimal => nn(a).times(nn(b)),
    cdiv: (a: ApexDecimal | null, b: ApexDecimal | null): ApexDecimal =>
      nn(b).value.isZero() ? byZero() : nn(a).dividedBy(b!),
    cneg: (a: ApexDecimal | null): ApexDecimal => nn(a).negated(),
  };

  const conversions = {
    i2l: (a: number | null): bigint | null => (a === null ? null : BigInt(a)),
    i2d: (a: number | null): ApexDouble | null => (a === null ? null : new ApexDouble(a)),
    i2c: (a: number | null): ApexDecimal | null => (a === null ? null : ApexDecimal.fromInteger(a)),
    l2d: (a: bigint | null): ApexDouble | null => (a === null ? null : new ApexDouble(Number(a))),
    l2c: (a: bigint | null): ApexDecimal | null => (a === null ? null : ApexDecimal.fromInteger(a)),
    d2c: (a: ApexDouble | null): ApexDecimal | null => (a === null ? null : ApexDecimal.fromDouble(a.value)),
    c2d: (a: ApexDecimal | null): ApexDouble | null => (a === null ? null : new ApexDouble(a.toNumber())),
    date2datetime: (a: ApexDate | null): ApexDatetime | null => (a === null ? null : new ApexDatetime(a.days * DAY)),
    /** A number literal. */
    number: (type: string, text: string): ApexDouble | ApexDecimal =>
      type === 'Double' ? new ApexDouble(Number(text)) : ApexDecimal.parse(text)!,
    /** A cast to a smaller number type cuts decimals and wraps. */
    narrow: (value: unknown, type: string): unknown => {
      if (value === null) return null;
      if (type === 'Double') return new ApexDouble(asNumber(value));
      const whole = typeof value === 'bigint' ? value : BigInt(Math.trunc(asNumber(value)));
      return type === 'Long' ? BigInt.asIntN(64, whole) : Number(BigInt.asIntN(32, whole));
    },
    /** A number as a wider type or a Date as a Datetime, for casts from Object; undefined where it is neither. */
    widen: (value: unknown, type: string): unknown => {
      if (value instanceof ApexDate) return type === 'Datetime' ? new ApexDatetime(value.days * DAY) : undefined;
      const from = typeof value === 'number' ? 0 : typeof value === 'bigint' ? 1 : value instanceof ApexDouble ? 2 : -1;
      const to = RANK.indexOf(type);
      if (from < 0 || to <= from) return undefined;
      if (type === 'Long') return BigInt(value as number);
      if (type === 'Double') return new ApexDouble(asNumber(value));
      return value instanceof ApexDouble
        ? ApexDecimal.fromDouble(value.value)
        : ApexDecimal.fromInteger(value as number | bigint);
    },
    /** Date ± days, Datetime ± days with fractions. */
    addDays: (value: ApexDate | ApexDatetime, days: unknown, sign: number): ApexDate | ApexDatetime => {
      const amount = asNumber(days) * sign;
      return value instanceof ApexDate
        ? new ApexDate(value.days + amount)
        : new ApexDatetime(value.time + Math.round(amount * DAY));
    },
  };

  return { ...integers, ...fractions, ...conversions };
}
