/** SCIM errors as Salesforce words them (reference/scim.md §1.9). */
import { PlatformError, type DmlError } from '../data/types.ts';
import type { Switches } from './switches.ts';

export const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** `detail` is kept verbatim: clients match on it. */
export class ScimError extends Error {
  readonly status: number;
  readonly detail: string;
  constructor(status: number, detail: string) {
    super(detail);
    this.name = 'ScimError';
    this.status = status;
    this.detail = detail;
  }
}

/** Collects the details of one request: Salesforce concatenates them, each ending in a semicolon. */
export class Details {
  private readonly texts: string[] = [];
  add(text: string): void {
    this.texts.push(text);
  }
  /** Raises the collected details as one error; does nothing when there are none. */
  raise(status: number): void {
    if (this.texts.length > 0) throw new ScimError(status, this.texts.join(''));
  }
}

/**
 * The error body. It breaks RFC 7644: `schemas` is a string that holds the text of an array, `status` is a number, and
 * there is no `scimType` (QA-5828857; key order of the pilot).
 */
export function errorBody(error: ScimError, switches: Switches): string {
  const tail = `"detail":${JSON.stringify(error.detail)},"status":${error.status}}`;
  const schemas = `["${ERROR_SCHEMA}"]`;
  return switches.errorBody === 'unescaped'
    ? `{"schemas":"${schemas}",${tail}`
    : `{"schemas":${JSON.stringify(schemas)},${tail}`;
}

/** The platform's own text for failed DML, as an Apex DmlException carries it: row 15 of §1.9. */
export function dmlMessage(operation: 'Insert' | 'Update' | 'Delete', errors: DmlError[]): string {
  const first = errors[0];
  if (!first) return `${operation} failed.`;
  return `${operation} failed. First exception on row 0; first error: ${platformMessage(first)}`;
}

/** `CODE, message: [Field]`. */
export function platformMessage(error: DmlError): string {
  return `${error.statusCode}, ${error.message}: [${error.fields.join(', ')}]`;
}

/** A failure that the pilot did not catch: Apex REST answers 500 with this array (§1.6, §1.9). */
export class UncaughtFailure extends PlatformError {
  constructor(message: string) {
    super('APEX_ERROR', message, { httpStatus: 500 });
  }
}
