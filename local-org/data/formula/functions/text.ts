/** Texts (Salesforce Help, "Text Functions"; blanks as formula-engine has them). */
import type { Decimal } from 'decimal.js';
import { toId18 } from '../../ids.ts';
import { FormulaError } from '../moment.ts';
import type { Compiled } from '../moment.ts';
import { wrongType } from '../problem.ts';
import type { FormulaType, FormulaValue } from '../type.ts';
import { Numbers, dayText, isDecimal } from '../values.ts';
import { javaRegex } from './javaRegex.ts';
import { arguments_, simple } from './signature.ts';
import type { FunctionCall, FunctionRule } from './signature.ts';

const NUMERIC = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

function text(run: (value: string) => FormulaValue, result: FormulaType = 'Text'): FunctionRule {
  return simple({ params: [['Text']], result, run: ([value]) => orBlank(run(value as string)) });
}

/** An empty text is blank. */
function orBlank(value: FormulaValue): FormulaValue {
  return value === '' ? null : value;
}

function count(value: FormulaValue | undefined): number {
  return Math.max(0, Math.trunc((value as Decimal).toNumber()));
}

/** CONTAINS and BEGINS: everything has the empty text; a blank text has nothing else, nor has it not. */
function search(found: (target: string, part: string) => boolean): FunctionRule {
  return simple({
    params: [['Text'], ['Text']],
    result: 'Boolean',
    takesBlanks: true,
    run: ([target, part]) => {
      if (part === null) return true;
      return target === null ? null : found(target as string, part as string);
    },
  });
}

function asText(value: FormulaValue, type: FormulaType): string {
  if (isDecimal(value)) return value.toFixed();
  if (type === 'Date') return dayText(value as number);
  if (type === 'DateTime') return `${new Date(value as number).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  if (type === 'Time') return new Date(value as number).toISOString().slice(11, 23);
  return String(value as string);
}

const SHOWN: readonly FormulaType[] = ['Number', 'Date', 'DateTime', 'Picklist'];

function toText(call: FunctionCall): Compiled {
  arguments_.count(call, 1);
  const [arg] = call.args as [Compiled];
  if (arg.type === 'Multi-Select Picklist') arguments_.refusePicklist(arg);
  if (arg.type !== 'Null' && arg.type !== 'Time' && !SHOWN.includes(arg.type) && !arg.maybePicklist)
    throw wrongType(call.place, SHOWN, arg.type);
  return {
    type: 'Text',
    run: (moment) => {
      const value = arg.run(moment);
      return value === null ? null : asText(value, arg.type);
    },
  };
}

function padded(side: 'start' | 'end'): FunctionRule {
  return simple({
    params: [['Text'], ['Number'], ['Text']],
    optional: 1,
    result: 'Text',
    run: ([value, length, filler = ' ']) => {
      const wanted = count(length);
      const own = (value as string).slice(0, wanted);
      return orBlank(side === 'start' ? own.padStart(wanted, filler as string) : own.padEnd(wanted, filler as string));
    },
  });
}

function regex(call: FunctionCall): Compiled {
  arguments_.count(call, 2);
  const [value, pattern] = call.args as [Compiled, Compiled];
  for (const arg of call.args) arguments_.expect(call.place, arg, 'Text');
  const fixed = pattern.literal === undefined ? undefined : javaRegex(pattern.literal);
  return {
    type: 'Boolean',
    run: (moment) => {
      const subject = (value.run(moment) as string | null) ?? '';
      return (fixed ?? javaRegex((pattern.run(moment) as string | null) ?? '')).test(subject);
    },
  };
}

/** Order of the parts as the API shows them. */
function image(call: FunctionCall): Compiled {
  const tag = simple({
    params: [['Text'], ['Text'], ['Number'], ['Number']],
    optional: 2,
    result: 'Text',
    takesBlanks: true,
    run: ([url, alternate, height, width]) => {
      const size = isDecimal(height ?? null) && isDecimal(width ?? null);
      const style = size
        ? ` style="height:${(height as Decimal).toFixed()}px; width:${(width as Decimal).toFixed()}px;"`
        : '';
      return `<img src="${(url as string | null) ?? ''}" alt="${(alternate as string | null) ?? ''}"${style} border="0"/>`;
    },
  });
  return tag.build(call);
}

export const TEXT: Record<string, FunctionRule> = {
  TEXT: { build: toText },
  VALUE: text((value) => {
    if (!NUMERIC.test(value)) throw new FormulaError(`"${value}" is no number`);
    return new Numbers(value.trim());
  }, 'Number'),
  ISNUMBER: simple({
    params: [['Text']],
    result: 'Boolean',
    takesBlanks: true,
    run: ([value]) => value !== null && NUMERIC.test(value as string),
  }),
  LEN: simple({
    params: [['Text']],
    result: 'Number',
    takesBlanks: true,
    run: ([value]) => new Numbers(((value as string | null) ?? '').length),
  }),
  LEFT: simple({
    params: [['Text'], ['Number']],
    result: 'Text',
    run: ([value, length]) => orBlank((value as string).slice(0, count(length))),
  }),
  RIGHT: simple({
    params: [['Text'], ['Number']],
    result: 'Text',
    run: ([value, length]) => orBlank(count(length) === 0 ? '' : (value as string).slice(-count(length))),
  }),
  MID: simple({
    params: [['Text'], ['Number'], ['Number']],
    result: 'Text',
    run: ([value, start, length]) => {
      const from = Math.max(1, count(start)) - 1;
      return orBlank((value as string).slice(from, from + count(length)));
    },
  }),
  FIND: simple({
    params: [['Text'], ['Text'], ['Number']],
    optional: 1,
    result: 'Number',
    takesBlanks: true,
    run: ([part, value, start]) => {
      if (part === null || value === null || start === null) return new Numbers(0);
      const from = start === undefined ? 1 : (start as Decimal).toNumber();
      return new Numbers(from < 1 ? 0 : (value as string).indexOf(part as string, from - 1) + 1);
    },
  }),
  CONTAINS: search((target, part) => target.includes(part)),
  BEGINS: search((target, part) => target.startsWith(part)),
  SUBSTITUTE: simple({
    params: [['Text'], ['Text'], ['Text']],
    result: 'Text',
    takesBlanks: true,
    run: ([value, old, fresh]) =>
      value === null || old === null
        ? (value as FormulaValue)
        : orBlank((value as string).replaceAll(old as string, () => (fresh as string | null) ?? '')),
  }),
  TRIM: text((value) => value.trim().replaceAll(/ +/g, ' ')),
  // A locale may follow; only Turkish and the like would tell (Help, "UPPER").
  UPPER: simple({
    params: [['Text'], ['Text']],
    optional: 1,
    result: 'Text',
    run: ([value]) => (value as string).toUpperCase(),
  }),
  LOWER: simple({
    params: [['Text'], ['Text']],
    optional: 1,
    result: 'Text',
    run: ([value]) => (value as string).toLowerCase(),
  }),
  INITCAP: text((value) =>
    value
      .toLowerCase()
      .replaceAll(/(^|[^\p{L}\p{N}])(\p{L})/gu, (_, gap: string, first: string) => gap + first.toUpperCase()),
  ),
  REVERSE: text((value) => [...value].reverse().join('')),
  LPAD: padded('start'),
  RPAD: padded('end'),
  CHR: simple({ params: [['Number']], result: 'Text', run: ([code]) => String.fromCodePoint(count(code)) }),
  ASCII: text((value) => new Numbers(value.codePointAt(0) as number), 'Number'),
  BR: simple({ params: [], result: 'Text', run: () => '<br>' }),
  CASESAFEID: text((value) => toId18(value) ?? value),
  HYPERLINK: simple({
    params: [['Text'], ['Text'], ['Text']],
    optional: 1,
    result: 'Text',
    takesBlanks: true,
    run: ([url, name, target = '_blank']) =>
      `<a href="${(url as string | null) ?? ''}" target="${(target as string | null) ?? '_blank'}">${(name as string | null) ?? ''}</a>`,
  }),
  IMAGE: { build: image },
  // Validation rules and default values (Help, "REGEX": not in formula fields).
  REGEX: { build: regex, uses: ['validation', 'default'] },
};
