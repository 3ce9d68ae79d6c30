/**
 * Platform events: "inserting" one publishes it (Platform Events Developer Guide, "Publish Event Messages with Apex").
 * No row is written; who subscribes gets the message.
 */
import { randomUUID } from 'node:crypto';
import type { PublishedEvent } from '../contract.ts';
import type { DmlOptions, RecordValues, SaveResult, SObjectDescribe } from '../types.ts';
import { withDefaults } from './defaults.ts';
import { notWritable, operationRefused, rowError } from './errors.ts';
import { failure } from './row.ts';
import type { DmlEngineParts } from './row.ts';
import { missingRequired } from './validate.ts';
import { canonicalValues } from './values.ts';

/** One result for each event: its status is OPERATION_ENQUEUED, its message the event's UUID ("Get the Result of Asynchronous Platform Event Publishing"). */
export function publish(
  parts: DmlEngineParts,
  object: SObjectDescribe,
  rows: RecordValues[],
  options: DmlOptions,
): SaveResult[] {
  const may = options.mode !== 'user' || parts.access.object(options.actor.userId, object.name).create;
  const published: PublishedEvent[] = [];
  const results = rows.map((row): SaveResult => {
    if (!may) return failure(null, [operationRefused(object, 'inserted')]);
    const event = messageOf(parts, object, row, options);
    if ('errors' in event) return failure(null, event.errors);
    published.push(event.message);
    const uuid = String(event.message.values.EventUuid);
    return {
      id: parts.store.newId(object.name),
      success: true,
      created: true,
      errors: [rowError('OPERATION_ENQUEUED', uuid)],
    };
  });
  const failed = results.some((result) => !result.success);
  if (published.length > 0 && !(failed && options.allOrNone)) parts.listener()?.published?.(published);
  return results;
}

function messageOf(
  parts: DmlEngineParts,
  object: SObjectDescribe,
  row: RecordValues,
  options: DmlOptions,
): { message: PublishedEvent } | { errors: SaveResult['errors'] } {
  const errors: SaveResult['errors'] = [];
  const given = canonicalValues(object, row, errors);
  const uuid = options.namesEvents ? given.EventUuid : undefined;
  const refused = Object.keys(given).filter(
    (name) => object.fields.get(name)?.createable === false && !(name === 'EventUuid' && options.namesEvents),
  );
  if (refused.length > 0) errors.push(notWritable(refused));
  const values = withDefaults(object, given, options, parts.formulas);
  if (errors.length === 0) errors.push(...missingRequired(object, values));
  if (errors.length > 0) return { errors };
  return {
    message: {
      object: object.name,
      immediate: object.publishBehavior === 'PublishImmediately',
      values: {
        ...values,
        EventUuid: uuid ?? randomUUID(),
        CreatedById: options.actor.userId,
        CreatedDate: parts.store.now(),
      },
    },
  };
}
