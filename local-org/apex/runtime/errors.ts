/** JavaScript errors inside Apex: which of them are Apex exceptions, and what leaves the engine. */
import { NotImplementedError, PlatformError } from '../../data/types.ts';
import { ApexError } from '../contract.ts';
import { systemException, toApexException } from '../values/exceptions.ts';
import { ApexException } from '../values/object.ts';
import { heapText } from './limits.ts';
import { apexFrames, exceptionFrames, printFrames, raisedInApex } from './stack.ts';

/** Exceptions that no `catch` sees (Apex Developer Guide, "Exception Class and Built-In Exceptions"). */
const UNCATCHABLE = new Set(['LimitException', 'AssertException']);

/** Characters of the longest text that JavaScript can hold (V8, `buffer.constants.MAX_STRING_LENGTH`). */
const LONGEST_TEXT = 536_870_888;

/** V8's words for a text, list, set or map that outgrew JavaScript: far above any heap that Apex has. */
const TOO_LARGE = /string length|array length|maximum size/;

/**
 * The Apex exception an error stands for. A TypeError of generated code is a null dereference, a stack overflow the
 * stack limit. What the embedded org lacks, and mistakes of the embedded org itself, stay as they are.
 */
export function asException(error: unknown): unknown {
  if (error instanceof ApexException) return error;
  if (error instanceof Error || isForeignError(error)) {
    if (error.name === 'TypeError' && raisedInApex(error))
      return captured('NullPointerException', 'Attempt to de-reference a null object', error);
    if (error.name === 'RangeError' && error.message.includes('call stack'))
      return captured('LimitException', 'Maximum stack depth reached: 1001', error);
    if (error.name === 'RangeError' && TOO_LARGE.test(error.message))
      return captured('LimitException', heapText(LONGEST_TEXT), error);
  }
  const exception = toApexException(error);
  if (exception instanceof ApexException && error instanceof Error) exception.state.captured = error;
  return exception;
}

/** Errors of another JavaScript realm (a test runner's) are no `instanceof Error`. */
function isForeignError(error: unknown): error is Error {
  return typeof error === 'object' && error !== null && 'stack' in error && 'message' in error && 'name' in error;
}

function captured(name: string, message: string, error: Error): ApexException {
  const exception = systemException(name, message);
  exception.state.captured = error;
  return exception;
}

/** What a `catch` clause works with; throws on what it must not see. */
export function caught(error: unknown): ApexException {
  const exception = asException(error);
  if (!(exception instanceof ApexException) || UNCATCHABLE.has(exception.apexType.name)) throw exception;
  return exception;
}

/** What callers of the engine get: an ApexError for Apex exceptions, other errors (such as refused access) as they are. */
export function asApexError(error: unknown): unknown {
  if (error instanceof PlatformError && !(error instanceof NotImplementedError)) return error;
  const exception = asException(error);
  if (!(exception instanceof ApexException))
    return exception instanceof NotImplementedError ? notImplemented(exception) : exception;
  return new ApexError(
    exception.typeName,
    exception.state.message ?? 'Script-thrown exception',
    printFrames(exceptionFrames(exception.state.captured, exception.typeName)),
  );
}

/** Keeps the sentence and adds where in Apex it happened. */
function notImplemented(error: NotImplementedError): ApexError {
  return new ApexError('System.UnsupportedOperationException', error.message, printFrames(apexFrames(error)));
}
