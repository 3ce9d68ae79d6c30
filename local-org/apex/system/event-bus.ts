/** `EventBus`, the test broker and the context of event triggers (Apex Reference, "EventBus Namespace"). */
import { NotImplementedError } from '../../data/types.ts';
import type { SObjectDescribe } from '../../data/types.ts';
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { ApexList } from '../values/collections.ts';
import { ApexSObject } from '../values/sobject.ts';
import { typeRef } from '../values/type.ts';
import { required } from './arguments.ts';
import { SYSTEM_MODE, accessOf } from './access.ts';
import { DmlResult } from './database/results.ts';
import { runDml } from './dml.ts';
import { plainFields } from './plain.ts';

/** What a publish callback is told: the EventUuid of each event. */
export class PublishResult {
  readonly typeName: string;
  readonly uuids: readonly string[];
  constructor(outcome: 'onSuccess' | 'onFailure', uuids: readonly string[]) {
    this.typeName = outcome === 'onSuccess' ? SUCCESS : FAILURE;
    this.uuids = uuids;
  }
}

const SUCCESS = 'eventbus.SuccessResult';
const FAILURE = 'eventbus.FailureResult';
const CALLBACKS = ['eventbus.EventPublishSuccessCallback', 'eventbus.EventPublishFailureCallback'];

/** `Test.getEventBus()`. */
export class TestBroker {
  readonly typeName = 'eventbus.TestBroker';
}

class TriggerContext {
  readonly typeName = 'eventbus.TriggerContext';
  readonly values: Record<string, unknown>;
  readonly rt: Runtime;
  constructor(rt: Runtime) {
    this.rt = rt;
    this.values = { retries: rt.eventContext?.retries ?? 0, lastError: rt.eventContext?.lastError ?? null };
  }
}

/** The platform's own events (Platform Events Developer Guide, "Standard Platform Event Object List"). */
function isStandardEvent({ kind, name }: SObjectDescribe): boolean {
  return kind === 'standard' && name !== 'Event' && name.endsWith('Event');
}

/** One result for each event; an event that does not fit fails alone. */
function publish(rt: Runtime, events: ApexList): ApexList {
  for (const event of events.items) {
    if (event instanceof ApexSObject && isStandardEvent(event.describe))
      throw new NotImplementedError(`Publishing ${event.describe.name}`);
    if (!(event instanceof ApexSObject) || event.describe.kind !== 'platformEvent')
      rt.raise('System.TypeException', 'EventBus.publish takes platform events only');
  }
  // Publishing asks for no object permission of the running user, unlike `insert` in user mode.
  return runDml(rt, 'insert', events, { allOrNone: false, access: accessOf(rt, SYSTEM_MODE) });
}

function publishOne(rt: Runtime, event: ApexSObject): DmlResult {
  return publish(rt, listOfOne(event)).items[0] as DmlResult;
}

/** As `publish`; the callback learns what became of the events that were enqueued ("Callback Status Code"). */
function publishWithCallback(rt: Runtime, events: ApexList, given: object | null): ApexList {
  const callback = required(rt, given);
  if (!CALLBACKS.some((name) => rt.isInstance(callback, typeRef(name))))
    rt.raise('System.TypeException', `EventBus.publish takes callbacks that implement ${CALLBACKS.join(' or ')}`);
  const results = publish(rt, events);
  const enqueued = (results.items as DmlResult[]).filter(({ result }) => result.success);
  for (const { result } of enqueued)
    result.errors = result.errors.map((error) => ({ ...error, statusCode: 'OPERATION_WITH_CALLBACK_ENQUEUED' }));
  const uuids = enqueued.map(({ result }) => result.errors[0]!.message);
  const immediate = (events.items as ApexSObject[]).some(
    ({ describe }) => describe.publishBehavior === 'PublishImmediately',
  );
  if (uuids.length > 0) rt.keepPublishCallback(callback, uuids, immediate);
  return results;
}

function listOfOne(event: ApexSObject): ApexList {
  return new ApexList(typeRef('List<SObject>'), [event]);
}

function resultType(name: string): SystemType {
  return {
    name,
    is: (value) => value instanceof PublishResult && value.typeName === name,
    methods: { getEventUuids: (_rt, self: PublishResult) => new ApexList(typeRef('List<String>'), [...self.uuids]) },
  };
}

export const eventBusTypes: SystemType[] = [
  {
    name: 'EventBus',
    statics: {
      'publish(SObject)': (rt, event: ApexSObject | null) => publishOne(rt, required(rt, event)),
      'publish(List<SObject>)': (rt, events: ApexList | null) => publish(rt, required(rt, events)),
      'publish(SObject,Object)': (rt, event: ApexSObject | null, callback: object | null) =>
        publishWithCallback(rt, listOfOne(required(rt, event)), callback).items[0],
      'publish(List<SObject>,Object)': (rt, events: ApexList | null, callback: object | null) =>
        publishWithCallback(rt, required(rt, events), callback),
      getOperationId: (_rt, result: unknown) =>
        result instanceof DmlResult && result.result.success ? (result.result.errors[0]?.message ?? null) : null,
    },
  },
  {
    name: 'eventbus.TestBroker',
    is: (value) => value instanceof TestBroker,
    methods: {
      deliver: (rt) => rt.deliverEventsOfTest(),
      fail: (rt) => rt.failEventsOfTest(),
    },
  },
  resultType(SUCCESS),
  resultType(FAILURE),
  ...CALLBACKS.map((name) => ({ name })),
  {
    name: 'eventbus.TriggerContext',
    is: (value) => value instanceof TriggerContext,
    statics: { currentContext: (rt) => new TriggerContext(rt) },
    fields: plainFields(['retries', 'lastError']),
    methods: {
      getResumeCheckpoint: (_rt, self: TriggerContext) => self.rt.eventContext?.checkpoint ?? null,
      setResumeCheckpoint: (rt, self: TriggerContext, replayId: string | null) => {
        if (self.rt.eventContext) self.rt.eventContext.checkpoint = required(rt, replayId);
      },
    },
  },
];
