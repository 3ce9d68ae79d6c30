/**
 * Flows that a save starts, in their order (Apex Developer Guide, "Triggers and Order of Execution"; Help, "Record-Triggered
 * Flow Considerations"). A flow is not started for a record that an interview of the same flow is at work on: recursion is
 * controlled by the platform (Architect Guide to Record-Triggered Automation), how exactly no document says.
 */
import type { DmlEvent, SaveStage } from '../data/contract.ts';
import type { RecordValues, SObjectDescribe } from '../data/types.ts';
import type { Runtime } from '../apex/runtime/contract.ts';
import { fromValues, toValues } from '../apex/values/records.ts';
import { flag, textOf } from '../metadata/xml/element.ts';
import { asyncPaths, pathName } from './async-paths.ts';
import { CANNOT_EXECUTE, FlowFault, saveRefusal } from './faults.ts';
import { Interview } from './interview.ts';
import type { Triggering } from './interview.ts';
import type { Flow, FlowTrigger } from './model.ts';
import { runInterviews } from './run.ts';
import type { FlowParts } from './run.ts';
import { WITHOUT_SHARING, meetsEntry } from './started.ts';

/** As for triggers ("Total stack depth for any Apex invocation that recursively fires triggers"). */
const MAX_DEPTH = 16;

/** `recordTriggerType` of flows that run at an operation. */
const STARTED_BY: Record<DmlEvent['operation'], readonly string[]> = {
  insert: ['Create', 'CreateAndUpdate'],
  update: ['Update', 'CreateAndUpdate'],
  delete: ['Delete'],
  undelete: [],
};

const NONE: readonly Flow[] = [];

export class RecordTriggered {
  private readonly parts: FlowParts;
  /** Records that interviews work on now, by flow. */
  private readonly atWork = new Set<string>();
  private depth = 0;

  constructor(parts: FlowParts) {
    this.parts = parts;
  }

  /** Flows that run at this stage of a save of the object. */
  at(stage: SaveStage, operation: DmlEvent['operation'], object: string): readonly Flow[] {
    const trigger = triggerAt(stage, operation);
    if (!trigger) return NONE;
    const { catalog } = this.parts;
    // Processes come first; their order is not guaranteed.
    const processes = trigger === 'RecordAfterSave' ? catalog.startedBy(object, 'Process') : NONE;
    const flows = catalog.startedBy(object, trigger);
    if (processes.length + flows.length === 0) return NONE;
    return [...processes, ...flows].filter((flow) => STARTED_BY[operation].includes(recordTriggerType(flow)));
  }

  run(rt: Runtime, stage: SaveStage, event: DmlEvent): void {
    const describe = rt.data.schema.get(event.object);
    const failed = new Set<number>();
    for (const flow of this.at(stage, event.operation, event.object)) {
      if (this.depth >= MAX_DEPTH) {
        for (const index of (event.newRows ?? event.oldRows ?? []).keys())
          event.addError(index, saveRefusal(flow.label, 'Maximum trigger depth exceeded'), undefined, CANNOT_EXECUTE);
        return;
      }
      this.depth++;
      try {
        this.runFlow(rt, flow, stage, event, describe, failed);
      } finally {
        this.depth--;
      }
    }
  }

  private runFlow(
    rt: Runtime,
    flow: Flow,
    stage: SaveStage,
    event: DmlEvent,
    describe: SObjectDescribe,
    failed: Set<number>,
  ): void {
    const fail = (index: number, fault: FlowFault): void => {
      failed.add(index);
      event.addError(index, saveRefusal(flow.label, fault.message), undefined, CANNOT_EXECUTE);
    };
    const started = new Map<Interview, number>();
    for (const index of (event.newRows ?? event.oldRows ?? []).keys()) {
      if (failed.has(index)) continue;
      const interview = new Interview(
        flow,
        rt,
        WITHOUT_SHARING,
        this.triggering(stage, event, describe, index, failed),
      );
      try {
        if (!this.isAtWork(interview) && isMet(interview, event.operation)) started.set(interview, index);
      } catch (error) {
        if (!(error instanceof FlowFault)) throw error;
        fail(index, error);
      }
    }
    if (started.size === 0) return;
    const interviews = [...started.keys()];
    const keys = interviews.flatMap((interview) => keyOf(interview) ?? []);
    for (const key of keys) this.atWork.add(key);
    try {
      for (const interview of interviews) begin(interview);
      runInterviews(interviews, this.parts);
    } finally {
      for (const key of keys) this.atWork.delete(key);
    }
    for (const [interview, index] of started) {
      if (interview.failure) fail(index, interview.failure);
      else if (stage === 'beforeTriggers' && event.newRows) takeOver(interview, event.newRows[index]!);
      else if (stage === 'afterTriggers' && !failed.has(index)) this.leavePaths(interview);
    }
  }

  /** Keeps the asynchronous paths of the record for when the save has committed. */
  private leavePaths({ flow, rt, triggering }: Interview): void {
    const paths = asyncPaths(flow);
    if (paths.length === 0 || !triggering) return;
    const kept = {
      flow: flow.name,
      user: rt.actor.userId,
      object: triggering.row.describe.name,
      test: rt.test !== null,
    };
    for (const path of paths)
      this.parts.paths.keep({
        ...kept,
        path: pathName(path),
        record: String(triggering.row.id),
        prior: triggering.priorValues,
      });
    if (!rt.test) rt.data.afterCommit(() => this.parts.queued());
  }

  private triggering(
    stage: SaveStage,
    event: DmlEvent,
    describe: SObjectDescribe,
    index: number,
    failed: Set<number>,
  ): Triggering {
    const old = event.oldRows?.[index] ?? null;
    const values = (event.newRows?.[index] ?? old) as RecordValues;
    const prior = event.operation === 'update' ? old : null;
    return {
      when: event.operation === 'delete' ? 'beforeDelete' : stage === 'beforeTriggers' ? 'beforeSave' : 'afterSave',
      row: fromValues(describe, values),
      prior: prior && fromValues(describe, prior),
      values,
      priorValues: prior,
      addError: (message, field) => {
        failed.add(index);
        event.addError(index, message, field);
      },
    };
  }

  private isAtWork(interview: Interview): boolean {
    const key = keyOf(interview);
    return key !== undefined && this.atWork.has(key);
  }
}

/** A process reads its record from variables. */
function begin(interview: Interview): void {
  const { flow, triggering } = interview;
  if (flow.process && triggering) {
    interview.values.set(flow.process.current.toLowerCase(), triggering.row);
    interview.values.set(flow.process.old.toLowerCase(), triggering.prior);
  }
  interview.goTo(flow.first);
}

/** A record that is new has no id by which it could come again. */
function keyOf({ flow, triggering }: Interview): string | undefined {
  const id = triggering?.row.id ?? null;
  return id === null ? undefined : `${flow.name} ${id}`;
}

function triggerAt(stage: SaveStage, operation: DmlEvent['operation']): FlowTrigger | undefined {
  if (operation === 'undelete' || stage === 'workflow') return undefined;
  if (operation === 'delete') return stage === 'beforeTriggers' ? 'RecordBeforeDelete' : undefined;
  return stage === 'beforeTriggers' ? 'RecordBeforeSave' : 'RecordAfterSave';
}

function recordTriggerType(flow: Flow): string {
  if (flow.process) return flow.process.triggerType === 'onCreateOnly' ? 'Create' : 'CreateAndUpdate';
  return textOf(flow.start, 'recordTriggerType') ?? (flow.triggerType === 'RecordBeforeDelete' ? 'Delete' : '');
}

/** Entry conditions; with `doesRequireRecordChangedToMeetCriteria`, an update must be what makes the record meet them. */
function isMet(interview: Interview, operation: DmlEvent['operation']): boolean {
  const { start } = interview.flow;
  if (!meetsEntry(interview)) return false;
  if (!start || operation !== 'update' || !flag(start, 'doesRequireRecordChangedToMeetCriteria')) return true;
  const before = interview.before();
  return before === null || !meetsEntry(before);
}

/** What the flow set of its record is what is saved. */
function takeOver({ triggering }: Interview, target: RecordValues): void {
  if (!triggering) return;
  const values = toValues(triggering.row);
  for (const name of triggering.row.changed) target[name] = values[name] ?? null;
}
