/** Reads again the rows of a query whose ids were fixed before (cursors, batch chunks). */

/** Name of the bind that holds the ids; no Apex variable has it. */
export const ID_BIND = 'fixed_ids_';

/** The query limited to ids (bound as ID_BIND): the WHERE gains a condition; LIMIT and OFFSET did their work when the ids were fixed. */
export function restrictToIds(query: string): string {
  const mask = maskNested(query);
  const clause = (pattern: RegExp): number => mask.search(pattern);
  const tail = [
    /\bWITH\s+(?:USER_MODE|SYSTEM_MODE|SECURITY_ENFORCED)\b/i,
    /\bORDER\s+BY\b/i,
    /\bLIMIT\b/i,
    /\bOFFSET\b/i,
    /\bFOR\s+(?:VIEW|REFERENCE|UPDATE)\b/i,
  ]
    .map(clause)
    .filter((at) => at >= 0);
  const end = Math.min(query.length, ...tail);
  const where = clause(/\bWHERE\b/i);
  const head =
    where < 0
      ? `${query.slice(0, end).trimEnd()} WHERE Id IN :${ID_BIND}`
      : `${query.slice(0, where)}WHERE Id IN :${ID_BIND} AND (${query.slice(where + 5, end).trim()})`;
  const rest = query.slice(end).replace(/\b(?:LIMIT|OFFSET)\s+(?:\d+|:\s*\w+)/gi, '');
  return `${head} ${rest}`.trim();
}

/** The query with everything in quotes and parentheses blanked, so that only its own clauses are found. */
function maskNested(query: string): string {
  let depth = 0;
  let quoted = false;
  let out = '';
  for (let index = 0; index < query.length; index++) {
    const char = query[index]!;
    if (quoted) {
      if (char === '\\') {
        out += '  ';
        index++;
        continue;
      }
      if (char === "'") quoted = false;
      out += ' ';
    } else if (char === "'") {
      quoted = true;
      out += ' ';
    } else {
      if (char === '(') depth++;
      out += depth > 0 ? ' ' : char;
      if (char === ')') depth--;
    }
  }
  return out;
}
