/** CustomApplication: Lightning apps. What they refer to is in `references/tables.ts`. */
import { childrenNamed, placeOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { TypeHandler } from './handler.ts';

const COLOR = /^#[0-9A-Fa-f]{6}$/;

export const customApplicationHandler: TypeHandler = {
  types: ['CustomApplication'],
  check(component, context) {
    const document = component.document as XmlElement;
    if (textOf(document, 'label') === undefined)
      context.problem(component, 'Required field is missing: label', { at: document.at });
    for (const brand of childrenNamed(document, 'brand')) {
      const color = textOf(brand, 'headerColor');
      if (color && !COLOR.test(color))
        context.problem(component, `Invalid header color: ${color}`, { at: placeOf(brand, 'headerColor') });
    }
  },
};
