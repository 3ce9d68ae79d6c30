/**
 * The standard objects as the platform's own type catalogue gives them (`local-org/catalogue/sobjects.json`, API 65):
 * field name -> Apex type, child relationship name -> child object. One object a line, so that only what is asked for is parsed.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface CatalogueEntry {
  fields: Record<string, string>;
  children?: Record<string, string>;
  /** Endings of the objects that the platform keeps beside it, e.g. `Share`. */
  companions?: string[];
}

interface Line {
  name: string;
  start: number;
  end: number;
}

const FILE = path.join(import.meta.dirname, '../../catalogue/sobjects.json');

let text: string | undefined;
let lines: Map<string, Line> | undefined;
const parsed = new Map<string, CatalogueEntry>();

/** Canonical names of every object in the catalogue. */
export function catalogueNames(): string[] {
  return [...index().values()].map((line) => line.name);
}

/** The canonical spelling of an object's name, or undefined. */
export function catalogueName(name: string): string | undefined {
  return index().get(name.toLowerCase())?.name;
}

/** Fields and child relationships of one object; undefined when the catalogue does not have it. */
export function catalogueEntry(name: string): CatalogueEntry | undefined {
  const line = index().get(name.toLowerCase());
  if (!line) return undefined;
  let entry = parsed.get(line.name);
  if (!entry) {
    entry = JSON.parse((text as string).slice(line.start, line.end)) as CatalogueEntry;
    parsed.set(line.name, entry);
  }
  return entry;
}

function index(): Map<string, Line> {
  if (lines) return lines;
  text = readFileSync(FILE, 'utf8');
  lines = new Map();
  const opening = /^"(\w+)":\{/gm;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const name = match[1] as string;
    const start = match.index + name.length + 3;
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    if (text.charAt(end - 1) === ',') end--;
    lines.set(name.toLowerCase(), { name, start, end });
    opening.lastIndex = end;
  }
  return lines;
}
