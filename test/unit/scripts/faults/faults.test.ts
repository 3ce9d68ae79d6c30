/** What auditing, fixing, leaving and probing do when a request goes wrong, and that going on completes them. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Connection } from '@salesforce/core';
import { startFaultProxy, type Fault } from '../../../support/fault-proxy.ts';
import { openConsoleOrg, type ConsoleOrg } from '../console-org.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import type { Raised } from '../raised.ts';

interface Table {
  requests: Record<string, { command: string; name: string; nth?: number }>;
  outcomes: Record<string, { exit: number }>;
  expected: Record<string, Partial<Record<Fault, string>>>;
}
const TABLE = JSON.parse(readFileSync(path.join(import.meta.dirname, 'fault-table.json'), 'utf8')) as Table;
/** Not gone the next time. */
const LASTING: Fault[] = ['never ending', 'expired session'];
const FOREVER = 1_000_000;
/** Rows run side by side: on a busy machine each waits for all the others. */
jest.setTimeout(300_000);
const RIGHTS = ['SCIM_Rollcall_Remediator', 'SCIM_Rollcall_Deprovisioner'];

interface Row {
  request: string;
  fault: Fault;
  outcome: string;
  /** A user of this row alone. */
  username: string;
}
const ROWS: Row[] = Object.entries(TABLE.expected).flatMap(([request, faults], at) =>
  Object.entries(faults).map(([fault, outcome], index) => ({
    request,
    fault: fault as Fault,
    outcome,
    username: `u${at}-${index}@example.com`,
  })),
);
const rowsOf = (command: string): Row[] =>
  ROWS.filter(({ request }) => TABLE.requests[request]!.command.split(' ')[0]!.replace(',', '') === command);

let home: OwnHome;
let console: ConsoleOrg;
let audits: typeof import('../../../../scripts/audit/index.ts');
let fixes: typeof import('../../../../scripts/audit/fix.ts');
let leavings: typeof import('../../../../scripts/deprovision/index.ts');
let evidences: typeof import('../../../../scripts/evidence/run.ts');
let cleanProbes: (typeof import('../../../../scripts/evidence/probe-user.ts'))['cleanProbes'];
let connectWithToken: (typeof import('../../../../scripts/deploy/connection.ts'))['connectWithToken'];

beforeAll(async () => {
  home = useOwnHome();
  [audits, fixes, leavings, evidences, { cleanProbes }, { connectWithToken }] = await Promise.all([
    import('../../../../scripts/audit/index.ts'),
    import('../../../../scripts/audit/fix.ts'),
    import('../../../../scripts/deprovision/index.ts'),
    import('../../../../scripts/evidence/run.ts'),
    import('../../../../scripts/evidence/probe-user.ts'),
    import('../../../../scripts/deploy/connection.ts'),
  ]);
  console = await openConsoleOrg();
  for (const name of RIGHTS)
    console.insert('PermissionSetAssignment', {
      AssigneeId: console.admin.userId,
      PermissionSetId: console.idOf('PermissionSet', { Name: name }),
    });
  const creator = console.insertUser('scim.entra@example.com');
  for (const { username } of [...rowsOf('remediate'), ...rowsOf('deprovision')])
    console.insertUser(username, { Department: 'Support', FederationIdentifier: username }, creator);
  await audit({ connection: console.connection, scan: 'full' });
}, 120_000);
afterAll(async () => {
  await console.close();
  home.remove();
});

/** A short time limit only where nothing comes, since a busy machine is slow. */
const limitFor = (fault: Fault): number => (fault === 'timeout' || fault === 'answer lost' ? 5000 : 60_000);
const patienceFor = (fault: Fault) => ({
  pause: (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1)),
  request: limitFor(fault),
});
const PATIENT = patienceFor('503');

interface Ended<Result> {
  result?: Result;
  error?: Raised;
}
const ending = async <Result>(work: Promise<Result>): Promise<Ended<Result>> =>
  work.then(
    (result) => ({ result }),
    (error: unknown) => ({ error: error as Raised }),
  );

/** A connection on which the row's request goes wrong. */
async function faulty<T>({ request, fault }: Row, work: (connection: Connection) => Promise<T>): Promise<T> {
  const proxy = await startFaultProxy(console.server.url);
  try {
    const { name, nth } = TABLE.requests[request]!;
    proxy.inject(fault, name, nth ?? 1, LASTING.includes(fault) ? FOREVER : 1);
    return await work(await connectWithToken(proxy.url, console.server.issueToken('admin@rollcall.example.com')));
  } finally {
    await proxy.close();
  }
}

function audit(options: Partial<Parameters<typeof audits.audit>[0]>) {
  const folder = mkdtempSync(path.join(home.path, 'audit-'));
  return audits.audit({
    connection: console.connection,
    scan: 'none',
    waitMinutes: 2,
    filters: {},
    way: 'pages',
    formats: ['json'],
    outputDir: folder,
    spoolDir: path.join(folder, 'spools'),
    resume: null,
    compareWith: null,
    note: () => undefined,
    patience: PATIENT,
    ...options,
  });
}

const openFindings = (): number =>
  console.org.data.rows('Entitlement_Finding__c').filter(({ Resolved_At__c }) => Resolved_At__c === null).length;
const actionsOf = (error: Raised | undefined): string => error?.actions?.join('\n') ?? '';
const exitOf = (outcome: string): number => TABLE.outcomes[outcome]!.exit;

describe('an audit', () => {
  it.concurrent.each(rowsOf('audit'))('whose "$request" meets "$fault" is $outcome', async (row) => {
    const { request, fault, outcome } = row;
    const outputDir = mkdtempSync(path.join(home.path, 'out-'));
    const isScanning = request === 'audit scan' || request === 'audit follow';
    const way = request.includes('bulk') ? ('bulk' as const) : ('pages' as const);
    const waitMinutes = fault === 'never ending' ? 0 : 2;
    const spoolDir = path.join(outputDir, 'spools');
    const { result, error } = await faulty(row, (connection) =>
      ending(
        audit({
          connection,
          outputDir,
          spoolDir,
          way,
          scan: isScanning ? 'delta' : 'none',
          waitMinutes,
          patience: patienceFor(fault),
        }),
      ),
    );
    expect(error?.exitCode ?? 0).toBe(exitOf(outcome));
    // A file is whole or not there.
    const file = path.join(outputDir, 'audit.json');
    expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([error === undefined, false]);
    expect(error === undefined || (error.actions ?? []).length > 0).toBe(true);

    const resume = /--resume (\S+)/.exec(actionsOf(error))?.[1] ?? null;
    expect(resume !== null).toBe(outcome.startsWith('kept'));
    const completed = result ?? (await audit({ outputDir, spoolDir, way, resume }));
    expect([completed.summary.findings, JSON.parse(readFileSync(file, 'utf8')).length]).toEqual([
      openFindings(),
      openFindings(),
    ]);
  });
});

const idOfUser = (username: string): string => console.idOf('User', { Username: username });
const holds = (username: string): boolean =>
  console.org.data.rows('PermissionSetAssignment', {
    AssigneeId: idOfUser(username),
    PermissionSetId: console.idOf('PermissionSet', { Name: 'Case_Console' }),
  }).length === 1;

describe('a fix', () => {
  it.concurrent.each(rowsOf('remediate'))('whose "$request" meets "$fault" is $outcome', async (row) => {
    const { fault, outcome, username } = row;
    const fix = (options: Partial<Parameters<typeof fixes.fix>[0]> = {}) =>
      fixes.fix({
        connection: console.connection,
        // Without the filter, the user's wrong profile is an item too, which the console does not change.
        filters: {
          user: idOfUser(username),
          ...(fault === 'partial success' ? {} : { entitlement: 'PermissionSet:Case_Console' }),
        },
        includeUnexpected: false,
        confirmPrivileged: false,
        dryRun: false,
        justification: 'Ticket 17',
        waitMinutes: fault === 'never ending' ? 0 : 2,
        note: () => undefined,
        patience: PATIENT,
        ...options,
      });
    const { result, error } =
      fault === 'partial success'
        ? await ending(fix())
        : await faulty(row, (connection) => ending(fix({ connection, patience: patienceFor(fault) })));
    expect(error?.exitCode ?? fixes.exitCodeOf(result!)).toBe(exitOf(outcome));
    expect(error === undefined || error.actions.length > 0).toBe(true);
    expect(/Run the same command again/.test(actionsOf(error))).toBe(['unknown', 'running'].includes(outcome));

    const again = await fix({ waitMinutes: 2 });
    expect([again.failed, holds(username)]).toEqual([0, true]);
  });
});

describe('a leaving', () => {
  it.concurrent.each(rowsOf('deprovision'))('whose "$request" meets "$fault" is $outcome', async (row) => {
    const { fault, outcome, username } = row;
    const leave = (options: Partial<Parameters<typeof leavings.deprovision>[0]> = {}) =>
      leavings.deprovision({
        connection: console.connection,
        choice: { users: [username], overdue: false, source: null },
        successor: null,
        confirmPrivileged: false,
        dryRun: false,
        justification: 'Left',
        waitMinutes: fault === 'never ending' ? 0 : 2,
        note: () => undefined,
        planned: () => undefined,
        patience: PATIENT,
        ...options,
      });
    const { result, error } = await faulty(row, (connection) =>
      ending(leave({ connection, patience: patienceFor(fault) })),
    );
    expect(error?.exitCode ?? leavings.exitCodeOf(result!)).toBe(exitOf(outcome));
    expect(error === undefined || error.actions.length > 0).toBe(true);
    expect(/Run the same command again/.test(actionsOf(error))).toBe(['unknown', 'running'].includes(outcome));

    const correlationId = /--resume (\S+)/.exec(actionsOf(error))?.[1];
    expect(correlationId !== undefined).toBe(outcome === 'running');
    const again = { connection: console.connection, waitMinutes: 2, note: () => undefined, patience: PATIENT };
    const completed = correlationId ? await leavings.resumeLeaving({ ...again, correlationId }) : await leave();
    expect([completed.failed, console.org.data.rows('User', { Username: username })[0]!['IsActive']]).toEqual([
      0,
      false,
    ]);
  });
});

describe('a probe', () => {
  it.concurrent.each(rowsOf('evidence'))('whose "$request" meets "$fault" is $outcome', async (row) => {
    const { evidence, transcript } = await faulty(row, (connection) =>
      evidences.gatherEvidence({
        connection,
        profile: 'Standard User',
        domain: 'example.com',
        deadlineSeconds: 60,
        note: () => undefined,
        pause: PATIENT.pause,
        timeout: limitFor(row.fault),
      }),
    );
    expect([evidences.exitCodeOf(evidence), evidence.proven]).toEqual([
      exitOf(row.outcome),
      row.outcome === 'repeated',
    ]);
    expect(evidence.left !== null).toBe(row.outcome === 'left');
    // Creating is never sent twice, unless the login was refused.
    const created = transcript.filter(({ request, response }) => request.method === 'POST' && response?.status !== 401);
    expect(created.length).toBeLessThan(2);

    const { username } = evidence.probe;
    await cleanProbes({ connection: console.connection, username, olderThanMinutes: 0, now: Date.now() });
    expect(console.org.data.rows('User', { Username: username, IsActive: true })).toEqual([]);
  });
});
