/** Fields that a duplicate rule filters by and compares across objects (DuplicateRule reference, "DuplicateRuleFilterItem", "ObjectMapping"). */
import { childrenNamed, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { elementsAt, fieldOn, objectOf } from './reference.ts';
import type { Reference, Subject } from './reference.ts';

function fieldsOf(object: string | undefined, elements: XmlElement[]): Reference[] {
  return elements.flatMap(({ name, text, at }) => {
    const fullName = object === undefined ? undefined : fieldOn(object, text.trim());
    return fullName === undefined ? [] : [{ field: name, type: 'CustomField', fullName, at }];
  });
}

function mapping(element: XmlElement, side: 'input' | 'output'): Reference[] {
  const objects = childrenNamed(element, `${side}Object`);
  return [
    ...objects.map(({ name, text, at }) => ({ field: name, type: 'CustomObject', fullName: text.trim(), at })),
    ...fieldsOf(textOf(element, `${side}Object`), elementsAt(element, `mappingFields/${side}Field`)),
  ];
}

export function duplicateRuleReferences({ document, fullName }: Subject): Reference[] {
  if (!document) return [];
  const items = elementsAt(document, 'duplicateRuleFilter/duplicateRuleFilterItems');
  const mappings = elementsAt(document, 'duplicateRuleMatchRules/objectMapping');
  return [
    // Filters may look at the user, too.
    ...items.flatMap((item) => fieldsOf(textOf(item, 'table') ?? objectOf(fullName), childrenNamed(item, 'field'))),
    ...mappings.flatMap((element) => [...mapping(element, 'input'), ...mapping(element, 'output')]),
  ];
}
