/**
 * `UserRecordAccess`: what a user may do with records, worked out for the user and the records that a query names
 * (Object Reference, "UserRecordAccess"). Permissions on the object count as well as sharing.
 */
import type { OrgDatabase } from '../../data/database.ts';
import { toId18 } from '../../data/ids.ts';
import type { QueryOptions, RecordValues } from '../../data/types.ts';
import { equalities } from './equalities.ts';
import { malformed } from '../errors.ts';
import type { ParsedSoql } from '../parse.ts';

/** Most records of a query (Object Reference, "UserRecordAccess", Usage). */
const MAXIMUM_RECORDS = 200;

/** From least to most; each asks for the ones before it (ibid., `MaxAccessLevel`). */
const LEVELS = ['Read', 'Edit', 'Delete', 'Transfer', 'All'] as const;
type Level = (typeof LEVELS)[number];

/** Makes the rows that a query on the object may read; those of the query before it go. */
export function fillRecordAccess(data: OrgDatabase, { query }: ParsedSoql, binds: QueryOptions['binds']): void {
  if ((query.sObject ?? '').toLowerCase() !== 'userrecordaccess') return;
  const named = equalities(query.where, binds);
  const valuesOf = (field: string): Set<string> =>
    new Set(
      named
        .filter((one) => one.field.toLowerCase() === field)
        .flatMap(({ values }) => values.map((value) => toId18(value) ?? value)),
    );
  const users = [...valuesOf('userid')];
  const records = [...valuesOf('recordid')];
  const [user] = users;
  // An empty list of records is no mistake: it finds nothing.
  if (user === undefined || users.length > 1 || !named.some((one) => one.field.toLowerCase() === 'recordid'))
    throw malformed(
      'UserRecordAccess must be filtered by one UserId with the equals operator, and by RecordId with equals or IN',
    );
  if (records.length > MAXIMUM_RECORDS)
    throw malformed(`UserRecordAccess can be queried for at most ${MAXIMUM_RECORDS} records`);
  const describe = data.schema.get('UserRecordAccess');
  data.transaction(
    () => {
      data.sql.exec(`DELETE FROM ${data.store.tables.table(describe)}`);
      for (const record of records) {
        const row = accessRow(data, user, record);
        if (row) data.store.tables.insert(describe, row);
      }
    },
    { mixedDml: true },
  );
}

/** Undefined for ids of nothing that exists. */
function accessRow(data: OrgDatabase, userId: string, recordId: string): RecordValues | undefined {
  const object = data.schema.byKeyPrefix(recordId.slice(0, 3));
  const row = object && data.store.byId(object.name, recordId);
  if (!object || !row) return undefined;
  const permitted = data.access.object(userId, object.name);
  const edits = permitted.edit && data.access.mayEditRow(userId, object, row);
  const owns = data.access.mayEditRow(userId, object, row, true);
  const has: Record<Level, boolean> = {
    Read: permitted.read && data.access.seesRow(userId, object, recordId),
    Edit: edits,
    Delete: permitted.delete && owns,
    Transfer: edits && owns,
    All: edits && permitted.delete && owns,
  };
  const flags = Object.fromEntries(LEVELS.map((level) => [`Has${level}Access`, has[level]]));
  return {
    Id: recordId,
    UserId: userId,
    RecordId: recordId,
    ...flags,
    MaxAccessLevel: LEVELS.findLast((level) => has[level]) ?? 'None',
  };
}
