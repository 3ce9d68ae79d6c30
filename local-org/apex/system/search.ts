/** SOSL for Apex: `[FIND …]` and `Search.query` (Apex Reference, Search Class). In tests a search finds what the test fixed. */
import { PlatformError } from '../../data/types.ts';
import type { AccessMode, Scalar } from '../../data/types.ts';
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { ApexList } from '../values/collections.ts';
import { id18 } from '../values/id.ts';
import { toList } from '../values/records.ts';
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

export const searchType: SystemType = {
  name: 'Search',
  statics: {
    query: (rt, sosl: string | null, level?: unknown) => runSearch(rt, required(rt, sosl), accessOf(rt, level)),
    find: refuse('Search.find'),
    suggest: refuse('Search.suggest'),
  },
};
