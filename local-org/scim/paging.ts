/** `startIndex`, `count`, `attributes`, `excludedAttributes` with the service's limits and texts (reference/scim.md §1.4). */
import type { JsonObject } from './json.ts';
import { ScimError } from './errors.ts';

/** ServiceProviderConfig advertises it as `filter.maxResults`. */
export const MAX_COUNT = 200;
/** SOQL OFFSET ends at 2,000 rows. */
const MAX_START_INDEX = 2001;

export interface Page {
  count: number;
  startIndex: number;
  /** Whether the client named a start index: only then it is answered. */
  startIndexGiven: boolean;
}

export type QueryParameters = Record<string, string | string[] | undefined>;

/** Last value of a query parameter, undefined when absent. */
export function parameter(query: QueryParameters, name: string): string | undefined {
  const value = query[name];
  return Array.isArray(value) ? value.at(-1) : value;
}

export function readPage(query: QueryParameters, defaultCount: number): Page {
  const count = parameter(query, 'count');
  const startIndex = parameter(query, 'startIndex');
  const page: Page = { count: defaultCount, startIndex: 1, startIndexGiven: startIndex !== undefined };
  if (count !== undefined) {
    page.count = Number(count);
    if (!/^\d+$/.test(count) || page.count < 1 || page.count > MAX_COUNT)
      throw new ScimError(400, `Illegal count value : ${count}`);
  }
  if (startIndex !== undefined) {
    if (!/^-?\d+$/.test(startIndex)) throw new ScimError(400, `Illegal startIndex value : ${startIndex}`);
    page.startIndex = Number(startIndex);
    if (page.startIndex < 1) throw new ScimError(400, `Illegal startIndex value: ${startIndex}`);
    if (page.startIndex > MAX_START_INDEX) {
      throw new ScimError(
        400,
        'Start index too big. Consider filtering down your result set, e.g. id gt "(the last id in the result set)"',
      );
    }
  }
  return page;
}

/** Keeps or drops attributes; `schemas` and `id` always stay. */
export function readProjection(query: QueryParameters, known: readonly string[]): (resource: JsonObject) => JsonObject {
  const included = names(parameter(query, 'attributes'), known);
  const excluded = names(parameter(query, 'excludedAttributes'), known);
  if (included && excluded) throw new ScimError(400, 'Cannot provide both attributes and excludedAttributes');
  const keep = (key: string): boolean => {
    if (key === 'schemas' || key === 'id') return true;
    return included ? included.has(key) : !excluded?.has(key);
  };
  return (resource) => Object.fromEntries(Object.entries(resource).filter(([key]) => keep(key)));
}

function names(list: string | undefined, known: readonly string[]): Set<string> | undefined {
  if (list === undefined || list === '') return undefined;
  const wanted = list.split(',').map((name) => name.trim());
  const top = wanted.map(
    (name) => known.find((candidate) => candidate === name || name.startsWith(`${candidate}.`)) ?? name,
  );
  const unknown = top.find((name) => !known.includes(name) && !name.startsWith('urn:salesforce:schemas:extension:'));
  if (unknown !== undefined) throw new ScimError(400, `Unsupported attribute: ${unknown}`);
  return new Set(top);
}

export const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** A list answer, keys in the pilot's order. */
export function listResponse(total: number, page: Page, resources: JsonObject[]): JsonObject {
  return {
    totalResults: total,
    itemsPerPage: Math.min(page.count, resources.length),
    ...(page.startIndexGiven ? { startIndex: page.startIndex } : {}),
    schemas: [LIST_SCHEMA],
    Resources: resources,
  };
}
