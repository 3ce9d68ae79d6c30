/** What a report of one of the platform's own report types names of custom objects and fields (Report reference, "reportType"). */
import { child } from '../xml/element.ts';
import { elementsAt } from './reference.ts';
import type { Reference, Subject } from './reference.ts';

/** `CustomEntity$Widget__c`, `AccountCustomEntity$Account$Widget__c`: the objects behind the dollar signs. */
const OBJECTS = /(?<=\$)[A-Za-z]\w*/g;
/** `CustomEntity$Widget__c@Widget__c.Part__c`: the lookup that the second object is joined by. */
const JOINED_BY = /@([A-Za-z]\w*\.\w+__c)$/;
/** Types that people make; their own check knows every column of them. */
const MADE = /^[^$]*__c$/;
/** `Widget__c.Code__c`; names in capitals and longer paths are the platform's. */
const COLUMN = /^[A-Za-z]\w*\.\w+__c$/;
const COLUMNS = [
  'buckets/sourceColumnName',
  'chart/chartSummaries/column',
  'chart/groupingColumn',
  'columns/field',
  'filter/criteriaItems/column',
  'groupingsAcross/field',
  'groupingsDown/field',
  'sortColumn',
  'timeFrameFilter/dateColumn',
];

export function reportReferences({ document }: Subject): Reference[] {
  const type = document && child(document, 'reportType');
  const typeName = type?.text.trim() ?? '';
  if (!type || MADE.test(typeName)) return [];
  const objects = [...typeName.matchAll(OBJECTS)].map(([name]) => ({
    field: type.name,
    type: 'CustomObject',
    fullName: name,
    at: type.at,
  }));
  const join = JOINED_BY.exec(typeName)?.[1];
  const joins = join === undefined ? [] : [{ field: type.name, type: 'CustomField', fullName: join, at: type.at }];
  const columns = COLUMNS.flatMap((path) => elementsAt(document, path)).filter(({ text }) => COLUMN.test(text.trim()));
  return [
    ...objects,
    ...joins,
    ...columns.map(({ name, text, at }) => ({ field: name, type: 'CustomField', fullName: text.trim(), at })),
  ];
}
