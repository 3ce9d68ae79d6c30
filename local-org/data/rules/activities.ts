/** Tasks and events (Object Reference, "Task", "Event"). */
import { rowError } from '../dml/errors.ts';
import type { RecordValues } from '../types.ts';
import type { ObjectRule, RuleContext } from './rule.ts';
import { COMPLETED_TASK } from './statuses.ts';

const MINUTE = 60_000;

/** The account of what an activity is about, or of whom it is with. */
function accountOf({ store }: RuleContext, row: RecordValues): string | null {
  for (const reference of [row.WhatId, row.WhoId]) {
    const object = typeof reference === 'string' ? store.schema.byKeyPrefix(reference.slice(0, 3)) : undefined;
    if (object?.name === 'Account') return reference as string;
    if (object && !object.custom && object.fields.has('AccountId'))
      return (
        (store.pick(object.name, reference as string, 'AccountId')?.AccountId as string | null | undefined) ?? null
      );
  }
  return null;
}

export const taskRule: ObjectRule = {
  complete(context, row, old) {
    row.IsClosed = row.Status === COMPLETED_TASK;
    row.IsHighPriority = row.Priority === 'High';
    row.AccountId = accountOf(context, row);
    if (row.IsClosed && old?.IsClosed !== true) row.CompletedDateTime = context.store.now();
    if (!row.IsClosed) row.CompletedDateTime = null;
  },
};

const text = (moment: number): string => `${new Date(moment).toISOString().slice(0, 19)}.000+0000`;
const moment = (value: string): number => Date.parse(value.replace('+0000', 'Z'));

/** Start, end and duration say each other; a day-long event begins at midnight. */
export const eventRule: ObjectRule = {
  complete(context, row, old) {
    row.AccountId = accountOf(context, row);
    const changed = (name: string): boolean => (row[name] ?? null) !== (old?.[name] ?? null);
    if (changed('ActivityDateTime') && !changed('StartDateTime')) row.StartDateTime = row.ActivityDateTime ?? null;
    if (typeof row.StartDateTime !== 'string' && typeof row.ActivityDate === 'string' && row.IsAllDayEvent === true)
      row.StartDateTime = `${row.ActivityDate}T00:00:00.000+0000`;
    if (typeof row.StartDateTime !== 'string') return;
    const start = moment(row.StartDateTime);
    if (typeof row.EndDateTime === 'string' && (changed('EndDateTime') || typeof row.DurationInMinutes !== 'number'))
      row.DurationInMinutes = (moment(row.EndDateTime) - start) / MINUTE;
    else if (typeof row.DurationInMinutes === 'number') row.EndDateTime = text(start + row.DurationInMinutes * MINUTE);
    row.ActivityDateTime = row.StartDateTime;
    row.ActivityDate = row.StartDateTime.slice(0, 10);
    if (typeof row.EndDateTime === 'string') row.EndDate = row.EndDateTime.slice(0, 10);
  },
  validate(_context, row) {
    const missing = (row.StartDateTime ?? null) === null ? ['ActivityDateTime'] : [];
    if ((row.DurationInMinutes ?? null) === null && row.IsAllDayEvent !== true) missing.unshift('DurationInMinutes');
    if (missing.length > 0)
      return [rowError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing)];
    if (typeof row.DurationInMinutes === 'number' && row.DurationInMinutes < 0)
      return [rowError('FIELD_INTEGRITY_EXCEPTION', 'End Date/Time must be after Start Date/Time', ['EndDateTime'])];
    return [];
  },
};
