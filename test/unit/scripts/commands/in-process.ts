/** Runs the command line in a process of its own, which signals reach as they reach a user's. */
import { spawn } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
const LOOK_MS = 50;

export interface ProcessRun {
  exitCode: number | null;
  stderr: string;
}

/** In this home directory; sent SIGINT as soon as `when` says so. */
export async function inProcess(argv: string[], home: string, when: () => boolean = () => false): Promise<ProcessRun> {
  const child = spawn(process.execPath, ['bin/run.js', ...argv], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      USERPROFILE: home,
      XDG_DATA_HOME: path.join(home, 'data'),
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
    child.kill('SIGINT');
  }, LOOK_MS);
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(timer);
  return { exitCode, stderr };
}
