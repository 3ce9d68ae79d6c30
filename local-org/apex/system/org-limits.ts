/** `OrgLimits` (Apex Reference, OrgLimits Class): the same allowances as the REST resource `limits`. */
import type { SystemType } from '../runtime/contract.ts';
import { ApexList, ApexMap } from '../values/collections.ts';
import { typeRef } from '../values/type.ts';
import { ALLOWANCES } from '../../data/allowances.ts';

class OrgLimit {
  readonly typeName = 'OrgLimit';
  readonly name: string;
  readonly limit: number;
  constructor(name: string, limit: number) {
    this.name = name;
    this.limit = limit;
  }
}

const all = (): OrgLimit[] => Object.entries(ALLOWANCES).map(([name, limit]) => new OrgLimit(name, limit));

export const orgLimitTypes: SystemType[] = [
  {
    name: 'OrgLimits',
    statics: {
      getAll: () => new ApexList(typeRef('List<OrgLimit>'), all()),
      getMap: (rt) => {
        const map = new ApexMap(typeRef('Map<String,OrgLimit>'));
        for (const one of all()) map.put(rt, one.name, one);
        return map;
      },
    },
  },
  {
    name: 'OrgLimit',
    is: (value) => value instanceof OrgLimit,
    methods: {
      getName: (_rt, self: OrgLimit) => self.name,
      getLimit: (_rt, self: OrgLimit) => self.limit,
      getValue: () => 0,
    },
  },
];
