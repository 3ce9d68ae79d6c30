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

/** Words that no variable may have as its name. */
const RESERVED = new Set(
  (
    'activate any array autonomous begin bigdecimal blob boolean byte case cast char collect const currency date datetime ' +
    'decimal default double end exception exit export float goto group hint import inner int integer into join long loop ' +
    'number object of on outer package parallel pragma retrieve rollback set short sobject sort string switch synchronized ' +
    'system then time transaction when'
  ).split(' '),
);

/**
 * Names that no class of the org's own may have. The compiler refuses the other reserved words too, but public code has classes
 * called `Inner`: they are left alone.
 */
const TYPES = new Set(
  'blob boolean date datetime decimal double integer long object set sobject string time'.split(' '),
);

const RESERVED_TYPES = new Set(['apexpages', 'page']);

export type NameKind = 'method' | 'type' | 'value' | 'variable';

function isReserved(key: string, kind: NameKind): boolean {
  if (kind === 'value') return false;
  return GRAMMAR.has(key) || (kind === 'variable' && RESERVED.has(key)) || (kind === 'type' && TYPES.has(key));
}

/** What is wrong with the name of a declaration; null for a good one. `value` is one of an enum. */
export function identifierProblem(name: string, kind: NameKind): string | null {
  const key = name.toLowerCase();
  if (isReserved(key, kind)) return `Identifier name is reserved: ${name}`;
  if (kind === 'type' && RESERVED_TYPES.has(key)) return `Identifier type is reserved: ${name}`;
  if (/^_|__|_$|\$/.test(name)) return `Invalid character in identifier: ${name}`;
  return name.length > MAX_LENGTH ? `Identifier name is too long: ${name}` : null;
}
