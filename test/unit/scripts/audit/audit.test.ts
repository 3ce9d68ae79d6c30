/** Audits of an org whose package answers over REST, and of one that misbehaves at any request. */
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Connection } from '@salesforce/core';
import type { AuditOptions, audit as RunAudit } from '../../../../scripts/audit/index.ts';
import type { Finding } from '../../../../scripts/audit/finding.ts';
import type { rollcallApi as Api } from '../../../../scripts/audit/rest.ts';
import { openConsoleOrg, type ConsoleOrg } from '../console-org.ts';
import { orgOverHttp } from '../deploy/org-over-http.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';

const CREATOR = 'scim.entra@example.com';

let home: OwnHome;
let audit: typeof RunAudit;
let rollcallApi: typeof Api;
let console: ConsoleOrg;
let connection: Connection;
let folder: string;

beforeAll(async () => {
  home = useOwnHome();
  ({ audit } = await import('../../../../scripts/audit/index.ts'));
  ({ rollcallApi } = await import('../../../../scripts/audit/rest.ts'));
  console = await openConsoleOrg();
  ({ connection } = console);
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-audit-'));
  const creator = console.insertUser(CREATOR);
  console.insertUser('sales@example.com', { Department: 'Sales', FederationIdentifier: 'e1' }, creator);
  const formula = { Department: 'Support', LastName: '=HYPERLINK("x")', FederationIdentifier: 'e2' };
  console.insertUser('support@example.com', formula, creator);
}, 120_000);
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(async () => {
  await console.close();
  home.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Patience that notes the pauses, and does not pause. */
const noting = (pauses: number[]) => ({
  pause: async (milliseconds: number) => void pauses.push(milliseconds),
  request: 60_000,
});
const run = (options: Partial<AuditOptions> = {}) =>
  audit({
    connection,
    scan: 'none',
    waitMinutes: 2,
    filters: { state: 'open' },
    way: 'auto',
    formats: [],
    outputDir: folder,
    spoolDir: path.join(folder, 'spools'),
    resume: null,
    compareWith: null,
    note: () => undefined,
    ...options,
  });

describe('an audit', () => {
  it('scans, follows the scan to its end, and counts what it found', async () => {
    const result = await run({ scan: 'full' });
    expect(result.status.scan).toMatchObject({ status: 'Completed', kind: 'Full' });
    expect(result.summary).toMatchObject({ users: 2, missing: expect.any(Number) });
    expect(result.summary.missing).toBeGreaterThan(3);
    expect(result.summary.critical).toBe(1);
    expect(result.findings.map(({ entitlementName }) => entitlementName)).toEqual(
      expect.arrayContaining(['Sales_Core', 'Case_Console']),
    );
    expect(result.isCut).toBe(false);
  });

  it.each([
    [{ severity: 'Critical' }, ['sales@example.com']],
    [{ kind: 'Missing', department: 'Support' }, ['support@example.com']],
    [{ search: 'SUPPORT e2' }, ['support@example.com']],
    [{ search: '100%' }, []],
    [{ status: 'Active', user: 'sales@example.com' }, ['sales@example.com']],
    [{ entitlement: 'PermissionSet:Case_Console' }, ['support@example.com']],
    [{ reason: 'NOT_ASSIGNED', source: 'Nobody' }, []],
    [{ state: 'resolved' as const }, []],
  ])('filters by %j as the console does, whichever way it reads', async (filters, expected) => {
    const found = async (way: 'pages' | 'bulk'): Promise<Finding[]> => (await run({ filters, way })).findings;
    const [byPages, byBulk] = [await found('pages'), await found('bulk')];
    expect([...new Set(byPages.map(({ username }) => username))]).toEqual(expected);
    const keyed = (findings: Finding[]) => findings.toSorted((left, right) => (left.key < right.key ? -1 : 1));
    expect(keyed(byBulk)).toEqual(keyed(byPages));
  });

  it('refuses a user who is none', async () => {
    await expect(run({ filters: { user: 'ada' } })).rejects.toMatchObject({ name: 'NoUser', exitCode: 2 });
  });

  it('writes CSV that no spreadsheet runs, JSON, and a page that loads nothing', async () => {
    const result = await run({ formats: ['csv', 'json', 'html'], outputDir: path.join(folder, 'files') });
    expect(result.files.map((file) => path.basename(file))).toEqual(['audit.csv', 'audit.json', 'audit.html']);
    const [csv, json, html] = result.files.map((file) => readFileSync(file, 'utf8'));
    expect(csv!.split('\r\n')).toHaveLength(result.summary.findings + 2);
    expect(csv).toContain(`"'=HYPERLINK(""x"")"`);
    expect(JSON.parse(json!)).toHaveLength(result.summary.findings);
    expect(html).not.toMatch(/<script|src=|href=/);
    expect(html).toContain('=HYPERLINK(&quot;x&quot;)');
    expect(readdirSync(path.join(folder, 'files')).sort()).toEqual(['audit.csv', 'audit.html', 'audit.json']);
  });

  it('compares with an earlier one', async () => {
    const earlier = (await run({ formats: ['json'], outputDir: path.join(folder, 'earlier') })).files[0]!;
    const findings = JSON.parse(readFileSync(earlier, 'utf8')) as Finding[];
    const [first, ...rest] = findings as [Finding, ...Finding[]];
    writeFileSync(earlier, JSON.stringify([...rest, { ...first, key: 'gone' }]));
    const { comparison } = await run({ compareWith: earlier });
    expect(comparison).toMatchObject({
      opened: 1,
      closed: 1,
      unchanged: rest.length,
      openedFindings: [{ key: first.key }],
      closedFindings: [{ key: 'gone' }],
    });
  });

  it.each([
    ['no JSON', 'x', /cannot be read as an audit/],
    ['something else', '{"findings":[]}', /is no audit/],
  ])('refuses to compare with %s', async (_, text, message) => {
    const file = path.join(folder, 'odd.json');
    writeFileSync(file, text);
    await expect(run({ compareWith: file })).rejects.toThrow(message);
  });

  it('leaves nothing behind when the org refuses to be read', async () => {
    const real = connection.request.bind(connection);
    jest
      .spyOn(connection, 'request')
      .mockImplementation(((request: { url: string }) =>
        request.url.includes('/query')
          ? Promise.reject(new Error('INVALID_FIELD: broken'))
          : real(request as never)) as never);
    const outputDir = path.join(folder, 'broken');
    await expect(run({ formats: ['csv', 'json'], outputDir })).rejects.toThrow('INVALID_FIELD: broken');
    expect(readdirSync(outputDir)).toEqual([]);
    expect(readdirSync(path.join(folder, 'spools'))).toEqual([]);
  });

  it('says how to go on when a scan takes longer than was waited for', async () => {
    jest
      .spyOn(connection, 'request')
      .mockResolvedValue({ scan: { status: 'Running', usersDone: 1, usersTotal: 9 } } as never);
    jest
      .spyOn(Date, 'now')
      .mockReturnValueOnce(0)
      .mockReturnValue(10 ** 12);
    await expect(run({ scan: 'delta' })).rejects.toMatchObject({ name: 'ScanUnfinished', exitCode: 69 });
  });

  it('says why a scan failed', async () => {
    jest
      .spyOn(connection, 'request')
      .mockResolvedValue({ scan: { status: 'Failed', message: 'Apex CPU time limit exceeded' } } as never);
    await expect(run({ scan: 'full' })).rejects.toThrow('The scan ended as Failed: Apex CPU time limit exceeded');
  });
});

describe('the REST resource of the package', () => {
  it('is missing in an org without the package', async () => {
    const target = await orgOverHttp();
    await expect(run({ connection: target.connection })).rejects.toMatchObject({
      name: 'PackageNotInstalled',
      actions: expect.arrayContaining([expect.stringContaining('scim deploy')]),
    });
    await target.close();
  });

  it('turns away a user without the permission sets, with the remedy', async () => {
    console.insertUser('nobody@example.com');
    const stranger = await console.as('nobody@example.com');
    await expect(run({ connection: stranger })).rejects.toThrow(/SCIM Rollcall/);
  });

  it('is asked again after a fault that passes, with longer pauses each time', async () => {
    const pauses: number[] = [];
    const answers = [
      new Error('ERROR_HTTP_503'),
      Object.assign(new Error('x'), { name: 'UNABLE_TO_LOCK_ROW' }),
      { users: 1 },
    ];
    const fake = {
      request: () => (answers[0] instanceof Error ? Promise.reject(answers.shift()) : Promise.resolve(answers.shift())),
    };
    const api = rollcallApi(fake as never, noting(pauses));
    expect(await api.status()).toEqual({ users: 1 });
    expect(pauses).toEqual([500, 1000]);
  });

  it('is given up after a minute of tries', async () => {
    const pauses: number[] = [];
    const request = jest.fn(() => Promise.reject(new Error('ECONNRESET')));
    const api = rollcallApi({ request } as never, noting(pauses));
    await expect(api.status()).rejects.toThrow('ECONNRESET');
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 16_000]);
  });
});

describe('a file that cannot be written', () => {
  it('is named before anything is read', async () => {
    const blocked = path.join(folder, 'blocked');
    writeFileSync(blocked, '');
    await expect(run({ formats: ['csv'], outputDir: path.join(blocked, 'inside') })).rejects.toThrow(/ENOTDIR|EEXIST/);
    expect(existsSync(path.join(blocked, 'inside'))).toBe(false);
  });
});
