/** `Limits` (Apex Reference, Limits Class): what the transaction used and may use. */
import type { Limits, Runtime, SystemFunction, SystemType } from '../runtime/contract.ts';

/** Method suffix -> limit it reads. */
const COUNTED: Record<string, keyof Limits> = {
  Queries: 'queries',
  SoslQueries: 'searches',
  QueryRows: 'queryRows',
  DmlStatements: 'dmlStatements',
  DmlRows: 'dmlRows',
  CpuTime: 'cpu',
  QueueableJobs: 'queueables',
  FutureCalls: 'futures',
  Callouts: 'callouts',
  EmailInvocations: 'emails',
  PublishImmediateDML: 'publishImmediate',
};

/**
 * Limits that nothing here uses up: used 0, allowed as the Developer Guide's "Execution Governors and Limits" says (for
 * AsyncCalls, which the Apex Reference calls reserved, the number that orgs answer).
 */
const UNUSED: Record<string, { sync: number; async: number }> = {
  AggregateQueries: { sync: 300, async: 300 },
  AsyncCalls: { sync: 200, async: 200 },
  MobilePushApexCalls: { sync: 10, async: 10 },
  QueryLocatorRows: { sync: 10_000, async: 10_000 },
};

const statics: Record<string, SystemFunction> = {};
for (const [name, limit] of Object.entries(COUNTED)) {
  statics[`get${name}`] = (rt: Runtime) => Math.floor(rt.usage[limit]);
  statics[`getLimit${name}`] = (rt: Runtime) => rt.limits[limit];
}
for (const [name, { sync, async }] of Object.entries(UNUSED)) {
  statics[`get${name}`] = () => 0;
  statics[`getLimit${name}`] = (rt: Runtime) => (rt.asynchronous ? async : sync);
}

statics['getHeapSize'] = (rt: Runtime) => rt.heapSize();
statics['getLimitHeapSize'] = (rt: Runtime) => (rt.asynchronous ? 12_000_000 : 6_000_000);

export const limitsType: SystemType = { name: 'Limits', statics };
