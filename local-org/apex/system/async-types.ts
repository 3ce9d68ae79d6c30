/** Contexts and options of asynchronous Apex (Apex Developer Guide, "Queueable Apex", "Batch Apex", "Apex Scheduler"). */
import type { SystemType } from '../runtime/contract.ts';
import type { ApexException } from '../values/object.ts';
import { typeRef } from '../values/type.ts';
import { required } from './arguments.ts';
import { enumValue } from './enums.ts';
import { plainFields } from './plain.ts';

/** `QueueableContext`, `Database.BatchableContext`, `SchedulableContext`: they know the job. */
export class JobContext {
  readonly typeName: string;
  readonly jobId: string;
  readonly childJobId: string | null;
  constructor(typeName: string, jobId: string, childJobId: string | null = null) {
    this.typeName = typeName;
    this.jobId = jobId;
    this.childJobId = childJobId;
  }
}

export class FinalizerContext {
  readonly typeName = 'FinalizerContext';
  readonly jobId: string;
  readonly requestId: string;
  readonly error: ApexException | null;
  constructor(jobId: string, requestId: string, error: ApexException | null) {
    this.jobId = jobId;
    this.requestId = requestId;
    this.error = error;
  }
}

export class AsyncOptions {
  readonly typeName = 'AsyncOptions';
  readonly values: Record<string, unknown> = {
    DuplicateSignature: null,
    MaximumQueueableStackDepth: null,
    MinimumQueueableDelayInMinutes: null,
  };
  settings(): { delay?: number; maxDepth?: number; signature?: string } {
    const {
      DuplicateSignature: signature,
      MaximumQueueableStackDepth: maxDepth,
      MinimumQueueableDelayInMinutes: delay,
    } = this.values;
    return {
      delay: (delay as number | null) ?? undefined,
      maxDepth: (maxDepth as number | null) ?? undefined,
      signature: (signature as DuplicateSignature | null)?.text,
    };
  }
}

class DuplicateSignature {
  readonly typeName = 'QueueableDuplicateSignature';
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

class SignatureBuilder {
  readonly typeName = 'QueueableDuplicateSignature.Builder';
  readonly parts: string[] = [];
}

const addPart = (_rt: unknown, self: SignatureBuilder, value: unknown): SignatureBuilder => {
  self.parts.push(String(value));
  return self;
};

const context = (name: string, ...names: string[]): SystemType => ({
  name,
  is: (value) => value instanceof JobContext && names.includes(value.typeName),
  methods: {
    getJobId: (_rt, self: JobContext) => self.jobId,
    getTriggerId: (_rt, self: JobContext) => self.jobId,
    getChildJobId: (_rt, self: JobContext) => self.childJobId,
  },
});

export const asyncTypes: SystemType[] = [
  context('QueueableContext', 'QueueableContext'),
  context('Database.BatchableContext', 'Database.BatchableContext'),
  context('SchedulableContext', 'SchedulableContext'),
  {
    name: 'FinalizerContext',
    is: (value) => value instanceof FinalizerContext,
    methods: {
      getAsyncApexJobId: (_rt, self: FinalizerContext) => self.jobId,
      getRequestId: (_rt, self: FinalizerContext) => self.requestId,
      getResult: (_rt, self: FinalizerContext) =>
        enumValue('ParentJobResult', self.error ? 'UNHANDLED_EXCEPTION' : 'SUCCESS') ?? null,
      getException: (_rt, self: FinalizerContext) => self.error,
    },
  },
  {
    name: 'AsyncOptions',
    is: (value) => value instanceof AsyncOptions,
    constructors: { '()': () => new AsyncOptions() },
    fields: plainFields(['DuplicateSignature', 'MaximumQueueableStackDepth', 'MinimumQueueableDelayInMinutes']),
  },
  {
    name: 'QueueableDuplicateSignature',
    is: (value) => value instanceof DuplicateSignature,
    statics: { Builder: () => new SignatureBuilder() },
  },
  {
    name: 'QueueableDuplicateSignature.Builder',
    is: (value) => value instanceof SignatureBuilder,
    constructors: { '()': () => new SignatureBuilder() },
    methods: {
      addId: addPart,
      addInteger: addPart,
      addString: addPart,
      build: (_rt, self: SignatureBuilder) => new DuplicateSignature(JSON.stringify(self.parts)),
    },
  },
  {
    name: 'AsyncInfo',
    statics: {
      getCurrentQueueableStackDepth: (rt) => rt.job?.depth ?? 0,
      hasMaxStackDepth: (rt) => rt.job?.maxDepth !== undefined,
      getMaximumQueueableStackDepth: (rt) => required(rt, rt.job?.maxDepth),
      getMinimumQueueableDelayInMinutes: (rt) => required(rt, rt.job?.delayMinutes),
    },
  },
];

/** Interfaces that user classes implement; the platform calls them. */
export const asyncInterfaces = [
  'Queueable',
  'Schedulable',
  'Finalizer',
  'Database.Batchable',
  'Database.Stateful',
  'Database.AllowsCallouts',
  'Database.RaisesPlatformEvents',
].map((name) => ({ name: typeRef(name).name }) satisfies SystemType);
