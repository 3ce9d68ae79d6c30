/** The whole start on a small company, in memory: what an admin finds when `scim org start` says it is ready. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import path from 'node:path';
import { loadMessages } from '../../../../scripts/messages.ts';
import { silentStages } from '../../../../scripts/progress/stages.ts';
import type { RunningOrg } from '../../../../scripts/start/options.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import { query, startOptions } from './start-options.ts';

/** More than one chunk of a scan: Apex tests see the users of their org. */
const USERS = 220;
const APEX_SECONDS = 120;

let home: OwnHome;
let org: RunningOrg;
const titles: string[] = [];

beforeAll(async () => {
  home = useOwnHome();
  const { startOrg } = await import('../../../../scripts/start/index.ts');
  const stages: typeof silentStages = {
    run: (title, work) => {
      titles.push(title);
      return silentStages.run(title, work);
    },
  };
  org = await startOrg(startOptions({ seed: { kind: 'count', users: USERS } }), stages, loadMessages('scim.org.start'));
}, 120_000);

afterAll(async () => {
  await org.close();
  home.remove();
});

describe('an org with a seeded company', () => {
  it('was brought up in stages that say what they do', () => {
    expect(titles).toEqual([
      'Start the embedded org',
      'Deploy the package',
      'Provision users over SCIM',
      'Scan what they are missing',
      'Prepare Lightning base components',
    ]);
  });

  it(
    'passes the package’s own Apex tests beside its data, as an upgrade must',
    async () => {
      const response = await fetch(`${org.instanceUrl}/services/data/v67.0/tooling/runTestsSynchronous`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${org.accessToken}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ testLevel: 'RunLocalTests', skipCodeCoverage: true }),
      });
      const { numTestsRun, failures } = (await response.json()) as {
        numTestsRun: number;
        failures: { name: string; methodName: string; message: string }[];
      };
      expect(failures.map(({ name, methodName, message }) => `${name}.${methodName}: ${message}`)).toEqual([]);
      expect(numTestsRun).toBeGreaterThan(400);
    },
    APEX_SECONDS * 1000,
  );

  it('has every user as a provisioned user, attributed to the source whose integration user created it', async () => {
    const rows = await query(
      org,
      'SELECT Source__c, User__r.CreatedBy.Username, COUNT(Id) n FROM Provisioned_User__c GROUP BY Source__c, User__r.CreatedBy.Username',
    );
    const bySource = new Map(rows.map((row) => [row['Source__c'], row]));
    expect([...bySource.keys()].sort()).toEqual(['Contractors', 'Employees']);
    expect(bySource.get('Employees')).toMatchObject({ Username: 'scim.entra@example.com' });
    expect(bySource.get('Contractors')).toMatchObject({ Username: 'scim.okta@example.com' });
    expect(rows.reduce((sum, row) => sum + Number(row['n']), 0)).toBe(USERS);
  });

  it.each([
    ['Missing', 'NO_SEATS_LEFT'],
    ['Missing', 'LICENSE_NOT_ASSIGNED'],
    ['Missing', 'ASSIGNMENT_EXPIRED'],
    ['Missing', 'GROUP_NOT_CALCULATED'],
    ['Missing', 'WRONG_PROFILE'],
    ['Missing', 'NOT_ASSIGNED'],
    ['Missing', 'NOT_IN_PUBLIC_GROUP'],
    ['Unexpected', 'NOT_EXPECTED_PRIVILEGED'],
    ['Lifecycle', 'DEPROVISIONING_OVERDUE'],
  ])('holds a gap that arose by itself: %s %s', async (kind, reason) => {
    const found = await query(
      org,
      `SELECT Id FROM Entitlement_Finding__c WHERE Kind__c = '${kind}' AND Reason__c = '${reason}'`,
    );
    expect(found.length).toBeGreaterThan(0);
  });

  it('has leavers: some deactivated over SCIM, one frozen and forgotten', async () => {
    expect((await query(org, 'SELECT Id FROM User WHERE IsActive = false')).length).toBeGreaterThan(0);
    expect((await query(org, 'SELECT Id FROM UserLogin WHERE IsFrozen = true')).length).toBeGreaterThan(0);
  });

  it('has users who arrived days ago, and a clock that is back at now', async () => {
    const old = await query(
      org,
      "SELECT Id FROM User WHERE Username LIKE '%@example.com' AND CreatedDate < LAST_N_DAYS:5",
    );
    expect(old.length).toBeGreaterThan(USERS / 2);
    const response = await fetch(`${org.instanceUrl}/services/data/v67.0/sobjects/Account`, {
      method: 'POST',
      headers: { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' },
      body: '{"Name":"Made after the start"}',
    });
    expect(response.status).toBe(201);
    expect((await query(org, 'SELECT Id FROM Account WHERE CreatedDate = TODAY')).length).toBe(1);
  });

  it('gives each source a token of its own, with which SCIM requests work', async () => {
    expect(org.sources.map(({ name }) => name)).toEqual(['Employees', 'Contractors']);
    for (const source of org.sources) {
      const users = await fetch(`${org.scimUrl}/Users?count=1`, {
        headers: { authorization: `Bearer ${source.accessToken}` },
      });
      expect(users.status).toBe(200);
      expect(((await users.json()) as { totalResults: number }).totalResults).toBeGreaterThanOrEqual(USERS);
    }
  });

  it('sends the console URL to the console, signed in', async () => {
    const answer = await fetch(org.consoleUrl, { redirect: 'manual' });
    expect(answer.headers.get('set-cookie')).toMatch(/^sid=/);
    expect(path.posix.basename(new URL(org.consoleUrl).searchParams.get('retURL')!)).toBe('SCIM_Rollcall');
  });
});
