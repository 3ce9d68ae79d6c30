/**
 * The org that browser tests look at: the one that `npm start` brings up, with its sample users, on a free port.
 * `ROLLCALL_CONSOLE_URL=http://… ROLLCALL_SCIM_TOKEN=… npm run test:browser` takes an org that already runs instead; the
 * token is the one of its source Employees.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { copyOfPreparedOrg, isSharedRun, removeOrg } from './prepared-org.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const START = [path.join(ROOT, 'bin/run.js'), 'scim', 'org', 'start'];

/** Deploy, 250 users over SCIM, a scan and, in a fresh clone, the base components: half a minute on two busy cores. */
export const READY_MILLISECONDS = 240_000;

export interface DemoOrg {
  /** Opens the console, signed in as the administrator. */
  consoleUrl: string;
  instanceUrl: string;
  scimUrl: string;
  /** Access tokens of the provisioning sources. */
  sources: { name: string; accessToken: string }[];
  stop(): Promise<void>;
}

/** @throws {Error} with the org's own output when it ends or is not ready in time */
export async function startDemoOrg(): Promise<DemoOrg> {
  const running = process.env.ROLLCALL_CONSOLE_URL;
  if (running) {
    const instanceUrl = new URL(running).origin;
    const accessToken = process.env.ROLLCALL_SCIM_TOKEN ?? '';
    return {
      consoleUrl: running,
      instanceUrl,
      scimUrl: `${instanceUrl}/services/scim/v2`,
      sources: [{ name: 'Employees', accessToken }],
      stop: async () => undefined,
    };
  }

  if (!isSharedRun()) return start();
  const folder = await copyOfPreparedOrg(async (prepared) => (await start(prepared)).stop(), READY_MILLISECONDS);
  const org = await start(folder);
  return {
    ...org,
    stop: async () => {
      await org.stop();
      removeOrg(folder);
    },
  };
}

/** The demo in `folder`, or in memory; what the folder holds already is not deployed or seeded again. */
async function start(folder?: string): Promise<DemoOrg> {
  const child = spawn(
    process.execPath,
    [...START, ...(folder ? ['--data', folder] : []), '--port', '0', '--seed', 'demo', '--json'],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  const line = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`The demo org was not ready after ${READY_MILLISECONDS / 1000} s.\n${output}`));
    }, READY_MILLISECONDS);
    createInterface({ input: child.stdout }).once('line', (first) => {
      clearTimeout(timer);
      resolve(first);
    });
    void ended.then(() => {
      clearTimeout(timer);
      reject(new Error(`The demo org ended before it was ready.\n${output}`));
    });
  });
  return { ...(JSON.parse(line) as Omit<DemoOrg, 'stop'>), stop };
}
