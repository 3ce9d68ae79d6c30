/** `EventBus`, the test broker and the context of event triggers (Apex Reference, "EventBus Namespace"). */
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { ApexList } from '../values/collections.ts';
import { ApexSObject } from '../values/sobject.ts';
import { typeRef } from '../values/type.ts';
import { required } from './arguments.ts';
import { SYSTEM_MODE, accessOf } from './access.ts';
import { DmlResult } from './database/results.ts';
import { runDml } from './dml.ts';
import { plainFields } from './plain.ts';
import { refuse } from './refuse.ts';

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

/** One result for each event; an event that does not fit fails alone. */
function publish(rt: Runtime, events: ApexList): ApexList {
  for (const event of events.items) {
    if (!(event instanceof ApexSObject) || event.describe.kind !== 'platformEvent')
      rt.raise('System.TypeException', 'EventBus.publish takes platform events only');
  }
  // Publishing asks for no object permission of the running user, unlike `insert` in user mode.
  return runDml(rt, 'insert', events, { allOrNone: false, access: accessOf(rt, SYSTEM_MODE) });
}

function publishOne(rt: Runtime, event: ApexSObject): DmlResult {
  return publish(rt, new ApexList(typeRef('List<SObject>'), [event])).items[0] as DmlResult;
}

export const eventBusTypes: SystemType[] = [
  {
    name: 'EventBus',
    statics: {
      'publish(SObject)': (rt, event: ApexSObject | null) => publishOne(rt, required(rt, event)),
      'publish(List<SObject>)': (rt, events: ApexList | null) => publish(rt, required(rt, events)),
      'publish(SObject,Object)': refuse('EventBus.publish with a callback'),
      'publish(List<SObject>,Object)': refuse('EventBus.publish with a callback'),
      getOperationId: (_rt, result: unknown) =>
        result instanceof DmlResult && result.result.success ? (result.result.errors[0]?.message ?? null) : null,
    },
  },
  {
    name: 'eventbus.TestBroker',
    is: (value) => value instanceof TestBroker,
    methods: {
      deliver: (rt) => rt.deliverEventsOfTest(),
      fail: refuse('EventBus.TestBroker.fail'),
    },
  },
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
