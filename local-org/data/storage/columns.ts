/** SQL of a field's value, given the alias of its row's table. */
import type { FieldDescribe, SObjectDescribe } from '../types.ts';
import { quote } from './tables.ts';
import { virtualColumn } from './virtual.ts';

/** Formula fields are worked out by the function `sf_formula` that the database registers. */
export function columnOf(object: SObjectDescribe, alias: string, field: FieldDescribe): string {
  if (field.formula !== undefined) return `sf_formula('${object.name}', '${field.name}', ${alias}."Id")`;
  return virtualColumn(object, field.name)?.(alias) ?? `${alias}.${quote(field.name)}`;
}
