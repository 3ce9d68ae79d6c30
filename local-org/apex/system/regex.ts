/**
 * Java regular expressions, which Apex uses (Apex Reference, Pattern Class), as JavaScript ones. What JavaScript cannot
 * express is refused by name.
 */
import { NotImplementedError } from '../../data/types.ts';
import type { Runtime } from '../runtime/contract.ts';
import { execBounded } from './bounded-regex.ts';

const POSIX: Record<string, string> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7F',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\/:-@\\[-`{-~',
  Graph: '!-~',
  Print: ' -~',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1F\\x7F',
  XDigit: '0-9a-fA-F',
  Space: ' \\t\\n\\v\\f\\r',
  IsAlphabetic: '\\p{Alphabetic}',
  IsDigit: '\\p{Nd}',
  IsLetter: '\\p{L}',
};
const SPACE = ' \\t\\n\\v\\f\\r';
const cache = new Map<string, RegExp>();
const CACHE_LIMIT = 500;

/** Compiles a Java pattern with the flags `g` and `d`; raises StringException `Invalid regex: …` for a wrong one. */
export function compileRegex(rt: Runtime, pattern: string): RegExp {
  const known = cache.get(pattern);
  if (known) return new RegExp(known.source, known.flags);
  const { source, flags } = translate(pattern);
  let regex: RegExp;
  try {
    regex = new RegExp(source, `gdu${flags}`);
  } catch (error) {
    return rt.raise(
      'System.StringException',
      `Invalid regex: ${(error as Error).message.replace(/^Invalid regular expression: /, '')}`,
    );
  }
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(pattern, regex);
  return new RegExp(regex.source, regex.flags);
}

/** Escapes a text so that it matches itself. */
function quoteRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** Expands `$1`, `${name}` and `\x` of a Java replacement text; raises StringException for an unknown group. */
function expandReplacement(rt: Runtime, replacement: string, match: RegExpExecArray): string {
  return replacement.replace(
    /\\([\s\S])|\$(\d)|\$\{(\w+)\}|\$|\\$/g,
    (whole: string, escaped?: string, group?: string, name?: string) => {
      if (escaped !== undefined) return escaped;
      if (group !== undefined) {
        if (Number(group) >= match.length) rt.raise('System.StringException', `No group ${group}`);
        return match[Number(group)] ?? '';
      }
      if (name !== undefined) {
        if (!match.groups || !(name in match.groups))
          rt.raise('System.StringException', `No group with name {${name}}`);
        return match.groups![name] ?? '';
      }
      return rt.raise(
        'System.StringException',
        whole === '$' ? 'Illegal group reference' : 'character to be escaped is missing',
      );
    },
  );
}

/** Every match, left to right. */
export function replaceMatches(
  rt: Runtime,
  text: string,
  regex: RegExp,
  replacement: string,
  onlyFirst: boolean,
): string {
  let out = '';
  let position = 0;
  regex.lastIndex = 0;
  for (let match = execBounded(rt, regex, text); match; match = execBounded(rt, regex, text)) {
    out += text.slice(position, match.index) + expandReplacement(rt, replacement, match);
    position = match.index + match[0].length;
    if (onlyFirst) break;
    if (match[0] === '') regex.lastIndex++;
  }
  return out + text.slice(position);
}

/** `String.split(regex, limit)` as Java does it: trailing empty parts go when the limit is 0. */
export function splitText(rt: Runtime, text: string, regex: RegExp, limit: number): string[] {
  const parts: string[] = [];
  let position = 0;
  regex.lastIndex = 0;
  const next = (): RegExpExecArray | null => execBounded(rt, regex, text);
  for (let match = next(); match && (limit <= 0 || parts.length < limit - 1); match = next()) {
    if (match[0] === '') {
      regex.lastIndex++;
      if (match.index === 0 || match.index >= text.length) continue;
    } else if (match.index === 0 && match[0].length === 0) {
      continue;
    }
    parts.push(text.slice(position, match.index));
    position = match.index + match[0].length;
  }
  parts.push(text.slice(position));
  if (limit === 0) while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts.length === 1 && parts[0] === '' && text !== '' ? [] : parts;
}

function translate(pattern: string): { source: string; flags: string } {
  let flags = '';
  let body = pattern;
  const inline = /^\(\?([imsx]+)\)/.exec(pattern);
  if (inline) {
    if (inline[1]!.includes('x')) throw new NotImplementedError('The regular expression flag (?x)');
    flags = inline[1]!;
    body = pattern.slice(inline[0].length);
  }
  let out = '';
  let index = 0;
  let inClass = 0;
  while (index < body.length) {
    const char = body[index]!;
    if (char === '\\') {
      const [text, used] = escape(body, index, inClass > 0);
      out += text;
      index += used;
    } else if (inClass > 0) {
      if (char === '&' && body[index + 1] === '&')
        throw new NotImplementedError('Intersection (&&) in a regular expression class');
      if (char === '[') throw new NotImplementedError('A class inside a class of a regular expression');
      if (char === ']') inClass--;
      out += char;
      index++;
    } else if (char === '[') {
      inClass++;
      out += char;
      index++;
      if (body[index] === '^') out += body[index++];
      if (body[index] === ']') {
        out += '\\]';
        index++;
      }
    } else if (char === '$' && !flags.includes('m')) {
      // Java's $ also matches before a final line end.
      out += '(?=\\n?(?![\\s\\S]))';
      index++;
    } else if ('*+?}'.includes(char) && body[index + 1] === '+') {
      throw new NotImplementedError('A possessive quantifier in a regular expression');
    } else if (body.startsWith('(?>', index)) {
      throw new NotImplementedError('An atomic group in a regular expression');
    } else if (char === '{' && !/^\{\d+(,\d*)?\}/.test(body.slice(index))) {
      out += '\\{';
      index++;
    } else if (char === '}' && !/\{\d+(,\d*)?$/.test(out)) {
      out += '\\}';
      index++;
    } else if (char === ']') {
      out += '\\]';
      index++;
    } else {
      out += char;
      index++;
    }
  }
  return { source: out, flags };
}

/** Translates the escape at `index`; returns the text and how many characters of the pattern it takes. */
function escape(body: string, index: number, inClass: boolean): [string, number] {
  const char = body[index + 1];
  if (char === undefined) return ['\\', 1];
  if (char === 'Q') {
    const end = body.indexOf('\\E', index);
    const literal = body.slice(index + 2, end < 0 ? body.length : end);
    return [quoteRegex(literal), literal.length + (end < 0 ? 2 : 4)];
  }
  if (char === 'p' || char === 'P') return property(body, index, char, inClass);
  switch (char) {
    case 'A':
      return ['(?<![\\s\\S])', 2];
    case 'z':
      return ['(?![\\s\\S])', 2];
    case 'Z':
      return ['(?=\\n?(?![\\s\\S]))', 2];
    case 's':
      return [inClass ? SPACE : `[${SPACE}]`, 2];
    case 'S':
      return [inClass ? '\\S' : `[^${SPACE}]`, 2];
    case 'h':
      return [inClass ? ' \\t\\xA0' : '[ \\t\\xA0]', 2];
    case 'R':
      return ['(?:\\r\\n|[\\n\\v\\f\\r\\u0085\\u2028\\u2029])', 2];
    case 'a':
      return ['\\x07', 2];
    case 'e':
      return ['\\x1B', 2];
    case '0': {
      const octal = /^0([0-3]?[0-7]{1,2})/.exec(body.slice(index + 1));
      return octal ? [`\\u{${Number.parseInt(octal[1]!, 8).toString(16)}}`, octal[0].length + 1] : ['\\0', 2];
    }
    case 'x': {
      const braced = /^x\{([0-9a-fA-F]+)\}/.exec(body.slice(index + 1));
      return braced ? [`\\u{${braced[1]}}`, braced[0].length + 1] : ['\\x', 2];
    }
    case 'k':
    case 'b':
    case 'B':
    case 'd':
    case 'D':
    case 'w':
    case 'W':
    case 't':
    case 'n':
    case 'r':
    case 'f':
    case 'v':
    case 'u':
    case 'c':
      return [`\\${char}`, 2];
    default:
      if (/[1-9]/.test(char)) return [`\\${char}`, 2];
      if (/[a-zA-Z]/.test(char)) throw new NotImplementedError(`\\${char} in a regular expression`);
      return [/[\^$\\.*+?()[\]{}|/-]/.test(char) && (char !== '-' || inClass) ? `\\${char}` : char, 2];
  }
}

function property(body: string, index: number, char: string, inClass: boolean): [string, number] {
  const match = /^[pP](?:\{(\w+(?:=\w+)?)\}|(\w))/.exec(body.slice(index + 1));
  if (!match) return [`\\${char}`, 2];
  const name = match[1] ?? match[2]!;
  const used = match[0].length + 1;
  const set = POSIX[name] ?? `\\p{${name.replace(/^Is/, '')}}`;
  if (char === 'p') return [inClass ? set : `[${set}]`, used];
  if (inClass && POSIX[name]) throw new NotImplementedError(`\\P{${name}} inside a regular expression class`);
  return [inClass ? `\\P{${name}}` : `[^${set}]`, used];
}
