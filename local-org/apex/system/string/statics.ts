/** Static methods of String. */
import type { Runtime, SystemFunction } from '../../runtime/contract.ts';
import type { ApexList } from '../../values/collections.ts';
import { iterate } from '../../values/iteration.ts';
import { formatPattern } from '../../values/pattern.ts';
import { concatText, toText } from '../../values/text.ts';
import type { ApexDatetime } from '../../values/time.ts';
import { required } from '../arguments.ts';

type Text = string | null;
const blank = (value: Text): boolean => value === null || value.trim() === '';

export const stringStatics: Record<string, SystemFunction> = {
  isBlank: (_rt, value: Text) => blank(value),
  isNotBlank: (_rt, value: Text) => !blank(value),
  isEmpty: (_rt, value: Text) => value === null || value === '',
  isNotEmpty: (_rt, value: Text) => value !== null && value !== '',
  /** Null stays null: only concatenation prints the word. */
  valueOf: (rt: Runtime, value: unknown) => (value === null ? null : toText(rt, value)),
  valueOfGmt: (rt, value: ApexDatetime | null) => formatPattern(required(rt, value).time, 'yyyy-MM-dd HH:mm:ss', 'GMT'),
  join: (rt, values: unknown, separator: Text) =>
    [...iterate(rt, required(rt, values))]
      .map((value) => (value === null ? '' : concatText(rt, value)))
      .join(separator ?? ''),
  escapeSingleQuotes: (rt, value: Text) => required(rt, value).replaceAll("'", "\\'"),
  fromCharArray: (rt, codes: ApexList | null) => String.fromCharCode(...(required(rt, codes).items as number[])),
  getCommonPrefix: (rt, values: ApexList | null) => {
    const texts = required(rt, values).items as Text[];
    let prefix = texts[0] ?? '';
    for (const text of texts) while (!(text ?? '').startsWith(prefix)) prefix = prefix.slice(0, -1);
    return prefix;
  },
  format: (rt, pattern: Text, args: ApexList | null) => formatMessage(rt, required(rt, pattern), args?.items ?? []),
};

/** java.text.MessageFormat: `{0}` is replaced, `''` is a quote, text in single quotes is literal. */
function formatMessage(rt: Runtime, pattern: string, values: unknown[]): string {
  // Each value is asked for its text once and in order, however often the pattern shows it.
  const args = values.map((value) => concatText(rt, value ?? null));
  let out = '';
  let quoted = false;
  for (let index = 0; index < pattern.length; index++) {
    const char = pattern[index]!;
    const argument = char === '{' && !quoted ? /^\{(\d+)(?:,[^}]*)?\}/.exec(pattern.slice(index)) : null;
    if (char === "'" && pattern[index + 1] === "'") {
      out += "'";
      index++;
    } else if (char === "'") {
      quoted = !quoted;
    } else if (argument) {
      const position = Number(argument[1]);
      out += args[position] ?? argument[0];
      index += argument[0].length - 1;
    } else {
      out += char;
    }
  }
  return out;
}
