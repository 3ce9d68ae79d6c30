/** Reads request bodies the way Salesforce's streaming parser does: by token type, with its error texts (scim.md §1.9 row 16). */
import { ScimError } from './errors.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Name of the token that begins a value, as Apex's `System.JSONToken` prints it. */
function tokenOf(value: Json | undefined): string {
  if (value === null || value === undefined) return 'VALUE_NULL';
  if (Array.isArray(value)) return 'START_ARRAY';
  switch (typeof value) {
    case 'object':
      return 'START_OBJECT';
    case 'boolean':
      return value ? 'VALUE_TRUE' : 'VALUE_FALSE';
    case 'number':
      return Number.isInteger(value) ? 'VALUE_NUMBER_INT' : 'VALUE_NUMBER_FLOAT';
    default:
      return 'VALUE_STRING';
  }
}

/** Raises `Expecting <token> But Found <token> while parsing <attribute>` with the status of the verb. */
export class BodyReader {
  private readonly status: number;
  private readonly stringBooleans: boolean;

  constructor(status: number, stringBooleans: boolean) {
    this.status = status;
    this.stringBooleans = stringBooleans;
  }

  object(value: Json | undefined, attribute: string): JsonObject {
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
    return this.refuse('START_OBJECT', value, attribute);
  }

  array(value: Json | undefined, attribute: string): Json[] {
    return Array.isArray(value) ? value : this.refuse('START_ARRAY', value, attribute);
  }

  /** `null` becomes the empty text, as in the pilot; a number is refused. */
  text(value: Json | undefined, attribute: string): string {
    if (value === null) return '';
    return typeof value === 'string' ? value : this.refuse('VALUE_STRING', value, attribute);
  }

  boolean(value: Json | undefined, attribute: string): boolean {
    if (typeof value === 'boolean') return value;
    if (this.stringBooleans && typeof value === 'string' && /^(true|false)$/i.test(value)) return /^true$/i.test(value);
    return this.refuse('BOOLEAN', value, attribute);
  }

  /**
   * The `value` of an entry of a multi-valued attribute; a bare text is one too. A wrong type inside is reported as
   * `valueName`.
   */
  entryValue(entry: Json, attribute: string, valueName = attribute): string {
    return typeof entry === 'string' ? entry : this.text(this.object(entry, attribute)['value'], valueName);
  }

  private refuse(expected: string, found: Json | undefined, attribute: string): never {
    throw new ScimError(this.status, `Expecting ${expected} But Found ${tokenOf(found)} while parsing ${attribute}`);
  }
}

/** A value by name without regard to case: top-level names are matched so (scim.md §0.2). */
export function member(body: JsonObject, name: string): Json | undefined {
  if (name in body) return body[name];
  const wanted = name.toLowerCase();
  const key = Object.keys(body).find((candidate) => candidate.toLowerCase() === wanted);
  return key === undefined ? undefined : body[key];
}

/** The request body as an object; anything else is a 400. */
export function requireObject(body: unknown): JsonObject {
  if (body !== null && typeof body === 'object' && !Array.isArray(body)) return body as JsonObject;
  throw new ScimError(400, 'Improper Schema.');
}
