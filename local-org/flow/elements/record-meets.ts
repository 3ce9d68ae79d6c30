/** Filters of a start or of an element, asked of a record that is there. */
import { childrenNamed, textOf } from '../../metadata/xml/element.ts';
import type { XmlElement } from '../../metadata/xml/element.ts';
import { combined, holds, isChanged } from '../conditions.ts';
import type { Interview } from '../interview.ts';
import { literalIn } from '../literals.ts';
import { resolve } from '../resolve.ts';

/** @param reference the record, e.g. `$Record`. */
export function recordMeets(interview: Interview, reference: string, xml: XmlElement): boolean {
  const tests = childrenNamed(xml, 'filters').map((filter) => () => {
    const path = `${reference}.${textOf(filter, 'field') ?? ''}`;
    const operator = textOf(filter, 'operator') ?? '';
    const right = (): unknown => literalIn(interview, filter, 'value');
    if (operator === 'IsChanged') return isChanged(interview, path) === (right() ?? true);
    return holds(operator, resolve(interview, path), right);
  });
  return combined(interview, textOf(xml, 'filterLogic'), tests);
}
