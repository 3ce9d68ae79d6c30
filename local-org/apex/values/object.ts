/** Bases of what user code declares: class instances, exceptions, enum values. */
import type { TypeRef } from '../runtime/contract.ts';
import { typeRef } from './type.ts';

/**
 * Base of every generated class. Instance fields are own enumerable properties that hold Apex values; everything else
 * lives on the prototype, so that instances can be copied and stored by their own keys.
 */
export class ApexObject {
  /** Set on the prototype of each generated class. */
  declare readonly apexType: TypeRef;
  /** On the prototype of stubs: the name that `String.valueOf` prints. */
  declare readonly shownName?: string;
  /** Own property names of `transient` fields. */
  static readonly transientFields: ReadonlySet<string> = new Set();
}

/**
 * `System.Exception` and everything below it; thrown with JavaScript `throw` as it is. The bookkeeping lives in
 * `state`, which is not enumerable, so that it is no field of the Apex class.
 */
export class ApexException extends ApexObject {
  declare readonly state: ExceptionState;
  constructor(message: string | null = null, cause: ApexException | null = null) {
    super();
    initException(this, message, cause);
  }
  /** `Exception.getTypeName()`: `System.DmlException`, `Outer.InnerException`; a trigger counts as a class. */
  get typeName(): string {
    const name = this.apexType.name.replace('$trigger.', '.');
    return isSystemException(this) && !name.includes('.') ? `System.${name}` : name;
  }
}

/** Gives an instance its bookkeeping; for instances that were allocated without running the constructor. */
export function initException(exception: object, message: string | null, cause: ApexException | null): void {
  const state: ExceptionState = { message, messageSet: false, cause, captured: new Error(), rows: [], fields: null };
  Object.defineProperty(exception, 'state', { value: state, enumerable: false });
}

export interface ExceptionState {
  message: string | null;
  /** Whether `setMessage` gave the message. */
  messageSet: boolean;
  cause: ApexException | null;
  /** Where it was made: the runtime turns its JavaScript stack into the Apex one (`rt.stackOf`, `rt.lineOf`). */
  captured: Error;
  /** Rows of a DmlException. */
  rows: DmlExceptionRow[];
  /** `getInaccessibleFields` of the QueryException of a query in user mode: sObject name -> fields. */
  fields: ReadonlyMap<string, readonly string[]> | null;
}

/**
 * What `getMessage()` gives. An AuraHandledException keeps the text of its constructor for the client; Apex sees it only
 * after `setMessage` (Apex Reference, AuraHandledException; the platform's own behavior in tests).
 */
export function shownMessage(exception: ApexException): string {
  const { message, messageSet } = exception.state;
  const hidden = exception.apexType.name === 'AuraHandledException' && !messageSet;
  return hidden || message === null ? 'Script-thrown exception' : message;
}

export interface DmlExceptionRow {
  /** sObject name of the row. */
  object: string | null;
  index: number;
  id: string | null;
  statusCode: string;
  message: string;
  fields: string[];
}

/** Exceptions of the platform carry this mark on their prototype; user exceptions below them clear it. */
export const SYSTEM_EXCEPTION = Symbol('system exception');

function isSystemException(exception: ApexException): boolean {
  const prototype = Object.getPrototypeOf(exception) as object;
  return Object.hasOwn(prototype, SYSTEM_EXCEPTION);
}

Object.defineProperty(ApexException.prototype, 'apexType', { value: typeRef('Exception'), writable: true });
Object.defineProperty(ApexException.prototype, SYSTEM_EXCEPTION, { value: true });

/** One value of an enum; each exists once, so identity is equality. */
export class ApexEnumValue {
  readonly enumType: TypeRef;
  readonly name: string;
  readonly ordinal: number;
  constructor(enumType: TypeRef, name: string, ordinal: number) {
    this.enumType = enumType;
    this.name = name;
    this.ordinal = ordinal;
  }
}
