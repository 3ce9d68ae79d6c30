/** What the LWC compiler said of files that it saw before: it is slow to start, and its answer depends on the file alone. */
import { openKeptResults } from '../../kept/results.ts';
import type { KeptResults } from '../../kept/results.ts';
import type { LwcProblem } from './compile.ts';
import type { LwcTask } from './worker.ts';

export interface KeptCompilations {
  /** The file's problem, `null` when it has none, `undefined` when nothing is known of it. */
  get(task: LwcTask): LwcProblem | null | undefined;
  set(task: LwcTask, problem: LwcProblem | null): void;
  save(): void;
}

/** Opens what this installation keeps, when there is anything to ask it for. */
export function openKeptCompilations(tasks: LwcTask[], folder?: string): KeptCompilations {
  if (tasks.length === 0) return { get: () => undefined, set: () => undefined, save: () => undefined };
  const results: KeptResults<LwcProblem | null> = openKeptResults({
    name: 'lwc-problems',
    packageName: '@lwc/compiler',
    modules: [new URL('./compile.ts', import.meta.url)],
    ...(folder === undefined ? {} : { folder }),
  });
  return {
    get: ({ name, file, source, apiVersion }) => results.get(name, file, source, String(apiVersion)),
    set: ({ name, file, source, apiVersion }, problem) => results.set(problem, name, file, source, String(apiVersion)),
    save: () => results.save(),
  };
}
