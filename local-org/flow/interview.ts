/** One run of a flow: where it is, and what its resources hold. */
import type { CallAccess, Runtime } from '../apex/runtime/contract.ts';
import type { ApexSObject } from '../apex/values/sobject.ts';
import type { RecordValues } from '../data/types.ts';
import type { FlowFault } from './faults.ts';
import type { Flow, FlowElement } from './model.ts';

/** The record that started a flow. */
export interface Triggering {
  when: 'beforeSave' | 'afterSave' | 'beforeDelete' | 'event';
  row: ApexSObject;
  /** Before an update; null for a new record. */
  prior: ApexSObject | null;
  /** The same as stored values, for formulas. */
  values: RecordValues;
  priorValues: RecordValues | null;
  addError(message: string, field: string | undefined): void;
}

/** Where a loop is in its collection. */
export interface LoopState {
  items: readonly unknown[];
  next: number;
}

export class Interview {
  readonly flow: Flow;
  readonly rt: Runtime;
  readonly access: CallAccess;
  readonly triggering: Triggering | null;
  /** Variables, and what elements gave, by lower-case name. */
  readonly values = new Map<string, unknown>();
  /** Outcomes of decisions that were evaluated, by lower-case name. */
  readonly outcomes = new Map<string, boolean>();
  readonly loops = new Map<string, LoopState>();
  readonly visited = new Set<string>();
  readonly faulted = new Set<string>();
  /** The element that comes next; null when there is none. */
  at: FlowElement | null = null;
  faultMessage: string | null = null;
  /** The fault that nobody handled. */
  failure: FlowFault | null = null;
  readonly guid: string;
  /** Milliseconds since 1970. */
  readonly startTime: number;

  constructor(flow: Flow, rt: Runtime, access: CallAccess, triggering: Triggering | null) {
    this.flow = flow;
    this.rt = rt;
    this.access = access;
    this.triggering = triggering;
    this.guid = globalThis.crypto.randomUUID();
    this.startTime = rt.data.now().getTime();
  }

  get running(): boolean {
    return this.at !== null && this.failure === null;
  }

  /** The same interview with the record as it was before the update; null for a new record. */
  before(): Interview | null {
    const { triggering } = this;
    if (!triggering?.prior || !triggering.priorValues) return null;
    const interview = new Interview(this.flow, this.rt, this.access, {
      ...triggering,
      row: triggering.prior,
      values: triggering.priorValues,
      prior: null,
      priorValues: null,
    });
    for (const [name, value] of this.values) interview.values.set(name, value);
    return interview;
  }

  /** Goes to an element by name; to the end without one. */
  goTo(name: string | undefined): void {
    this.at = name === undefined ? null : (this.flow.elements.get(name.toLowerCase()) ?? null);
  }
}
