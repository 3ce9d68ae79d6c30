/**
 * Compiles Lightning web components in another thread while this one checks everything else. The compiler takes longer than
 * all other checks together, and a deploy is synchronous; so the answer is waited for only when it is asked. Files that were
 * compiled before, by this process or an earlier one, are not compiled again (`kept.ts`).
 */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Component } from '../package/component.ts';
import { decodeText } from '../package/component.ts';
import { numberOf } from '../xml/element.ts';
import { compileFile } from './compile.ts';
import type { LwcProblem } from './compile.ts';
import { openKeptCompilations } from './kept.ts';
import type { KeptCompilations } from './kept.ts';
import type { LwcResult, LwcTask } from './worker.ts';

/** Milliseconds to wait for one file before this thread compiles it itself. */
const PATIENCE = 20_000;
/** Below this many files the thread's own start costs more than it saves. */
const WORTHWHILE = 4;

export interface AheadCompiler {
  /** Same contract as `compileFile`. */
  compile: typeof compileFile;
  stop(): void;
}

/** The API version of a bundle's configuration, which decides what its templates may hold. */
export function statedVersion({ document }: Component): { apiVersion?: number } {
  const apiVersion = document && numberOf(document, 'apiVersion');
  return apiVersion === undefined ? {} : { apiVersion };
}

export function lwcTasks(components: Component[]): LwcTask[] {
  return components
    .filter((component) => component.type === 'LightningComponentBundle')
    .flatMap((component) =>
      component.files
        .filter(({ path }) => /\.(js|html|css)$/.test(path) && !path.includes('/__'))
        .map((file) => ({
          name: component.fullName,
          file: file.path.slice(file.path.lastIndexOf('/') + 1),
          source: decodeText(file.content),
          ...statedVersion(component),
        })),
    );
}

/**
 * Starts compiling what is not known yet, at once. Call `stop` when the deploy is over.
 * @param kept what was compiled before. Default: what this installation keeps.
 */
export function compileAhead(tasks: LwcTask[], kept: KeptCompilations = openKeptCompilations(tasks)): AheadCompiler {
  const unknown = tasks.filter((task) => kept.get(task) === undefined);
  const compiler = unknown.length < WORTHWHILE ? inThisThread : inAnotherThread(unknown);
  return {
    compile(name, file, source, apiVersion) {
      const task = { name, file, source, ...(apiVersion === undefined ? {} : { apiVersion }) };
      const known = kept.get(task);
      if (known !== undefined) return known ?? undefined;
      const problem = compiler.compile(name, file, source, apiVersion);
      kept.set(task, problem ?? null);
      return problem;
    },
    stop() {
      compiler.stop();
      kept.save();
    },
  };
}

const inThisThread: AheadCompiler = { compile: compileFile, stop: () => undefined };

function inAnotherThread(tasks: LwcTask[]): AheadCompiler {
  const done = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { tasks, done, port: port2 },
    transferList: [port2],
  });
  // A thread that dies is no error by itself: whatever it did not compile is compiled here.
  worker.on('error', () => undefined);
  worker.unref();
  port1.unref();
  const results = new Map<string, LwcProblem | undefined>();
  const keyOf = ({ name, file }: { name: string; file: string }): string => `${name}/${file}`;
  const receive = (): void => {
    for (let message = receiveMessageOnPort(port1); message; message = receiveMessageOnPort(port1)) {
      const { index, problem } = message.message as LwcResult;
      results.set(keyOf(tasks[index] as LwcTask), problem);
    }
  };
  return {
    compile(name, file, source, apiVersion) {
      const key = keyOf({ name, file });
      const deadline = Date.now() + PATIENCE;
      for (;;) {
        const seen = Atomics.load(done, 0);
        receive();
        if (results.has(key)) return results.get(key);
        if (seen >= tasks.length || Date.now() >= deadline) return compileFile(name, file, source, apiVersion);
        Atomics.wait(done, 0, seen, deadline - Date.now());
      }
    },
    stop() {
      port1.close();
      void worker.terminate();
    },
  };
}
