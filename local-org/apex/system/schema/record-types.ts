/** `Schema.RecordTypeInfo` (Apex Reference): the record types of an object; every object has the Master one. */
import { MASTER_RECORD_TYPE } from '../../../data/access/recordTypes.ts';
import type { Runtime, SystemFunction, SystemType } from '../../runtime/contract.ts';
import { ApexList, ApexMap } from '../../values/collections.ts';
import { typeRef } from '../../values/type.ts';

class RecordTypeInfo {
  readonly typeName = 'Schema.RecordTypeInfo';
  readonly id: string;
  readonly name: string;
  readonly developerName: string;
  readonly active: boolean;
  readonly available: boolean;
  readonly isDefault: boolean;
  constructor(
    id: string,
    name: string,
    developerName: string,
    active: boolean,
    available: boolean,
    isDefault: boolean,
  ) {
    this.available = available;
    this.isDefault = isDefault;
    this.id = id;
    this.name = name;
    this.developerName = developerName;
    this.active = active;
  }
}

function infos(rt: Runtime, object: string): RecordTypeInfo[] {
  const choices = rt.data.recordTypes.choices(rt.actor.userId, rt.data.schema.get(object));
  return [
    ...choices.map(
      ({ row, available, default: isDefault }) =>
        new RecordTypeInfo(
          String(row.Id),
          String(row.Name),
          String(row.DeveloperName),
          row.IsActive === true,
          available,
          isDefault,
        ),
    ),
    new RecordTypeInfo(MASTER_RECORD_TYPE, 'Master', 'Master', true, true, !choices.some((choice) => choice.default)),
  ];
}

function mapped(rt: Runtime, object: string, key: 'String' | 'Id', keyOf: (info: RecordTypeInfo) => string): ApexMap {
  const map = new ApexMap(typeRef(`Map<${key},Schema.RecordTypeInfo>`));
  for (const info of infos(rt, object)) map.put(rt, keyOf(info), info);
  return map;
}

/** Methods of DescribeSObjectResult. */
export const recordTypeMethods: Record<string, SystemFunction> = {
  getRecordTypeInfos: (rt, self: { object: string }) =>
    new ApexList(typeRef('List<Schema.RecordTypeInfo>'), infos(rt, self.object)),
  getRecordTypeInfosByName: (rt, self: { object: string }) => mapped(rt, self.object, 'String', (info) => info.name),
  getRecordTypeInfosByDeveloperName: (rt, self: { object: string }) =>
    mapped(rt, self.object, 'String', (info) => info.developerName),
  getRecordTypeInfosById: (rt, self: { object: string }) => mapped(rt, self.object, 'Id', (info) => info.id),
};

const methods: Record<string, SystemFunction> = {
  getRecordTypeId: (_rt, self: RecordTypeInfo) => self.id,
  getName: (_rt, self: RecordTypeInfo) => self.name,
  getDeveloperName: (_rt, self: RecordTypeInfo) => self.developerName,
  isActive: (_rt, self: RecordTypeInfo) => self.active,
  isAvailable: (_rt, self: RecordTypeInfo) => self.available,
  isMaster: (_rt, self: RecordTypeInfo) => self.id === MASTER_RECORD_TYPE,
  isDefaultRecordTypeMapping: (_rt, self: RecordTypeInfo) => self.isDefault,
};

export const recordTypeType: SystemType = {
  name: 'Schema.RecordTypeInfo',
  is: (value) => value instanceof RecordTypeInfo,
  methods,
  fields: Object.fromEntries(Object.entries(methods).map(([name, get]) => [name.replace(/^(get|is)/, ''), { get }])),
};
