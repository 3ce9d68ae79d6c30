/** Gives the page its compiled modules: from the cache at once, else from a worker thread that stops when it is idle. */
import { Worker } from 'node:worker_threads';
import { cachedBuild, defaultCacheDir } from './cache.ts';
import { BundleBuildError } from './errors.ts';
import { baseKey, orgKey } from './keys.ts';
import type { OrgSources } from './keys.ts';
import { lwcPackages, selected } from './lwc-packages.ts';
import { readManifest } from './manifest.ts';
import type { BuildManifest } from './manifest.ts';

/** The compilers hold some hundred megabytes; after this long without work they are let go. */
const IDLE_MILLISECONDS = 20_000;

/** Called while the base components are compiled, with a share between 0 and 1. */
export type BuildProgress = (share: number) => void;

export interface CompilerJob {
  id: number;
  cacheDir: string;
  /** The base components to offer; absent for all. */
  only?: readonly string[];
  /** The org's components and the folder of the base build they stand on; absent for the base build itself. */
  org?: { base: string; sources: OrgSources };
}

export interface CompilerAnswer {
  id: number;
  progress?: number;
  folder?: string;
  error?: { bundle?: string; message: string };
}

export interface Build {
  folder: string;
  manifest: BuildManifest;
}

interface Waiting {
  resolve(folder: string): void;
  reject(error: Error): void;
}

export class LightningCompiler {
  readonly cacheDir: string;
  /** How far the base build is, 0 to 1; 1 when it is ready. */
  share = 0;
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<BuildProgress>();
  #base: Promise<Build> | undefined;
  #org: { key: string; build: Promise<Build> } | undefined;

  readonly #only: readonly string[] | undefined;

  /**
   * @param cacheDir where builds are kept
   * @param only the base components to offer; by default all
   */
  constructor(cacheDir: string = defaultCacheDir(), only?: readonly string[]) {
    this.cacheDir = cacheDir;
    this.#only = only;
  }

  /** The base modules; compiles them when no build of these versions is cached (about 15 s). */
  base(onProgress: BuildProgress = () => undefined): Promise<Build> {
    this.#listeners.add(onProgress);
    this.#base ??= this.#build(
      baseKey(selected(lwcPackages(), this.#only)),
      this.#only ? { only: this.#only } : {},
    ).catch((error: unknown) => {
      this.#base = undefined;
      throw error;
    });
    return this.#base
      .finally(() => this.#listeners.delete(onProgress))
      .then((build) => {
        this.share = 1;
        onProgress(1);
        return build;
      });
  }

  /** The org's components. Raises `BundleBuildError` for one that does not compile. */
  async org(sources: OrgSources): Promise<Build> {
    const base = await this.base();
    const key = orgKey(base.manifest.key, sources);
    if (this.#org?.key !== key) {
      const build = this.#build(key, { org: { base: base.folder, sources } });
      build.catch(() => undefined);
      this.#org = { key, build };
    }
    return this.#org.build;
  }

  /** Stops the worker; builds in progress fail. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
    this.#fail(new Error('The Lightning compiler was closed.'));
  }

  async #build(key: string, work: Pick<CompilerJob, 'only' | 'org'>): Promise<Build> {
    const folder = cachedBuild(this.cacheDir, key) ?? (await this.#run(work));
    return { folder, manifest: readManifest(folder) };
  }

  #run(work: Pick<CompilerJob, 'only' | 'org'>): Promise<string> {
    clearTimeout(this.#idle);
    this.#lastId += 1;
    const job: CompilerJob = { id: this.#lastId, cacheDir: this.cacheDir, ...work };
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      this.#waiting.set(job.id, { resolve, reject });
      worker.ref();
      worker.postMessage(job);
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { name: 'lightning-compiler' });
    worker.on('message', (answer: CompilerAnswer) => this.#receive(answer));
    worker.on('error', (error) => this.#stopped(worker, error));
    worker.on('exit', () => this.#stopped(worker, new Error('The Lightning compiler stopped unexpectedly.')));
    return worker;
  }

  #stopped(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#fail(error);
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #receive({ id, progress, folder, error }: CompilerAnswer): void {
    if (progress !== undefined) {
      this.share = progress;
      for (const listener of this.#listeners) listener(progress);
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (folder !== undefined) waiting?.resolve(folder);
    else
      waiting?.reject(
        error?.bundle === undefined ? new Error(error?.message) : new BundleBuildError(error.bundle, error.message),
      );
    if (this.#waiting.size === 0) this.#rest();
  }

  #rest(): void {
    this.#worker?.unref();
    this.#idle = setTimeout(() => void this.close(), IDLE_MILLISECONDS);
    this.#idle.unref();
  }
}
