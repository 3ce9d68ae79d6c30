/**
 * Bulk API 2.0: `jobs/ingest` and `jobs/query`, for `sf data import|update|upsert|delete|export bulk`, jsforce `bulk2` and
 * everybody else (reference/wire.md §6.3; "Bulk API 2.0 and Bulk API Developer Guide").
 */
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../context.ts';
import type { RestResource } from '../rest/router.ts';
import { ingestResources } from './ingest.ts';
import { BulkJobs } from './jobs.ts';
import { bulkQueryResources } from './query.ts';
import { BulkWork } from './work.ts';

/** The resources; work stops when the server closes. */
export function bulkResources(app: FastifyInstance, { org, log }: ServerContext): RestResource[] {
  const jobs = new BulkJobs(org.data);
  const work = new BulkWork(org, jobs, log);
  app.addHook('onClose', async () => work.stop());
  return [...ingestResources(jobs, work), ...bulkQueryResources(jobs, work)];
}
