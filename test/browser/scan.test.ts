/** Scans in a browser: started, resumed and scheduled by an administrator, refused to others, followed to their end. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { accessibilityProblems, eventually, openConsole } from './console-page.ts';
import type { ConsolePage } from './console-page.ts';
import { READY_MILLISECONDS, startDemoOrg } from './demo-org.ts';
import type { DemoOrg } from './demo-org.ts';
import { orgData } from './org-data.ts';
import type { OrgData } from './org-data.ts';
import { loseSession } from './session.ts';

const TEST_MILLISECONDS = 120_000;

interface Run {
  Id: string;
  Kind__c: string;
  Status__c: string;
  Users_Done__c: number;
}

let org: DemoOrg;
let data: OrgData;
let browser: Browser;
let console: ConsolePage;
let control: Locator;

beforeAll(async () => {
  [org, browser] = await Promise.all([startDemoOrg(), launchBrowser()]);
  data = orgData(org);
}, READY_MILLISECONDS);
afterAll(async () => {
  await browser?.close();
  await org?.stop();
});
afterEach(async () => console?.close());

async function open(): Promise<void> {
  console = await openConsole(browser, org.consoleUrl);
  control = console.page.locator('c-rollcall-scan-control');
  await control.getByText('Last scan').or(control.getByText('left users out')).first().waitFor();
}

async function lastRun(): Promise<Run> {
  const runs = await data.query<Run>(
    'SELECT Id, Kind__c, Status__c, Users_Done__c FROM Scan_Run__c ORDER BY CreatedDate DESC, Id DESC LIMIT 1',
  );
  return runs[0]!;
}

/** Nobody may write a run, the administrator neither; code in system mode may. */
async function pretendFailure(runId: string, userId: string): Promise<void> {
  const url = new URL('/services/data/v67.0/tooling/executeAnonymous', org.instanceUrl);
  const values = `Status__c = 'Completed With Errors', Failed_User_Ids__c = '${userId}', Message__c = 'Out of patience'`;
  url.searchParams.set('anonymousBody', `update as system new Scan_Run__c(Id = '${runId}', ${values});`);
  const token = new URL(org.consoleUrl).searchParams.get('sid') ?? '';
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  expect(await response.json()).toMatchObject({ success: true });
}

const button = (name: string): Locator => control.getByRole('button', { name, exact: true });
const announced = (): Locator => control.locator('p[role="status"]');

async function choose(item: string): Promise<void> {
  await button('More about scans').click();
  await console.page.getByRole('menuitem', { name: item }).click();
}

/** A new run has ended, and the control has noticed. */
async function expectNewRun(before: Run): Promise<Run> {
  await eventually('a new scan has ended', async () => {
    const { Id, Status__c } = await lastRun();
    return Id !== before.Id && Status__c.startsWith('Completed');
  });
  await button('Scan now').waitFor();
  return lastRun();
}

describe('an administrator', () => {
  it(
    'scans everybody and follows it to its end',
    async () => {
      await open();
      const before = await lastRun();
      await choose('Scan all users');
      const run = await expectNewRun(before);
      expect(run.Kind__c).toBe('Full');
      expect(run.Users_Done__c).toBeGreaterThan(200);
      await announced().filter({ hasText: 'Scan finished' }).waitFor();
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'scans those who changed by the one button, or by the menu',
    async () => {
      await open();
      const before = await lastRun();
      await button('Scan now').click();
      const run = await expectNewRun(before);
      expect(run.Status__c).toBe('Completed');
      await choose('Scan changed users only');
      expect((await expectNewRun(run)).Status__c).toBe('Completed');
    },
    TEST_MILLISECONDS,
  );

  it(
    'is told about users whom the last scan left out, and resumes it',
    async () => {
      const [user] = await data.query<{ User_Id__c: string }>('SELECT User_Id__c FROM Provisioned_User__c LIMIT 1');
      const before = await lastRun();
      await pretendFailure(before.Id, user!.User_Id__c);
      await open();
      await control.getByText('The last scan left users out.').waitFor();
      await control.getByText('Out of patience').waitFor();
      expect(await accessibilityProblems(console.page, ['color-contrast', 'aria-prohibited-attr'])).toEqual([]);
      await button('Resume scan').click();
      const run = await expectNewRun(before);
      expect(run.Status__c).toBe('Completed');
      expect(run.Users_Done__c).toBe(1);
      await control.getByText('Last scan').waitFor();
    },
    TEST_MILLISECONDS,
  );

  it(
    'schedules scans, finds them scheduled, and takes them off again',
    async () => {
      await open();
      await choose('Schedule scans');
      const window = console.page.getByRole('dialog');
      await window.getByText('Every night, scan all users').click();
      await window.getByText('Every hour, scan users who changed').click();
      await window.getByRole('button', { name: 'Save' }).click();
      await announced().filter({ hasText: 'The schedule is saved' }).waitFor();
      expect(await jobs()).toHaveLength(2);

      await choose('Schedule scans');
      await window.getByText('Next start:').first().waitFor();
      expect(await accessibilityProblems(console.page, ['color-contrast', 'label', 'aria-allowed-attr'])).toEqual([]);
      await window.getByText('Every night, scan all users').click();
      await window.getByText('Every hour, scan users who changed').click();
      await window.getByRole('button', { name: 'Save' }).click();
      await window.waitFor({ state: 'detached' });
      expect(await jobs()).toHaveLength(0);
    },
    TEST_MILLISECONDS,
  );

  it(
    'leaves the schedule alone by Cancel and by Escape',
    async () => {
      await open();
      const window = console.page.getByRole('dialog');
      await choose('Schedule scans');
      await window.getByText('Every night, scan all users').click();
      await window.getByRole('button', { name: 'Cancel', exact: true }).click();
      await window.waitFor({ state: 'detached' });
      await choose('Schedule scans');
      await window.getByText('Every night, scan all users').waitFor();
      await console.page.keyboard.press('Escape');
      await window.waitFor({ state: 'detached' });
      expect(await jobs()).toHaveLength(0);
    },
    TEST_MILLISECONDS,
  );
});

const jobs = (): Promise<unknown[]> =>
  data.query("SELECT Id FROM CronTrigger WHERE CronJobDetail.Name LIKE 'SCIM Rollcall%'");

describe('a scan', () => {
  it(
    'is refused to somebody whose right was taken away meanwhile',
    async () => {
      await open();
      const before = await lastRun();
      const giveBack = await data.without('SCIM_Rollcall_Administrator');
      try {
        await button('Scan now').click();
        await control.getByRole('alert').waitFor();
      } finally {
        await giveBack();
      }
      expect((await lastRun()).Id).toBe(before.Id);
    },
    TEST_MILLISECONDS,
  );

  it(
    'says so when the session was lost',
    async () => {
      await open();
      const before = await lastRun();
      await loseSession(console.page);
      await button('Scan now').click();
      await control.getByRole('alert').waitFor();
      expect((await lastRun()).Id).toBe(before.Id);
    },
    TEST_MILLISECONDS,
  );
});
