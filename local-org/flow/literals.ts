/** Values as elements write them (FlowElementReferenceOrValue), and texts with merge fields. */
import { NotImplementedError } from '../data/types.ts';
import { ApexDecimal } from '../apex/values/number.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../apex/values/time.ts';
import { child } from '../metadata/xml/element.ts';
import type { XmlElement } from '../metadata/xml/element.ts';
import type { Interview } from './interview.ts';
import { resolve } from './resolve.ts';
import { textOfValue } from './values.ts';

const MERGE_FIELD = /\{!\s*(\$?\w+(?:[.:]\w+)*)\s*\}/g;

/** `<value><stringValue>…`; null for an element that holds nothing. */
export function literal(interview: Interview, holder: XmlElement): unknown {
  const [given] = holder.children;
  if (!given) return null;
  const text = given.text.trim();
  switch (given.name) {
    case 'elementReference':
      return resolve(interview, text);
    case 'stringValue':
      return merged(interview, given.text);
    case 'numberValue':
      return ApexDecimal.parse(text) ?? null;
    case 'booleanValue':
      return text === 'true';
    case 'dateValue':
      return ApexDate.parseIso(text) ?? null;
    case 'dateTimeValue':
      return ApexDatetime.parseIso(text) ?? null;
    case 'timeValue':
      return ApexTime.parseIso(text) ?? null;
    default:
      throw new NotImplementedError(`A ${given.name} in a flow`);
  }
}

export function literalIn(interview: Interview, element: XmlElement, name: string): unknown {
  const holder = child(element, name);
  return holder ? literal(interview, holder) : null;
}

/** A text with its merge fields filled in. */
export function merged(interview: Interview, text: string): string {
  if (!text.includes('{!')) return text;
  return text.replaceAll(MERGE_FIELD, (_written, path: string) => textOfValue(interview.rt, resolve(interview, path)));
}
