/** Records and query results in REST's JSON. */
import type { QueryRecord, QueryResult } from '../../data/types.ts';

type Json = Record<string, unknown>;

/** Fields that the Tooling API types as objects; the org keeps them as JSON text (Tooling API, ApexCodeCoverage). */
const COMPLEX = new Map([
  ['ApexCodeCoverage', 'Coverage'],
  ['ApexCodeCoverageAggregate', 'Coverage'],
]);

/** `{attributes: {type, url}, …fields}`; aggregates have a type only. `base` is `/services/data/vX` or its tooling part. */
export function recordJson(record: QueryRecord, base: string): Json {
  const attributes: Json = { type: record.type };
  if (typeof record.values.Id === 'string') attributes.url = `${base}/sobjects/${record.type}/${record.values.Id}`;
  const complex = COMPLEX.get(record.type);
  const json: Json = { attributes };
  for (const [name, value] of Object.entries(record.values)) {
    if (value === null || typeof value !== 'object') {
      json[name] = name === complex && typeof value === 'string' ? JSON.parse(value) : value;
    } else if ('compound' in value) {
      json[name] = value.compound;
    } else if ('records' in value) {
      json[name] = value.totalSize === 0 ? null : childrenJson(value, base);
    } else {
      json[name] = recordJson(value, base);
    }
  }
  return json;
}

function childrenJson(result: QueryResult, base: string): Json {
  return { totalSize: result.totalSize, done: true, records: result.records.map((record) => recordJson(record, base)) };
}
