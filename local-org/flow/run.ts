/**
 * Moves a batch of interviews of one flow from element to element. Interviews that come to an element which reads or writes
 * records, or calls something, wait there for the others, and the element does its work for all of them at once
 * (Help, "Flow Bulkification in Transactions").
 */
import { NotImplementedError } from '../data/types.ts';
import type { PathStore } from './async-paths.ts';
import type { FlowCatalog } from './catalog.ts';
import { FlowFault } from './faults.ts';
import type { Interview } from './interview.ts';
import { targetOf } from './model.ts';
import { UNDONE_ELEMENTS } from './undone.ts';
import type { WorkflowCatalog } from './workflow/catalog.ts';
import type { FlowElement } from './model.ts';
import { callActions } from './elements/actions.ts';
import { runAssignment } from './elements/assignment.ts';
import { processCollection } from './elements/collection.ts';
import { raiseCustomErrors } from './elements/custom-error.ts';
import { decide } from './elements/decision.ts';
import { loop } from './elements/loop.ts';
import { createRecords } from './elements/record-create.ts';
import { deleteRecords } from './elements/record-delete.ts';
import { lookUpRecords } from './elements/record-lookup.ts';
import { updateRecords } from './elements/record-update.ts';
import { callSubflow } from './elements/subflow.ts';

/** What elements need beside their interview. */
export interface FlowParts {
  catalog: FlowCatalog;
  paths: PathStore;
  workflow: WorkflowCatalog;
  /** Subflows that run inside each other now. */
  depth: number;
  /** Tells that paths were left to run. */
  queued(): void;
}

/** An element of one interview alone; gives the name of the element that comes next. */
type Step = (interview: Interview, element: FlowElement) => string | undefined;
/** An element of several interviews at once. One fault, or undefined, for each. */
type BulkStep = (interviews: Interview[], element: FlowElement, parts: FlowParts) => (FlowFault | undefined)[];

const STEPS: Record<string, Step> = {
  assignments: runAssignment,
  collectionProcessors: processCollection,
  customErrors: raiseCustomErrors,
  decisions: decide,
  loops: loop,
};

const BULK_STEPS: Record<string, BulkStep> = {
  actionCalls: callActions,
  recordCreates: createRecords,
  recordDeletes: deleteRecords,
  recordLookups: lookUpRecords,
  recordUpdates: updateRecords,
  subflows: callSubflow,
};

/** Steps between two looks at the time that the transaction has used. */
const STEPS_BETWEEN_LOOKS = 500;

/** Runs the interviews to their ends. What nobody handles stays in each interview's `failure`. */
export function runInterviews(interviews: readonly Interview[], parts: FlowParts): void {
  for (;;) {
    for (const interview of interviews) advance(interview);
    const waiting = interviews.filter(({ running }) => running);
    const element = waiting[0]?.at;
    if (!element) return;
    const together = waiting.filter(({ at }) => at === element);
    const work = BULK_STEPS[element.kind];
    if (!work) throw new NotImplementedError(`${describeElement(element)} of the flow ${waiting[0]!.flow.name}`);
    for (const interview of together) interview.visited.add(element.name.toLowerCase());
    const faults = work(together, element, parts);
    together.forEach((interview, index) => leave(interview, element, faults[index]));
  }
}

/** Up to an element that is done for several at once, or to the end. */
function advance(interview: Interview): void {
  for (let steps = 1; interview.running; steps++) {
    const element = interview.at as FlowElement;
    const step = STEPS[element.kind];
    if (!step) return;
    if (steps % STEPS_BETWEEN_LOOKS === 0) checkTime(interview);
    interview.visited.add(element.name.toLowerCase());
    try {
      interview.goTo(step(interview, element));
    } catch (error) {
      if (!(error instanceof FlowFault)) throw error;
      leave(interview, element, error);
    }
  }
}

function leave(interview: Interview, element: FlowElement, fault: FlowFault | undefined): void {
  if (!fault) return interview.goTo(targetOf(element.xml, 'connector'));
  interview.faulted.add(element.name.toLowerCase());
  const handler = targetOf(element.xml, 'faultConnector');
  if (handler === undefined) {
    interview.failure = fault;
    return;
  }
  interview.faultMessage = fault.message;
  interview.goTo(handler);
}

function checkTime({ rt }: Interview): void {
  if (rt.usage.cpu > rt.limits.cpu) rt.raise('System.LimitException', 'Apex CPU time limit exceeded');
}

function describeElement({ kind, name }: FlowElement): string {
  const words = UNDONE_ELEMENTS[kind] ?? kind;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} ${name}`;
}
