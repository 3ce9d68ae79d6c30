/** What a report of one of the platform's own report types names of custom objects (Report reference, "reportType"). */
import { child } from '../xml/element.ts';
import { elementsAt } from './reference.ts';
import type { Reference, Subject } from './reference.ts';

/** `CustomEntity$Widget__c`, `AccountCustomEntity$Account$Widget__c`: the objects behind the dollar signs. */
const OBJECTS = /(?<=\$)[A-Za-z]\w*/g;
/** `Widget__c.Code__c`; names in capitals and longer paths are the platform's. */
const COLUMN = /^[A-Za-z]\w*\.\w+__c$/;
const COLUMNS = [
  'columns/field',
  'groupingsDown/field',
  'groupingsAcross/field',
  'filter/criteriaItems/column',
  'sortColumn',
];

export function reportReferences({ document }: Subject): Reference[] {
  const type = document && child(document, 'reportType');
  if (!type || !type.text.includes('$')) return [];
  const objects = [...type.text.matchAll(OBJECTS)].map(([name]) => ({
    field: type.name,
    type: 'CustomObject',
    fullName: name,
    at: type.at,
  }));
  const columns = COLUMNS.flatMap((path) => elementsAt(document, path)).filter(({ text }) => COLUMN.test(text.trim()));
  return [
    ...objects,
    ...columns.map(({ name, text, at }) => ({ field: name, type: 'CustomField', fullName: text.trim(), at })),
  ];
}
