/** Collection Sort and Collection Filter (Help, "Collection Sort Element", "Collection Filter Element"). */
import { NotImplementedError } from '../../data/types.ts';
import { ApexList } from '../../apex/values/collections.ts';
import { ApexSObject } from '../../apex/values/sobject.ts';
import { childrenNamed, flag, numberOf, textOf } from '../../metadata/xml/element.ts';
import type { XmlElement } from '../../metadata/xml/element.ts';
import { conditionsHold, orderOf } from '../conditions.ts';
import { notSet } from '../faults.ts';
import { formulaHolds } from '../formula.ts';
import type { Interview } from '../interview.ts';
import { targetOf } from '../model.ts';
import type { FlowElement } from '../model.ts';
import { assign, resolve } from '../resolve.ts';
import { copied } from '../values.ts';

export function processCollection(interview: Interview, { name, xml }: FlowElement): string | undefined {
  const path = textOf(xml, 'collectionReference') ?? '';
  const collection = resolve(interview, path);
  if (!(collection instanceof ApexList)) throw notSet(path);
  switch (textOf(xml, 'collectionProcessorType')) {
    case 'SortCollectionProcessor': {
      const items = sorted(interview, collection.items, xml);
      // The collection itself is put in order, and cut to the limit.
      collection.items.splice(0, collection.items.length, ...items);
      interview.values.set(name.toLowerCase(), collection);
      break;
    }
    case 'FilterCollectionProcessor':
      interview.values.set(
        name.toLowerCase(),
        new ApexList(collection.type, filtered(interview, collection.items, xml)),
      );
      break;
    default:
      throw new NotImplementedError(`The collection processor ${name} of the flow ${interview.flow.name}`);
  }
  return targetOf(xml, 'connector');
}

function filtered(interview: Interview, items: readonly unknown[], xml: XmlElement): unknown[] {
  const current = textOf(xml, 'assignNextValueToReference');
  const formula = textOf(xml, 'formula');
  return items
    .filter((item) => {
      if (current !== undefined) setCurrent(interview, current, item);
      return formula === undefined ? conditionsHold(interview, xml) : formulaHolds(interview, formula);
    })
    .map(copied);
}

/** The current item need not be among the flow's variables. */
function setCurrent(interview: Interview, name: string, item: unknown): void {
  if (interview.flow.resources.has(name.toLowerCase())) assign(interview, name, item);
  else interview.values.set(name.toLowerCase(), item);
}

function sorted(interview: Interview, items: readonly unknown[], xml: XmlElement): unknown[] {
  const options = childrenNamed(xml, 'sortOptions');
  const result = [...items].sort((one, other) => {
    for (const option of options) {
      const field = textOf(option, 'sortField');
      const order = compared(
        valueOf(interview, one, field),
        valueOf(interview, other, field),
        textOf(option, 'sortOrder') === 'Desc',
        flag(option, 'doesPutEmptyStringAndNullFirst'),
      );
      if (order !== 0) return order;
    }
    return 0;
  });
  return result.slice(0, numberOf(xml, 'limit') ?? result.length);
}

function valueOf({ rt }: Interview, item: unknown, field: string | undefined): unknown {
  if (field === undefined) return item;
  if (!(item instanceof ApexSObject)) throw new NotImplementedError('Sorting Apex-defined values in a flow');
  return item.values.get(rt.data.schema.field(item.describe.name, field)?.name ?? field) ?? null;
}

function compared(one: unknown, other: unknown, isDescending: boolean, blankFirst: boolean): number {
  const [oneBlank, otherBlank] = [one === null || one === '', other === null || other === ''];
  if (oneBlank || otherBlank) return oneBlank === otherBlank ? 0 : oneBlank === blankFirst ? -1 : 1;
  const order = orderOf(one, other) ?? 0;
  return isDescending ? -order : order;
}
