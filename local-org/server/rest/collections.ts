/** `composite/sobjects`: up to 200 records of any objects in one call (REST API, "sObject Collections"). */
import type { DmlError, SaveResult } from '../../data/types.ts';
import { PlatformError } from '../../data/types.ts';
import { transactional } from './all-or-none.ts';
import { recordJson } from './records.ts';
import type { RestCall, RestReply, RestResource } from './router.ts';
import { checkToolingWrite, dmlOptions, objectOf } from './sobjects.ts';
import { listOf, objectBody, recordValues } from './values.ts';

const MOST_RECORDS = 200;
/** "sObject Collections", retrieve: up to 2,000 by POST. */
const MOST_RETRIEVED = 2000;

export const collectionResources: RestResource[] = [
  {
    pattern: 'composite/sobjects',
    tooling: true,
    methods: { POST: (call) => write(call, 'insert'), PATCH: (call) => write(call, 'update'), DELETE: remove },
  },
  { pattern: 'composite/sobjects/:object', tooling: true, methods: { GET: retrieve, POST: retrieve } },
  { pattern: 'composite/sobjects/:object/:field', methods: { PATCH: (call) => write(call, 'upsert') } },
];

type Operation = 'insert' | 'update' | 'upsert' | 'delete';

function write(call: RestCall, operation: Operation): RestReply {
  const body = objectBody(call.body);
  const records = limited(listOf(body.records, 'records')).map(objectBody);
  return perform(call, body.allOrNone === true, operation, () =>
    records.map((record) => {
      const { data } = call.context.org;
      const type = call.params.object ?? (record.attributes as { type?: unknown } | undefined)?.type;
      if (typeof type !== 'string') {
        return failure(
          'INVALID_TYPE',
          'Each record needs attributes with its type, e.g. {"attributes": {"type": "Account"}}',
        );
      }
      return guarded(() => {
        const object = objectOf(call, type);
        checkToolingWrite(call, object);
        const values = recordValues(data, object, record);
        const options = dmlOptions(call);
        if (operation === 'insert') return data.insert(object.name, [values], options)[0];
        if (operation === 'update') return data.update(object.name, [values], options)[0];
        return data.upsert(object.name, [values], { ...options, externalIdField: call.params.field })[0];
      });
    }),
  );
}

function remove(call: RestCall): RestReply {
  const ids = limited(
    (call.query.get('ids') ?? '')
      .split(',')
      .map((id) => id.trim())
      .filter(Boolean),
  );
  const { data } = call.context.org;
  return perform(call, call.query.get('allOrNone') === 'true', 'delete', () =>
    ids.map((id) =>
      guarded(() => {
        const object = data.schema.byKeyPrefix(id.slice(0, 3));
        if (!object) return failure('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
        checkToolingWrite(call, object);
        return data.delete(object.name, [id], dmlOptions(call))[0];
      }),
    ),
  );
}

function retrieve(call: RestCall): RestReply {
  const object = objectOf(call);
  const body = call.body === undefined ? {} : objectBody(call.body);
  const ids = ((body.ids as unknown) ?? call.query.get('ids')?.split(',') ?? []) as unknown[];
  const fields = ((body.fields as unknown) ?? call.query.get('fields')?.split(',') ?? []) as unknown[];
  if (!Array.isArray(ids) || !Array.isArray(fields) || ids.length === 0 || fields.length === 0) {
    throw new PlatformError('MISSING_ARGUMENT', 'Give the lists "ids" and "fields".');
  }
  if (ids.length > MOST_RETRIEVED) throw new PlatformError('LIMIT_EXCEEDED', `At most ${MOST_RETRIEVED} ids a call.`);
  const names = [...new Set(['Id', ...fields.map(String)])].filter(
    (name, index) => index === 0 || name.toLowerCase() !== 'id',
  );
  const { records } = call.context.org.data.query(
    `SELECT ${names.join(', ')} FROM ${object.name} WHERE Id IN :wanted`,
    { actor: call.session.actor, mode: 'user', sharing: true, binds: { wanted: ids.map(String) } },
  );
  const byId = new Map(records.map((record) => [String(record.values.Id).slice(0, 15), record]));
  return {
    body: ids.map((id) => {
      const record = byId.get(String(id).slice(0, 15));
      return record ? recordJson(record, call) : null;
    }),
  };
}

function perform(call: RestCall, allOrNone: boolean, operation: Operation, work: () => SaveResult[]): RestReply {
  const results = allOrNone
    ? transactional(call.context.org.data, work, (all) => all.every((one) => one.success))
    : work();
  const rolledBack = allOrNone && results.some((one) => !one.success);
  return {
    body: results.map((one) =>
      saveResultJson(rolledBack && one.success ? rolledBackResult() : one, operation === 'upsert'),
    ),
  };
}

/** `{id?, success, errors}` with the long error form of collections. */
export function saveResultJson(result: SaveResult, withCreated = false): object {
  return {
    ...(result.id && result.success ? { id: result.id } : {}),
    success: result.success,
    errors: result.errors.map(({ statusCode, message, fields }) => ({ statusCode, message, fields })),
    ...(withCreated && result.success ? { created: result.created } : {}),
  };
}

function guarded(work: () => SaveResult | undefined): SaveResult {
  try {
    return work() ?? failure('UNKNOWN_EXCEPTION', 'The operation gave no result.');
  } catch (error) {
    if (error instanceof PlatformError && error.httpStatus < 500)
      return failure(error.errorCode, error.message, error.fields);
    throw error;
  }
}

function failure(statusCode: string, message: string, fields: string[] = []): SaveResult {
  const error: DmlError = { statusCode, message, fields };
  return { id: null, success: false, created: false, errors: [error] };
}

function rolledBackResult(): SaveResult {
  return failure(
    'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    'Record rolled back because not all records were valid and the request was using AllOrNone header',
  );
}

function limited<T>(items: T[]): T[] {
  if (items.length > MOST_RECORDS) {
    throw new PlatformError(
      'EXCEEDED_ID_LIMIT',
      `record limit reached. cannot submit more than ${MOST_RECORDS} records into this call`,
    );
  }
  return items;
}
