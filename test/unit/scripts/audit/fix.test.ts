/** Fixing from the command line: the org decides, item by item. */
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
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
    formats: [],
    outputDir: '.',
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
    filters: { userId },
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
    expect(await run({ filters: { userId: console.admin.userId } })).toMatchObject({
      total: 0,
      items: [],
      correlationIds: [],
    });
  });

  it('sends at most 200 users at once', async () => {
    const findings = Array.from({ length: 450 }, (_unused, at) => ({
      key: `k${at}`,
      userId: `u${at}`,
      kind: 'Missing',
    }));
    const sent: number[] = [];
    jest.spyOn(connection, 'request').mockImplementation((({ url, body }: { url: string; body?: string }) => {
      if (url.includes('/findings')) return Promise.resolve({ findings, nextCursor: null });
      if (url.endsWith('/fix')) {
        sent.push((JSON.parse(body!) as { userIds: string[] }).userIds.length);
        return Promise.resolve({ correlationId: String(sent.length), total: 1 });
      }
      return Promise.resolve({
        outcome: { status: 'Finished', total: 1, succeeded: 1, unchanged: 0, skipped: 0, failed: 0, items: [] },
      });
    }) as never);
    expect(await run()).toMatchObject({ total: 3, succeeded: 3, correlationIds: ['1', '2', '3'] });
    expect(sent).toEqual([200, 200, 50]);
  });

  it('says how to go on when the org takes longer than was waited for', async () => {
    const finding = { key: 'k', userId: 'u', kind: 'Missing' };
    jest.spyOn(connection, 'request').mockImplementation((({ url }: { url: string }) => {
      if (url.includes('/findings')) return Promise.resolve({ findings: [finding], nextCursor: null });
      return Promise.resolve(
        url.endsWith('/fix')
          ? { correlationId: 'c1', total: 1 }
          : { outcome: { status: 'Running', total: 1, items: [] } },
      );
    }) as never);
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
    const finding = { key: 'k', userId: 'u', kind: 'Missing' };
    const request = jest
      .spyOn(connection, 'request')
      .mockImplementation((({ url }: { url: string }) =>
        url.includes('/findings')
          ? Promise.resolve({ findings: [finding], nextCursor: null })
          : Promise.reject(new Error('ECONNRESET'))) as never);
    await expect(run({ dryRun: false })).rejects.toThrow('ECONNRESET');
    expect(request).toHaveBeenCalledTimes(2);
  });
});
