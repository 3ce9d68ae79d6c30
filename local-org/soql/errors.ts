/** Query errors in the platform's words: where possible with the fragment of the query, a caret, row and column. */
import type { Schema } from '../data/contract.ts';
import { isOfOtherOrg } from '../data/schema/companions.ts';
import { NotImplementedError, PlatformError } from '../data/types.ts';

/** Characters of the query shown around the place of an error. */
const FRAGMENT = 60;

export interface Place {
  /** From 1. */
  line: number;
  column: number;
  offset: number;
}

/** Where a name stands in the query text (outside of string literals); the start when it is not found. */
export function locate(text: string, name: string): Place {
  const blanked = text.replace(/'(?:\\.|[^'\\])*'/g, (literal) => ' '.repeat(literal.length));
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const found =
    new RegExp(`(?<![\\w.])${escaped}(?![\\w])`, 'i').exec(blanked) ?? new RegExp(escaped, 'i').exec(blanked);
  const offset = found?.index ?? 0;
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n'), offset };
}

/** An error with the platform's picture of the place: fragment, caret, row, column, message. */
export function placedError(errorCode: string, text: string, name: string, message: string): PlatformError {
  const place = locate(text, name);
  const flat = text.replace(/\s/g, ' ');
  const start = Math.max(0, place.offset - FRAGMENT / 2);
  const fragment = flat.slice(start, Math.min(flat.length, place.offset + FRAGMENT / 2));
  const caret = `${' '.repeat(place.offset - start)}^`;
  return new PlatformError(
    errorCode,
    `\n${fragment}\n${caret}\nERROR at Row:${place.line}:Column:${place.column}\n${message}`,
    { fields: [] },
  );
}

export function noSuchField(text: string, written: string, name: string, object: string): PlatformError {
  return placedError(
    'INVALID_FIELD',
    text,
    written,
    `No such column '${name}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ` +
      'Please reference your WSDL or the describe call for the appropriate names.',
  );
}

export function noSuchParent(text: string, written: string, relationship: string): PlatformError {
  return placedError(
    'INVALID_FIELD',
    text,
    written,
    `Didn't understand relationship '${relationship}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' ` +
      'after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.',
  );
}

export function noSuchChildren(text: string, relationship: string): PlatformError {
  return placedError(
    'INVALID_TYPE',
    text,
    relationship,
    `Didn't understand relationship '${relationship}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' ` +
      'after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.',
  );
}

/** An object that the query cannot read: unknown, hidden, or one that an org has and this one lacks. */
export function unsupportedObject(schema: Pick<Schema, 'find'>, text: string, name: string): PlatformError {
  if (isOfOtherOrg(schema, name)) return new NotImplementedError(`The object ${name}`);
  return placedError(
    'INVALID_TYPE',
    text,
    name,
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ` +
      'Please reference your WSDL or the describe call for the appropriate names.',
  );
}

export function malformed(message: string): PlatformError {
  return new PlatformError('MALFORMED_QUERY', message);
}
