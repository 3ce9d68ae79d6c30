/** `composite/tree/X`: records with their children, all or nothing (REST API, "sObject Tree"). */
import type { DmlError, SObjectDescribe } from '../../data/types.ts';
import { PlatformError } from '../../data/types.ts';
import { transactional } from './all-or-none.ts';
import type { RestCall, RestReply, RestResource } from './router.ts';
import { dmlOptions, objectOf } from './sobjects.ts';
import { listOf, objectBody, recordValues } from './values.ts';

/** "Up to a total of 200 records across all trees", five levels deep. */
const MOST_RECORDS = 200;
const MOST_LEVELS = 5;

type Saved = { referenceId: string; id: string } | { referenceId: string; errors: DmlError[] };

export const treeResources: RestResource[] = [{ pattern: 'composite/tree/:object', methods: { POST: create } }];

function create(call: RestCall): RestReply {
  const object = objectOf(call);
  const records = listOf(objectBody(call.body).records, 'records');
  const results = transactional(
    call.context.org.data,
    () => {
      const all: Saved[] = [];
      insertLevel(call, object, records, {}, all, 1);
      return all;
    },
    (all) => all.every((one) => 'id' in one),
  );
  const failed = results.filter((one) => 'errors' in one);
  if (failed.length > 0) return { status: 400, body: { hasErrors: true, results: failed } };
  return { status: 201, body: { hasErrors: false, results } };
}

function insertLevel(
  call: RestCall,
  object: SObjectDescribe,
  records: unknown[],
  parent: Record<string, string>,
  all: Saved[],
  level: number,
): void {
  if (level > MOST_LEVELS) throw new PlatformError('INVALID_INPUT', `A tree may be ${MOST_LEVELS} levels deep.`);
  for (const item of records) {
    if (all.length >= MOST_RECORDS)
      throw new PlatformError('INVALID_INPUT', `A tree request may hold ${MOST_RECORDS} records.`);
    const record = objectBody(item);
    const referenceId = (record.attributes as { referenceId?: unknown } | undefined)?.referenceId;
    if (typeof referenceId !== 'string') {
      throw new PlatformError('INVALID_INPUT', 'Each record of a tree needs attributes with type and referenceId.');
    }
    const children: { object: SObjectDescribe; field: string; records: unknown[] }[] = [];
    const own: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(record)) {
      const relation = object.childRelationships.find(
        (one) => one.relationshipName?.toLowerCase() === name.toLowerCase(),
      );
      if (relation && typeof value === 'object' && value !== null) {
        children.push({
          object: objectOf(call, relation.childSObject),
          field: relation.field,
          records: listOf(objectBody(value).records, `${name}.records`),
        });
      } else {
        own[name] = value;
      }
    }
    const { data } = call.context.org;
    const [saved] = data.insert(object.name, [{ ...recordValues(data, object, own), ...parent }], dmlOptions(call));
    if (!saved?.success || !saved.id) {
      all.push({ referenceId, errors: saved?.errors ?? [] });
      continue;
    }
    all.push({ referenceId, id: saved.id });
    for (const child of children)
      insertLevel(call, child.object, child.records, { [child.field]: saved.id }, all, level + 1);
  }
}
