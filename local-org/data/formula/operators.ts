/** `+ - * / ^ & = <> < > <= >= && ||` and the signs before a number (Salesforce Help, "Formula Operators"). */
import type { Decimal } from 'decimal.js';
import { arguments_, conjunction, disjunction } from './functions/signature.ts';
import { FormulaError } from './moment.ts';
import type { Compiled, Moment } from './moment.ts';
import { wrongArgument, wrongType } from './problem.ts';
import { commonType } from './type.ts';
import type { FormulaType, FormulaValue } from './type.ts';
import { DAY, Numbers, isDecimal } from './values.ts';

const ORDERED: readonly FormulaType[] = ['Number', 'Date', 'DateTime', 'Time'];

export function operatorOf(sign: string, args: Compiled[]): Compiled {
  const place = `operator '${sign}'`;
  switch (sign) {
    case '&&':
      return conjunction(place, args);
    case '||':
      return disjunction(place, args);
    case 'negate':
    case 'plus':
      return signed(sign, args);
    case '&':
      for (const arg of args) arguments_.expect(place, arg, 'Text');
      return { type: 'Text', run: (moment) => joined(args, moment) };
    case '=':
    case '<>':
      return equality(place, sign, args);
    case '+':
    case '-':
      return sum(place, sign, args);
    case '*':
    case '/':
    case '^':
      for (const arg of args) arguments_.expect(place, arg, 'Number');
      return numeric(args, sign === '*' ? times : sign === '/' ? divided : power);
    default:
      return comparison(place, sign, args);
  }
}

function signed(sign: string, args: Compiled[]): Compiled {
  for (const arg of args) arguments_.expect(`operator '${sign === 'negate' ? '-' : '+'}'`, arg, 'Number');
  return numeric(args, (value) => (sign === 'negate' ? value.negated() : value));
}

function numeric(args: Compiled[], calculate: (a: Decimal, b: Decimal) => Decimal): Compiled {
  return {
    type: 'Number',
    run: (moment) => {
      const values = args.map((arg) => arg.run(moment));
      return values.every(isDecimal) ? calculate(values[0] as Decimal, values[1] as Decimal) : null;
    },
  };
}

const times = (a: Decimal, b: Decimal): Decimal => a.times(b);

function divided(a: Decimal, b: Decimal): Decimal {
  if (b.isZero()) throw new FormulaError('division by zero');
  return a.div(b);
}

function power(a: Decimal, b: Decimal): Decimal {
  const result = a.pow(b);
  if (!result.isFinite()) throw new FormulaError('result of ^ is no number');
  return result;
}

/** Text joins with nothing where one is blank. */
function joined(args: Compiled[], moment: Moment): FormulaValue {
  const text = args.map((arg) => (arg.run(moment) as string | null) ?? '').join('');
  return text === '' ? null : text;
}

const MEASURES: Partial<Record<FormulaType, number>> = { Date: 1, DateTime: DAY, Time: 1 };

/** Numbers add up; days move dates, milliseconds times; two moments differ by days, two times by milliseconds. */
function sum(place: string, sign: '+' | '-', args: Compiled[]): Compiled {
  const [left, right] = args as [Compiled, Compiled];
  const sorts = [left.type, right.type];
  if (sign === '+' && sorts.includes('Text')) {
    for (const arg of args) arguments_.expect(place, arg, 'Text');
    return { type: 'Text', run: (moment) => joined(args, moment) };
  }
  for (const arg of args) arguments_.expect(place, arg, ...ORDERED, ...(sign === '+' ? (['Text'] as const) : []));
  const moved = ORDERED.slice(1).find((type) => sorts.includes(type));
  if (moved === undefined) return numeric(args, (a, b) => (sign === '+' ? a.plus(b) : a.minus(b)));
  const unit = MEASURES[moved] as number;
  const both = left.type === right.type;
  if (both && sign === '+') throw wrongType(place, ['Number'], right.type);
  if (!both && !sorts.includes('Number') && !sorts.includes('Null'))
    throw wrongType(place, ['Number', left.type], right.type);
  if (sign === '-' && left.type === 'Number') throw wrongType(place, ['Number'], right.type);
  return {
    type: both ? 'Number' : moved,
    run: (moment) => {
      const [a, b] = [left.run(moment), right.run(moment)];
      if (a === null || b === null) return null;
      if (both) return new Numbers(a as number).minus(b as number).div(unit);
      const start = (isDecimal(a) ? b : a) as number;
      const change = (isDecimal(a) ? a : (b as Decimal)).toNumber() * unit;
      return shifted(moved, start, sign === '+' ? change : -change);
    },
  };
}

/** Dates have no hours; times go round the clock. */
function shifted(type: FormulaType, start: number, change: number): number {
  if (type === 'Date') return start + Math.trunc(change);
  if (type === 'DateTime') return Math.round(start + change);
  return (((start + Math.trunc(change)) % DAY) + DAY) % DAY;
}

function equality(place: string, sign: '=' | '<>', args: Compiled[]): Compiled {
  const [left, right] = args as [Compiled, Compiled];
  for (const arg of args) arguments_.refusePicklist(arg);
  if (left.type === 'Geolocation' || right.type === 'Geolocation') throw wrongArgument(place);
  const type = commonType(left.type, right.type);
  if (type === undefined) throw wrongType(place, [left.type], right.type);
  return {
    type: 'Boolean',
    run: (moment) => {
      const same = equal(type, left.run(moment), right.run(moment));
      return same === null ? null : same === (sign === '=');
    },
  };
}

/** Blank texts equal blank texts; other blanks equal nothing, not even each other. */
export function equal(type: FormulaType, a: FormulaValue, b: FormulaValue): boolean | null {
  if (type === 'Text' || type === 'Null') return (a ?? '') === (b ?? '');
  if (a === null || b === null) return null;
  return isDecimal(a) && isDecimal(b) ? a.equals(b) : a === b;
}

function comparison(place: string, sign: string, args: Compiled[]): Compiled {
  const [left, right] = args as [Compiled, Compiled];
  for (const arg of args) arguments_.expect(place, arg, 'Number', 'Date', 'DateTime', 'Time');
  if (commonType(left.type, right.type) === undefined) throw wrongType(place, [left.type], right.type);
  return {
    type: 'Boolean',
    run: (moment) => {
      const [a, b] = [left.run(moment), right.run(moment)];
      if (a === null || b === null) return null;
      const order = isDecimal(a) && isDecimal(b) ? a.comparedTo(b) : Math.sign((a as number) - (b as number));
      switch (sign) {
        case '<':
          return order < 0;
        case '>':
          return order > 0;
        case '<=':
          return order <= 0;
        default:
          return order >= 0;
      }
    },
  };
}
