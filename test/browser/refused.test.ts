/**
 * Every action is refused when the right for it was taken away meanwhile, and when the session has ended: the place where
 * it was pressed says so, nothing is changed, and once the reason is gone the same page goes on.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { eventually } from './console-page.ts';
import { READY_MILLISECONDS, startDemoOrg } from './demo-org.ts';
import type { DemoOrg } from './demo-org.ts';
import { orgApex } from './org-apex.ts';
import type { OrgApex } from './org-apex.ts';
import { orgData } from './org-data.ts';
import type { OrgData } from './org-data.ts';
import { loseSession, withoutConsoleSets } from './session.ts';
import { TEST_MILLISECONDS, closeWindow, openUser, openView, otherErrors, windowShows } from './user-page.ts';
import type { UserPage } from './user-page.ts';

let org: DemoOrg;
let data: OrgData;
let apex: OrgApex;
let browser: Browser;
let console: UserPage;

beforeAll(async () => {
  [org, browser] = await Promise.all([startDemoOrg(), launchBrowser()]);
  data = orgData(org);
  apex = orgApex(org);
}, READY_MILLISECONDS);
afterAll(async () => {
  await browser?.close();
  await org?.stop();
});
afterEach(async () => console?.close());

// Each test presses a whole screen; the refused scan and the two busy jobs wait for seconds.
jest.setTimeout(2 * TEST_MILLISECONDS);

interface Denial {
  name: string;
  /** What the alert says. */
  words: RegExp;
  /** Runs `action` while the org refuses the person. */
  during(action: () => Promise<void>): Promise<void>;
}

const denials: Denial[] = [
  {
    name: 'without the permission sets',
    words: /SCIM Rollcall|do not have access/,
    during: (action) => withoutConsoleSets(org, action),
  },
  {
    name: 'after the session has ended',
    words: /session has ended/,
    async during(action) {
      const cookies = await console.page.context().cookies();
      await loseSession(console.page);
      await action();
      await console.page.context().addCookies(cookies);
    },
  },
];

/** Presses, sees the refusal in `place`, and answers the alert. */
async function refused(denial: Denial, place: Locator, press: () => Promise<unknown>): Promise<Locator> {
  const alert = place.getByRole('alert').filter({ hasText: denial.words }).first();
  await denial.during(async () => {
    await press();
    await alert.waitFor();
  });
  return alert;
}

/** As `refused`, and afterwards, once the reason is gone, tries again. */
async function refusedOnce(denial: Denial, place: Locator, press: () => Promise<unknown>): Promise<void> {
  const alert = await refused(denial, place, press);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await alert.waitFor({ state: 'detached' });
}

const lastRun = async (): Promise<{ Id: string; Status__c: string }> =>
  (
    await data.query<{ Id: string; Status__c: string }>(
      'SELECT Id, Status__c FROM Scan_Run__c ORDER BY CreatedDate DESC, Id DESC LIMIT 1',
    )
  )[0]!;

describe.each(denials)('$name', (denial) => {
  it('scans are neither started, followed, aborted nor resumed, and no schedule is read or kept', async () => {
    console = await openView(browser, org, {});
    const { page, dialog } = console;
    const control = page.locator('c-rollcall-scan-control');
    const button = (name: string): Locator => control.getByRole('button', { name, exact: true });
    await control.getByText('Last scan').waitFor();
    const before = await lastRun();
    const menu = async (item: string): Promise<void> => {
      await button('More about scans').click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await refused(denial, control, () => menu('Scan all users'));
    expect((await lastRun()).Id).toBe(before.Id);

    await apex.keepBusy();
    await menu('Scan all users');
    await button('Abort scan').waitFor();
    // Nobody presses: the next look at the progress is refused.
    await refusedOnce(denial, control, async () => undefined);
    await eventually('the scan has ended', async () => (await lastRun()).Status__c === 'Completed');
    await button('Scan now').waitFor();

    await apex.keepBusy();
    await menu('Scan all users');
    await refusedOnce(denial, control, () => button('Abort scan').click());
    await button('Resume scan').waitFor();
    expect((await lastRun()).Status__c).toBe('Aborted');
    await refusedOnce(denial, control, () => button('Resume scan').click());
    await eventually('the resumed scan has ended', async () => (await lastRun()).Status__c === 'Completed');

    await button('Scan now').waitFor();
    await refusedOnce(denial, dialog, () => menu('Schedule scans'));
    await dialog.getByText('Every night, scan all users').click();
    await dialog.getByRole('combobox', { name: 'Start of the nightly scan' }).click();
    await page.getByRole('option', { name: '3:40 AM' }).click();
    await refused(denial, dialog, () => dialog.getByRole('button', { name: 'Save' }).click());
    expect(await data.query("SELECT Id FROM CronTrigger WHERE CronJobDetail.Name LIKE 'SCIM Rollcall%'")).toHaveLength(
      0,
    );
    await closeWindow(console);
    expect(otherErrors(console)).toEqual([]);
  });

  it('the list gives neither choices nor files, and no other tab any figure', async () => {
    console = await openView(browser, org, { c__tab: 'users' });
    const { page } = console;
    await console.names.first().waitFor();
    const list = page.locator('c-rollcall-user-list');
    await refusedOnce(denial, list, () => list.getByRole('button', { name: 'More filters' }).click());
    for (const item of ['Users as CSV file', 'Findings as CSV file']) {
      const control = page.locator('c-rollcall-export-control');
      await refused(denial, control, async () => {
        await control.getByRole('button', { name: 'Export' }).click();
        await page.getByRole('menuitem', { name: item }).click();
      });
    }
    for (const [tab, place] of [
      ['Entitlements', 'c-rollcall-entitlements'],
      ['Leavers', 'c-rollcall-leavers'],
      ['Overview', 'c-rollcall-overview'],
      ['Health', 'c-rollcall-health'],
    ] as const) {
      await refusedOnce(denial, page.locator(place), () => page.getByRole('tab', { name: tab }).click());
    }
    await refused(denial, page.locator('body'), () =>
      page.getByRole('button', { name: 'Refresh', exact: true }).click(),
    );
    expect(otherErrors(console)).toEqual([]);
  });

  it('a user is neither evaluated nor fixed, and tells nothing of the past', async () => {
    const [row] = await data.query<{ Provisioned_User__r: { User_Id__c: string } }>(
      `SELECT Provisioned_User__r.User_Id__c FROM Entitlement_Finding__c
       WHERE Kind__c = 'Missing' AND Resolved_At__c = NULL AND Reason__c = 'NOT_ASSIGNED'
         AND Provisioned_User__r.Status__c = 'Active' AND Provisioned_User__r.Missing_Count__c = 1`,
    );
    const userId = row!.Provisioned_User__r.User_Id__c;
    await apex.run(`
      List<Entitlement_Change__c> changes = new List<Entitlement_Change__c>();
      for (Integer i = 0; i < 30; i++) changes.add(new Entitlement_Change__c(User_Id__c = '${userId}', Action__c = 'Assign',
        Outcome__c = 'Done', Entitlement_Label__c = 'Set ' + i, Occurred_At__c = System.now().addDays(-100 - i)));
      insert as system changes;`);
    console = await openUser(browser, org, userId);
    const { detail, dialog } = console;
    await refusedOnce(denial, detail.locator('c-rollcall-timeline'), () =>
      detail.getByRole('button', { name: 'Show earlier' }).click(),
    );
    await refusedOnce(denial, detail, () => detail.getByRole('button', { name: 'Evaluate again' }).click());
    const fix = detail.getByRole('button', { name: 'Fix what is missing…' });
    await refusedOnce(denial, dialog, () => fix.click());
    await windowShows(console, 'What will be changed');
    await refused(denial, dialog, () => console.press(/^Apply/));
    await closeWindow(console);

    await fix.click();
    await windowShows(console, 'What will be changed');
    await apex.keepBusy();
    await console.press(/^Apply/);
    await windowShows(console, 'Making the changes');
    await refusedOnce(denial, dialog, async () => undefined);
    await windowShows(console, 'All changes are made');
    await closeWindow(console);
    expect(otherErrors(console)).toEqual([]);
  });

  it('nobody is made to leave, and steps that wait are not run', async () => {
    const [person] = await data.query<{ User_Id__c: string }>(
      "SELECT User_Id__c FROM Provisioned_User__c WHERE Is_Overdue__c = TRUE AND Status__c = 'Frozen' ORDER BY Name LIMIT 1",
    );
    const userId = person!.User_Id__c;
    const isActive = async (): Promise<boolean | undefined> =>
      (await data.query<{ IsActive: boolean }>(`SELECT IsActive FROM User WHERE Id = '${userId}'`))[0]?.IsActive;
    const agree = await apex.trigger(
      'KeepUsers',
      'User',
      'before update',
      "  for (User user : Trigger.new) if (!user.IsActive) user.addError('Hand over the fleet car first.');",
    );
    console = await openUser(browser, org, userId);
    const { detail, dialog } = console;
    const leave = detail.getByRole('button', { name: 'Start leaving…' });
    await refusedOnce(denial, dialog, () => leave.click());
    await windowShows(console, 'What will happen');
    await refused(denial, dialog, () => console.press('Start leaving'));
    await closeWindow(console);

    await leave.click();
    await windowShows(console, 'What will happen');
    await apex.keepBusy();
    await console.press('Start leaving');
    await windowShows(console, 'Running the leaving steps');
    await refusedOnce(denial, dialog, async () => undefined);
    await windowShows(console, 'Not every step was done');
    await refused(denial, dialog, () => console.press('Run the remaining steps'));
    expect(await isActive()).toBe(true);
    await agree();
    await dialog.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
    await windowShows(console, 'All steps are done');
    expect(await isActive()).toBe(false);
    await closeWindow(console);
    expect(otherErrors(console)).toEqual([]);
  });
});
