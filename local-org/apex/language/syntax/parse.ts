/** From Apex text to a syntax tree. Results are kept by content, so that a deploy reads unchanged classes once. */
import type { AnonymousDeclaration, TriggerDeclaration, TypeDeclaration } from './ast.ts';
import { Cursor } from './cursor.ts';
import { anonymousUnit, triggerUnit, typeUnit } from './declarations.ts';
import { LineIndex, SyntaxProblemError } from './tokens.ts';

export interface SyntaxProblem {
  line: number;
  column: number;
  problem: string;
}

export interface Parsed<T> {
  tree: T | null;
  /** The first problem only, as on the platform: what follows a syntax error means nothing. */
  problems: SyntaxProblem[];
}

/** Parsed files kept in memory; the oldest goes first. A large project has about a thousand classes. */
const CACHE_SIZE = 4000;
const cache = new Map<string, Parsed<unknown>>();

export function parseClass(text: string): Parsed<TypeDeclaration> {
  return cached('class', text, typeUnit);
}

export function parseTrigger(text: string): Parsed<TriggerDeclaration> {
  return cached('trigger', text, triggerUnit);
}

export function parseAnonymous(text: string): Parsed<AnonymousDeclaration> {
  return cached('anonymous', text, anonymousUnit);
}

function cached<T>(kind: string, text: string, read: (cursor: Cursor) => T): Parsed<T> {
  const key = `${kind}\n${text}`;
  const known = cache.get(key) as Parsed<T> | undefined;
  if (known) return known;
  const result = attempt(text, read);
  if (cache.size >= CACHE_SIZE) cache.delete(cache.keys().next().value!);
  cache.set(key, result);
  return result;
}

function attempt<T>(text: string, read: (cursor: Cursor) => T): Parsed<T> {
  try {
    return { tree: read(new Cursor(text)), problems: [] };
  } catch (error) {
    if (!(error instanceof SyntaxProblemError)) throw error;
    return { tree: null, problems: [{ ...new LineIndex(text).at(error.offset), problem: error.message }] };
  }
}
