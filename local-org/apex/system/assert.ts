/** `Assert` and the assert methods of `System` (Apex Reference, Assert Class). A failed assertion cannot be caught. */
import type { Runtime, SystemFunction, SystemType } from '../runtime/contract.ts';
import { sameValue } from '../values/equality.ts';
import { concatText } from '../values/text.ts';
import type { ApexType } from '../values/type.ts';

/** `Assertion Failed: why: Expected: 1, Actual: 2`, or without the parts that are missing. */
function failAssertion(rt: Runtime, message: unknown, detail: string): never {
  const why = message === null || message === undefined ? '' : `: ${concatText(rt, message)}`;
  return rt.raise('System.AssertException', `Assertion Failed${why}${detail ? `: ${detail}` : ''}`);
}

const truth: SystemFunction = (rt, condition: boolean | null, message?: unknown) => {
  if (condition !== true) failAssertion(rt, message, '');
};

const equal: SystemFunction = (rt, expected: unknown, actual: unknown, message?: unknown) => {
  if (!sameValue(rt, expected, actual)) {
    failAssertion(rt, message, `Expected: ${concatText(rt, expected)}, Actual: ${concatText(rt, actual)}`);
  }
};

const unequal: SystemFunction = (rt, expected: unknown, actual: unknown, message?: unknown) => {
  if (sameValue(rt, expected, actual)) failAssertion(rt, message, `Same value: ${concatText(rt, actual)}`);
};

export const systemAsserts: Record<string, SystemFunction> = {
  Assert: truth,
  assertEquals: equal,
  assertNotEquals: unequal,
};

export const assertType: SystemType = {
  name: 'Assert',
  statics: {
    areEqual: equal,
    areNotEqual: unequal,
    isTrue: truth,
    isFalse: (rt, condition: boolean | null, message?: unknown) => {
      if (condition !== false) failAssertion(rt, message, '');
    },
    isNull: (rt, value: unknown, message?: unknown) => {
      if (value !== null) failAssertion(rt, message, `Expected: null, Actual: ${concatText(rt, value)}`);
    },
    isNotNull: (rt, value: unknown, message?: unknown) => {
      if (value === null) failAssertion(rt, message, 'Same value: null');
    },
    isInstanceOfType: (rt, value: unknown, type: ApexType, message?: unknown) => {
      if (value === null || !rt.isInstance(value, type.ref)) {
        failAssertion(
          rt,
          message,
          `Expected instance of type: ${type.name}, Actual: ${value === null ? 'null' : rt.typeOf(value).name}`,
        );
      }
    },
    isNotInstanceOfType: (rt, value: unknown, type: ApexType, message?: unknown) => {
      if (value !== null && rt.isInstance(value, type.ref))
        failAssertion(rt, message, `Unexpected instance of type: ${type.name}`);
    },
    fail: (rt, message?: unknown) => failAssertion(rt, message, ''),
  },
};
