/** Leaving in a browser: who is leaving, the plan, the steps, and everything that can come in between. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { accessibilityProblems, eventually } from './console-page.ts';
import { READY_MILLISECONDS, startDemoOrg } from './demo-org.ts';
import type { DemoOrg } from './demo-org.ts';
import { orgData } from './org-data.ts';
import type { OrgData } from './org-data.ts';
import { loseSession } from './session.ts';
import {
  TEST_MILLISECONDS,
  closeWindow,
  focusedText,
  openUser,
  openView,
  otherErrors,
  sidewaysPixels,
  signInAgain,
  timelineEntries,
  windowShows,
} from './user-page.ts';
import type { UserPage } from './user-page.ts';

interface Person {
  userId: string;
  name: string;
  username: string;
}

let org: DemoOrg;
let data: OrgData;
let browser: Browser;
let console: UserPage;
/** Frozen users whose deadline has passed; a test that deactivates takes one. */
let overdue: Person[];
/** Active users; a test that deactivates takes one. */
let active: Person[];

beforeAll(async () => {
  [org, browser] = await Promise.all([startDemoOrg(), launchBrowser()]);
  data = orgData(org);
  const people = async (condition: string) =>
    (
      await data.query<{ User_Id__c: string; Name: string; Username__c: string }>(
        `SELECT User_Id__c, Name, Username__c FROM Provisioned_User__c WHERE ${condition} ORDER BY Name LIMIT 10`,
      )
    ).map((row) => ({ userId: row.User_Id__c, name: row.Name, username: row.Username__c }));
  overdue = await people("Is_Overdue__c = TRUE AND Status__c = 'Frozen'");
  active = await people("Status__c = 'Active' AND Privileged_Count__c = 0 AND Source__c = 'Employees'");
}, READY_MILLISECONDS);
afterAll(async () => {
  await browser?.close();
  await org?.stop();
});
afterEach(async () => console?.close());

const leavers = () => console.page.locator('c-rollcall-leavers');
const rows = () =>
  leavers()
    .getByRole('row')
    .filter({ has: console.page.getByRole('rowheader') });
const rowOf = (person: Person) => rows().filter({ hasText: person.username });
const isActive = async ({ userId }: Person) =>
  (await data.query<{ IsActive: boolean }>(`SELECT IsActive FROM User WHERE Id = '${userId}'`))[0]?.IsActive;

async function open(options: Parameters<typeof openView>[3] = {}): Promise<void> {
  console = await openView(browser, org, { c__tab: 'leavers' }, options);
  await leavers().getByRole('button', { name: 'Run leaving steps…' }).first().waitFor();
}

function take(people: Person[]): Person {
  const person = people.shift();
  if (!person) throw new Error('The demo org has too few people for this test.');
  return person;
}

async function filter(name: 'Show' | 'Source', option: string): Promise<void> {
  await leavers().getByRole('combobox', { name }).click();
  await console.page.getByRole('option', { name: option }).click();
}

describe('the leavers', () => {
  it(
    'are shown with what is still live, and can be filtered and searched',
    async () => {
      await open();
      const all = await rows().count();
      expect(all).toBeGreaterThan(overdue.length);
      await filter('Show', 'Overdue');
      await eventually('only overdue leavers are shown', async () => (await rows().count()) === overdue.length);
      for (const person of overdue) expect(await rowOf(person).innerText()).toContain('Overdue');
      await filter('Show', 'Inactive');
      await eventually('only inactive leavers are shown', async () => {
        const texts = await rows().allInnerTexts();
        return texts.length > 0 && texts.every((text) => text.includes('Inactive'));
      });
      await filter('Show', 'All leavers');
      await filter('Source', 'Okta – Contractors');
      await eventually('only contractors are shown', async () => {
        const texts = await rows().allInnerTexts();
        return texts.length > 0 && texts.every((text) => text.includes('Okta – Contractors'));
      });
      await leavers().getByRole('searchbox').fill('nobody has this name');
      await leavers().getByText('No leaver matches.').waitFor();
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'open the user',
    async () => {
      await open();
      const [person] = overdue;
      await rowOf(person as Person)
        .getByRole('button', { name: person?.name ?? '' })
        .click();
      await console.detail.getByRole('heading', { level: 2, name: person?.name ?? '' }).waitFor();
      expect(console.page.url()).toContain(`c__user=${person?.userId}`);
    },
    TEST_MILLISECONDS,
  );
});

describe('the leaving steps', () => {
  it(
    'are checked without changing anything, then run, each with its outcome',
    async () => {
      await open();
      const person = take(overdue);
      await rowOf(person).getByRole('button', { name: 'Run leaving steps…' }).click();
      await windowShows(console, 'What will happen');
      const plan = await console.dialog.innerText();
      expect(plan).toContain(`${person.name} is frozen at once`);
      for (const term of ['Steps', 'Still live', 'Successor (username)']) expect(plan).toContain(term);
      expect(await accessibilityProblems(console.page)).toEqual([]);

      await console.press('Check only');
      await windowShows(console, 'Check finished');
      expect(await isActive(person)).toBe(true);
      await console.press('Back to the plan');
      await windowShows(console, 'What will happen');
      await console.dialog.getByRole('textbox', { name: /Why you make this change/ }).fill('Left on Friday');
      await console.press('Start leaving');
      await windowShows(console, 'All steps are done');
      expect(await console.dialog.getByRole('listitem').count()).toBe(7);
      expect(await isActive(person)).toBe(false);
      await console.press('Close');
      await console.dialog.waitFor({ state: 'detached' });
      await rowOf(person).filter({ hasText: 'Inactive' }).waitFor();
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'of an active user begin at the user, and are in the timeline afterwards',
    async () => {
      const person = take(active);
      console = await openUser(browser, org, person.userId);
      await console.detail.getByRole('button', { name: 'Start leaving…' }).click();
      await windowShows(console, 'What will happen');
      await console.press('Start leaving');
      await windowShows(console, 'All steps are done');
      await closeWindow(console);
      await console.detail.getByText('Inactive', { exact: true }).first().waitFor();
      await eventually('the timeline has the steps', async () => {
        const entries = (await timelineEntries(console.detail).allInnerTexts()).join('\n');
        return entries.includes('Freeze the user') && entries.includes('Deactivate the user');
      });
      expect(await isActive(person)).toBe(false);
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'take a successor who exists, and no other',
    async () => {
      const person = take(active);
      const [successor] = active;
      console = await openUser(browser, org, person.userId);
      await console.detail.getByRole('button', { name: 'Start leaving…' }).click();
      await windowShows(console, 'What will happen');
      const input = console.dialog.getByRole('textbox', { name: /Successor/ });
      await input.fill('nobody@example.com');
      await console.press('Start leaving');
      await console.dialog.getByRole('alert').getByText('Check the successor first').waitFor();
      await console.press('Check successor');
      await console.dialog.getByRole('alert').filter({ hasText: 'nobody@example.com' }).waitFor();
      await input.fill(successor?.username ?? '');
      await console.press('Check successor');
      await console.dialog.getByText(`${successor?.name} takes over.`).waitFor();
      await closeWindow(console);
      expect(await isActive(person)).toBe(true);
      await eventually(
        'the button has the keyboard',
        async () => (await focusedText(console.page)) === 'Start leaving…',
      );
    },
    TEST_MILLISECONDS,
  );
});

describe('somebody who holds privileged access', () => {
  it(
    'leaves only with a reason and a second confirmation',
    async () => {
      const [person] = await data.query<{ User_Id__c: string }>(
        "SELECT User_Id__c FROM Provisioned_User__c WHERE Privileged_Count__c > 0 AND Status__c = 'Active' LIMIT 1",
      );
      console = await openUser(browser, org, person?.User_Id__c ?? '');
      await console.detail.getByRole('button', { name: 'Start leaving…' }).click();
      await windowShows(console, 'What will happen');
      await console.press('Start leaving');
      await console.dialog.getByRole('alert').getByText('a privileged user needs a reason').waitFor();
      await console.dialog.getByRole('textbox', { name: /Why you make this change/ }).fill('Ticket 4713');
      await console.press('Start leaving');
      await console.dialog.getByRole('alert').getByText('Confirm that this user may be deactivated').waitFor();
      await console.dialog.getByRole('checkbox', { name: /may be deactivated/ }).press('Space');
      await console.press('Start leaving');
      await windowShows(console, 'All steps are done');
      await closeWindow(console);
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );
});

describe('what comes in between', () => {
  it(
    'those who may only look are told so',
    async () => {
      const giveBack = await data.without('SCIM_Rollcall_Deprovisioner');
      try {
        console = await openView(browser, org, { c__tab: 'leavers' });
        await leavers().getByText('SCIM Rollcall Deprovisioner').waitFor();
        expect(await leavers().getByRole('button', { name: 'Run leaving steps…' }).count()).toBe(0);
      } finally {
        await giveBack();
      }
    },
    TEST_MILLISECONDS,
  );

  it(
    'a right that is taken away is named, and nothing is changed',
    async () => {
      const person = take(active);
      console = await openUser(browser, org, person.userId);
      await console.detail.getByRole('button', { name: 'Start leaving…' }).click();
      await windowShows(console, 'What will happen');
      const giveBack = await data.without('SCIM_Rollcall_Deprovisioner');
      try {
        await console.press('Start leaving');
        await console.dialog.getByRole('alert').getByText('SCIM Rollcall Deprovisioner').waitFor();
        expect(await isActive(person)).toBe(true);
      } finally {
        await giveBack();
      }
      expect(otherErrors(console)).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'a session that ends is told in the window and in the list',
    async () => {
      await open();
      const [person] = overdue;
      await loseSession(console.page);
      await rowOf(person as Person)
        .getByRole('button', { name: 'Run leaving steps…' })
        .click();
      await console.dialog.getByRole('alert').getByText('session has ended').waitFor();
      await closeWindow(console);
      await filter('Show', 'Overdue');
      await leavers().getByRole('alert').getByText('session has ended').waitFor();
      await signInAgain(console, org);
      await leavers().getByRole('button', { name: 'Run leaving steps…' }).first().waitFor();
      expect(await isActive(person as Person)).toBe(true);
      expect(otherErrors(console)).toEqual([]);
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
    'fits 320 pixels as cards, from left to right and from right to left, the window too',
    async () => {
      await open({ viewport: { width: 320, height: 640 } });
      const { page } = console;
      expect(await leavers().getByRole('table').count()).toBe(0);
      expect(await sidewaysPixels(page)).toBeLessThanOrEqual(0);
      await page.evaluate("document.documentElement.dir = 'rtl'");
      expect(await sidewaysPixels(page)).toBeLessThanOrEqual(0);
      await leavers().getByRole('button', { name: 'Run leaving steps…' }).first().click();
      await windowShows(console, 'What will happen');
      expect(await sidewaysPixels(page)).toBeLessThanOrEqual(0);
      await closeWindow(console);
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );
});
