/** String methods that give a changed text: case, padding, trimming, removing, replacing. */
import type { Runtime, SystemFunction } from '../../runtime/contract.ts';
import { required } from '../arguments.ts';
import { compileRegex, replaceMatches } from '../regex.ts';

type Text = string | null;

export const stringChanges: Record<string, SystemFunction> = {
  toLowerCase: (_rt, self: string, locale?: Text) =>
    locale ? self.toLocaleLowerCase(locale.replace('_', '-')) : self.toLowerCase(),
  toUpperCase: (_rt, self: string, locale?: Text) =>
    locale ? self.toLocaleUpperCase(locale.replace('_', '-')) : self.toUpperCase(),
  capitalize: (_rt, self: string) => self.slice(0, 1).toUpperCase() + self.slice(1),
  uncapitalize: (_rt, self: string) => self.slice(0, 1).toLowerCase() + self.slice(1),
  swapCase: (_rt, self: string) =>
    [...self].map((char) => (char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase())).join(''),
  trim: (_rt, self: string) => trim(self),
  normalizeSpace: (_rt, self: string) => self.trim().replace(/\s+/g, ' '),
  deleteWhitespace: (_rt, self: string) => self.replace(/\s+/g, ''),
  reverse: (_rt, self: string) => [...self].reverse().join(''),

  leftPad: (_rt, self: string, length: number, pad: Text = ' ') => self.padStart(length, pad || ' '),
  rightPad: (_rt, self: string, length: number, pad: Text = ' ') => self.padEnd(length, pad || ' '),
  center: (_rt, self: string, length: number, pad: Text = ' ') => {
    const left = Math.max(0, Math.floor((length - self.length) / 2));
    return self.padStart(self.length + left, pad || ' ').padEnd(length, pad || ' ');
  },
  'repeat(Integer)': (_rt, self: string, times: number) => self.repeat(Math.max(0, times)),
  'repeat(String,Integer)': (_rt, self: string, separator: Text, times: number) =>
    Array.from({ length: Math.max(0, times) }, () => self).join(separator ?? ''),
  abbreviate: (rt, self: string, width: number, offset?: number) => abbreviate(rt, self, width, offset ?? 0),
  overlay: (_rt, self: string, text: Text, start: number, end: number) => {
    const clamp = (at: number): number => Math.min(Math.max(at, 0), self.length);
    const [from, to] = [Math.min(clamp(start), clamp(end)), Math.max(clamp(start), clamp(end))];
    return self.slice(0, from) + (text ?? '') + self.slice(to);
  },

  remove: (_rt, self: string, part: Text) => (part ? self.replaceAll(part, '') : self),
  removeStart: (_rt, self: string, part: Text) => (part && self.startsWith(part) ? self.slice(part.length) : self),
  removeStartIgnoreCase: (_rt, self: string, part: Text) =>
    part && self.toLowerCase().startsWith(part.toLowerCase()) ? self.slice(part.length) : self,
  removeEnd: (_rt, self: string, part: Text) => (part && self.endsWith(part) ? self.slice(0, -part.length) : self),
  removeEndIgnoreCase: (_rt, self: string, part: Text) =>
    part && self.toLowerCase().endsWith(part.toLowerCase()) ? self.slice(0, -part.length) : self,
  replace: (rt, self: string, target: Text, replacement: Text) => {
    const text = required(rt, replacement);
    return self.replaceAll(required(rt, target), () => text);
  },
  replaceAll: (rt, self: string, pattern: Text, replacement: Text) =>
    replaceMatches(rt, self, compileRegex(rt, required(rt, pattern)), required(rt, replacement), false),
  replaceFirst: (rt, self: string, pattern: Text, replacement: Text) =>
    replaceMatches(rt, self, compileRegex(rt, required(rt, pattern)), required(rt, replacement), true),
  stripHtmlTags: (_rt, self: string) => self.replace(/<[^>]*>/g, ''),
};

/** Java's trim: everything up to U+0020 goes, at both ends. */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start]! <= ' ') start++;
  while (end > start && text[end - 1]! <= ' ') end--;
  return text.slice(start, end);
}

/** As Apache Commons Lang abbreviates: three dots count, the width is at least 4 (7 when text is cut on both sides). */
function abbreviate(rt: Runtime, text: string, width: number, offset: number): string {
  if (width < 4) rt.raise('System.StringException', 'Minimum abbreviation width is 4');
  if (text.length <= width) return text;
  const from = Math.max(0, Math.min(offset, text.length - (width - 3)));
  if (from <= 4) return `${text.slice(0, width - 3)}...`;
  if (width < 7) rt.raise('System.StringException', 'Minimum abbreviation width with offset is 7');
  if (from + width - 3 < text.length) return `...${abbreviate(rt, text.slice(from), width - 3, 0)}`;
  return `...${text.slice(text.length - (width - 3))}`;
}
