/** Batch Apex: start, one execute a chunk, finish, each its own transaction (Apex Developer Guide, "Using Batch Apex"). */
import type { RunningJob, Runtime } from '../runtime/contract.ts';
import { JobContext } from '../system/async-types.ts';
import { QueryLocator } from '../system/database/locator.ts';
import { ID_BIND, restrictToIds } from '../system/database/restrict.ts';
import { toBind } from '../system/query.ts';
import { ApexList } from '../values/collections.ts';
import { iterate } from '../values/iteration.ts';
import { toList } from '../values/records.ts';
import type { ApexSObject } from '../values/sobject.ts';
import { OBJECT, listOf, typeRef } from '../values/type.ts';
import { BatchErrors } from './batch-errors.ts';
import { freeze, thaw } from './payload.ts';
import { ALLOWS_CALLOUTS, errorText, startOf } from './run.ts';
import type { RunContext } from './run.ts';
import type { StoredJob } from './store.ts';

/** Records a chunk without a scope argument, and at most with one, for a query locator. */
const DEFAULT_SCOPE = 200;
const MAX_SCOPE = 2_000;
const STATEFUL = typeRef('Database.Stateful');

export function runBatchStep(context: RunContext, job: StoredJob, test: Runtime | null): void {
  switch (job.settings.phase) {
    case 'execute':
      return executeChunk(context, job, test);
    case 'finish':
      return finish(context, job, test);
    default:
      return start(context, job, test);
  }
}

/** Calls `start` and cuts what it returned into chunks. */
function start(context: RunContext, job: StoredJob, test: Runtime | null): void {
  const { host, store, rows } = context;
  const failed = new BatchErrors(job, 'START');
  try {
    host.transaction(startOf(job, running(job, 'start'), test), (rt) => {
      const batch = thawBatch(rt, job);
      const source = failed.watch(rt, batch, null, () => rt.call(batch, 'start', [contextOf(job)]));
      if (source === null) rt.raise('System.NullPointerException', 'The start method of a batch returned null');
      const chunks = chunksOf(rt, source, job.settings.scope);
      if (test && chunks.length > 1) {
        rt.raise(
          'System.UnexpectedException',
          'No more than one executeBatch can be called from within a test method. Please make sure the iterable returned from your start method matches the batch size, resulting in one executeBatch invocation.',
        );
      }
      store.addChunks(job.id, chunks);
      const payload = rt.isInstance(batch, STATEFUL) ? freeze(rt, batch) : job.payload;
      const locator = source instanceof QueryLocator && readsLater(rt, source) ? freeze(rt, source) : undefined;
      store.update({
        ...job,
        payload,
        settings: {
          ...job.settings,
          phase: chunks.length > 0 ? 'execute' : 'finish',
          locator,
          processed: 0,
          errors: 0,
        },
      });
      rows.update(job.id, { Status: 'Processing', TotalJobItems: chunks.length });
    });
  } catch (error) {
    host.data.transaction(
      () => {
        rows.finish(job.id, 'Failed', `First error: ${errorText(error)}`, { NumberOfErrors: 1 });
        store.remove(job);
        context.publish(failed.events, test !== null);
      },
      { mixedDml: true },
    );
    if (test) throw error;
  }
}

function executeChunk(context: RunContext, job: StoredJob, test: Runtime | null): void {
  const { host, store, rows } = context;
  const chunk = store.firstChunk(job.id);
  if (!chunk) {
    store.update({ ...job, settings: { ...job.settings, phase: 'finish' } });
    return;
  }
  const processed = (job.settings.processed ?? 0) + 1;
  const done = (payload: string, errors: number): void => {
    store.removeChunk(job.id, chunk.number);
    const phase = store.firstChunk(job.id) ? 'execute' : 'finish';
    store.update({ ...job, payload, settings: { ...job.settings, processed, errors, phase } });
    rows.update(job.id, { JobItemsProcessed: processed, NumberOfErrors: errors });
  };
  const errors = job.settings.errors ?? 0;
  const failed = new BatchErrors(job, 'EXECUTE');
  try {
    host.transaction(startOf(job, running(job, 'execute'), test), (rt) => {
      const batch = thawBatch(rt, job);
      const items = itemsOf(rt, job, chunk.data);
      failed.watch(rt, batch, items, () => rt.call(batch, 'execute', [contextOf(job), items]));
      done(rt.isInstance(batch, STATEFUL) ? freeze(rt, batch) : job.payload, errors);
    });
  } catch (error) {
    host.data.transaction(
      () => {
        done(job.payload, errors + 1);
        if (errors === 0) rows.update(job.id, { ExtendedStatus: `First error: ${errorText(error)}`.slice(0, 1_000) });
        context.publish(failed.events, test !== null);
      },
      { mixedDml: true },
    );
    if (test) throw error;
  }
}

function finish(context: RunContext, job: StoredJob, test: Runtime | null): void {
  const { host, store, rows } = context;
  const failed = new BatchErrors(job, 'FINISH');
  try {
    host.transaction(startOf(job, running(job, 'finish'), test), (rt) => {
      store.remove(job);
      // The job reads as complete when its finish method looks at it.
      rows.update(job.id, {
        Status: 'Completed',
        CompletedDate: `${host.data.now().toISOString().slice(0, 19)}.000+0000`,
      });
      const batch = thawBatch(rt, job);
      failed.watch(rt, batch, null, () => rt.call(batch, 'finish', [contextOf(job)]));
    });
  } catch (error) {
    host.data.transaction(
      () => {
        rows.finish(job.id, 'Failed', `First error: ${errorText(error)}`, {
          NumberOfErrors: (job.settings.errors ?? 0) + 1,
        });
        store.remove(job);
        context.publish(failed.events, test !== null);
      },
      { mixedDml: true },
    );
    if (test) throw error;
  }
}

function thawBatch(rt: Runtime, job: StoredJob): object {
  const batch = thaw(rt, job.payload) as object;
  if (rt.job) rt.job.callouts = rt.isInstance(batch, ALLOWS_CALLOUTS);
  return batch;
}

function running(job: StoredJob, phase: 'start' | 'execute' | 'finish'): RunningJob {
  return { id: job.id, kind: 'batch', depth: 1, phase };
}

function contextOf(job: StoredJob): JobContext {
  return new JobContext('Database.BatchableContext', job.id, job.id);
}

/** Rows of a locator are read when their chunk runs, by their ids; those of big objects have none. */
function readsLater(rt: Runtime, locator: QueryLocator): boolean {
  const object = /\bfrom\s+(\w+)/i.exec(locator.query.replace(/\([^()]*\)/g, ''))?.[1] ?? '';
  return rt.data.schema.find(object)?.kind !== 'bigObject';
}

/** Ids of a locator as JSON, or frozen lists of an Iterable's values. */
function chunksOf(rt: Runtime, source: unknown, scope: number | undefined): string[] {
  if (source instanceof QueryLocator && readsLater(rt, source)) {
    const size = Math.min(scope ?? DEFAULT_SCOPE, MAX_SCOPE);
    return slices(source.ids(rt), size).map((ids) => JSON.stringify(ids));
  }
  const values = source instanceof QueryLocator ? source.rows(rt) : source;
  const type = values instanceof ApexList ? values.type : listOf(OBJECT);
  return slices([...iterate(rt, values)], scope ?? DEFAULT_SCOPE).map((items) => freeze(rt, new ApexList(type, items)));
}

/** The chunk's values; rows of a locator are read as they are now, without counting against the limits. */
function itemsOf(rt: Runtime, job: StoredJob, chunk: string): unknown {
  if (job.settings.locator === undefined) return thaw(rt, chunk);
  const locator = thaw(rt, job.settings.locator) as QueryLocator;
  const ids = JSON.parse(chunk) as string[];
  const binds = Object.fromEntries(Object.entries(locator.binds).map(([name, value]) => [name, toBind(value)]));
  const result = rt.data.query(restrictToIds(locator.query), {
    ...locator.access,
    actor: rt.actor,
    binds: { ...binds, [ID_BIND]: ids },
  });
  const list = toList(rt, result);
  const byId = new Map(list.items.map((row) => [(row as ApexSObject).id, row]));
  return new ApexList(
    list.type,
    ids.flatMap((id) => byId.get(id) ?? []),
  );
}

function slices<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_none, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
