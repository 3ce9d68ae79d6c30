/** Inline SOQL and SOSL: the text as written, with bind expressions lifted out. The query itself is `soql`'s to parse. */
import type { Expression, QueryBind, QueryExpression } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { TOKEN } from './tokens.ts';

const AGGREGATES = new Set(['count', 'count_distinct', 'sum', 'avg', 'min', 'max']);

/** Begins at the bracket. */
export function query(cursor: Cursor, expression: (cursor: Cursor) => Expression): Expression {
  const at = cursor.position();
  cursor.at++;
  const first = cursor.at;
  const binds: { bind: QueryBind; start: number; end: number }[] = [];
  for (let depth = 0; depth > 0 || !cursor.is(']');) {
    if (cursor.kind === TOKEN.END) cursor.fail("Missing ']' at '<EOF>'");
    if (cursor.is('[')) depth++;
    else if (cursor.is(']')) depth--;
    if (cursor.is(':') && isBind(cursor)) {
      const start = cursor.at++;
      const value = expression(cursor);
      binds.push({ bind: { name: `bind${binds.length}`, expression: value }, start, end: cursor.at });
    } else {
      cursor.at++;
    }
  }
  const end = cursor.at++;
  if (cursor.tokens.words[first] === 'find')
    return { kind: 'sosl', ...at, text: textOf(cursor, first, end, binds), binds: binds.map((each) => each.bind) };
  return {
    kind: 'soql',
    ...at,
    textAt: cursor.position(first),
    text: textOf(cursor, first, end, binds),
    binds: binds.map((each) => each.bind),
    ...shape(cursor, first, end),
  };
}

/** `:name`, but not the colons of `LAST_N_DAYS:30` and `2024-01-02T03:04:05Z`. */
function isBind(cursor: Cursor): boolean {
  const { kinds, words, source, starts } = cursor.tokens;
  const colon = starts[cursor.at]!;
  return (
    !/^\d:\d$/.test(source.slice(colon - 1, colon + 2)) &&
    !(kinds[cursor.at + 1] === TOKEN.INTEGER && /_n_/.test(words[cursor.at - 1]!)) &&
    !/_n_\w+$/.test(words[cursor.at - 1]!)
  );
}

/**
 * Each bind becomes `:bindN` and each comment blanks, padded so that what follows keeps its line and, where it fits,
 * its column. Comments are Apex's alone: SOQL has none.
 */
function textOf(
  cursor: Cursor,
  first: number,
  end: number,
  binds: { bind: QueryBind; start: number; end: number }[],
): string {
  const { source, starts, ends } = cursor.tokens;
  let text = '';
  let next = 0;
  for (let token = first; token < end; token++) {
    if (token > first) text += withoutComments(source.slice(ends[token - 1], starts[token]));
    const bound = binds[next]?.start === token ? binds[next++]! : undefined;
    const stop = bound ? bound.end - 1 : token;
    const written = source.slice(starts[token], ends[stop]);
    text += bound ? placeOf(bound.bind, written) : written;
    token = stop;
  }
  return text;
}

function placeOf(bind: QueryBind, written: string): string {
  const lineBreaks = written.split('\n').length - 1;
  const name = `:${bind.name}`;
  return lineBreaks ? name + '\n'.repeat(lineBreaks) : name.padEnd(written.length);
}

/** What stands between two tokens: white space, and comments. */
function withoutComments(between: string): string {
  return between.replaceAll(/\S/g, ' ');
}

/** What the query gives, from its words outside parentheses. */
function shape(
  cursor: Cursor,
  first: number,
  end: number,
): Pick<QueryExpression, 'from' | 'result' | 'mode' | 'allRows'> {
  const { words } = cursor.tokens;
  let depth = 0;
  let from = -1;
  let aggregates = 0;
  let grouped = false;
  let mode: QueryExpression['mode'] = null;
  let allRows = false;
  for (let at = first; at < end; at++) {
    const word = words[at]!;
    if (word === '(') depth++;
    else if (word === ')') depth--;
    if (depth) continue;
    if (from < 0 && word === 'from') from = at + 1;
    else if (from < 0 && aggregatesAt(words, at)) aggregates++;
    else if (word === 'group' && words[at + 1] === 'by') grouped = true;
    else if (word === 'with') mode = modeOf(words[at + 1]!) ?? mode;
    else if (word === 'all' && words[at + 1] === 'rows') allRows = true;
  }
  if (from < 0 || !cursor.isNameAt(from)) {
    cursor.at = Math.max(from, first);
    cursor.unexpected();
  }
  // SELECT COUNT ( ) FROM: five tokens.
  const plainCount = words[first + 1] === 'count' && words[first + 3] === ')' && from === first + 5;
  return {
    from: cursor.text(from),
    result: plainCount ? 'count' : aggregates || grouped ? 'aggregate' : 'records',
    mode,
    allRows,
  };
}

/** `MAX(…)`, also inside `FORMAT(…)`. */
function aggregatesAt(words: readonly string[], at: number): boolean {
  const inner = words[at] === 'format' && words[at + 1] === '(' ? at + 2 : at;
  return AGGREGATES.has(words[inner]!) && words[inner + 1] === '(';
}

function modeOf(word: string): QueryExpression['mode'] | undefined {
  if (word === 'user_mode') return 'user';
  if (word === 'system_mode') return 'system';
  return word === 'security_enforced' ? 'security_enforced' : undefined;
}
