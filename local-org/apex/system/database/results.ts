/** `Database.SaveResult`, `UpsertResult`, `DeleteResult`, `UndeleteResult` and `Database.Error`. */
import type { DmlError, SaveResult } from '../../../data/types.ts';
import type { SystemFunction, SystemType } from '../../runtime/contract.ts';
import { ApexList } from '../../values/collections.ts';
import { STRING, listOf, typeRef } from '../../values/type.ts';
import { statusCode } from '../enums.ts';

/** A result of one row; `typeName` tells which of the result classes it is in Apex. */
export class DmlResult {
  readonly typeName: string;
  readonly result: SaveResult;
  constructor(typeName: string, result: SaveResult) {
    this.typeName = typeName;
    this.result = result;
  }
  toString(): string {
    const { id, success, errors } = this.result;
    return `${this.typeName}[getErrors=(${errors.map((error) => error.message).join(', ')});getId=${id ?? 'null'};isSuccess=${success};]`;
  }
}

export class DatabaseError {
  readonly typeName = 'Database.Error';
  readonly error: DmlError;
  constructor(error: DmlError) {
    this.error = error;
  }
  toString(): string {
    const { fields, message, statusCode: code } = this.error;
    return `Database.Error[getFields=(${fields.join(', ')});getMessage=${message};getStatusCode=${code};]`;
  }
}

export function errorsOf({ errors }: SaveResult): ApexList {
  return new ApexList(
    typeRef('List<Database.Error>'),
    errors.map((error) => new DatabaseError(error)),
  );
}

const methods: Record<string, SystemFunction> = {
  // A row that failed to be inserted has no id; one that failed to be changed still has its own.
  getId: (_rt, self: DmlResult) => self.result.id,
  isSuccess: (_rt, self: DmlResult) => self.result.success,
  isCreated: (_rt, self: DmlResult) => self.result.created,
  getErrors: (_rt, self: DmlResult) => errorsOf(self.result),
};

const fields = Object.fromEntries(
  [
    ['Id', 'getId'],
    ['Success', 'isSuccess'],
    ['Created', 'isCreated'],
    ['Errors', 'getErrors'],
  ].map(([field, method]) => [field!, { get: methods[method!]! }]),
);

export const resultTypes: SystemType[] = [
  'SaveResult',
  'UpsertResult',
  'DeleteResult',
  'UndeleteResult',
  'EmptyRecycleBinResult',
].map((name) => ({
  name: `Database.${name}`,
  is: (value) => value instanceof DmlResult && value.typeName === `Database.${name}`,
  methods,
  fields,
}));

const errorMethods: Record<string, SystemFunction> = {
  getMessage: (_rt, self: DatabaseError) => self.error.message,
  getStatusCode: (_rt, self: DatabaseError) => statusCode(self.error.statusCode),
  getFields: (_rt, self: DatabaseError) => new ApexList(listOf(STRING), [...self.error.fields]),
};

export const errorType: SystemType = {
  name: 'Database.Error',
  is: (value) => value instanceof DatabaseError,
  methods: errorMethods,
  fields: {
    Message: { get: errorMethods.getMessage! },
    StatusCode: { get: errorMethods.getStatusCode! },
    Fields: { get: errorMethods.getFields! },
  },
};
