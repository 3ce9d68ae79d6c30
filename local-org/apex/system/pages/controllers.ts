/** `ApexPages.StandardController` and `StandardSetController` (Apex Reference, ApexPages Namespace). */
import type { Runtime, SystemFunction, SystemType } from '../../runtime/contract.ts';
import { ApexList } from '../../values/collections.ts';
import { ApexSObject } from '../../values/sobject.ts';
import { listOf, typeRef } from '../../values/type.ts';
import { required } from '../arguments.ts';
import type { QueryLocator } from '../database/locator.ts';
import { runDml } from '../dml.ts';
import { PageReference } from './page-reference.ts';

class RecordController {
  readonly typeName = 'ApexPages.StandardController';
  readonly record: ApexSObject;
  constructor(record: ApexSObject) {
    this.record = record;
  }
}

/** Page of the record; the platform goes there after `save`, `view` and `cancel`. */
function recordPage(self: RecordController, suffix = ''): PageReference {
  return new PageReference(`/${self.record.id ?? ''}${suffix}`);
}

/** Of a set controller that nobody told otherwise (Apex Reference, setPageSize). */
const PAGE_SIZE = 20;
/** A set controller keeps no more records (Apex Reference, getCompleteResult). */
const MAX_RECORDS = 10_000;

class SetController {
  readonly typeName = 'ApexPages.StandardSetController';
  readonly all: ApexList;
  readonly complete: boolean;
  selected: ApexList;
  size = PAGE_SIZE;
  page = 1;
  constructor(all: ApexList) {
    this.complete = all.items.length <= MAX_RECORDS;
    this.all = new ApexList(all.type, all.items.slice(0, MAX_RECORDS));
    this.selected = new ApexList(all.type);
  }
  get pages(): number {
    return Math.max(1, Math.ceil(this.all.items.length / this.size));
  }
  turn(page: number): void {
    this.page = Math.min(Math.max(page, 1), this.pages);
  }
  get shown(): ApexList {
    return new ApexList(this.all.type, this.all.items.slice((this.page - 1) * this.size, this.page * this.size));
  }
}

function setOf(rt: Runtime, source: QueryLocator | ApexList | null): SetController {
  const given = required(rt, source);
  if (given instanceof ApexList) return new SetController(given);
  return new SetController(given.rows(rt));
}

const turn =
  (to: (self: SetController) => number): SystemFunction =>
  (_rt, self: SetController) =>
    self.turn(to(self));

export const controllerTypes: SystemType[] = [
  {
    name: 'ApexPages.StandardController',
    is: (value) => value instanceof RecordController,
    constructors: { '(SObject)': (rt, record: ApexSObject | null) => new RecordController(required(rt, record)) },
    methods: {
      getRecord: (_rt, self: RecordController) => self.record,
      getId: (_rt, self: RecordController) => self.record.id,
      save: (rt, self: RecordController) => {
        runDml(rt, 'upsert', self.record);
        return recordPage(self);
      },
      delete: (rt, self: RecordController) => {
        runDml(rt, 'delete', self.record);
        return new PageReference(`/${self.record.describe.keyPrefix ?? ''}`);
      },
      cancel: (_rt, self: RecordController) => recordPage(self),
      view: (_rt, self: RecordController) => recordPage(self),
      edit: (_rt, self: RecordController) => recordPage(self, '/e'),
    },
  },
  {
    name: 'ApexPages.StandardSetController',
    is: (value) => value instanceof SetController,
    constructors: {
      '(List<SObject>)': (rt, rows: ApexList | null) => setOf(rt, rows),
      '(Database.QueryLocator)': (rt, locator: QueryLocator | null) => setOf(rt, locator),
    },
    methods: {
      getRecords: (_rt, self: SetController) => self.shown,
      getRecord: (rt, self: SetController) => {
        const [first] = self.all.items;
        return first instanceof ApexSObject
          ? new ApexSObject(first.describe)
          : rt.raise('System.ListException', 'List index out of bounds: 0');
      },
      getResultSize: (_rt, self: SetController) => self.all.items.length,
      getCompleteResult: (_rt, self: SetController) => self.complete,
      getSelected: (_rt, self: SetController) => self.selected,
      setSelected: (rt, self: SetController, rows: ApexList | null) => {
        self.selected = new ApexList(listOf(typeRef('SObject')), [...required(rt, rows).items]);
      },
      getPageSize: (_rt, self: SetController) => self.size,
      setPageSize: (rt, self: SetController, size: number | null) => {
        self.size = Math.max(1, required(rt, size));
        self.turn(self.page);
      },
      getPageNumber: (_rt, self: SetController) => self.page,
      setPageNumber: (rt, self: SetController, page: number | null) => self.turn(required(rt, page)),
      getHasNext: (_rt, self: SetController) => self.page < self.pages,
      getHasPrevious: (_rt, self: SetController) => self.page > 1,
      first: turn(() => 1),
      last: turn((self) => self.pages),
      next: turn((self) => self.page + 1),
      previous: turn((self) => self.page - 1),
      save: (rt, self: SetController) => {
        const rows = self.selected.items.length ? self.selected : self.all;
        if (rows.items.length) runDml(rt, 'update', rows);
        return new PageReference('');
      },
      cancel: () => new PageReference(''),
    },
  },
];
