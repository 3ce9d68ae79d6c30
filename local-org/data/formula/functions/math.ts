/** Numbers (Salesforce Help, "Math Functions"). */
import { Decimal } from 'decimal.js';
import type { Compiled } from '../moment.ts';
import { FormulaError } from '../moment.ts';
import type { FormulaValue, Place } from '../type.ts';
import { FormulaProblem } from '../problem.ts';
import { Numbers, isDecimal } from '../values.ts';
import { arguments_, simple } from './signature.ts';
import type { FunctionCall, FunctionRule } from './signature.ts';

function one(calculate: (value: Decimal) => Decimal): FunctionRule {
  return simple({ params: [['Number']], result: 'Number', run: ([value]) => finite(calculate(value as Decimal)) });
}

function two(calculate: (a: Decimal, b: Decimal) => Decimal): FunctionRule {
  return simple({
    params: [['Number'], ['Number']],
    result: 'Number',
    run: ([a, b]) => finite(calculate(a as Decimal, b as Decimal)),
  });
}

function finite(value: Decimal): Decimal {
  if (!value.isFinite()) throw new FormulaError('the result is no number');
  return value;
}

/** Digits may be negative: ROUND(225, -1) is 230. */
function rounded(value: Decimal, digits: Decimal, mode: Decimal.Rounding): Decimal {
  const unit = new Numbers(10).pow(digits.trunc());
  return value.times(unit).toDecimalPlaces(0, mode).div(unit);
}

/** MAX and MIN pass over nothing: one blank makes the result blank. */
function extreme(call: FunctionCall): Compiled {
  arguments_.count(call, 1, Infinity);
  for (const arg of call.args) arguments_.expect(call.place, arg, 'Number');
  return {
    type: 'Number',
    run: (moment) => {
      const values = call.args.map((arg) => arg.run(moment));
      if (!values.every(isDecimal)) return null;
      return call.name === 'MAX' ? Numbers.max(...values) : Numbers.min(...values);
    },
  };
}

/** Mean radius of the earth, kilometers, and miles (Help, "DISTANCE": great circle). */
export const RADIUS: Record<string, number> = { km: 6371, mi: 3958.761 };

function distance(call: FunctionCall): Compiled {
  arguments_.count(call, 3);
  const [from, to, unit] = call.args as [Compiled, Compiled, Compiled];
  arguments_.expect(call.place, from, 'Geolocation');
  arguments_.expect(call.place, to, 'Geolocation');
  const radius = RADIUS[unit.literal ?? ''];
  if (radius === undefined)
    throw new FormulaProblem(
      `Incorrect parameter value for ${call.place}. Expected 'mi', 'km', received ${unit.literal ?? unit.type}`,
    );
  return {
    type: 'Number',
    run: (moment) => {
      const [a, b] = [from.run(moment), to.run(moment)];
      return a === null || b === null ? null : new Numbers(greatCircle(a as Place, b as Place, radius));
    },
  };
}

export function greatCircle(a: Place, b: Place, radius: number): number {
  const rad = (degrees: number): number => (degrees * Math.PI) / 180;
  const half = (angle: number): number => Math.sin(angle / 2) ** 2;
  const h =
    half(rad(b.latitude - a.latitude)) +
    Math.cos(rad(a.latitude)) * Math.cos(rad(b.latitude)) * half(rad(b.longitude - a.longitude));
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(h)));
}

export const MATH: Record<string, FunctionRule> = {
  ABS: one((value) => value.abs()),
  // Away from zero where negative; the M… functions go towards plus and minus infinity (Help, "MCEILING", "MFLOOR").
  CEILING: one((value) => value.toDecimalPlaces(0, Decimal.ROUND_UP)),
  FLOOR: one((value) => value.toDecimalPlaces(0, Decimal.ROUND_DOWN)),
  MCEILING: one((value) => value.ceil()),
  MFLOOR: one((value) => value.floor()),
  EXP: one((value) => value.exp()),
  LN: one((value) => value.ln()),
  LOG: one((value) => value.log(10)),
  SQRT: one((value) => value.sqrt()),
  SIN: one((value) => value.sin()),
  COS: one((value) => value.cos()),
  TAN: one((value) => value.tan()),
  ASIN: one((value) => value.asin()),
  ACOS: one((value) => value.acos()),
  ATAN: one((value) => value.atan()),
  ATAN2: two((y, x) => Numbers.atan2(y, x)),
  MOD: two((value, divisor) => value.mod(divisor)),
  ROUND: two((value, digits) => rounded(value, digits, Decimal.ROUND_HALF_UP)),
  TRUNC: {
    build: (call) =>
      simple({
        params: [['Number'], ['Number']],
        optional: 1,
        result: 'Number',
        run: ([value, digits]: FormulaValue[]) =>
          rounded(value as Decimal, (digits as Decimal | undefined) ?? new Numbers(0), Decimal.ROUND_DOWN),
      }).build(call),
  },
  PI: simple({ params: [], result: 'Number', run: () => Numbers.acos(-1) }),
  MAX: { build: extreme },
  MIN: { build: extreme },
  GEOLOCATION: simple({
    params: [['Number'], ['Number']],
    result: 'Geolocation',
    run: ([latitude, longitude]) => ({
      latitude: (latitude as Decimal).toNumber(),
      longitude: (longitude as Decimal).toNumber(),
    }),
  }),
  DISTANCE: { build: distance },
};
