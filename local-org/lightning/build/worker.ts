/**
 * Compiles in a thread of its own: the compilers are synchronous, and an org that compiles must go on answering.
 * One job at a time, in the order in which they came.
 */
import { parentPort } from 'node:worker_threads';
import { buildBaseComponents } from './base-components.ts';
import { BundleBuildError } from './errors.ts';
import { buildOrgComponents } from './org-components.ts';
import { readManifest } from './manifest.ts';
import type { CompilerAnswer, CompilerJob } from './compiler.ts';

const port = parentPort;
if (!port) throw new Error('This module runs as a worker thread of compiler.ts, not by itself.');

const answer = (message: CompilerAnswer) => port.postMessage(message);

function build(job: CompilerJob): Promise<string> {
  if (job.org) return buildOrgComponents(job.cacheDir, readManifest(job.org.base), job.org.sources);
  return buildBaseComponents(job.cacheDir, (progress) => answer({ id: job.id, progress }), job.only);
}

async function run(job: CompilerJob): Promise<void> {
  try {
    answer({ id: job.id, folder: await build(job) });
  } catch (error) {
    const { message, stack } = error as Error;
    answer({
      id: job.id,
      error: error instanceof BundleBuildError ? { bundle: error.bundle, message } : { message: stack ?? message },
    });
  }
}

let queue = Promise.resolve();
port.on('message', (job: CompilerJob) => {
  queue = queue.then(() => run(job));
});
