/** SOSL text -> what is searched, and what is returned of each object (SOQL and SOSL Reference, "SOSL Syntax"). */
import { NotImplementedError, PlatformError } from '../../data/types.ts';

export type SearchGroup = 'ALL' | 'NAME' | 'EMAIL' | 'PHONE' | 'SIDEBAR';

export interface Returning {
  object: string;
  /** As written; without a list of fields the id. */
  fields: string;
  /** `WHERE …`, without the word. */
  where?: string;
  /** `ORDER BY … LIMIT … OFFSET …`, as written. */
  tail: string;
}

export interface ParsedSosl {
  /** What is looked for, or the bind variable that holds it. */
  term: { text: string } | { bind: string };
  group: SearchGroup;
  /** Empty: every object that can be searched. */
  returning: Returning[];
  /** `USER_MODE`, `SYSTEM_MODE` or `SECURITY_ENFORCED`. */
  mode?: string;
  limit?: number;
}

/** Most rows of a search (SOQL and SOSL Reference, "LIMIT" in SOSL). */
export const MAXIMUM_RESULTS = 2000;

export function malformedSearch(message: string): PlatformError {
  return new PlatformError('MALFORMED_SEARCH', message);
}

/** Raises MALFORMED_SEARCH; NOT_IMPLEMENTED for clauses that the embedded org does not have. */
export function parseSosl(text: string): ParsedSosl {
  const head = /^\s*FIND\s*(?:\{((?:\\.|[^\\}])*)\}|'((?:\\.|[^\\'])*)'|:\s*([A-Za-z_]\w*))/i.exec(text);
  if (!head) throw malformedSearch('No search term found. The search term must be enclosed in braces: FIND {term}');
  let rest = text.slice(head[0].length);
  const quoted = head[2];
  const term = head[3] === undefined ? { text: head[1] ?? unquoted(quoted ?? '') } : { bind: head[3] };
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const found = pattern.exec(rest);
    if (found) rest = rest.slice(found[0].length);
    return found;
  };
  const group = (
    take(/^\s+IN\s+(ALL|NAME|EMAIL|PHONE|SIDEBAR)\s+FIELDS\b/i)?.[1] ?? 'ALL'
  ).toUpperCase() as SearchGroup;
  const returning: Returning[] = [];
  if (take(/^\s+RETURNING\s+/i)) {
    do {
      const object = take(/^\s*([A-Za-z]\w*)/)?.[1];
      if (object === undefined) throw malformedSearch(`unexpected token: '${rest.trim().split(/\s/)[0] ?? ''}'`);
      returning.push({ object, ...specification(take) });
    } while (take(/^\s*,/));
  }
  let mode: string | undefined;
  for (let clause = take(/^\s+WITH\s+/i); clause; clause = take(/^\s+WITH\s+/i)) {
    const named = take(/^(USER_MODE|SYSTEM_MODE|SECURITY_ENFORCED)\b/i)?.[1];
    if (named !== undefined) mode = named.toUpperCase();
    // Nothing is corrected here anyway.
    else if (!take(/^SPELL_CORRECTION\s*=\s*false\b/i))
      throw new NotImplementedError(`The SOSL clause WITH ${rest.trim().split(/[\s=(]/)[0] ?? ''}`);
  }
  const limit = take(/^\s+LIMIT\s+(\d+)/i)?.[1];
  // Statistics of searches and views of knowledge articles, which nobody can read here (SOQL and SOSL Reference, "UPDATE").
  take(/^\s+UPDATE\s+(?:TRACKING|VIEWSTAT)(?:\s*,\s*(?:TRACKING|VIEWSTAT))?(?=\s*$)/i);
  if (rest.trim() !== '') throw malformedSearch(`unexpected token: '${rest.trim().split(/\s/)[0] ?? ''}'`);
  return {
    term,
    group,
    returning,
    ...(mode === undefined ? {} : { mode }),
    ...(limit === undefined ? {} : { limit: Number(limit) }),
  };
}

function unquoted(text: string): string {
  return text.replaceAll(/\\(['"\\])/g, '$1');
}

/** `(Id, Name WHERE … ORDER BY … LIMIT …)`. */
function specification(take: (pattern: RegExp) => RegExpExecArray | null): Omit<Returning, 'object'> {
  const inner = take(/^\s*\(((?:'(?:\\.|[^\\'])*'|[^'()]|\((?:'(?:\\.|[^\\'])*'|[^'()]|\([^()]*\))*\))*)\)/)?.[1];
  if (inner === undefined) return { fields: 'Id', tail: '' };
  const at = topLevel(inner, /\b(?:USING|WHERE|ORDER\s+BY|LIMIT|OFFSET)\b/gi);
  const fields = inner.slice(0, at).trim();
  let rest = inner.slice(at);
  if (/^USING\b/i.test(rest)) throw new NotImplementedError('USING ListView in SOSL');
  const condition = /^WHERE\b/i.exec(rest);
  if (!condition) return { fields: fields || 'Id', tail: rest };
  rest = rest.slice(condition[0].length);
  const end = topLevel(rest, /\b(?:ORDER\s+BY|LIMIT|OFFSET)\b/gi);
  return { fields: fields || 'Id', where: rest.slice(0, end).trim(), tail: rest.slice(end) };
}

/** Where a word stands outside parentheses and quotes; the end where it does not. */
function topLevel(text: string, word: RegExp): number {
  for (const match of text.matchAll(word)) {
    const before = text.slice(0, match.index).replaceAll(/'(?:\\.|[^\\'])*'/g, '');
    const depth = before.split('(').length - before.split(')').length;
    if (depth === 0 && !before.includes("'")) return match.index;
  }
  return text.length;
}
