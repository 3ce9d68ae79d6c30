/** CustomLabels (the file) and CustomLabel (one text in it). */
import { enumValues } from '../schema/types.ts';
import { placeOf, rawTextOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { TypeHandler } from './handler.ts';

/** Longest label text (CustomLabel reference, "value"). */
const MAX_VALUE = 1000;
const NAME = /^[A-Za-z](?:_?[A-Za-z0-9])*$/;

export const customLabelHandler: TypeHandler = {
  types: ['CustomLabels', 'CustomLabel'],
  check(component, context) {
    if (component.type !== 'CustomLabel') return;
    const document = component.document as XmlElement;
    const name = component.fullName;
    if (name === '') context.problem(component, 'Required field is missing: fullName', { at: document.at });
    else if (!NAME.test(name))
      context.problem(
        component,
        `The Name field can only contain underscores and alphanumeric characters. It must begin with a letter, not include spaces, not end with an underscore, and not contain two consecutive underscores: ${name}`,
        { at: document.at },
      );
    const value = rawTextOf(document, 'value') ?? '';
    if (value.length > MAX_VALUE)
      context.problem(component, `Value: data value too large (max length=${MAX_VALUE})`, { at: document.at });
    // Its text is what users see whose language has no translation, whichever language it is written in.
    const language = textOf(document, 'language');
    if (language !== undefined && !enumValues('Language')?.includes(language))
      context.problem(component, `Not a supported language: ${language}`, { at: placeOf(document, 'language') });
    const others = context.duplicates(component);
    if (others > 1) context.problem(component, `Duplicate label name: ${name}`, { at: document.at });
  },
  apply(component, { store }) {
    if (component.type === 'CustomLabel')
      store.setLabel(component.fullName, rawTextOf(component.document as XmlElement, 'value') ?? '');
    return {};
  },
  remove(fullName, { store }) {
    store.removeLabel(fullName);
  },
};
