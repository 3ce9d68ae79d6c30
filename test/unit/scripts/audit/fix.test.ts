/** Fixing from the command line: the org decides, item by item. */
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import path from 'node:path';
import type { Connection } from '@salesforce/core';
import type { FixOptions, fix as RunFix } from '../../../../scripts/audit/fix.ts';
import { openConsoleOrg, type ConsoleOrg } from '../console-org.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';

let home: OwnHome;
let fix: typeof RunFix;
let console: ConsoleOrg;
let connection: Connection;
let userId: string;

beforeAll(async () => {
  home = useOwnHome();
  ({ fix } = await import('../../../../scripts/audit/fix.ts'));
  const { audit } = await import('../../../../scripts/audit/index.ts');
  console = await openConsoleOrg();
  ({ connection } = console);
  const set = console.idOf('PermissionSet', { Name: 'SCIM_Rollcall_Remediator' });
  console.insert('PermissionSetAssignment', { AssigneeId: console.admin.userId, PermissionSetId: set });
  const creator = console.insertUser('scim.entra@example.com');
  userId = console.insertUser('support@example.com', { Department: 'Support', FederationIdentifier: 'e1' }, creator);
  await audit({
    connection,
    scan: 'full',
    waitMinutes: 2,
    filters: {},
    way: 'pages',
    formats: [],
    outputDir: '.',
    spoolDir: path.join(home.path, 'audits'),
    resume: null,
    compareWith: null,
    note: () => undefined,
  });
}, 120_000);
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(async () => {
  await console.close();
  home.remove();
});

const run = (options: Partial<FixOptions> = {}) =>
  fix({
    connection,
    filters: { user: userId },
    includeUnexpected: false,
    confirmPrivileged: false,
    dryRun: true,
    justification: '',
    waitMinutes: 2,
    note: () => undefined,
    ...options,
  });
const holds = (name: string): boolean =>
  console.org.data.rows('PermissionSetAssignment', {
    AssigneeId: userId,
    PermissionSetId: console.idOf('PermissionSet', { Name: name }),
  }).length > 0;

/** Answers to a fix: reads of the status and the findings, then what `rest` says of the package's resource. */
function answering(findings: { key: string; userId: string }[], rest: (url: string, body?: string) => unknown) {
  const records = findings.map(({ key, userId }, at) => ({
    Id: String(at),
    External_Id__c: key,
    Kind__c: 'Missing',
    Provisioned_User__r: { User_Id__c: userId },
  }));
  return jest.spyOn(connection, 'request').mockImplementation((({ url, body }: { url: string; body?: string }) => {
    if (url.includes('/query?q=')) return Promise.resolve({ totalSize: records.length, records });
    if (url.endsWith('/status')) return Promise.resolve({});
    return Promise.resolve(rest(url, body));
  }) as never);
}

describe('a fix from the command line', () => {
  it('is tried first, and nothing is changed', async () => {
    const report = await run();
    expect(report.isDryRun).toBe(true);
    expect(report.items).toContainEqual(
      expect.objectContaining({ entitlementLabel: 'Case Console', action: 'Assign', outcome: 'Would Succeed' }),
    );
    expect(holds('Case_Console')).toBe(false);
  });

  it('is done when told to, tells each outcome, and is in the change log', async () => {
    const report = await run({ dryRun: false, justification: 'Ticket 17' });
    expect(report.items).toContainEqual(expect.objectContaining({ entitlementLabel: 'Case Console', outcome: 'Done' }));
    expect(holds('Case_Console')).toBe(true);
    // The wrong profile of this user is nothing that the console changes.
    expect(report.items.filter(({ outcome }) => outcome === 'Skipped').length).toBe(report.skipped);
    expect(console.org.data.rows('Entitlement_Change__c', { Outcome__c: 'Done' })).toContainEqual(
      expect.objectContaining({ Justification__c: 'Ticket 17', Channel__c: 'REST' }),
    );
  });

  it('changes nothing the second time', async () => {
    const report = await run({ dryRun: false, justification: 'Ticket 17' });
    expect(report.succeeded).toBe(0);
  });

  it('finds nothing to do where nothing is missing', async () => {
    expect(await run({ filters: { user: console.admin.userId } })).toMatchObject({
      total: 0,
      items: [],
      correlationIds: [],
    });
  });

  it('sends at most 200 users at once', async () => {
    const findings = Array.from({ length: 450 }, (_unused, at) => ({ key: `k${at}`, userId: `u${at}` }));
    const sent: number[] = [];
    answering(findings, (url, body) => {
      if (url.endsWith('/fix')) {
        sent.push((JSON.parse(body!) as { userIds: string[] }).userIds.length);
        return { correlationId: String(sent.length), total: 1 };
      }
      return {
        outcome: { status: 'Finished', total: 1, succeeded: 1, unchanged: 0, skipped: 0, failed: 0, items: [] },
      };
    });
    expect(await run()).toMatchObject({ total: 3, succeeded: 3, correlationIds: ['1', '2', '3'] });
    expect(sent).toEqual([200, 200, 50]);
  });

  it('says how to go on when the org takes longer than was waited for', async () => {
    answering([{ key: 'k', userId: 'u' }], (url) =>
      url.endsWith('/fix')
        ? { correlationId: 'c1', total: 1 }
        : { outcome: { status: 'Running', total: 1, items: [] } },
    );
    jest
      .spyOn(Date, 'now')
      .mockReturnValueOnce(0)
      .mockReturnValue(10 ** 12);
    await expect(run({ dryRun: false })).rejects.toMatchObject({
      name: 'FixUnfinished',
      exitCode: 69,
      message: expect.stringContaining('c1'),
    });
  });

  it('is never sent twice', async () => {
    const request = answering([{ key: 'k', userId: 'u' }], () => Promise.reject(new Error('ECONNRESET')));
    await expect(run({ dryRun: false })).rejects.toThrow('ECONNRESET');
    const urls = request.mock.calls.map(([asked]) => (asked as { url: string }).url);
    expect(urls.filter((url) => url.endsWith('/fix'))).toHaveLength(1);
  });

  it('tells what was done when a later batch of it fails', async () => {
    const findings = Array.from({ length: 250 }, (_unused, at) => ({ key: `k${at}`, userId: `u${at}` }));
    let sent = 0;
    answering(findings, (url) => {
      if (!url.endsWith('/fix'))
        return {
          outcome: { status: 'Finished', total: 2, succeeded: 2, unchanged: 0, skipped: 0, failed: 0, items: [] },
        };
      sent += 1;
      return sent === 1 ? { correlationId: 'c1', total: 2 } : Promise.reject(new Error('ECONNRESET'));
    });
    await expect(run({ dryRun: false })).rejects.toMatchObject({
      message: 'The org did not answer: ECONNRESET',
      exitCode: 68,
      data: { succeeded: 2, correlationIds: ['c1'] },
    });
  });
});
