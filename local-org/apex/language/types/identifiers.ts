/**
 * Which names declarations may have (Apex Reference, "Reserved Keywords"; Apex Developer Guide, "Variables"). The sentences are
 * the compiler's own.
 */

/** Longest name. */
const MAX_LENGTH = 255;

/** Words of the grammar: nothing has them as its name, not even a method. */
const GRAMMAR = new Set(
  'and as asc bulk by commit desc from having in like limit list map not nulls or select trigger using where'.split(
    ' ',
  ),
);

/** Words that methods may have as their names, and nothing else. */
const RESERVED = new Set(
  (
    'activate any array autonomous begin bigdecimal blob boolean byte case cast char collect const currency date datetime ' +
    'decimal default double end exception exit export float goto group hint import inner int integer into join long loop ' +
    'number object of on outer package parallel pragma retrieve rollback set short sobject sort string switch synchronized ' +
    'system then time transaction when'
  ).split(' '),
);

/** Names that no class of the org's own may have, beyond those. */
const RESERVED_TYPES = new Set(['apexpages', 'page']);

/** What is wrong with the name of a declaration; null for a good one. */
export function identifierProblem(name: string, kind: 'method' | 'type' | 'variable'): string | null {
  const key = name.toLowerCase();
  if (GRAMMAR.has(key) || (kind !== 'method' && RESERVED.has(key))) return `Identifier name is reserved: ${name}`;
  if (kind === 'type' && RESERVED_TYPES.has(key)) return `Identifier type is reserved: ${name}`;
  if (/^_|__|_$|\$/.test(name)) return `Invalid character in identifier: ${name}`;
  return name.length > MAX_LENGTH ? `Identifier name is too long: ${name}` : null;
}
