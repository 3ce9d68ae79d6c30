/**
 * Share objects: who sees a record besides its owner (Object Reference, "StandardObjectNameShare"; Apex Developer Guide,
 * "Sharing a Record Using Apex"). They exist while the object's organization-wide default is Private or Public Read Only.
 */
import type { SObjectDescribe } from '../types.ts';
import { plainField } from './custom.ts';

interface ShareKind {
  prefix: string;
  /** Access to related records that the share gives too. */
  related?: readonly string[];
}

/** Standard objects with share objects here, and the key prefixes of those. */
const STANDARD: Record<string, ShareKind> = {
  Account: { prefix: '00r', related: ['CaseAccessLevel', 'ContactAccessLevel', 'OpportunityAccessLevel'] },
  Campaign: { prefix: '08s' },
  Case: { prefix: '01n' },
  Contact: { prefix: '03s' },
  Lead: { prefix: '01o' },
  Opportunity: { prefix: '00t' },
};
const CUSTOM_PREFIX = '02c';

/** `Account` -> `AccountShare`, `Bike__c` -> `Bike__Share`. */
export function shareNameOf(object: string): string {
  return /__c$/i.test(object) ? object.replace(/__c$/i, '__Share') : `${object}Share`;
}

/** The object that a share object's name belongs to. */
export function sharedObject(name: string): string | undefined {
  const custom = /^(\w+)__share$/i.exec(name)?.[1];
  if (custom !== undefined) return `${custom}__c`;
  return /^(\w+)share$/i.exec(name)?.[1];
}

/** The share object of `main`; undefined where it has none. */
export function shareDescribe(main: SObjectDescribe): SObjectDescribe | undefined {
  const custom = main.kind === 'custom';
  const kind = custom ? { prefix: CUSTOM_PREFIX } : STANDARD[main.name];
  const limited = main.sharingModel === 'Private' || main.sharingModel === 'Read';
  if (!kind || !limited || !main.fields.has('OwnerId')) return undefined;
  const parentField = custom ? 'ParentId' : `${main.name}Id`;
  const levelField = custom ? 'AccessLevel' : `${main.name}AccessLevel`;
  const levels = (names: readonly string[]) => ({
    length: 40,
    restrictedPicklist: true,
    picklistValues: names.map((value) => ({ value, label: value, active: true, defaultValue: false })),
  });
  const set = { createable: false, updateable: false, nillable: false, defaultedOnCreate: true };
  const reference = (name: string, referenceTo: string[], relationshipName: string) =>
    plainField(name, 'reference', { length: 18, nillable: false, updateable: false, referenceTo, relationshipName });
  const fields = [
    plainField('Id', 'id', { ...set, label: 'Record ID', length: 18, idLookup: true }),
    { ...reference(parentField, [main.name], custom ? 'Parent' : main.name), cascadeDelete: true },
    plainField(levelField, 'picklist', { nillable: false, ...levels(['Read', 'Edit', 'All']) }),
    ...('related' in kind ? (kind.related ?? []) : []).map((name) =>
      plainField(name, 'picklist', levels(['None', 'Read', 'Edit'])),
    ),
    reference('UserOrGroupId', ['Group', 'User'], 'UserOrGroup'),
    plainField('RowCause', 'picklist', { length: 40, updateable: false, defaultedOnCreate: true }),
    plainField('LastModifiedDate', 'datetime', set),
    { ...reference('LastModifiedById', ['User'], 'LastModifiedBy'), ...set },
    plainField('IsDeleted', 'boolean', { ...set, defaultValue: false }),
  ];
  return {
    name: shareNameOf(main.name),
    label: `${main.label} Share`,
    labelPlural: `${main.label} Share`,
    keyPrefix: kind.prefix,
    kind: 'standard',
    custom: false,
    queryable: true,
    createable: true,
    updateable: true,
    deletable: true,
    setup: false,
    sharingModel: 'ReadWrite',
    shareOf: { object: main.name, parentField, levelField },
    fields: new Map(fields.map((field) => [field.name, field])),
    childRelationships: [],
  };
}
