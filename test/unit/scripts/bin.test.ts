/** The entry of the command line as a process: on old and new Nodes, with signals, without Java. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { smallPackage } from './small-package.ts';

const RUN = path.resolve(import.meta.dirname, '../../../bin/run.js');
/** Makes a Node say that it is an old one, to itself and not to the Node that it hands over to. */
const AS_NODE_20 = [
  '--import',
  "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.11.0'}})",
];

/** As a library throws that repeats the request it sent. */
const SECRETS = 'Authorization: Bearer 00D000000000001!AQEAQCanary.xyz client_secret=CanarySecret';

/** Throws it outside of the run, half a second after a command has begun. */
const CRASH = `const crash=()=>{throw new Error("${SECRETS}")};const look=()=>process.listenerCount("uncaughtException")>0?setTimeout(crash,500):setTimeout(look,5);look()`;

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** Sends `signal` once what the process wrote matches `when`. */
function run(
  args: string[],
  options: { node?: string[]; env?: NodeJS.ProcessEnv; signal?: NodeJS.Signals; when?: RegExp } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [...(options.node ?? []), RUN, ...args], {
    env: { ...process.env, CI: 'true', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  return new Promise((resolve, reject) => {
    const ended: Ended = { code: null, stdout: '', stderr: '' };
    let isSent = false;
    const look = (): void => {
      if (isSent || !options.signal || !options.when?.test(ended.stdout + ended.stderr)) return;
      isSent = true;
      child.kill(options.signal);
    };
    child.stdout.on('data', (chunk) => {
      ended.stdout += String(chunk);
      look();
    });
    child.stderr.on('data', (chunk) => {
      ended.stderr += String(chunk);
      look();
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ ...ended, code }));
  });
}

const EMPTY_ORG = ['scim', 'org', 'start', '--port', '0', '--no-package', '--json'];

describe('the command line on a Node that is too old', () => {
  it('hands over to the Node that npm installed, with arguments and exit code', async () => {
    const ended = await run(['scim', 'org', 'start', '--seed', 'many', '--json'], { node: AS_NODE_20 });
    expect([ended.code, ended.stderr]).toEqual([2, '']);
    expect(JSON.parse(ended.stdout)).toMatchObject({ name: 'InvalidSeed' });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('passes %s on, so that nothing keeps running', async (signal) => {
    const ended = await run(EMPTY_ORG, { node: AS_NODE_20, signal, when: /\n/ });
    expect(ended.code).toBe(0);
    const { instanceUrl } = JSON.parse(ended.stdout) as { instanceUrl: string };
    await expect(fetch(instanceUrl)).rejects.toThrow();
  });

  it('says what to do when npm has not installed one', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-bin-'));
    copyFileSync(RUN, path.join(folder, 'run.js'));
    writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
    const ended = spawnSync(process.execPath, [...AS_NODE_20, path.join(folder, 'run.js')], { encoding: 'utf8' });
    rmSync(folder, { recursive: true, force: true });
    expect(ended.status).toBe(1);
    expect(ended.stderr).toMatch(
      /^Node 22\.19 or newer is needed and this is v\S+\. Run "npm install" in the project: it brings one\.\n$/,
    );
  });
});

describe('the command line', () => {
  it('names a command that does not exist, with exit code 2', async () => {
    const ended = await run(['scim', 'undo']);
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toContain('command scim:undo not found');
  });

  it('shows help with examples that can be pasted', async () => {
    const ended = await run(['scim', 'validate', '--help']);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(ended.stdout).toContain('EXAMPLES');
    expect(ended.stdout).toContain('sf scim validate --source-dir force-app --format sarif');
  });

  it('ends a start that is interrupted half-way with the exit code of the signal', async () => {
    const start = ['scim', 'org', 'start', '--port', '0', '--seed', '40'];
    const ended = await run(start, { signal: 'SIGINT', when: /✔ Start the embedded org/ });
    expect([ended.code, ended.stdout]).toEqual([130, '']);
    expect(ended.stderr).toMatch(
      /✘ Deploy the package {2}failed after .*\nError \(Interrupted\): Stopped by SIGINT\.\n$/,
    );
  });

  it.each([[[]], [['--json']]])(
    'tells a crash like any error, with its place and without secrets, with the flags %j',
    async (flags) => {
      const node = ['--import', `data:text/javascript,${CRASH}`];
      const start = ['scim', 'org', 'start', '--port', '0', '--seed', '5', ...flags];
      const ended = await run(start, { node });
      expect(ended.code).toBe(1);
      const told = flags.length > 0 ? JSON.stringify(JSON.parse(ended.stdout)) : ended.stderr;
      expect(told).toMatch(/Crashed[^]*Error: Authorization: \*\*\*[^]*at [^]*defect of SCIM Rollcall/);
      expect(ended.stdout + ended.stderr).not.toContain('Canary');
    },
    30_000,
  );

  it('says once that it did not check Apex types where there is no Java', async () => {
    const project = smallPackage();
    // A path with nothing on it but Node.
    const bin = path.join(project.root, 'bin');
    project.write('bin/README', '');
    symlinkSync(process.execPath, path.join(bin, 'node'));
    const ended = await run(['scim', 'validate', '--source-dir', path.join(project.root, 'force-app')], {
      env: { PATH: bin, JAVA_HOME: '' },
    });
    project.remove();
    expect(ended.code).toBe(0);
    expect(ended.stdout.match(/Note: .*Java/g)).toHaveLength(1);
    expect(ended.stderr).not.toContain('Java');
  });
});
