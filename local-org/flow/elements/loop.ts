/** Loop: one item of a collection after the other (Help, "Loop Element"). */
import { ApexList } from '../../apex/values/collections.ts';
import { textOf } from '../../metadata/xml/element.ts';
import type { Interview } from '../interview.ts';
import { targetOf } from '../model.ts';
import type { FlowElement } from '../model.ts';
import { assign, resolve } from '../resolve.ts';
import { copied } from '../values.ts';

/**
 * Goes over the items as they were when it began; a loop that is come to again begins again. "The loop copies the field values
 * for the next item into the loop variable."
 */
export function loop(interview: Interview, { name, xml }: FlowElement): string | undefined {
  const key = name.toLowerCase();
  let state = interview.loops.get(key);
  if (!state) interview.loops.set(key, (state = { items: itemsOf(interview, xml), next: 0 }));
  if (state.next >= state.items.length) {
    interview.loops.delete(key);
    return targetOf(xml, 'noMoreValuesConnector');
  }
  const item = state.items[state.next++];
  const variable = textOf(xml, 'assignNextValueToReference');
  if (variable === undefined) interview.values.set(key, copied(item));
  else assign(interview, variable, item);
  return targetOf(xml, 'nextValueConnector');
}

function itemsOf(interview: Interview, xml: FlowElement['xml']): readonly unknown[] {
  const collection = resolve(interview, textOf(xml, 'collectionReference') ?? '');
  const items = collection instanceof ApexList ? [...collection.items] : [];
  return textOf(xml, 'iterationOrder') === 'Desc' ? items.reverse() : items;
}
