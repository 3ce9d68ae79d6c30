/** SOSL for Apex: `[FIND …]` and `Search.query` (Apex Reference, Search Class). In tests a search finds what the test fixed. */
import { PlatformError } from '../../data/types.ts';
import type { AccessMode, Scalar } from '../../data/types.ts';
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { ApexList } from '../values/collections.ts';
import { id18 } from '../values/id.ts';
import { toList } from '../values/records.ts';
import type { ApexSObject } from '../values/sobject.ts';
import { listOf, typeRef } from '../values/type.ts';
import { accessOf } from './access.ts';
import { required } from './arguments.ts';
import { bindNames, toBind } from './query.ts';
import { refuse } from './refuse.ts';

/** One list for each object of the search. Raises SearchException for a search that the platform refuses. */
export function runSearch(rt: Runtime, sosl: string, access: AccessMode, binds?: Record<string, unknown>): ApexList {
  rt.charge('searches', 1);
  const values: Record<string, Scalar | Scalar[]> = {};
  if (binds) for (const [name, value] of Object.entries(binds)) values[name.toLowerCase()] = toBind(value);
  else
    for (const name of bindNames(sosl)) {
      const value = rt.bindScope?.(name);
      if (value === undefined) rt.raise('System.SearchException', `Variable does not exist: ${name}`);
      values[name] = toBind(value);
    }
  try {
    const results = rt.data.search(sosl, {
      ...access,
      actor: rt.actor,
      binds: values,
      ...(rt.test ? { fixed: rt.test.searchResults ?? [] } : {}),
    });
    const lists = results.map(({ result }) => toList(rt, result));
    return new ApexList(listOf(listOf(typeRef('SObject'))), lists);
  } catch (error) {
    if (error instanceof PlatformError && error.errorCode === 'MALFORMED_SEARCH')
      return rt.raise('System.SearchException', error.message);
    return rt.raisePlatform(error);
  }
}

/** `Test.setFixedSearchResults(ids)`. */
export function fixSearchResults(rt: Runtime, ids: ApexList): void {
  if (!rt.test) rt.raise('System.UnsupportedOperationException', 'This method can only be called from a test');
  rt.test.searchResults = ids.items.map((id) => id18(String(id)) ?? String(id));
}

/** What `Search.find` found; snippets need `WITH SNIPPET`, which the embedded org refuses. */
class SearchResults {
  readonly typeName = 'Search.SearchResults';
  readonly lists: ApexList;
  constructor(lists: ApexList) {
    this.lists = lists;
  }
}

class SearchResult {
  readonly typeName = 'Search.SearchResult';
  readonly row: ApexSObject;
  constructor(row: ApexSObject) {
    this.row = row;
  }
}

const resultTypes: SystemType[] = [
  {
    name: 'Search.SearchResults',
    is: (value) => value instanceof SearchResults,
    methods: {
      get: (rt, self: SearchResults, object: string | null) => {
        const wanted = required(rt, object).toLowerCase();
        const rows = (self.lists.items as ApexList[]).flatMap(({ items }) => items as ApexSObject[]);
        const found = rows.filter((row) => row.describe.name.toLowerCase() === wanted);
        return new ApexList(
          listOf(typeRef('Search.SearchResult')),
          found.map((row) => new SearchResult(row)),
        );
      },
    },
  },
  {
    name: 'Search.SearchResult',
    is: (value) => value instanceof SearchResult,
    methods: { getSObject: (_rt, self: SearchResult) => self.row },
  },
];

const searchType: SystemType = {
  name: 'Search',
  statics: {
    query: (rt, sosl: string | null, level?: unknown) => runSearch(rt, required(rt, sosl), accessOf(rt, level)),
    find: (rt, sosl: string | null, level?: unknown) =>
      new SearchResults(runSearch(rt, required(rt, sosl), accessOf(rt, level))),
    suggest: refuse('Search.suggest'),
  },
};

export const searchTypes: SystemType[] = [searchType, ...resultTypes];
