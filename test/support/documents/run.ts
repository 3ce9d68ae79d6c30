/** Runs the shell blocks of one document, one after another in one shell, against an embedded org. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OrgProcess } from '../org-process.ts';
import { logInAs } from '../log-in.ts';
import type { CommandDocument } from './blocks.ts';
import { stopStarted, writeNoJava, writeStandIns } from './stand-in.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const CHECKOUT = [
  'bin',
  'ci',
  'config',
  'docs',
  'force-app',
  'local-org',
  'schemas',
  'scripts',
  'package.json',
  'sfdx-project.json',
  '.forceignore',
  'oclif.manifest.json',
  'command-snapshot.json',
  'tsconfig.json',
  'README.md',
  'action.yml',
];
const RUN_MS = 590_000;
const DEFAULT_ALIAS = 'my-sandbox';

/** Files that a reader has from before, made when a document names them. */
const MADE_BEFORE: { names: RegExp; command: string }[] = [
  {
    names: /\bprovisioning\.log\b/,
    command: `printf '%s\\n' '409 REQUIRED_FIELD_MISSING:user_must_have_one_entitlement_which_must_be_a_profileid;' > provisioning.log`,
  },
  {
    names: /\borg replay traffic\.ndjson\b/,
    command: `printf '%s\\n' '${recordedLine()}' > traffic.ndjson`,
  },
  { names: /\borg snapshot --data \.rollcall\/demo\b/, command: makeOrg('.rollcall/demo') },
  {
    names: /\borg restore .*--snapshot demo\.sqlite\b/,
    command: `${makeOrg('.rollcall/kept')} && cp .rollcall/kept/org.sqlite demo.sqlite`,
  },
  { names: /\bgroups\.csv\b/, command: `printf '%s\\n' 'group,permissionSet' 'SG-New,Sales_Core_Access' > groups.csv` },
  {
    names: /\boctober\/audit\.json\b/,
    command: 'sf scim audit --target-org my-sandbox --format json --output-dir october',
  },
];
function makeOrg(folder: string): string {
  const script = `import { openFolder } from './scripts/start/folder.ts'; openFolder('${folder}', false).close();`;
  return `node --disable-warning=ExperimentalWarning --input-type=module -e "${script}"`;
}

/** A line of a request log, without a quotation mark that the shell would take. */
function recordedLine(): string {
  const body = { content: null, encoding: 'text', length: 0 };
  return JSON.stringify({
    startedAt: '2026-01-01T00:00:00.000Z',
    milliseconds: 5,
    method: 'GET',
    url: '/services/scim/v2/Me',
    request: { headers: { authorization: '***' }, body },
    response: { status: 200, headers: {}, body },
  });
}

/** What a page about verifying takes from the page about gathering. */
const EVIDENCE = 'sf scim evidence --target-org my-sandbox --profile "Standard User" --output-dir evidence/2026-11';

/** Placeholders for ids of somebody's own org. */
const PLACEHOLDERS: [RegExp, string][] = [
  [/"0PS…"/g, `"'"$PERMISSION_SET_ID"'"`],
  [/"005…"/g, `"'"$USER_ID"'"`],
  [/"00eRc0000000002IAA"/g, `"'"$PROFILE_ID"'"`],
];

/** A running org, a home that is logged in to it, and the programs that stand in. */
export interface Session {
  org: OrgProcess;
  folder: string;
  close(): Promise<void>;
}

/** @param aliases under which the documents may speak of their org. */
export async function openSession(org: OrgProcess, aliases: string[]): Promise<Session> {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-documents-'));
  for (const name of ['programs', 'quiet', 'home']) mkdirSync(path.join(folder, name));
  writeStandIns(path.join(folder, 'programs'));
  writeNoJava(path.join(folder, 'quiet'));
  await logInAs(path.join(folder, 'home'), { url: org.instanceUrl, token: org.accessToken }, aliases);
  return {
    org,
    folder,
    async close() {
      await org.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The names that documents give their org. */
export function aliasesOf(documents: CommandDocument[]): string[] {
  const text = documents.flatMap(({ blocks }) => blocks.map((block) => block.text)).join('\n');
  const named = [...text.matchAll(/(?:--target-org|-o|--alias|-a)[ =]([\w-]+)/g)].map(([, alias]) => alias!);
  return [...new Set([DEFAULT_ALIAS, ...named])];
}

/** Whether a document installs the package: then its reader's org has nothing of it yet. */
export function deploys({ blocks }: CommandDocument): boolean {
  return blocks.some(({ text }) => /\bscim deploy\b|npm run deploy\b|ci\/run\.sh|project deploy/.test(text));
}

/** Whether a document takes the package out of its org. */
export function uninstalls({ blocks }: CommandDocument): boolean {
  return blocks.some(({ text }) => text.includes('--post-destructive-changes'));
}

export interface DocumentRun {
  /** Where it went wrong, as `file:line: …` with the output; undefined when every block ran. */
  problem: string | undefined;
}

export interface RunOptions {
  environment?: Record<string, string>;
  /** Called when every block ran, before the folder goes. */
  look?(checkout: string, output: string): void;
}

/** In a checkout of its own. */
export async function runDocument(
  { file, blocks }: CommandDocument,
  { org, folder }: Session,
  { environment = {}, look = () => undefined }: RunOptions = {},
): Promise<DocumentRun> {
  const absent = absentPrograms(blocks);
  if (absent.length > 0) {
    const told = `${file} was not run: ${absent.join(' and ')} was not found. Install it to run the examples.`;
    if (process.env['ROLLCALL_NOTHING_SKIPPED'] === '1') return { problem: told };
    process.stderr.write(`${told}\n`);
    return { problem: undefined };
  }
  const place = mkdtempSync(path.join(folder, 'document-'));
  const at = (name: string): string => path.join(place, name);
  const [checkout, started, variables, home] = [at('checkout'), at('started'), at('variables'), at('home')];
  try {
    mkdirSync(checkout);
    // A document that signs in to another org must not change whom the next one speaks to.
    cpSync(path.join(folder, 'home'), home, { recursive: true });
    for (const name of CHECKOUT)
      if (existsSync(path.join(ROOT, name)))
        cpSync(path.join(ROOT, name), path.join(checkout, name), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(checkout, 'node_modules'));
    const text = blocks.map((block) => block.text).join('\n');
    await makeUsers(
      org,
      [...text.matchAll(/--(?:admin|user|integration-user)[ =](\S+@\S+)/g)].map(([, username]) => username!),
    );
    const port = await freePort();
    const script = path.join(place, 'document.sh');
    writeFileSync(variables, '');
    writeFileSync(script, scriptOf(file, blocks, port));
    const { code, output } = await bash(script, {
      cwd: checkout,
      env: {
        HOME: home,
        USERPROFILE: home,
        PATH: `${path.join(folder, 'programs')}:${process.env['PATH']}`,
        REAL_PATH: `${path.join(folder, 'quiet')}:${process.env['PATH']}`,
        REAL_NODE: process.execPath,
        REAL_SF: path.join(ROOT, 'node_modules/@salesforce/cli/bin/run.js'),
        STARTED: started,
        VARIABLES: variables,
        FREE_PORT: String(port),
        PROVEN: path.join(folder, 'proven'),
        SF_TARGET_ORG: DEFAULT_ALIAS,
        SF_ACCESS_TOKEN: org.accessToken,
        SF_DISABLE_TELEMETRY: 'true',
        SF_DISABLE_AUTOUPDATE: 'true',
        SF_SKIP_NEW_VERSION_CHECK: 'true',
        SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
        CI: 'true',
        NO_COLOR: '1',
        ...environment,
      },
    });
    if (code === 0) {
      look(checkout, output);
      return { problem: undefined };
    }
    const block = [...output.matchAll(/^@@ (\S+)$/gm)].at(-1)?.[1] ?? file;
    return { problem: `${block}: the block ended with ${code}.\n${output.slice(output.lastIndexOf('@@ '))}` };
  } finally {
    stopStarted(started);
    rmSync(place, { recursive: true, force: true });
  }
}

/** Programs of the examples that not every machine with Node, npm and git has. */
function absentPrograms(blocks: CommandDocument['blocks']): string[] {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return ['bash', 'curl'].filter(
    (program) =>
      (program === 'bash' || blocks.some(({ text }) => new RegExp(`\\b${program} `).test(text))) &&
      !folders.some((folder) => existsSync(path.join(folder, program))),
  );
}

/** People that a document names with `--admin`, `--user` or `--integration-user` are users of its reader's org. */
async function makeUsers({ instanceUrl, accessToken }: OrgProcess, usernames: string[]): Promise<void> {
  const call = async (at: string, body?: object): Promise<{ records?: { Id: string }[] }> => {
    const answer = await fetch(`${instanceUrl}/services/data/v67.0/${at}`, {
      headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${at}: ${await answer.text()}`);
    return (await answer.json()) as { records?: { Id: string }[] };
  };
  const find = async (soql: string) => (await call(`query?q=${encodeURIComponent(soql)}`)).records?.[0]?.Id;
  for (const username of usernames) {
    if (await find(`SELECT Id FROM User WHERE Username = '${username}'`)) continue;
    await call('sobjects/User', {
      Username: username,
      LastName: username.split('@')[0],
      Alias: username.slice(0, 8),
      Email: username,
      ProfileId: await find("SELECT Id FROM Profile WHERE Name = 'Standard User'"),
      TimeZoneSidKey: 'Europe/Berlin',
      LocaleSidKey: 'en_US',
      EmailEncodingKey: 'UTF-8',
      LanguageLocaleKey: 'en_US',
    });
  }
}

function scriptOf(file: string, blocks: CommandDocument['blocks'], port: number): string {
  const text = blocks.map((block) => block.text).join('\n');
  const before = MADE_BEFORE.filter(({ names }) => names.test(text)).map(({ command }) => command);
  const needsEvidence = text.includes('evidence verify') && !/scim evidence (?!verify)/.test(text);
  return [
    'set -euo pipefail',
    // An HTTP error is an error here; curl itself says nothing of it.
    'curl() { command curl --fail-with-body "$@"; }',
    `echo "@@ ${file}"`,
    ...before,
    ...(needsEvidence ? [EVIDENCE] : []),
    ...blocks.flatMap((block) => [
      '. "$VARIABLES"',
      `echo "@@ ${file}:${block.line}"`,
      PLACEHOLDERS.reduce((shell, [placeholder, value]) => shell.replace(placeholder, value), block.text).replace(
        /\b8080\b/g,
        String(port),
      ),
    ]),
    '',
  ].join('\n');
}

function bash(
  script: string,
  options: { cwd: string; env: Record<string, string> },
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const output = `${script}.out`;
    const child = spawn('bash', ['-c', 'exec bash "$0" > "$1" 2>&1', script, output], {
      ...options,
      stdio: 'ignore',
      timeout: RUN_MS,
      killSignal: 'SIGKILL',
    });
    child.once('exit', (code) => resolve({ code, output: existsSync(output) ? readFileSync(output, 'utf8') : '' }));
  });
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
