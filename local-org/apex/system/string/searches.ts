/** String methods that look for something: indexes, contains, compare, parts between marks. */
import type { Runtime, SystemFunction } from '../../runtime/contract.ts';
import { ApexList } from '../../values/collections.ts';
import { textHash } from '../../values/keys.ts';
import { INTEGER, STRING, listOf } from '../../values/type.ts';
import { required } from '../arguments.ts';
import { compileRegex, splitText } from '../regex.ts';

type Text = string | null;

export const stringSearches: Record<string, SystemFunction> = {
  length: (_rt, self: string) => self.length,
  charAt: (rt, self: string, index: number) => self.charCodeAt(within(rt, self, index)),
  codePointAt: (rt, self: string, index: number) => self.codePointAt(within(rt, self, index)),
  codePointBefore: (rt, self: string, index: number) => {
    const before = within(rt, self, index - 1);
    const low = self.charCodeAt(before) >= 0xdc00 && self.charCodeAt(before) < 0xe000 && before > 0;
    return self.codePointAt(low ? before - 1 : before);
  },
  codePointCount: (_rt, self: string, begin: number, end: number) => [...self.slice(begin, end)].length,
  offsetByCodePoints: (_rt, self: string, index: number, offset: number) =>
    index + [...self.slice(index)].slice(0, offset).join('').length,
  getChars: (_rt, self: string) =>
    new ApexList(
      listOf(INTEGER),
      [...self].flatMap((char) => Array.from({ length: char.length }, (_none, at) => char.charCodeAt(at))),
    ),
  hashCode: (_rt, self: string) => textHash(self),
  equals: (_rt, self: string, other: unknown) => self === other,
  equalsIgnoreCase: (_rt, self: string, other: Text) => other !== null && self.toLowerCase() === other.toLowerCase(),
  compareTo: (rt, self: string, other: Text) => compare(self, required(rt, other)),

  contains: (rt, self: string, part: Text) => self.includes(required(rt, part)),
  containsIgnoreCase: (rt, self: string, part: Text) => self.toLowerCase().includes(required(rt, part).toLowerCase()),
  containsAny: (_rt, self: string, chars: Text) => chars !== null && [...chars].some((char) => self.includes(char)),
  containsNone: (_rt, self: string, chars: Text) => chars === null || ![...chars].some((char) => self.includes(char)),
  containsOnly: (_rt, self: string, chars: Text) => chars !== null && [...self].every((char) => chars.includes(char)),
  containsWhitespace: (_rt, self: string) => /\s/.test(self),
  startsWith: (rt, self: string, part: Text) => self.startsWith(required(rt, part)),
  startsWithIgnoreCase: (_rt, self: string, part: Text) =>
    part !== null && self.toLowerCase().startsWith(part.toLowerCase()),
  endsWith: (rt, self: string, part: Text) => self.endsWith(required(rt, part)),
  endsWithIgnoreCase: (_rt, self: string, part: Text) =>
    part !== null && self.toLowerCase().endsWith(part.toLowerCase()),
  countMatches: (_rt, self: string, part: Text) => (part ? self.split(part).length - 1 : 0),

  indexOf: (rt, self: string, part: Text, from = 0) => self.indexOf(required(rt, part), from as number),
  indexOfIgnoreCase: (rt, self: string, part: Text, from = 0) =>
    self.toLowerCase().indexOf(required(rt, part).toLowerCase(), from as number),
  indexOfChar: (_rt, self: string, code: number, from = 0) => self.indexOf(String.fromCodePoint(code), from as number),
  indexOfAny: (_rt, self: string, chars: Text) => firstIndex(self, (char) => chars?.includes(char) ?? false),
  indexOfAnyBut: (_rt, self: string, chars: Text) => firstIndex(self, (char) => !(chars?.includes(char) ?? true)),
  indexOfDifference: (_rt, self: string, other: Text) => differenceAt(self, other),
  lastIndexOf: (rt, self: string, part: Text, from = Infinity) => self.lastIndexOf(required(rt, part), from as number),
  lastIndexOfIgnoreCase: (rt, self: string, part: Text, from = Infinity) =>
    self.toLowerCase().lastIndexOf(required(rt, part).toLowerCase(), from as number),
  lastIndexOfChar: (_rt, self: string, code: number, from = Infinity) =>
    self.lastIndexOf(String.fromCodePoint(code), from as number),
  difference: (_rt, self: string, other: Text) => {
    const at = differenceAt(self, other);
    return at < 0 ? '' : (other ?? '').slice(at);
  },
  getLevenshteinDistance: (rt, self: string, other: Text, threshold?: number) => {
    const distance = levenshtein(self, required(rt, other));
    return threshold !== undefined && distance > threshold ? -1 : distance;
  },

  substring: (rt, self: string, start: number, end?: number) => {
    const last = end ?? self.length;
    if (start < 0 || start > self.length)
      rt.raise('System.StringException', `Starting position out of bounds: ${start}`);
    if (last > self.length || last < start)
      rt.raise('System.StringException', `Ending position out of bounds: ${last}`);
    return self.slice(start, last);
  },
  left: (_rt, self: string, length: number) => self.slice(0, Math.max(0, length)),
  right: (_rt, self: string, length: number) => (length <= 0 ? '' : self.slice(-length)),
  mid: (_rt, self: string, start: number, length: number) => {
    if (length < 0 || start > self.length) return '';
    const from = Math.max(0, start);
    return self.slice(from, from + length);
  },
  substringAfter: (_rt, self: string, mark: Text) => {
    const at = mark === null ? -1 : self.indexOf(mark);
    return at < 0 ? '' : self.slice(at + mark!.length);
  },
  substringAfterLast: (_rt, self: string, mark: Text) => {
    const at = mark ? self.lastIndexOf(mark) : -1;
    return at < 0 ? '' : self.slice(at + mark!.length);
  },
  substringBefore: (_rt, self: string, mark: Text) => {
    const at = mark === null ? -1 : self.indexOf(mark);
    return at < 0 ? self : self.slice(0, at);
  },
  substringBeforeLast: (_rt, self: string, mark: Text) => {
    const at = mark ? self.lastIndexOf(mark) : -1;
    return at < 0 ? self : self.slice(0, at);
  },
  substringBetween: (_rt, self: string, open: Text, close: Text = open) => {
    if (open === null || close === null) return null;
    const start = self.indexOf(open);
    const end = start < 0 ? -1 : self.indexOf(close, start + open.length);
    return end < 0 ? null : self.slice(start + open.length, end);
  },
  split: (rt, self: string, pattern: Text, limit = 0) =>
    new ApexList(listOf(STRING), splitText(rt, self, compileRegex(rt, required(rt, pattern)), limit as number)),
  splitByCharacterType: (_rt, self: string) => new ApexList(listOf(STRING), byCharacterType(self, false)),
  splitByCharacterTypeCamelCase: (_rt, self: string) => new ApexList(listOf(STRING), byCharacterType(self, true)),
};

function within(rt: Runtime, text: string, index: number): number {
  if (!(index >= 0 && index < text.length)) rt.raise('System.StringException', `String index out of range: ${index}`);
  return index;
}

/** Java's compareTo: difference of the first unequal characters, else of the lengths. */
function compare(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const difference = left.charCodeAt(index) - right.charCodeAt(index);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function firstIndex(text: string, test: (char: string) => boolean): number {
  for (let index = 0; index < text.length; index++) if (test(text[index]!)) return index;
  return -1;
}

function differenceAt(self: string, other: Text): number {
  if (other === null || self === other) return other === null ? 0 : -1;
  let index = 0;
  while (index < self.length && self[index] === other[index]) index++;
  return index;
}

function levenshtein(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_none, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1;
      current[column] = Math.min(current[column - 1]! + 1, previous[column]! + 1, previous[column - 1]! + cost);
    }
    previous = current;
  }
  return previous[right.length]!;
}

function byCharacterType(text: string, camelCase: boolean): string[] {
  const kind = (char: string): string =>
    /\p{Lu}/u.test(char) ? 'A' : /\p{Ll}/u.test(char) ? 'a' : /\p{Nd}/u.test(char) ? '0' : /\s/.test(char) ? ' ' : char;
  const parts: string[] = [];
  for (const char of text) {
    const last = parts.at(-1);
    if (last === undefined || kind(last.at(-1)!) !== kind(char)) {
      // In camel case the capital before lower-case letters belongs to them.
      if (camelCase && last !== undefined && kind(char) === 'a' && kind(last.at(-1)!) === 'A') {
        const rest = last.slice(0, -1);
        parts.pop();
        if (rest) parts.push(rest);
        parts.push(last.at(-1)! + char);
      } else {
        parts.push(char);
      }
    } else {
      parts[parts.length - 1] = last + char;
    }
  }
  return parts;
}
