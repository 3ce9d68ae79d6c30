/** Reads a deployed field update. */
import type { FieldUpdate } from '../data/fieldUpdate.ts';
import { rawTextOf, textOf } from './xml/element.ts';
import type { XmlElement } from './xml/element.ts';

export function fieldUpdateOf(document: XmlElement): FieldUpdate {
  const optional = (name: keyof FieldUpdate): Partial<FieldUpdate> => {
    const text = textOf(document, name);
    return text === undefined ? {} : { [name]: text };
  };
  const formula = rawTextOf(document, 'formula');
  return {
    field: textOf(document, 'field') ?? '',
    operation: textOf(document, 'operation') ?? '',
    ...(formula === undefined ? {} : { formula }),
    ...optional('literalValue'),
    ...optional('lookupValue'),
    ...optional('lookupValueType'),
    ...optional('targetObject'),
  };
}
