/** Row errors in the platform's words (SOAP API Developer Guide, "Status Codes"; texts as DML exceptions show them). */
import type { DmlError, FieldDescribe, SObjectDescribe } from '../types.ts';

export function rowError(statusCode: string, message: string, fields: string[] = []): DmlError {
  return { statusCode, message, fields };
}

export const requiredMissing = (fields: string[]): DmlError =>
  rowError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${fields.join(', ')}]`, fields);

export const tooLong = (field: FieldDescribe, value: string): DmlError =>
  rowError('STRING_TOO_LONG', `${field.label}: data value too large: ${value} (max length=${field.length})`, [
    field.name,
  ]);

export const wrongType = (field: FieldDescribe, value: unknown): DmlError =>
  rowError('INVALID_TYPE_ON_FIELD_IN_RECORD', `${field.label}: value not of required type: ${String(value)}`, [
    field.name,
  ]);

export const badPicklistValue = (field: FieldDescribe, value: string): DmlError =>
  rowError(
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    `${field.label}: bad value for restricted picklist field: ${value}`,
    [field.name],
  );

export const malformedId = (field: FieldDescribe, value: string): DmlError =>
  rowError('MALFORMED_ID', `${field.label}: id value of incorrect type: ${value}`, [field.name]);

export const wrongIdType = (field: FieldDescribe, value: string): DmlError =>
  rowError('FIELD_INTEGRITY_EXCEPTION', `${field.label}: id value of incorrect type: ${value}`, [field.name]);

export const invalidReference = (fields: string[] = []): DmlError =>
  rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', fields);

export const deletedEntity = (): DmlError => rowError('ENTITY_IS_DELETED', 'entity is deleted');

/** The id in this text has 15 characters. */
export const duplicateValue = (field: FieldDescribe, otherId: string): DmlError =>
  rowError(
    'DUPLICATE_VALUE',
    `duplicate value found: ${field.name} duplicates value on record with id: ${otherId.slice(0, 15)}`,
    [],
  );

export const notWritable = (fields: string[]): DmlError =>
  rowError(
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    `Unable to create/update fields: ${fields.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
    fields,
  );

export const noSuchColumn = (object: SObjectDescribe, name: string): DmlError =>
  rowError('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`, [name]);

export const rolledBack = (): DmlError =>
  rowError(
    'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    'Record rolled back because not all records were valid and the request was using AllOrNone header',
  );

export const operationRefused = (object: SObjectDescribe, verb: 'inserted' | 'updated' | 'deleted'): DmlError =>
  rowError('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be ${verb}: ${object.label}`);
