/** `Schema.FieldSet` and its members (Apex Reference, "FieldSet Class", "FieldSetMember Class"). */
import type { FieldDescribe } from '../../../data/types.ts';
import type { FieldSetInfo } from '../../contract.ts';
import type { Runtime, SystemFunction, SystemType } from '../../runtime/contract.ts';
import { ApexList } from '../../values/collections.ts';
import { typeRef } from '../../values/type.ts';
import { enumValue } from '../enums.ts';
import { Described, NameMap, described, describedAs, typeOfField } from './described.ts';
import { fieldToken, tokenNamed } from './tokens.ts';

interface Member {
  path: string;
  required: boolean;
  field: FieldDescribe;
  /** sObject that has the field: another one for a path over relationships. */
  owner: string;
}

type DescribedSet = Described<FieldSetInfo>;
type DescribedMember = Described<Member>;

/** The set of an object by name in any case; undefined when there is none. */
export function fieldSet(rt: Runtime, object: string, name: string): DescribedSet | undefined {
  const found = rt.components.fieldSets(object).find((each) => each.name.toLowerCase() === name.toLowerCase());
  return found && describedAs('Schema.FieldSet', object, found);
}

const setMethods: Record<string, SystemFunction> = {
  getName: (_rt, self: DescribedSet) => self.of.name,
  getLabel: (_rt, self: DescribedSet) => self.of.label,
  getDescription: (_rt, self: DescribedSet) => self.of.description,
  getNameSpace: () => null,
  getSObjectType: (_rt, self: DescribedSet) => tokenNamed(self.object),
  getFields: (rt, self: DescribedSet) =>
    new ApexList(
      typeRef('List<Schema.FieldSetMember>'),
      self.of.fields.map((each) => {
        const member: Member = { ...each, ...fieldBehind(rt, self.object, each.path) };
        return new Described('Schema.FieldSetMember', self.object, member);
      }),
    ),
};

const memberMethods: Record<string, SystemFunction> = {
  getFieldPath: (_rt, self: DescribedMember) => self.of.path,
  getLabel: (_rt, self: DescribedMember) => self.of.field.label,
  getType: (_rt, self: DescribedMember) => enumValue('Schema.DisplayType', typeOfField(self.of.field)) ?? null,
  getRequired: (_rt, self: DescribedMember) => self.of.required,
  getDbRequired: (_rt, self: DescribedMember) =>
    self.of.field.createable && !self.of.field.nillable && !self.of.field.defaultedOnCreate,
  getSObjectField: (rt, self: DescribedMember) => fieldToken(rt, self.of.owner, self.of.field.name),
};

/** `Owner.Name` of an Account: the field Name of a User. Raises SObjectException for a path that leads nowhere. */
function fieldBehind(rt: Runtime, object: string, path: string): { field: FieldDescribe; owner: string } {
  const parts = path.split('.');
  let owner = object;
  for (const part of parts.slice(0, -1)) {
    const way = [...rt.data.schema.get(owner).fields.values()].find(
      (field) => field.relationshipName?.toLowerCase() === part.toLowerCase(),
    );
    owner = way?.referenceTo[0] ?? rt.raise('System.SObjectException', `Invalid relationship ${part} for ${owner}`);
  }
  const name = parts.at(-1)!;
  const field =
    rt.data.schema.field(owner, name) ?? rt.raise('System.SObjectException', `Invalid field ${name} for ${owner}`);
  return { field, owner: rt.data.schema.get(owner).name };
}

export const fieldSetTypes: SystemType[] = [
  described('FieldSet', setMethods),
  described('FieldSetMember', memberMethods),
  {
    name: 'Schema.SObjectTypeFieldSets',
    is: (value) => value instanceof Described && value.typeName === 'Schema.SObjectTypeFieldSets',
    methods: {
      getMap: (rt, self: Described<unknown>) => {
        const map = new NameMap(typeRef('Map<String,Schema.FieldSet>'));
        for (const each of rt.components.fieldSets(self.object))
          map.put(rt, each.name, fieldSet(rt, self.object, each.name));
        return map;
      },
    },
  },
];
