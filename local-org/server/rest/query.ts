/** `query`, `queryAll` and their further pages. */
import type { QueryRecord } from '../../data/types.ts';
import { NotImplementedError, PlatformError } from '../../data/types.ts';
import { columnMetadata } from './columns.ts';
import type { QueryCursors } from './cursors.ts';
import { recordJson } from './records.ts';
import type { RestCall, RestReply, RestResource } from './router.ts';

/** Rows a page: default and most 2,000, at least 200 (REST API, "Query Options Header"). */
const PAGE = 2000;
const SMALLEST_PAGE = 200;

export function queryResources(cursors: QueryCursors): RestResource[] {
  return [
    { pattern: 'query', tooling: true, methods: { GET: (call) => runQuery(call, cursors, false) } },
    { pattern: 'queryAll', methods: { GET: (call) => runQuery(call, cursors, true) } },
    { pattern: 'query/:locator', tooling: true, methods: { GET: (call) => nextPage(call, cursors) } },
    { pattern: 'queryAll/:locator', methods: { GET: (call) => nextPage(call, cursors) } },
  ];
}

function runQuery(call: RestCall, cursors: QueryCursors, allRows: boolean): RestReply {
  if (call.query.has('explain')) throw new NotImplementedError('Query plan (explain)');
  const soql = call.query.get('q');
  if (!soql)
    throw new PlatformError(
      'MALFORMED_QUERY',
      'SOQL statements cannot be empty or null: give the query in the parameter q',
    );
  const { data } = call.context.org;
  const result = data.query(soql, { actor: call.session.actor, mode: 'user', sharing: true, allRows });
  if (call.query.get('columns') === 'true') return { body: columnMetadata(result, data.schema.find(result.entity)) };
  const size = pageSize(call);
  const done = result.records.length <= size;
  return {
    body: {
      totalSize: result.totalSize,
      done,
      ...(done
        ? {}
        : { nextRecordsUrl: pageUrl(call, cursors.open(call.session.userId, result.records, now(call)), size) }),
      records: result.records.slice(0, size).map((record) => recordJson(record, call)),
    },
  };
}

function nextPage(call: RestCall, cursors: QueryCursors): RestReply {
  const match = /^(01g\w{15})-(\d+)$/.exec(call.params.locator ?? '');
  if (!match) throw new PlatformError('INVALID_QUERY_LOCATOR', 'invalid query locator');
  const records: QueryRecord[] = cursors.read(call.session.userId, match[1] ?? '', now(call));
  const from = Number(match[2]);
  const to = from + pageSize(call);
  const done = to >= records.length;
  return {
    body: {
      totalSize: records.length,
      done,
      ...(done ? {} : { nextRecordsUrl: pageUrl(call, match[1] ?? '', to) }),
      records: records.slice(from, to).map((record) => recordJson(record, call)),
    },
  };
}

function pageUrl(call: RestCall, locator: string, from: number): string {
  return `${call.base}/query/${locator}-${from}`;
}

/** `Sforce-Query-Options: batchSize=500`. */
function pageSize(call: RestCall): number {
  const asked = /batchSize\s*=\s*(\d+)/i.exec(String(call.headers['sforce-query-options'] ?? ''))?.[1];
  return asked ? Math.min(PAGE, Math.max(SMALLEST_PAGE, Number(asked))) : PAGE;
}

function now(call: RestCall): number {
  return call.context.org.data.now().getTime();
}
