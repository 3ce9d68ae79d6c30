/** `Schema.RecordTypeInfo` (Apex Reference): the record types of an object; every object has the Master one. */
import type { Runtime, SystemFunction, SystemType } from '../../runtime/contract.ts';
import { ApexList, ApexMap } from '../../values/collections.ts';
import { typeRef } from '../../values/type.ts';

/** Id of the Master record type in every org. */
const MASTER_ID = '012000000000000AAA';

class RecordTypeInfo {
  readonly typeName = 'Schema.RecordTypeInfo';
  readonly id: string;
  readonly name: string;
  readonly developerName: string;
  readonly active: boolean;
  constructor(id: string, name: string, developerName: string, active: boolean) {
    this.id = id;
    this.name = name;
    this.developerName = developerName;
    this.active = active;
  }
}

function infos(rt: Runtime, object: string): RecordTypeInfo[] {
  const rows = rt.data.schema.find('RecordType') ? rt.data.rows('RecordType', { SobjectType: object }) : [];
  return [
    ...rows.map(
      (row) => new RecordTypeInfo(String(row.Id), String(row.Name), String(row.DeveloperName), row.IsActive === true),
    ),
    new RecordTypeInfo(MASTER_ID, 'Master', 'Master', true),
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
  isAvailable: (_rt, self: RecordTypeInfo) => self.active,
  isMaster: (_rt, self: RecordTypeInfo) => self.id === MASTER_ID,
  // Defaults are set per profile, which deploys here do not keep: without record types of its own the object's default is Master.
  isDefaultRecordTypeMapping: (_rt, self: RecordTypeInfo) => self.id === MASTER_ID,
};

export const recordTypeType: SystemType = {
  name: 'Schema.RecordTypeInfo',
  is: (value) => value instanceof RecordTypeInfo,
  methods,
  fields: Object.fromEntries(Object.entries(methods).map(([name, get]) => [name.replace(/^(get|is)/, ''), { get }])),
};
