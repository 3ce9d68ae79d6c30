/** `Database.QueryLocator`: a query kept for a batch or for reading with an iterator. */
import { NotImplementedError } from '../../../data/types.ts';
import type { AccessMode } from '../../../data/types.ts';
import type { Runtime, SystemType } from '../../runtime/contract.ts';
import { ApexIterator } from '../../values/iteration.ts';
import type { ApexList } from '../../values/collections.ts';
import type { ApexSObject } from '../../values/sobject.ts';
import { bindNames, runQuery, toBind } from '../query.ts';

export class QueryLocator {
  readonly typeName = 'Database.QueryLocator';
  readonly query: string;
  readonly access: AccessMode;
  /** Values of the binds when the locator was made, by lower-case name. */
  readonly binds: Record<string, unknown>;
  constructor(query: string, access: AccessMode, binds: Record<string, unknown>) {
    this.query = query;
    this.access = access;
    this.binds = binds;
  }
  rows(rt: Runtime): ApexList {
    return runQuery(rt, this.query, { access: this.access, binds: this.binds });
  }
  /** Ids of the rows, in the query's order; counts against no row limit, as the platform's locators do not. */
  ids(rt: Runtime): string[] {
    const binds = Object.fromEntries(Object.entries(this.binds).map(([name, value]) => [name, toBind(value)]));
    try {
      const result = rt.data.query(this.query, { ...this.access, actor: rt.actor, binds });
      if (rt.data.schema.get(result.entity).kind === 'bigObject')
        throw new NotImplementedError(`A cursor over ${result.entity}`);
      return result.records.map((record) => String(record.id ?? record.values.Id));
    } catch (error) {
      return rt.raisePlatform(error);
    }
  }
  iterator(rt: Runtime): ApexIterator {
    return new ApexIterator(this.rows(rt).items[Symbol.iterator]());
  }
  toString(): string {
    return `Database.QueryLocator[Query=${this.query}]`;
  }
}

/** A locator of a query; binds are taken now, from the map or the calling code. Raises QueryException for a wrong query. */
export function makeLocator(
  rt: Runtime,
  query: string,
  access: AccessMode,
  binds?: Record<string, unknown>,
): QueryLocator {
  const values =
    binds ??
    Object.fromEntries(
      bindNames(query).map((name) => {
        const value = rt.bindScope?.(name);
        return [
          name,
          value === undefined ? rt.raise('System.QueryException', `Variable does not exist: ${name}`) : value,
        ];
      }),
    );
  return new QueryLocator(query, access, values);
}

export const locatorTypes: SystemType[] = [
  {
    name: 'Database.QueryLocator',
    is: (value) => value instanceof QueryLocator,
    methods: {
      getQuery: (_rt, self: QueryLocator) => self.query,
      iterator: (rt, self: QueryLocator) => self.iterator(rt),
    },
  },
  {
    name: 'Database.QueryLocatorIterator',
    is: (value) => value instanceof ApexIterator,
    methods: {
      hasNext: (_rt, self: ApexIterator) => self.hasNext(),
      next: (rt, self: ApexIterator) => self.next(rt) as ApexSObject,
    },
  },
];
