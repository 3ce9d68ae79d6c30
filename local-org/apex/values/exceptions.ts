/** Exceptions of the platform as JavaScript classes, and how errors of other layers become Apex exceptions. */
import { NotImplementedError, PlatformError } from '../../data/types.ts';
import { ApexException, SYSTEM_EXCEPTION } from './object.ts';
import { typeRef } from './type.ts';

type ExceptionClass = new (message?: string | null, cause?: ApexException | null) => ApexException;

const classes = new Map<string, ExceptionClass>([['exception', ApexException]]);

/** Platform exceptions that descend from another one (catalogue, `extends`), by lower-case name. */
const PARENTS: Record<string, string> = {
  'cache.session.sessioncacheexception': 'cache.SessionCacheException',
  'cache.session.sessioncachenosessionexception': 'cache.SessionCacheNoSessionException',
};

/** The class of a platform exception, e.g. `DmlException` or `System.DmlException`; user classes may extend it. */
export function exceptionClass(name: string): ExceptionClass {
  const short = name.replace(/^System\./i, '');
  const key = short.toLowerCase();
  let found = classes.get(key);
  if (!found) {
    const parent = PARENTS[key];
    found = class extends (parent === undefined ? ApexException : exceptionClass(parent)) {};
    Object.defineProperty(found.prototype, 'apexType', { value: typeRef(short), writable: true });
    Object.defineProperty(found.prototype, SYSTEM_EXCEPTION, { value: true });
    classes.set(key, found);
  }
  return found;
}

/** A new platform exception, not thrown yet. */
export function systemException(
  name: string,
  message: string | null,
  cause: ApexException | null = null,
): ApexException {
  return new (exceptionClass(name))(message, cause);
}

/** Codes that the platform reports as System.QueryException when a query raises them. */
const QUERY_CODES = new Set([
  'MALFORMED_QUERY',
  'INVALID_FIELD',
  'INVALID_TYPE',
  'INVALID_QUERY_FILTER_OPERATOR',
  'INVALID_QUERY_LOCATOR',
  'QUERY_TOO_COMPLICATED',
  'INSUFFICIENT_ACCESS',
  'MALFORMED_ID',
  'INVALID_OPERATION',
  'NUMBER_OUTSIDE_VALID_RANGE',
]);

/**
 * What an error of another layer looks like to Apex. What the embedded org lacks (NotImplementedError) and JavaScript
 * errors stay what they are, so that no Apex `catch` can swallow them.
 */
export function toApexException(error: unknown): unknown {
  if (error instanceof ApexException || error instanceof NotImplementedError) return error;
  if (!(error instanceof PlatformError)) return error;
  if (QUERY_CODES.has(error.errorCode)) {
    const exception = systemException('QueryException', queryText(error.message));
    exception.state.fields = error.inaccessible;
    return exception;
  }
  const exception = systemException(
    'DmlException',
    `${error.errorCode}, ${error.message}: [${error.fields.join(', ')}]`,
  );
  exception.state.rows.push({
    object: null,
    index: 0,
    id: null,
    statusCode: error.errorCode,
    message: error.message,
    fields: error.fields,
  });
  return exception;
}

/** REST puts the query and the position before the sentence; Apex shows the sentence alone. */
function queryText(message: string): string {
  return message.replace(/^[\s\S]*?ERROR at Row:\d+:Column:\d+\n/, '');
}
