/** Interviews that events and asynchronous paths start, each with its record. */
import type { Runtime } from '../apex/runtime/contract.ts';
import { fromValues } from '../apex/values/records.ts';
import type { RecordValues } from '../data/types.ts';
import { asyncPaths, pathName } from './async-paths.ts';
import type { WaitingPath } from './async-paths.ts';
import { recordMeets } from './elements/record-meets.ts';
import { mailFaults } from './fault-mail.ts';
import { FlowFault } from './faults.ts';
import { formulaHolds } from './formula.ts';
import { Interview } from './interview.ts';
import type { Triggering } from './interview.ts';
import { targetOf } from './model.ts';
import type { Flow } from './model.ts';
import { loadRecord } from './resolve.ts';
import { runInterviews } from './run.ts';
import type { FlowParts } from './run.ts';
import { textOf } from '../metadata/xml/element.ts';

/** Without sharing, as all flows that start by themselves (Help, "Flow Run Context"). */
export const WITHOUT_SHARING = { mode: 'system', sharing: false } as const;

/** Whether the record meets the entry conditions. */
export function meetsEntry(interview: Interview): boolean {
  const { start } = interview.flow;
  if (!start) return true;
  const formula = textOf(start, 'filterFormula');
  return formula === undefined ? recordMeets(interview, '$Record', start) : formulaHolds(interview, formula);
}

/** Flows of platform events. One that fails fails alone: its publisher is long gone. */
export function receiveEvents(parts: FlowParts, rt: Runtime, object: string, rows: readonly RecordValues[]): void {
  const describe = rt.data.schema.get(object);
  for (const flow of parts.catalog.startedBy(object, 'PlatformEvent')) {
    const interviews = rows
      .map(
        (values) =>
          new Interview(flow, rt, WITHOUT_SHARING, triggeringOf('event', fromValues(describe, values), values)),
      )
      .filter((interview) => {
        try {
          return meetsEntry(interview);
        } catch (error) {
          if (error instanceof FlowFault) return false;
          throw error;
        }
      });
    for (const interview of interviews) interview.goTo(flow.first);
    runInterviews(interviews, parts);
    mailFaults(rt, interviews);
  }
}

/** Records as they are now; those that are gone have no interview. */
export function runPaths(parts: FlowParts, rt: Runtime, flow: Flow, waiting: readonly WaitingPath[]): void {
  const path = asyncPaths(flow).find((one) => pathName(one) === waiting[0]?.path);
  if (!path) return;
  const interviews = waiting.flatMap(({ record, prior, object }) => {
    const probe = new Interview(flow, rt, WITHOUT_SHARING, null);
    const row = loadRecord(probe, record);
    if (!row) return [];
    const [values] = rt.data.rows(object, { Id: record });
    const before = prior === null ? null : (JSON.parse(prior) as RecordValues);
    const triggering = triggeringOf('afterSave', row, values ?? {}, before);
    return [new Interview(flow, rt, WITHOUT_SHARING, triggering)];
  });
  for (const interview of interviews) interview.goTo(targetOf(path, 'connector'));
  runInterviews(interviews, parts);
  mailFaults(rt, interviews);
}

/** Errors keep nothing back: it is saved. */
function triggeringOf(
  when: Triggering['when'],
  row: Triggering['row'],
  values: RecordValues,
  before: RecordValues | null = null,
): Triggering {
  return {
    when,
    row,
    values,
    prior: before && fromValues(row.describe, before),
    priorValues: before,
    addError: () => undefined,
  };
}
