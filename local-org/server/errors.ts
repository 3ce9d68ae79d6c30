/** Errors as the REST API reports them: an array of `{message, errorCode, fields?}` (reference/wire.md §1). */
import { randomBytes } from 'node:crypto';
import { ApexError } from '../apex/contract.ts';
import type { DmlError } from '../data/types.ts';
import { PlatformError } from '../data/types.ts';

export interface RestError {
  message: string;
  errorCode: string;
  fields?: string[];
}

export interface ErrorAnswer {
  status: number;
  errors: RestError[];
}

/** An unknown path or resource. The CLI's source tracking reads exactly this text (reference/wire.md trap 12). */
export function notFound(): PlatformError {
  return new PlatformError('NOT_FOUND', 'The requested resource does not exist', { httpStatus: 404 });
}

export function sessionInvalid(): PlatformError {
  return new PlatformError('INVALID_SESSION_ID', 'Session expired or invalid', { httpStatus: 401 });
}

/**
 * Turns whatever was thrown into a REST answer. What nobody expected becomes a 500 with an error id; its stack goes to
 * `log` only, so that neither paths nor data leave the machine.
 */
export function toRestErrors(error: unknown, log: (line: string) => void): ErrorAnswer {
  if (error instanceof PlatformError) {
    return {
      status: error.httpStatus,
      errors: [
        {
          message: error.message,
          errorCode: error.errorCode,
          ...(error.fields.length > 0 ? { fields: error.fields } : {}),
        },
      ],
    };
  }
  if (error instanceof ApexError) {
    return {
      // "Apex REST Methods", Response Status Codes: 400 for an unhandled exception of one's own, 500 for one of Apex.
      status: isOwnException(error) ? 400 : 500,
      errors: [{ errorCode: 'APEX_ERROR', message: `${error.exceptionType}: ${error.message}\n\n${error.apexStack}` }],
    };
  }
  const transport = transportError(error);
  if (transport) return transport;
  const id = unexpected(error, log);
  return {
    status: 500,
    errors: [
      {
        errorCode: 'UNKNOWN_EXCEPTION',
        message: `An unexpected error occurred. Please include this ErrorId if you contact support: ${id}`,
      },
    ],
  };
}

function isOwnException(error: ApexError): boolean {
  return !/^(?:System|Database|Schema|Auth|Messaging|Cache|ConnectApi|Dom|Search|eventbus)\./i.test(
    error.exceptionType,
  );
}

/** Logs an unexpected failure and gives the id under which the log has it. */
export function unexpected(error: unknown, log: (line: string) => void): string {
  const id = `${randomBytes(4).toString('hex')}-${Date.now().toString(36)}`;
  log(`error ${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return id;
}

/** Failed DML rows. */
export function dmlErrors(errors: DmlError[]): RestError[] {
  return errors.map((error) => ({ message: error.message, errorCode: error.statusCode, fields: error.fields }));
}

/** Errors that Fastify itself raises before a handler runs. */
function transportError(error: unknown): ErrorAnswer | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  const status = Number(error.statusCode);
  if (status === 413) {
    return {
      status,
      errors: [
        { errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'The request body is larger than this endpoint accepts.' },
      ],
    };
  }
  if (status === 415) {
    return {
      status,
      errors: [
        { errorCode: 'UNSUPPORTED_MEDIA_TYPE', message: 'The content type of the request is not supported here.' },
      ],
    };
  }
  if (status >= 400 && status < 500) return { status, errors: [{ errorCode: 'BAD_REQUEST', message: error.message }] };
  return undefined;
}
