/** Finds what a component's files refer to: modules that JavaScript imports and custom elements that templates use. */

export interface Reference {
  /** Module specifier (`@salesforce/label/c.X`, `c/other`, `./helper`) or, for a template, the module its tag stands for. */
  module: string;
  line: number;
  column: number;
}

const IMPORT = /(?:^|[\n;])[ \t]*(?:import|export)\b(?:[^'";]*?\bfrom)?\s*(['"])([^'"\n]+)\1/g;
const DYNAMIC = /\bimport\s*\(\s*(['"])([^'"\n]+)\1\s*\)/g;
const STYLE_IMPORT = /@import\s+(?:url\(\s*)?(['"])(c\/\w+)\1/g;
const TAG = /<([a-z][a-z0-9]*)-([a-z0-9][a-z0-9_-]*)/g;

/** Line and column of an offset, both from 1. */
function place(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}

/** Replaces comments by blanks, so that offsets stay. Strings are not parsed: `//` inside one only hides an import after it on that line. */
function withoutComments(source: string): string {
  return source
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|\s)\/\/[^\n]*/g, (comment) => comment.replace(/[^\n]/g, ' '));
}

export function importsOf(source: string): Reference[] {
  const text = withoutComments(source);
  const found: Reference[] = [];
  for (const pattern of [IMPORT, DYNAMIC]) {
    for (const match of text.matchAll(pattern)) {
      const module = match[2] as string;
      const offset = match.index + match[0].lastIndexOf(module) - 1;
      found.push({ module, ...place(text, offset) });
    }
  }
  return found;
}

/** Style sheets of other bundles: `@import 'c/cssLibrary';` (LWC Developer Guide, "Share CSS Style Rules"). */
export function styleImportsOf(source: string): Reference[] {
  const text = source.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  return [...text.matchAll(STYLE_IMPORT)].map((match) => ({
    module: match[2] as string,
    ...place(text, match.index + match[0].lastIndexOf(match[2] as string) - 1),
  }));
}

/** Custom elements of a template as modules: `<c-user-list>` -> `c/userList`. */
export function elementsIn(template: string, moduleOfTag: (tag: string) => string): Reference[] {
  const text = template.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ' '));
  return [...text.matchAll(TAG)].map((match) => ({
    module: `${match[1]}/${moduleOfTag(match[2] as string)}`,
    ...place(text, match.index),
  }));
}
