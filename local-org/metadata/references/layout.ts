/** References of a page layout: fields, buttons, pages, related lists and actions (Layout reference). */
import { textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { elementsAt, objectOf } from './reference.ts';
import type { Reference, Subject } from './reference.ts';

/** Layout items that are no fields of the describe: the "Protected Component" box of custom metadata records. */
const UNDESCRIBED = new Set(['IsProtected']);
/** `Child__c.Lookup__c`; related lists of the platform have names without a dot. */
const OWN_LIST = /^(\w+)\.\w+__c$/;
const PAGE_FIELDS = ['layoutSections/layoutColumns/layoutItems/field', 'miniLayout/fields', 'multilineLayoutFields'];

function at(
  elements: XmlElement[],
  type: string,
  name: (text: string) => string | undefined,
  loose?: true,
): Reference[] {
  return elements.flatMap((element) => {
    const fullName = name(element.text.trim());
    if (fullName === undefined || element.text.trim() === '') return [];
    return [{ field: element.name, type, fullName, at: element.at, ...(loose ? { loose } : {}) }];
  });
}

/** Columns, buttons and actions of one related list; those of the platform's own lists are not judged. */
function relatedList(list: XmlElement): Reference[] {
  const name = textOf(list, 'relatedList') ?? '';
  const child = OWN_LIST.exec(name)?.[1];
  const own = (text: string): string | undefined =>
    child !== undefined && !text.includes('.') ? `${child}.${text}` : undefined;
  return [
    ...(child === undefined ? [] : at(elementsAt(list, 'relatedList'), 'CustomField', (text) => text, true)),
    ...at([...elementsAt(list, 'fields'), ...elementsAt(list, 'sortField')], 'CustomField', own, true),
    ...at(elementsAt(list, 'customButtons'), 'WebLink', own, true),
    ...at(elementsAt(list, 'quickActions'), 'QuickAction', (text) => text),
  ];
}

/** Actions of the mobile and Lightning action bar, by the kind of each. */
function platformAction(item: XmlElement, object: string): Reference[] {
  const kind = textOf(item, 'actionType');
  const names = elementsAt(item, 'actionName');
  if (kind === 'QuickAction') return at(names, 'QuickAction', (text) => text);
  if (kind === 'CustomButton')
    return at(names, 'WebLink', (text) => (text.includes('.') ? text : `${object}.${text}`), true);
  return [];
}

export function layoutReferences({ document, fullName }: Subject): Reference[] {
  if (!document) return [];
  const object = objectOf(fullName);
  const own = (text: string): string => `${object}.${text}`;
  const items = 'layoutSections/layoutColumns/layoutItems';
  return [
    ...PAGE_FIELDS.flatMap((path) =>
      at(elementsAt(document, path), 'CustomField', (text) => (UNDESCRIBED.has(text) ? undefined : own(text)), true),
    ),
    ...at(elementsAt(document, 'relatedObjects'), 'CustomField', own, true),
    ...at(elementsAt(document, `${items}/customLink`), 'WebLink', own, true),
    ...at(elementsAt(document, `${items}/page`), 'ApexPage', (text) => text),
    ...at(elementsAt(document, 'customButtons'), 'WebLink', own, true),
    ...at(elementsAt(document, 'quickActionList/quickActionListItems/quickActionName'), 'QuickAction', (text) => text),
    ...elementsAt(document, 'platformActionList/platformActionListItems').flatMap((item) =>
      platformAction(item, object),
    ),
    ...elementsAt(document, 'relatedLists').flatMap(relatedList),
  ];
}
