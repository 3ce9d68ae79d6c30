/** Thread that compiles Lightning web component files one after the other; see `ahead.ts`. */
import { workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { compileFile } from './compile.ts';
import type { LwcProblem } from './compile.ts';

export interface LwcTask {
  name: string;
  /** Base name in the bundle. */
  file: string;
  source: string;
  /** Of the bundle, where it states one. */
  apiVersion?: number;
}

export interface LwcWorkerData {
  tasks: LwcTask[];
  /** Number of tasks done; the other thread sleeps on it. */
  done: Int32Array;
  port: MessagePort;
}

export interface LwcResult {
  index: number;
  problem: LwcProblem | undefined;
}

const { tasks, done, port } = workerData as LwcWorkerData;
for (const [index, task] of tasks.entries()) {
  port.postMessage({
    index,
    problem: compileFile(task.name, task.file, task.source, task.apiVersion),
  } satisfies LwcResult);
  Atomics.add(done, 0, 1);
  Atomics.notify(done, 0);
}
port.close();
