/**
 * Expressions of Visualforce markup, `{!…}`, and the names in them (Visualforce Developer Guide, "Global Variables,
 * Functions, and Expression Operators"). They are read wherever they stand: in attributes, in text, in scripts.
 */

/** `account.Owner.Name` of `{!account.Owner.Name}`, at its offset in the markup. */
export interface Path {
  names: string[];
  offset: number;
  /** The last name is that of a function, or of a method with arguments. */
  isCall: boolean;
}

const EXPRESSION = /\{!((?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^}"'])*)\}/g;
const STRING_OR_COMMENT = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\*[\s\S]*?\*\//g;
const PATH = /(?<![\w$])\$?[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*(\s*\()?/g;
/** What stands for characters of an expression in markup. */
const ENTITIES: Readonly<Record<string, string>> = { '&quot;': '"', '&apos;': "'", '&#39;': "'" };
/** Words of the language itself. */
const WORDS = new Set([
  ...['true', 'false', 'null', 'and', 'or', 'not', 'div', 'mod', 'empty'],
  ...['eq', 'ne', 'lt', 'gt', 'le', 'ge'],
]);

/** Each entity as its character and blanks, so that offsets stay. */
function withoutEntities(text: string): string {
  return text.replace(/&#?\w+;/g, (entity) => (ENTITIES[entity.toLowerCase()] ?? ' ').padEnd(entity.length));
}

/** The name of a parameter in `URLFOR($Page.Detail, null, [id=widget.Id, tab='a'])`. */
function isParameter(before: string, after: string): boolean {
  const depth = before.replace(/[^[]/g, '').length - before.replace(/[^\]]/g, '').length;
  return depth > 0 && /[[,]\s*$/.test(before) && /^\s*=(?!=)/.test(after);
}

function pathsOf(expression: string, offset: number): Path[] {
  const plain = expression.replace(STRING_OR_COMMENT, (part) => part.replace(/[^\n]/g, ' '));
  return [...plain.matchAll(PATH)].flatMap((match) => {
    const before = plain.slice(0, match.index);
    // What goes on from brackets: `map[key].Name`.
    if (/\.\s*$/.test(before)) return [];
    if (isParameter(before, plain.slice(match.index + match[0].length))) return [];
    const isCall = match[1] !== undefined;
    const names = match[0].replace(/[\s(]/g, '').split('.');
    if (names.length === 1 && WORDS.has((names[0] as string).toLowerCase())) return [];
    return [{ names, offset: offset + match.index, isCall }];
  });
}

/** @param markup without comments, which are not compiled. */
export function pathsIn(markup: string): Path[] {
  return [...withoutEntities(markup).matchAll(EXPRESSION)].flatMap((match) =>
    pathsOf(match[1] as string, match.index + 2),
  );
}

/** The path that a whole attribute is, e.g. of `value="{!account.Contacts}"`; undefined for anything else. */
export function onlyPath(value: string): string[] | undefined {
  const found = /^\s*\{!\s*([A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*)\s*\}\s*$/.exec(value)?.[1];
  return found?.replace(/\s/g, '').split('.');
}
