/**
 * `Continuation` in tests: requests are collected, responses are what the test sets, the callback runs when the test says so
 * (Apex Reference, "Continuation Class"; Apex Developer Guide, "Testing Continuation Controllers").
 */
import { NotImplementedError } from '../../data/types.ts';
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { ApexMap } from '../values/collections.ts';
import { STRING, mapOf, typeRef } from '../values/type.ts';
import { required } from './arguments.ts';

/** Requests of one continuation, and its longest time-out in seconds ("Apex Continuation Limits"). */
const MAXIMUM_REQUESTS = 3;
const MAXIMUM_TIMEOUT = 120;

export class Continuation {
  readonly typeName = 'Continuation';
  readonly values: Record<string, unknown>;
  readonly requests: ApexMap = new ApexMap(mapOf(STRING, typeRef('HttpRequest')));
  constructor(timeout: number) {
    this.values = { Timeout: timeout, ContinuationMethod: null, state: null };
  }
}

const responses = new WeakMap<NonNullable<Runtime['test']>, Map<string, object>>();

function ofTest(rt: Runtime): Map<string, object> {
  if (!rt.test) throw new NotImplementedError('A continuation outside a test');
  let known = responses.get(rt.test);
  if (!known) responses.set(rt.test, (known = new Map()));
  return known;
}

/** `Test.setContinuationResponse(label, response)`. */
export function setResponse(rt: Runtime, label: string, response: object): void {
  ofTest(rt).set(label, response);
}

/** `Test.invokeContinuationMethod(controller, continuation)`: what the callback returns. */
export function invoke(rt: Runtime, controller: object, continuation: Continuation): unknown {
  const method = required(rt, continuation.values['ContinuationMethod'] as string | null);
  const args = rt.responds(controller, method, 0) ? [] : [continuation.values['state']];
  return rt.call(controller, method, args);
}

const field = (name: string) => ({
  get: (_rt: Runtime, self: Continuation) => self.values[name] ?? null,
  set: (_rt: Runtime, self: Continuation, value: unknown) => {
    self.values[name] = value;
  },
});

export const continuationType: SystemType = {
  name: 'Continuation',
  is: (value) => value instanceof Continuation,
  constructors: {
    '(Integer)': (rt, timeout: number | null) => {
      const seconds = required(rt, timeout);
      return seconds >= 1 && seconds <= MAXIMUM_TIMEOUT
        ? new Continuation(seconds)
        : rt.raise('System.IllegalArgumentException', `The timeout must be between 1 and ${MAXIMUM_TIMEOUT} seconds.`);
    },
  },
  fields: {
    Timeout: field('Timeout'),
    ContinuationMethod: field('ContinuationMethod'),
    state: field('state'),
  },
  methods: {
    addHttpRequest: (rt, self: Continuation, request: object | null) => {
      if (self.requests.size >= MAXIMUM_REQUESTS)
        rt.raise('System.LimitException', `A continuation has at most ${MAXIMUM_REQUESTS} requests.`);
      const label = `Continuation-${self.requests.size + 1}`;
      self.requests.put(rt, label, required(rt, request));
      return label;
    },
    getRequests: (_rt, self: Continuation) => self.requests,
  },
  statics: { getResponse: (rt, label: string | null) => ofTest(rt).get(required(rt, label)) ?? null },
};
