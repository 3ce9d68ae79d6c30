/** `sobjects/…`: lists, describes, and records by id or external id. */
import type { DmlOptions, FieldDescribe, QueryRecord, SObjectDescribe, SaveResult } from '../../data/types.ts';
import { NotImplementedError, PlatformError } from '../../data/types.ts';
import { notFound, dmlErrors } from '../errors.ts';
import { sobjectDescribe, sobjectSummary } from './describe.ts';
import { recordJson } from './records.ts';
import type { RestCall, RestReply, RestResource } from './router.ts';
import { objectBody, recordValues } from './values.ts';

/** A failed row: several errors in one answer, which `PlatformError` alone cannot carry. */
const REFUSED = 400;
/** Errors that say the row is not there; REST answers them with 404. */
const GONE = new Set(['ENTITY_IS_DELETED', 'NOT_FOUND', 'INVALID_CROSS_REFERENCE_KEY']);

export const sobjectResources: RestResource[] = [
  { pattern: 'sobjects', tooling: true, methods: { GET: list } },
  { pattern: 'recent', methods: { GET: () => ({ body: [] }) } },
  { pattern: 'sobjects/:object', tooling: true, methods: { GET: summary, POST: create } },
  { pattern: 'sobjects/:object/describe', tooling: true, methods: { GET: describe } },
  { pattern: 'sobjects/:object/:id', tooling: true, methods: { GET: read, PATCH: update, DELETE: remove } },
  {
    pattern: 'sobjects/:object/:field/:value',
    tooling: true,
    methods: { GET: readByExternalId, PATCH: upsert, POST: upsert, DELETE: removeByExternalId },
  },
];

/** An object by the name in a path; 404 when the org has none. */
export function objectOf(call: RestCall, name = call.params.object ?? ''): SObjectDescribe {
  const object = call.context.org.data.schema.find(name);
  if (!object) throw notFound();
  return object;
}

/** How REST writes: as the user, with sharing. */
export function dmlOptions(call: RestCall, allOrNone = false): DmlOptions {
  return { actor: call.session.actor, mode: 'user', sharing: true, allOrNone };
}

/** Objects whose rows stand for source code or test runs: the Tooling API writes them by compiling, which deploys do here. */
export function checkToolingWrite(call: RestCall, object: SObjectDescribe): void {
  if (
    call.tooling &&
    /^(Apex(?!Log)|LightningComponent|Aura|MetadataContainer|ContainerAsync|Custom|Flow|Validation|Layout)/.test(
      object.name,
    )
  ) {
    throw new NotImplementedError(`Writing ${object.name} by the Tooling API (deploy it by the Metadata API)`);
  }
}

function list(call: RestCall): RestReply {
  const { schema } = call.context.org.data;
  return {
    body: {
      encoding: 'UTF-8',
      maxBatchSize: 200,
      sobjects: schema.names().map((name) => sobjectSummary(schema.get(name), call.base)),
    },
  };
}

function summary(call: RestCall): RestReply {
  return { body: { objectDescribe: sobjectSummary(objectOf(call), call.base), recentItems: [] } };
}

function describe(call: RestCall): RestReply {
  const object = objectOf(call);
  return {
    body: sobjectDescribe(
      object,
      readableFields(call, object),
      call.context.org.data.recordTypes.choices(call.session.actor.userId, object),
      call.base,
    ),
  };
}

function create(call: RestCall): RestReply {
  const object = objectOf(call);
  checkToolingWrite(call, object);
  const { data } = call.context.org;
  const [result] = data.insert(object.name, [recordValues(data, object, objectBody(call.body))], dmlOptions(call));
  return saved(result, { status: 201, body: { id: result?.id, success: true, errors: [] } });
}

function read(call: RestCall): RestReply {
  const object = objectOf(call);
  return { body: recordJson(readRecord(call, object, 'Id', call.params.id ?? ''), call) };
}

function update(call: RestCall): RestReply {
  const object = objectOf(call);
  checkToolingWrite(call, object);
  const { data } = call.context.org;
  const body = objectBody(call.body);
  if (Object.keys(body).some((name) => name.toLowerCase() === 'id')) {
    throw new PlatformError('INVALID_FIELD', 'The Id field should not be specified in the sobject data.', {
      fields: ['Id'],
    });
  }
  const [result] = data.update(
    object.name,
    [{ ...recordValues(data, object, body), Id: call.params.id ?? '' }],
    dmlOptions(call),
  );
  return saved(result, {});
}

function remove(call: RestCall): RestReply {
  const object = objectOf(call);
  checkToolingWrite(call, object);
  const [result] = call.context.org.data.delete(object.name, [call.params.id ?? ''], dmlOptions(call));
  return saved(result, {});
}

function readByExternalId(call: RestCall): RestReply {
  const object = objectOf(call);
  const blob = blobField(call, object);
  if (blob) return readBlob(call, object, blob);
  const record = readRecord(call, object, externalIdField(call, object).name, call.params.value ?? '');
  return { body: recordJson(record, call) };
}

/** `sobjects/X/<id>/<blob field>` has the same form as an external id (REST API Developer Guide, "sObject Blob Get"). */
function blobField(call: RestCall, object: SObjectDescribe): FieldDescribe | undefined {
  const { field: id = '', value = '' } = call.params;
  if (!/^[A-Za-z0-9]{15,18}$/.test(id) || !object.keyPrefix || !id.startsWith(object.keyPrefix)) return undefined;
  const field = call.context.org.data.schema.field(object.name, value);
  return field?.type === 'base64' ? field : undefined;
}

function readBlob(call: RestCall, object: SObjectDescribe, field: FieldDescribe): RestReply {
  const id = call.params.field ?? '';
  const typed = object.fields.get('ContentType') ? ', ContentType' : '';
  const [record] = call.context.org.data.query(`SELECT ${field.name}${typed} FROM ${object.name} WHERE Id = :wanted`, {
    actor: call.session.actor,
    mode: 'user',
    sharing: true,
    binds: { wanted: id },
  }).records;
  if (!record) throw missing(id);
  const { [field.name]: content, ContentType: type } = record.values;
  return {
    body: Buffer.from(typeof content === 'string' ? content : '', 'base64'),
    headers: { 'content-type': typeof type === 'string' ? type : 'application/octet-stream' },
  };
}

function removeByExternalId(call: RestCall): RestReply {
  const object = objectOf(call);
  const id = readRecord(call, object, externalIdField(call, object).name, call.params.value ?? '').values.Id;
  const [result] = call.context.org.data.delete(object.name, [String(id)], dmlOptions(call));
  return saved(result, {});
}

function upsert(call: RestCall): RestReply {
  const object = objectOf(call);
  checkToolingWrite(call, object);
  const { data } = call.context.org;
  const field = externalIdField(call, object);
  const values = recordValues(data, object, { ...objectBody(call.body), [field.name]: call.params.value });
  const [result] = data.upsert(object.name, [values], { ...dmlOptions(call), externalIdField: field.name });
  return saved(result, {
    status: result?.created ? 201 : 200,
    body: { id: result?.id, success: true, errors: [], created: result?.created },
  });
}

/** A record with `?fields=` or all fields its reader may see. 404 when there is none. */
function readRecord(call: RestCall, object: SObjectDescribe, key: string, value: string): QueryRecord {
  const asked = call.query
    .get('fields')
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  // They go into a query: anything but names and paths would be a query of the client's own.
  const strange = asked?.find((name) => !/^\w+(\.\w+)*$/.test(name));
  if (strange !== undefined) {
    throw new PlatformError('INVALID_FIELD', `No such column '${strange}' on sobject of type ${object.name}`, {
      fields: [strange],
    });
  }
  const names = asked ?? readableFields(call, object).map((field) => field.name);
  if (!names.some((name) => name.toLowerCase() === 'id')) names.unshift('Id');
  if (key === 'Id' && !/^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(value)) throw missing(value);
  const found = call.context.org.data.query(
    `SELECT ${names.join(', ')} FROM ${object.name} WHERE ${key} = :wanted LIMIT 2`,
    { actor: call.session.actor, mode: 'user', sharing: true, binds: { wanted: value } },
  );
  const [record] = found.records;
  if (!record) throw missing(value);
  if (found.records.length > 1) {
    throw new PlatformError('MULTIPLE_CHOICES', `Several ${object.name} records have ${key} ${value}`, {
      httpStatus: 300,
    });
  }
  return record;
}

function missing(value: string): PlatformError {
  return new PlatformError('NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${value}`, {
    httpStatus: 404,
  });
}

function externalIdField(call: RestCall, object: SObjectDescribe): FieldDescribe {
  const name = call.params.field ?? '';
  // `sobjects/X/<id>/<blob field>` has the same form as an external id.
  if (/^[A-Za-z0-9]{15,18}$/.test(name) && object.keyPrefix && name.startsWith(object.keyPrefix)) {
    throw new NotImplementedError(`Reading ${object.name} ${call.params.value ?? ''} of a record`);
  }
  const field = call.context.org.data.schema.field(object.name, name);
  if (!field || !(field.externalId || field.idLookup || field.type === 'id')) throw missing(name);
  return field;
}

/** Addresses and places too, beside their parts (SOAP API Developer Guide, "Compound Fields"). */
function readableFields(call: RestCall, object: SObjectDescribe): FieldDescribe[] {
  const { access } = call.context.org.data;
  return [...object.fields.values()].filter(
    (field) => access.field(call.session.userId, object.name, field.name).readable,
  );
}

/** The success answer, or the row's errors. */
function saved(result: SaveResult | undefined, success: RestReply): RestReply {
  if (result?.success) return success;
  const errors = dmlErrors(result?.errors ?? []);
  if (errors.length === 1 && GONE.has(errors[0]?.errorCode ?? '') && (errors[0]?.fields ?? []).length === 0) {
    return { status: 404, body: errors };
  }
  return { status: REFUSED, body: errors };
}
