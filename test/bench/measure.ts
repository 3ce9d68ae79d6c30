/** Timing of processes and of work inside this one. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const ROOT = path.join(import.meta.dirname, '../..');
export const NODE_FLAGS = ['--disable-warning=ExperimentalWarning'];

/** Middle of an odd number of runs, in milliseconds. */
export async function median(work: () => Promise<number>, runs = 3): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await work());
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)]!;
}

export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

export function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}

export function ratio(ours: number, theirs: number): string {
  return (ours / theirs).toFixed(2);
}

/** Environment of an `sf` that asks nobody and touches no home but its own. */
export function quietEnvironment(home: string, more: Record<string, string> = {}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HOME: home,
    USERPROFILE: home,
    CI: 'true',
    NO_COLOR: '1',
    SF_DISABLE_TELEMETRY: 'true',
    SF_DISABLE_AUTOUPDATE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
    ...more,
  };
}

/** Runs a script of the project with the pinned Node; answers milliseconds. Raises with the output when it fails. */
export function timeProcess(args: string[], environment: NodeJS.ProcessEnv = process.env): Promise<number> {
  return timeCommand(process.execPath, [...NODE_FLAGS, ...args], environment);
}

/** Runs any program in the project's folder; answers milliseconds. Raises with the output when it fails. */
export function timeCommand(
  command: string,
  args: string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    let output = '';
    const child = spawn(command, args, { cwd: ROOT, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve(performance.now() - started);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output.slice(-2000)}`));
    });
  });
}

export interface OrgProcess {
  /** Milliseconds from spawning to the ready line. */
  readyAfter: number;
  ready: { instanceUrl: string; username: string; accessToken: string };
  stop(): Promise<void>;
}

/** Starts `scim org start --json` with more flags and waits for its line. */
export function startOrgProcess(flags: string[]): Promise<OrgProcess> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, ['bin/run.js', 'scim', 'org', 'start', '--port', '0', '--json', ...flags], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (chunk) => (errors += String(chunk)));
    child.on('exit', (code) => reject(new Error(`the org ended with ${code}: ${errors.slice(-2000)}`)));
    createInterface(child.stdout).once('line', (line) =>
      resolve({
        readyAfter: performance.now() - started,
        ready: JSON.parse(line),
        stop: () =>
          new Promise((done) => {
            child.removeAllListeners('exit');
            child.once('exit', () => done());
            child.kill('SIGTERM');
          }),
      }),
    );
  });
}

/** Runs `work` with a folder that is gone afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'scim-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
