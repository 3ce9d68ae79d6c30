/** Syntax trees of the queries in a project's source, kept for the next process: the parser takes 0.3 s to start. */
import { openKeptResults } from '../kept/results.ts';
import type { KeptResults } from '../kept/results.ts';
import type { KeptTrees, ParsedSoql } from './parse.ts';

/** As JSON has it: pairs for the map. */
type Stored = Omit<ParsedSoql, 'text' | 'numberBinds'> & { numberBinds: [number, string][] };

/** @param folder where the file lies. Default: `node_modules/.cache/scim-rollcall`. */
export function openKeptTrees(folder?: string): KeptTrees & { save(): void } {
  const results: KeptResults<Stored> = openKeptResults({
    name: 'soql-trees',
    packageName: '@jetstreamapp/soql-parser-js',
    modules: [new URL('./parse.ts', import.meta.url)],
    ...(folder === undefined ? {} : { folder }),
  });
  return {
    get(text) {
      const stored = results.get(text);
      return stored && { ...stored, text, numberBinds: new Map(stored.numberBinds) };
    },
    set(text, { query, allRows, numberBinds }) {
      if (results.get(text) === undefined) results.set({ query, allRows, numberBinds: [...numberBinds] }, text);
    },
    save: () => results.save(),
  };
}
