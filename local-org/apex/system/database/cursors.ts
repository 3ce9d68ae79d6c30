/**
 * `Database.Cursor` and `Database.PaginationCursor` (reference/metadata.md §6): the ids are fixed when the cursor is
 * made, each fetch is a query and its rows are query rows.
 */
import type { Runtime, SystemFunction, SystemType } from '../../runtime/contract.ts';
import type { ApexMap } from '../../values/collections.ts';
import { ApexList } from '../../values/collections.ts';
import type { ApexSObject } from '../../values/sobject.ts';
import { SOBJECT, listOf } from '../../values/type.ts';
import { accessOf } from '../access.ts';
import { required } from '../arguments.ts';
import { runQuery } from '../query.ts';
import type { QueryLocator } from './locator.ts';
import { makeLocator } from './locator.ts';
import { ID_BIND, restrictToIds } from './restrict.ts';

/** Apex Developer Guide, "Apex Cursors": 100 fetch calls a transaction, 2,000 rows a fetch by row limits, 100,000 rows to page. */
const FETCH_CALLS = 100;
const PAGINATION_ROWS = 100_000;
const PAGE_ROWS = 2_000;

const fetches = new WeakMap<Runtime, number>();

export class Cursor {
  readonly typeName: string;
  readonly locator: QueryLocator;
  readonly ids: string[];
  constructor(typeName: string, locator: QueryLocator, ids: string[]) {
    this.typeName = typeName;
    this.locator = locator;
    this.ids = ids;
  }
}

class FetchResult {
  readonly typeName = 'Database.CursorFetchResult';
  readonly records: ApexList;
  readonly nextIndex: number;
  readonly deleted: number;
  readonly done: boolean;
  constructor(records: ApexList, nextIndex: number, deleted: number, done: boolean) {
    this.records = records;
    this.nextIndex = nextIndex;
    this.deleted = deleted;
    this.done = done;
  }
}

const open =
  (typeName: string, limit: number, withBinds: boolean): SystemFunction =>
  (rt, soql: string | null, ...rest: unknown[]) => {
    const binds = withBinds
      ? Object.fromEntries(
          [...required(rt, rest[0] as ApexMap | null).entries()].map(([name, value]) => [
            String(name).toLowerCase(),
            value,
          ]),
        )
      : undefined;
    const locator = makeLocator(rt, required(rt, soql), accessOf(rt, rest[withBinds ? 1 : 0]), binds);
    rt.charge('queries', 1);
    const ids = locator.ids(rt);
    if (ids.length > limit) rt.raise('System.FatalCursorException', `The query selects more than ${limit} rows`);
    return new Cursor(typeName, locator, ids);
  };

export const cursorStatics: Record<string, SystemFunction> = {
  getCursor: open('Database.Cursor', 50_000_000, false),
  getCursorWithBinds: open('Database.Cursor', 50_000_000, true),
  getPaginationCursor: open('Database.PaginationCursor', PAGINATION_ROWS, false),
  getPaginationCursorWithBinds: open('Database.PaginationCursor', PAGINATION_ROWS, true),
};

export const cursorTypes: SystemType[] = [
  {
    name: 'Database.Cursor',
    is: (value) => value instanceof Cursor && value.typeName === 'Database.Cursor',
    methods: {
      getNumRecords: (_rt, self: Cursor) => self.ids.length,
      fetch: (rt, self: Cursor, position: number | null, count: number | null) => {
        const [from, size] = [required(rt, position), required(rt, count)];
        checkRange(rt, self, from, size);
        return readRows(rt, self, self.ids.slice(from, from + size));
      },
    },
  },
  {
    name: 'Database.PaginationCursor',
    is: (value) => value instanceof Cursor && value.typeName === 'Database.PaginationCursor',
    methods: {
      getNumRecords: (_rt, self: Cursor) => self.ids.length,
      fetchPage: (rt, self: Cursor, start: number | null, pageSize: number | null) =>
        fetchPage(rt, self, required(rt, start), required(rt, pageSize)),
    },
  },
  {
    name: 'Database.CursorFetchResult',
    is: (value) => value instanceof FetchResult,
    methods: {
      getRecords: (_rt, self: FetchResult) => self.records,
      getNextIndex: (_rt, self: FetchResult) => self.nextIndex,
      getNumDeletedRecords: (_rt, self: FetchResult) => self.deleted,
      isDone: (_rt, self: FetchResult) => self.done,
    },
  },
];

/** Fills a page with rows that still exist, skipping deleted ones. */
function fetchPage(rt: Runtime, cursor: Cursor, start: number, pageSize: number): FetchResult {
  checkRange(rt, cursor, start, pageSize);
  if (pageSize > PAGE_ROWS) rt.raise('System.FatalCursorException', `Page size cannot exceed ${PAGE_ROWS}`);
  const records = new ApexList(listOf(SOBJECT));
  let index = start;
  let deleted = 0;
  while (records.items.length < pageSize && index < cursor.ids.length) {
    const wanted = cursor.ids.slice(index, index + pageSize - records.items.length);
    const found = readRows(rt, cursor, wanted);
    records.items.push(...found.items);
    deleted += wanted.length - found.items.length;
    index += wanted.length;
  }
  return new FetchResult(records, index, deleted, index >= cursor.ids.length);
}

function checkRange(rt: Runtime, cursor: Cursor, start: number, count: number): void {
  if (start < 0 || start > cursor.ids.length)
    rt.raise('System.FatalCursorException', `Invalid position ${start}: the cursor has ${cursor.ids.length} records`);
  if (count < 0) rt.raise('System.FatalCursorException', `Invalid count ${count}`);
}

function readRows(rt: Runtime, cursor: Cursor, ids: string[]): ApexList {
  const calls = (fetches.get(rt) ?? 0) + 1;
  fetches.set(rt, calls);
  if (calls > FETCH_CALLS) rt.raise('System.LimitException', `Too many fetch calls on Apex cursor: ${calls}`);
  const { query, access, binds } = cursor.locator;
  const list = runQuery(rt, restrictToIds(query), { access, binds: { ...binds, [ID_BIND]: idList(ids) } });
  const byId = new Map(list.items.map((row) => [(row as ApexSObject).id, row]));
  return new ApexList(
    list.type,
    ids.flatMap((id) => byId.get(id) ?? []),
  );
}

function idList(ids: string[]): ApexList {
  return new ApexList(listOf(SOBJECT), ids);
}
