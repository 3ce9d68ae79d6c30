/**
 * Stands in for `node`, `npm`, `sf`, `npx` and `git` on the PATH while a document's commands run. Nearly everything goes to
 * the real program; what cannot is in `NOT_RUN`, with the reason. An embedded org that a document starts goes to the
 * background, as in a reader's second terminal, and its ready line into shell variables for the blocks behind.
 *
 * Called as `node stand-in.ts <program> …args`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Commands that are only parsed (test/unit/docs/commands.test.ts), and why. */
export const NOT_RUN: { command: RegExp; because: string; runsWithDevHub?: true }[] = [
  { command: /^npm (?:install|ci)\b/, because: 'node_modules is there; test/wire/tarball.test.ts installs' },
  { command: /^npm (?:test|t)\b/, because: 'it would run this test inside itself' },
  { command: /^npm run (?:test:|bench|lint|format)/, because: 'suites of their own in CI' },
  {
    command: /^sf org login (?:web|jwt|sfdx-url|device)\b/,
    because: 'needs a browser or a secret of a real org; the alias is logged in to the embedded org',
  },
  { command: /^sf org (?:create|delete) scratch\b/, because: 'needs a Dev Hub; test/wire has the embedded one' },
  {
    command: /\b(?:scim deploy|npm run deploy)\b.*--target-dev-hub\b/,
    runsWithDevHub: true,
    because: 'needs a Dev Hub; test/wire/deploy-interrupted.test.ts makes scratch orgs in the embedded one',
  },
  {
    command: /\b(?:scim deploy|npm run deploy --) (?:quick|resume|cancel)\b/,
    because: 'goes on with an earlier run; test/unit/scripts/commands/deploy-again.test.ts does',
  },
  {
    command: /\bscim (?:audit|deprovision)\b.*--resume\b/,
    because: 'goes on with what was cut off; test/unit/scripts/audit and deprovision do',
  },
  { command: /^sf org open\b/, because: 'opens a browser' },
  { command: /^sf plugins /, because: 'changes the CLI; test/wire/plugin.test.ts and tarball.test.ts do it' },
  { command: /^git /, because: 'needs a remote repository' },
];

const READY_MS = 90_000;
const POLL_MS = 100;
const MAX_OUTPUT = 64 * 1024 * 1024;

if (import.meta.main) process.exitCode = await standIn(process.argv[2]!, process.argv.slice(3));

function standIn(program: string, args: string[]): number | Promise<number> {
  const [name, rest] = program === 'npx' ? [args[0]!, args.slice(1)] : [program, args];
  const words = [name, ...rest].join(' ');
  const hub = process.env['DEV_HUB_URL'];
  if (hub && /^sf org login sfdx-url\b/.test(words)) return logInToHub(hub, rest);
  if (NOT_RUN.some(({ command, runsWithDevHub }) => command.test(words) && !(hub && runsWithDevHub))) {
    process.stdout.write(`not run: ${words}\n`);
    return 0;
  }
  const scim = scimArguments(name, rest);
  if (!scim) return real(name, rest);
  const isStart = scim[1] === 'org' && scim[2] === 'start';
  // A pipeline starts and stops its org itself.
  if (isStart && process.env['REAL_ORG_START']) return untilStopped(scim);
  return isStart ? startOrg(scim) : runScim(scim);
}

/** The arguments of `bin/run.js`, when the command comes down to it. */
function scimArguments(name: string, args: string[]): string[] | undefined {
  if (name === 'sf' && args[0] === 'scim') return args;
  if (name === 'node' && /(?:^|\/)bin\/run\.js$/.test(args[0] ?? '')) return args.slice(1);
  if (name !== 'npm') return undefined;
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const script = scripts[args[0] === 'run' ? args.find((word) => word !== 'run' && !word.startsWith('-'))! : args[0]!];
  const ours = /^node bin\/run\.js (.*)$/.exec(script ?? '');
  const given = args.includes('--') ? args.slice(args.indexOf('--') + 1) : [];
  return ours ? [...ours[1]!.split(' '), ...given] : undefined;
}

/** Signs in by the hub's token once the auth URL has arrived: `sf` takes https for such a URL, and the embedded org speaks http. */
function logInToHub(hub: string, args: string[]): number {
  if (!/^force:\/\/\S+@\S+$/.test(readFileSync(0, 'utf8'))) {
    process.stderr.write('No auth URL came on standard input.\n');
    return 1;
  }
  const others = args.slice(3).filter((word) => word !== '--sfdx-url-stdin');
  return real('sf', ['org', 'login', 'access-token', '--instance-url', hub, '--no-prompt', ...others]);
}

function real(name: string, args: string[]): number {
  const { REAL_NODE, REAL_PATH, REAL_SF } = process.env as Record<string, string>;
  const [file, argv] =
    name === 'sf' ? [REAL_NODE!, [REAL_SF!, ...args]] : name === 'node' ? [REAL_NODE!, args] : [name, args];
  return spawnSync(file!, argv as string[], { stdio: 'inherit', env: { ...process.env, PATH: REAL_PATH } }).status ?? 1;
}

/** Runs in the foreground; a signal goes on to the org. */
function untilStopped(args: string[]): Promise<number> {
  const child = spawn(process.env['REAL_NODE']!, ['bin/run.js', ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

/**
 * A deployment that leaves nothing but its answer and the org, told as an earlier document tells it: it would be the same
 * experiment again, and each runs all Apex tests of the package.
 */
function isProven(args: string[]): boolean {
  const file = process.env['PROVEN'];
  if (!file || args[1] !== 'deploy' || args.includes('--results-dir')) return false;
  const line = `${args.join(' ')}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8').includes(`\n${line}`)) return true;
  appendFileSync(file, `\n${line}`);
  return false;
}

/** 1 and 68 are answers ("it found something"), unless an error was told. */
function runScim(args: string[]): number {
  if (isProven(args)) {
    process.stdout.write(`run by an earlier document: ${args.join(' ')}\n`);
    return 0;
  }
  const run = spawnSync(process.env['REAL_NODE']!, ['bin/run.js', ...args], {
    stdio: ['inherit', 'pipe', 'pipe'],
    maxBuffer: MAX_OUTPUT,
    encoding: 'utf8',
    env: { ...process.env, PATH: process.env['REAL_PATH'] },
  });
  process.stdout.write(run.stdout);
  process.stderr.write(run.stderr);
  const isError = /^Error \(/m.test(run.stderr) || /^ {2}"exitCode": \d+,$/m.test(run.stdout);
  return [1, 68].includes(run.status ?? -1) && !isError ? 0 : (run.status ?? 1);
}

async function startOrg(args: string[]): Promise<number> {
  const { STARTED, FREE_PORT, REAL_NODE, VARIABLES } = process.env as Record<string, string>;
  stopStarted(STARTED!);
  const log = `${STARTED}.log`;
  rmSync(log, { force: true });
  const withPort = args.some((word) => /^(--port|-p)/.test(word)) ? args : [...args, '--port', FREE_PORT!];
  const json = args.includes('--json') ? withPort : [...withPort, '--json'];
  const output = openSync(log, 'a');
  const child = spawn(REAL_NODE!, ['bin/run.js', ...json], { detached: true, stdio: ['ignore', output, output] });
  child.unref();
  writeFileSync(STARTED!, String(child.pid));
  let ended: number | null | undefined;
  child.once('exit', (code) => (ended = code));
  for (let waited = 0; waited < READY_MS; waited += POLL_MS) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const line =
      existsSync(log) &&
      readFileSync(log, 'utf8')
        .split('\n')
        .find((text) => text.startsWith('{"instanceUrl"'));
    if (line) {
      writeFileSync(VARIABLES!, await variablesOf(JSON.parse(line)));
      process.stdout.write(`${line}\n`);
      return 0;
    }
    if (ended !== undefined) break;
  }
  process.stderr.write(readFileSync(log, 'utf8'));
  return 1;
}

/** Ends the org that an earlier block left running, as a reader does with Ctrl+C before the next start. */
export function stopStarted(file: string): void {
  if (!existsSync(file)) return;
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 'SIGKILL');
  } catch {
    appendFileSync(`${file}.log`, 'It had ended already.\n');
  }
  rmSync(file);
}

interface Ready {
  instanceUrl: string;
  accessToken: string;
  sources: { clientId: string; clientSecret: string }[];
}

/** What a reader takes from the ready line and from earlier answers. */
async function variablesOf({ instanceUrl, accessToken, sources }: Ready): Promise<string> {
  const idOf = async (soql: string): Promise<string> => {
    const url = `${instanceUrl}/services/data/v67.0/query?q=${encodeURIComponent(soql)}`;
    const answer = await fetch(url, { headers: { Authorization: `Bearer ${accessToken}` } });
    const { records } = (await answer.json()) as { records: { Id: string }[] };
    return records[0]?.Id ?? '';
  };
  const users = await idOf('SELECT Id FROM User WHERE FederationIdentifier != null AND IsActive = true LIMIT 1');
  const values = {
    CLIENT_ID: sources[0]?.clientId ?? '',
    CLIENT_SECRET: sources[0]?.clientSecret ?? '',
    USER_ID: users,
    GROUP_ID: await idOf("SELECT Id FROM Group WHERE Type = 'Regular' LIMIT 1"),
    PERMISSION_SET_ID: await idOf("SELECT Id FROM PermissionSet WHERE Name = 'Report_Builder' LIMIT 1"),
    PROFILE_ID: await idOf("SELECT Id FROM Profile WHERE Name = 'Standard User' LIMIT 1"),
  };
  return Object.entries(values)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('');
}

/** Writes the stand-ins into a folder for the front of the PATH. */
export function writeStandIns(folder: string, programs = ['node', 'npm', 'npx', 'sf', 'git']): void {
  for (const program of programs) {
    const file = path.join(folder, program);
    writeFileSync(file, `#!/bin/sh\nexec "$REAL_NODE" "${import.meta.filename}" ${program} "$@"\n`, { mode: 0o755 });
  }
}

/** Writes a `java` that does nothing: apex-ls has tests of its own, and every validation would wait for it. */
export function writeNoJava(folder: string): void {
  writeFileSync(path.join(folder, 'java'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
}
