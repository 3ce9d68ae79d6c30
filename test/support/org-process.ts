/** Starts the embedded org as its users do, and runs the unmodified Salesforce CLI against it in a home directory of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = path.resolve(import.meta.dirname, '../..');
const READY_MS = 30_000;
/** What `sf` may take before a test gives up on it; a hanging client must not hang the suite. */
const COMMAND_MS = 90_000;
/** The user whose token the ready line carries. */
const ALIAS = 'emb';

/** The line that `scim org start --json` prints when it is ready (design.md §6). */
export interface ReadyLine {
  instanceUrl: string;
  username: string;
  accessToken: string;
  orgId: string;
  consoleUrl: string;
  scimUrl: string;
  sources: { clientId: string; clientSecret: string; accessToken: string }[];
}

export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
  /** `--json` output: the object on stdout. Raises with the whole output when it is none. */
  json<T = Record<string, unknown>>(): T;
}

export interface OrgProcess extends ReadyLine {
  /** Everything the process wrote to stderr so far. */
  log(): string;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL: what a power cut does. */
  kill(): Promise<void>;
}

/** Starts `scim org start --json` with `args`: on a free port, and empty, unless they say otherwise. */
export async function startOrgProcess(
  args: string[] = [],
  entry = path.join(ROOT, 'bin/run.js'),
  readyMs = READY_MS,
): Promise<OrgProcess> {
  const port = args.includes('--port') ? [] : ['--port', '0'];
  const bare = args.includes('--package') || args.includes('--seed') ? [] : ['--no-package', '--seed', 'none'];
  const child = spawn(process.execPath, [entry, 'scim', 'org', 'start', '--json', ...port, ...bare, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  const ready = await new Promise<ReadyLine>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`The org was not ready after ${readyMs} ms.\n${log}`));
    }, readyMs);
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(timer);
      resolve(JSON.parse(line) as ReadyLine);
    });
    void ended.then((code) => {
      clearTimeout(timer);
      reject(new Error(`The org ended with exit code ${code} before it was ready.\n${log}`));
    });
  });
  return {
    ...ready,
    log: () => log,
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** A Salesforce CLI with a home of its own, logged in to nothing. */
export interface Cli {
  readonly home: string;
  run(args: string[], options?: { cwd?: string; env?: Record<string, string> }): Promise<CommandResult>;
  /** `sf org login access-token`, as alias and default org. */
  login(org: ReadyLine): Promise<CommandResult>;
  dispose(): void;
}

export function createCli(): Cli {
  const home = mkdtempSync(path.join(tmpdir(), 'rollcall-sf-'));
  const environment: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    USERPROFILE: home,
    SF_DISABLE_TELEMETRY: 'true',
    SF_DISABLE_AUTOUPDATE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_DOMAIN_RETRY: '0',
    CI: 'true',
    NO_COLOR: '1',
    TZ: 'UTC',
  };
  const cli: Cli = {
    home,
    run: (args, options = {}) =>
      runSf(args, options.cwd ?? home, { ...environment, SF_TARGET_ORG: ALIAS, ...options.env }),
    login: (org) =>
      runSf(
        ['org', 'login', 'access-token', '--instance-url', org.instanceUrl, '--alias', ALIAS, '--no-prompt', '--json'],
        home,
        { ...environment, SF_ACCESS_TOKEN: org.accessToken },
      ),
    dispose: () => rmSync(home, { recursive: true, force: true }),
  };
  return cli;
}

/** Runs tasks two at a time, in order: `sf` is a process of its own, and small machines have two cores. */
export async function inPairs<T>(tasks: (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < tasks.length; index = next++) {
      const task = tasks[index];
      if (task) results[index] = await task();
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

function runSf(args: string[], cwd: string, env: Record<string, string>): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(ROOT, 'node_modules/@salesforce/cli/bin/run.js'), ...args], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: COMMAND_MS,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === null) {
        reject(new Error(`sf ${args.join(' ')} was ended by ${signal} after ${COMMAND_MS} ms.\n${stdout}\n${stderr}`));
        return;
      }
      resolve({
        exitCode: code,
        stdout,
        stderr,
        json<T>() {
          try {
            return JSON.parse(stdout) as T;
          } catch {
            throw new Error(`sf ${args.join(' ')} gave no JSON (exit ${code}).\n${stdout}\n${stderr}`);
          }
        },
      });
    });
  });
}
