/** One user's screen in a browser: what is shown, where it leads, and what it says when it cannot. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { accessibilityProblems, eventually, tabTo } from './console-page.ts';
import { READY_MILLISECONDS, startDemoOrg } from './demo-org.ts';
import type { DemoOrg } from './demo-org.ts';
import { orgData } from './org-data.ts';
import type { OrgData } from './org-data.ts';
import { loseSession } from './session.ts';
import {
  TEST_MILLISECONDS,
  focusedText,
  openUser,
  openView,
  otherErrors,
  sidewaysPixels,
  signInAgain,
  timelineEntries,
} from './user-page.ts';
import type { UserPage } from './user-page.ts';

let org: DemoOrg;
let data: OrgData;
let browser: Browser;
let console: UserPage;
/** A user of the source Employees who misses something. */
let userId: string;
let userName: string;

beforeAll(async () => {
  [org, browser] = await Promise.all([startDemoOrg(), launchBrowser()]);
  data = orgData(org);
  const [row] = await data.query<{ User_Id__c: string; Name: string }>(
    "SELECT User_Id__c, Name FROM Provisioned_User__c WHERE Source__c = 'Employees' AND Missing_Count__c > 1 ORDER BY Name",
  );
  if (!row) throw new Error('Nobody in the demo org misses anything.');
  userId = row.User_Id__c;
  userName = row.Name;
}, READY_MILLISECONDS);
afterAll(async () => {
  await browser?.close();
  await org?.stop();
});
afterEach(async () => console?.close());

const open = async (options: Parameters<typeof openUser>[3] = {}) => {
  console = await openUser(browser, org, userId, options);
  return console.detail;
};

/** The user's screen as a page of its own. */
const ownAddress = () => `${org.instanceUrl}/lightning/cmp/c__rollcallUserDetail?c__user=${userId}`;

describe('a user', () => {
  it(
    'is shown with what is expected, what of it is held and what happened',
    async () => {
      const detail = await open();
      await detail.getByRole('heading', { level: 2, name: userName }).waitFor();
      const text = await detail.innerText();
      for (const term of ['Expected', 'Held', 'Missing', 'Unexpected', 'Username', 'Federation ID', 'Created by'])
        expect(text).toContain(term);
      const entries = await timelineEntries(detail).allInnerTexts();
      expect(entries.some((entry) => entry.includes('Finding opened'))).toBe(true);
      expect(entries.at(-1)).toContain('User created by Entra – Employees');
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'leads to the page in Setup and to the user record, each in a tab of its own',
    async () => {
      const detail = await open();
      const follow = async (name: RegExp): Promise<string> => {
        const [tab] = await Promise.all([
          console.page.context().waitForEvent('page'),
          detail.getByRole('link', { name }).click(),
        ]);
        await tab.waitForURL(/lightning/);
        return tab.url();
      };
      const setup = await follow(/Open in Setup/);
      expect(setup).toContain('/lightning/setup/ManageUsers/page?address=');
      expect(decodeURIComponent(setup)).toContain(`/${userId}?noredirect=1&isUserEntityOverride=1`);
      expect(await follow(/Open user record/)).toContain(`/lightning/r/User/${userId}/view`);
      expect(await detail.getByRole('heading', { level: 2, name: userName }).count()).toBe(1);
    },
    TEST_MILLISECONDS,
  );

  it(
    'is evaluated again when asked',
    async () => {
      const detail = await open();
      await data.update('User', userId, { Title: `Title ${Date.now()}` });
      const [changed] = await data.query<{ Title: string }>(`SELECT Title FROM User WHERE Id = '${userId}'`);
      await detail.getByRole('button', { name: 'Evaluate again' }).click();
      await detail.getByText(changed?.Title ?? '').waitFor();
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'has an address of its own',
    async () => {
      console = await openView(browser, org, {});
      await console.page.goto(ownAddress());
      await console.detail.getByRole('heading', { level: 2, name: userName }).waitFor();
      await timelineEntries(console.detail).first().waitFor();
      expect(await console.detail.getByRole('button', { name: 'Back to the list' }).count()).toBe(0);
    },
    TEST_MILLISECONDS,
  );

  it(
    'says so when no source claims a user',
    async () => {
      const [admin] = await data.query<{ Id: string }>(
        "SELECT Id FROM User WHERE Username = 'admin@rollcall.example.com'",
      );
      console = await openView(browser, org, { c__tab: 'users', c__user: admin?.Id ?? '' });
      await console.detail.getByText('no source claims this user').waitFor();
      expect(await console.detail.getByRole('article').count()).toBe(0);
    },
    TEST_MILLISECONDS,
  );
});

describe('those who may not', () => {
  it(
    'see no user, and why',
    async () => {
      const sid = org.sources.find(({ name }) => name === 'Employees')?.accessToken ?? '';
      const target = encodeURIComponent(new URL(ownAddress()).pathname + new URL(ownAddress()).search);
      const address = `${org.instanceUrl}/secur/frontdoor.jsp?sid=${encodeURIComponent(sid)}&retURL=${target}`;
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(address);
      await page.locator('c-rollcall-user-detail').getByRole('alert').getByText('do not have access').waitFor();
      expect(await page.locator('body').innerText()).not.toContain(userName);
      await context.close();
    },
    TEST_MILLISECONDS,
  );

  it(
    'are offered neither fixing nor leaving',
    async () => {
      const giveBack = [
        await data.without('SCIM_Rollcall_Remediator'),
        await data.without('SCIM_Rollcall_Deprovisioner'),
      ];
      try {
        const detail = await open();
        expect(await detail.getByRole('button', { name: /Fix|leaving/ }).count()).toBe(0);
        expect(await accessibilityProblems(console.page)).toEqual([]);
      } finally {
        for (const give of giveBack) await give();
      }
    },
    TEST_MILLISECONDS,
  );
});

describe('a session that ends', () => {
  it(
    'is told, and after signing in again the same user is shown',
    async () => {
      const detail = await open();
      await loseSession(console.page);
      await detail.getByRole('button', { name: 'Evaluate again' }).click();
      const alert = detail.getByRole('alert').first();
      await alert.waitFor();
      expect(await alert.innerText()).toContain('session has ended');
      expect(await detail.innerText()).not.toContain('Username');
      await signInAgain(console, org);
      await detail.getByRole('heading', { level: 2, name: userName }).waitFor();
      expect(otherErrors(console)).toEqual([]);
    },
    TEST_MILLISECONDS,
  );
});

describe('the keyboard alone', () => {
  it(
    'closes the user with Escape and is back on its row',
    async () => {
      console = await openView(browser, org, { c__tab: 'users', c__show: 'missing' });
      const { page } = console;
      await console.names.first().waitFor();
      const name = await console.names.first().innerText();
      await console.names.first().click();
      await timelineEntries(console.detail).first().waitFor();
      await eventually('the heading has the keyboard', async () => (await focusedText(page)) === name);
      await tabTo(page, console.detail.getByRole('button', { name: 'Back to the list' }));
      await page.keyboard.press('Escape');
      await console.detail.waitFor({ state: 'detached' });
      await console.table.locator(':focus').waitFor();
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );
});

describe('accessibility', () => {
  it(
    'has no violation, in light and in dark',
    async () => {
      await open();
      expect(await accessibilityProblems(console.page)).toEqual([]);
      await console.page.emulateMedia({ colorScheme: 'dark' });
      expect(await accessibilityProblems(console.page, ['color-contrast'])).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'fits 320 pixels, from left to right and from right to left',
    async () => {
      console = await openView(browser, org, {}, { viewport: { width: 320, height: 640 } });
      await console.page.goto(ownAddress());
      await timelineEntries(console.detail).first().waitFor();
      expect(await sidewaysPixels(console.page)).toBeLessThanOrEqual(0);
      // The first heading of the page is the one of the page that a component is put on, not the component's.
      const problems = await accessibilityProblems(console.page);
      expect(problems.filter((problem) => !problem.startsWith('page-has-heading-one'))).toEqual([]);
      await console.page.evaluate("document.documentElement.dir = 'rtl'");
      expect(await sidewaysPixels(console.page)).toBeLessThanOrEqual(0);
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );
});
