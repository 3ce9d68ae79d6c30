/** The task that a rule gives somebody (Metadata API, "WorkflowTask"). */
import type { Runtime } from '../../apex/runtime/contract.ts';
import { userLocale } from '../../apex/values/locale.ts';
import { ApexDate, ApexDatetime } from '../../apex/values/time.ts';
import { NotImplementedError } from '../../data/types.ts';
import type { RecordValues } from '../../data/types.ts';
import { numberOf, textOf } from '../../metadata/xml/element.ts';
import type { XmlElement } from '../../metadata/xml/element.ts';
import { dayIn } from '../days.ts';

/** Contacts and leads are whom a task is with, every other record is what it is about. */
const PEOPLE = new Set(['Contact', 'Lead']);

export function taskFor(rt: Runtime, object: string, task: XmlElement, row: RecordValues): RecordValues {
  const name = `${object}.${textOf(task, 'fullName') ?? ''}`;
  return {
    Subject: textOf(task, 'subject') ?? null,
    Priority: textOf(task, 'priority') ?? null,
    Status: textOf(task, 'status') ?? null,
    Description: textOf(task, 'description') ?? null,
    OwnerId: ownerOf(rt, task, row, name),
    ActivityDate: dueOf(rt, task, row),
    [PEOPLE.has(object) ? 'WhoId' : 'WhatId']: row.Id ?? null,
  };
}

function ownerOf(rt: Runtime, task: XmlElement, row: RecordValues, name: string): string {
  const owner = ((): unknown => {
    switch (textOf(task, 'assignedToType')) {
      case 'owner':
        return row.OwnerId;
      case 'creator':
        return row.CreatedById;
      case 'user':
        return rt.data.rows('User', { Username: textOf(task, 'assignedTo') ?? '' })[0]?.Id;
      default:
        return undefined;
    }
  })();
  if (typeof owner !== 'string') throw new NotImplementedError(`Whom the workflow task ${name} is assigned to`);
  return owner;
}

function dueOf(rt: Runtime, task: XmlElement, row: RecordValues): string {
  const [, field] = (textOf(task, 'offsetFromField') ?? '').split('.');
  const from =
    field === undefined
      ? null
      : (row[rt.data.schema.field(textOf(task, 'object') ?? '', field)?.name ?? field] ?? null);
  const today = dayIn(new ApexDatetime(rt.data.now().getTime()), userLocale(rt).zone);
  const base = typeof from === 'string' ? (ApexDate.parseIso(from) ?? today) : today;
  return base.addDays(numberOf(task, 'dueDateOffset') ?? 0).toString();
}
