import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { SYSTEM } from '../../../local-org/data/types.ts';
import { startServer } from '../../../local-org/server/index.ts';
import { openPackageOrg } from '../../support/package-org.ts';
import { quietEnvironment, ratio, ROOT, seconds } from '../measure.ts';
import type { Row } from '../run.ts';
import { fillUsers } from '../users.ts';

const SIZES = [25_000, 100_000];
const MEGABYTE = 1024 ** 2;
/** How often the memory of a process is looked at. */
const LOOK_MS = 20;
const SELECTED =
  'Id, External_Id__c, Kind__c, Severity__c, Reason__c, Entitlement_Type__c, Entitlement_Name__c, Entitlement_Label__c, Rule__c, First_Seen__c, Last_Seen__c, Resolved_At__c, Provisioned_User__r.User_Id__c, Provisioned_User__r.Username__c, Provisioned_User__r.Name, Provisioned_User__r.Status__c, Provisioned_User__r.Department__c, Provisioned_User__r.Source__c';

/** Every finding of a large org into CSV and JSON: time and peak memory of the command, which should not grow with the org. */
export async function audit(): Promise<Row[]> {
  const outcomes: Outcome[] = [];
  for (const size of SIZES) outcomes.push(await auditOf(size));
  const [small, large] = [outcomes[0]!, outcomes.at(-1)!];
  return [
    {
      name: 'audit',
      what: `\`scim audit\` of ${large.size.toLocaleString('en-US')} users into CSV, JSON and HTML`,
      goal: 'memory bounded',
      measured: outcomes
        .map(
          ({ size, findings, ours }) =>
            `${size.toLocaleString('en-US')} users, ${findings.toLocaleString('en-US')} findings: ${seconds(ours.time)}, at most ${ours.memory} MiB`,
        )
        .join('; '),
      instead: `\`sf data export bulk\` of the same table, CSV only: ${outcomes.map(({ theirs }) => `${seconds(theirs.time)}, at most ${theirs.memory} MiB`).join('; ')}`,
      ratio: `${ratio(large.ours.time, large.theirs.time)} of the time, ${ratio(large.ours.memory, large.theirs.memory)} of the memory; ${ratio(large.ours.memory, small.ours.memory)} of its own memory with ${large.size / small.size} times the users`,
    },
  ];
}

interface Usage {
  time: number;
  /** Largest resident set, in MiB. */
  memory: number;
}

interface Outcome {
  size: number;
  findings: number;
  ours: Usage;
  theirs: Usage;
}

async function auditOf(size: number): Promise<Outcome> {
  const home = mkdtempSync(path.join(tmpdir(), 'scim-bench-audit-'));
  const { org, admin } = openPackageOrg(['force-app/main']);
  fillUsers(org, size);
  const open = org.data.query('SELECT COUNT() FROM Entitlement_Finding__c', { ...SYSTEM, actor: admin }).totalSize;
  const server = await startServer({ org, port: 0 });
  try {
    const environment = quietEnvironment(home, {
      SF_ACCESS_TOKEN: server.issueToken('admin@rollcall.example.com'),
      SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    });
    const sf = path.join(ROOT, 'node_modules/@salesforce/cli/bin/run.js');
    const logIn = ['org', 'login', 'access-token', '--instance-url', server.url, '--alias', 'bench', '--no-prompt'];
    await promisify(execFile)(process.execPath, [sf, ...logIn], { env: environment });
    const out = path.join(home, 'out');
    const ours = ['bin/run.js', 'scim', 'audit', '-o', 'bench', '--state', 'all', '--output-dir', out];
    const soql = `SELECT ${SELECTED} FROM Entitlement_Finding__c`;
    const theirs = [sf, 'data', 'export', 'bulk', '-o', 'bench', '-q', soql, '--output-file', path.join(home, 'x.csv')];
    return {
      size,
      findings: open,
      ours: await usageOf([...ours, '--format', 'csv', '--format', 'json', '--format', 'html'], environment),
      theirs: await usageOf([...theirs, '--wait', '10'], environment),
    };
  } finally {
    await server.close();
    org.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Runs a script with the pinned Node and looks at its memory while it runs. Raises with its output when it fails. */
function usageOf(args: string[], environment: NodeJS.ProcessEnv): Promise<Usage> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
      cwd: ROOT,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    let memory = 0;
    const timer = setInterval(() => (memory = Math.max(memory, residentOf(child.pid))), LOOK_MS);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      const time = performance.now() - started;
      if (code === 0) resolve({ time, memory });
      else reject(new Error(`${args.join(' ')} ended with ${code}:\n${output.slice(-2000)}`));
    });
  });
}

/** The largest resident set that Linux has seen, in MiB; elsewhere there is no figure. */
function residentOf(pid: number | undefined): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    // A process that ended a moment ago has none.
    return Math.round((Number(kilobytes ?? 0) * 1024) / MEGABYTE);
  } catch {
    return 0;
  }
}
