/** Records and query results in REST's JSON. */
import type { OrgData } from '../../data/contract.ts';
import type { QueryRecord, QueryResult, Scalar } from '../../data/types.ts';

type Json = Record<string, unknown>;

/** Of the call: `/services/data/vX` or its tooling part, and the org. */
interface Origin {
  base: string;
  context: { org: { data: Pick<OrgData, 'schema'> } };
}

/** Fields that the Tooling API types as objects; the org keeps them as JSON text (Tooling API, ApexCodeCoverage). */
const COMPLEX = new Map([
  ['ApexCodeCoverage', 'Coverage'],
  ['ApexCodeCoverageAggregate', 'Coverage'],
]);

/** `{attributes: {type, url}, …fields}`; aggregates have a type only. */
export function recordJson(record: QueryRecord, call: Origin): Json {
  const { base } = call;
  const attributes: Json = { type: record.type };
  if (typeof record.values.Id === 'string') attributes.url = `${base}/sobjects/${record.type}/${record.values.Id}`;
  const complex = COMPLEX.get(record.type);
  const json: Json = { attributes };
  for (const [name, value] of Object.entries(record.values)) {
    if (value === null || typeof value !== 'object') {
      json[name] =
        name === complex && typeof value === 'string' ? JSON.parse(value) : valueJson(record, name, value, call);
    } else if ('compound' in value) {
      json[name] = value.compound;
    } else if ('records' in value) {
      json[name] = value.totalSize === 0 ? null : childrenJson(value, call);
    } else {
      json[name] = recordJson(value, call);
    }
  }
  return json;
}

/** Blobs stand there as the address that has them (REST API Developer Guide, "sObject Blob Get"). */
function valueJson(record: QueryRecord, name: string, value: Scalar, { base, context }: Origin): Scalar {
  if (typeof value !== 'string' || record.id === undefined) return value;
  const field = context.org.data.schema.field(record.type, name);
  return field?.type === 'base64' ? `${base}/sobjects/${record.type}/${record.id}/${field.name}` : value;
}

function childrenJson(result: QueryResult, call: Origin): Json {
  return { totalSize: result.totalSize, done: true, records: result.records.map((record) => recordJson(record, call)) };
}
