/**
 * What a search term finds (SOQL and SOSL Reference, "FIND {SearchQuery}"): words and "phrases", `*` for any and `?` for
 * one character, AND, OR, AND NOT, parentheses. Words beside each other must all be there. Case does not matter.
 */
import { malformedSearch } from './parse.ts';

/** Tells whether the words of a record's fields hold the term; each field's words by themselves, so that phrases stay within. */
export type Finder = (fields: readonly (readonly string[])[]) => boolean;

const WORD = /[\p{L}\p{N}_]+/gu;
/** Shortest term (SOQL and SOSL Reference, "Search terms"). */
const SHORTEST = 2;

/** Words of a text, in lower case. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(WORD) ?? [];
}

/** Raises MALFORMED_SEARCH for a term that the platform refuses. */
export function finderOf(term: string): Finder {
  if (term.replaceAll(/[\s*?"\\]/g, '').length < SHORTEST)
    throw malformedSearch(`search term must be longer than one character: ${term}`);
  const tokens = term.match(/"(?:\\.|[^"\\])*"|\(|\)|(?:\\.|[^\s()"])+/g) ?? [];
  let at = 0;
  const word = (): string => (tokens[at] ?? '').toUpperCase();
  const either = (): Finder => {
    let left = both();
    while (word() === 'OR') {
      at++;
      const [first, second] = [left, both()];
      left = (fields) => first(fields) || second(fields);
    }
    return left;
  };
  const both = (): Finder => {
    let left = one();
    while (at < tokens.length && word() !== 'OR' && word() !== ')') {
      if (word() === 'AND') at++;
      const negated = word() === 'NOT';
      if (negated) at++;
      const [first, second] = [left, one()];
      left = (fields) => first(fields) && second(fields) !== negated;
    }
    return left;
  };
  const one = (): Finder => {
    const token = tokens[at++];
    if (token === undefined || token === ')') throw malformedSearch(`unexpected end of the search term: ${term}`);
    if (token !== '(') return phrase(token);
    const inner = either();
    if (tokens[at++] !== ')') throw malformedSearch(`Missing ')' in the search term: ${term}`);
    return inner;
  };
  const finder = either();
  if (at < tokens.length) throw malformedSearch(`unexpected token: '${tokens[at] ?? ''}'`);
  return finder;
}

/** The words of a token, one after the other: `a@b.com` is a phrase of three. */
function phrase(token: string): Finder {
  const plain = token
    .replaceAll(/^"|"$/g, '')
    .replaceAll(/\\(.)/g, (_, char: string) => (/[*?]/.test(char) ? ' ' : char));
  const patterns = (plain.toLowerCase().match(/[\p{L}\p{N}_*?]+/gu) ?? []).map(
    (part) => new RegExp(`^${part.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u'),
  );
  if (patterns.length === 0) return () => false;
  return (fields) =>
    fields.some((words) =>
      words.some((_, start) =>
        patterns.every(
          (pattern, offset) => words[start + offset] !== undefined && pattern.test(words[start + offset] as string),
        ),
      ),
    );
}
