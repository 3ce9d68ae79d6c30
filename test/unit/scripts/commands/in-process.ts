/** Runs the command line in a process of its own, which signals reach as they reach a user's. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
const LOOK_MS = 50;

export interface ProcessRun {
  /** As a shell reports it: 128 and the number of the signal that ended the process. */
  exitCode: number;
  stderr: string;
}

export interface Stopping {
  /** The signal is sent as soon as it says so. */
  when(): boolean;
  signal: NodeJS.Signals;
}

/** In this home directory, which is its folder for temporary files too if `tmp` is there; sent SIGINT where nothing else is said. */
export async function inProcess(
  argv: string[],
  home: string,
  stopping: Stopping | Stopping['when'] = () => false,
): Promise<ProcessRun> {
  const { when, signal } = typeof stopping === 'function' ? { when: stopping, signal: 'SIGINT' as const } : stopping;
  const child = spawn(process.execPath, ['bin/run.js', ...argv], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      USERPROFILE: home,
      XDG_DATA_HOME: path.join(home, 'data'),
      ...(existsSync(path.join(home, 'tmp')) && { TMPDIR: path.join(home, 'tmp') }),
      SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
      SF_DISABLE_LOG_FILE: 'true',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const timer = setInterval(() => {
    if (!when()) return;
    clearInterval(timer);
    child.kill(signal);
  }, LOOK_MS);
  const exitCode = await new Promise<number>((resolve) =>
    child.once('close', (code, by) => resolve(code ?? 128 + constants.signals[by!])),
  );
  clearInterval(timer);
  return { exitCode, stderr };
}
