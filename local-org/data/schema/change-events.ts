/**
 * Change event objects: what Change Data Capture tells of a record's change (Object Reference,
 * "StandardObjectNameChangeEvent"). Apex makes and reads them; nothing queries, saves or publishes one. Triggers get them
 * (`apex/async/change-capture.ts`) once the org selects the object by a PlatformEventChannelMember.
 */
import type { FieldDescribe, SObjectDescribe } from '../types.ts';
import { catalogueEntry } from './catalogue.ts';
import { plainField } from './custom.ts';

/** "The fields that a change event doesn't include", and the reference to the record, which the header names. */
const LEFT_OUT = new Set([
  'Id',
  'IsDeleted',
  'SystemModstamp',
  'LastActivityDate',
  'PhotoUrl',
  'LastViewedDate',
  'LastReferencedDate',
]);

/** `Account` -> `AccountChangeEvent`, `Bike__c` -> `Bike__ChangeEvent`. */
export function changeEventName(object: string): string {
  return /__c$/i.test(object) ? object.replace(/__c$/i, '__ChangeEvent') : `${object}ChangeEvent`;
}

/** The object that a change event's name belongs to. */
export function changedObject(name: string): string | undefined {
  const custom = /^(\w+)__changeevent$/i.exec(name)?.[1];
  if (custom !== undefined) return `${custom}__c`;
  return /^(\w+)changeevent$/i.exec(name)?.[1];
}

/** The change event of `main`; undefined where the platform has none. */
export function changeEventDescribe(main: SObjectDescribe): SObjectDescribe | undefined {
  const standard = main.kind === 'standard' && catalogueEntry(main.name)?.companions?.includes('ChangeEvent');
  if (!standard && main.kind !== 'custom') return undefined;
  const set = { createable: false, updateable: false };
  const own = [...main.fields.values()].filter((field) => !LEFT_OUT.has(field.name) && isStored(field));
  const fields = [
    plainField('Id', 'id', { ...set, length: 18 }),
    plainField('ReplayId', 'string', { ...set, length: 1000 }),
    plainField('ChangeEventHeader', 'complexvalue', set),
    ...own.map((field) => ({ ...field, ...set, nillable: true, unique: false, permissionable: false })),
  ];
  return {
    name: changeEventName(main.name),
    label: `${main.label} Change Event`,
    labelPlural: `${main.label} Change Event`,
    keyPrefix: null,
    kind: 'changeEvent',
    custom: false,
    queryable: false,
    createable: false,
    updateable: false,
    deletable: false,
    setup: false,
    sharingModel: 'Private',
    fields: new Map(fields.map((field) => [field.name, field])),
    childRelationships: [],
  };
}

/** "Any field whose value isn't on the record … except roll-up summary fields": formulas are left out. */
function isStored(field: FieldDescribe): boolean {
  return !field.calculated || field.summary !== undefined;
}
