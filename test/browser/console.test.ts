/** The console in a browser, over the whole path: users that arrived by SCIM, evaluated by the shipped Apex. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { USER_SCHEMA, createScimClient } from '../../scripts/provision/scim-client.ts';
import { launchBrowser } from '../support/browser.ts';
import { isMoreTab } from './base-components.ts';
import {
  accessibilityProblems,
  choose,
  consoleUrlWith,
  eventually,
  openConsole,
  rowTexts,
  tabTo,
} from './console-page.ts';
import type { ConsolePage } from './console-page.ts';
import { READY_MILLISECONDS, startDemoOrg } from './demo-org.ts';
import type { DemoOrg } from './demo-org.ts';

/** A test takes seconds; on a machine that does much else, axe alone takes half a minute. */
const TEST_MILLISECONDS = 180_000;

let org: DemoOrg;
let browser: Browser;
let console: ConsolePage;

beforeAll(async () => {
  [org, browser] = await Promise.all([startDemoOrg(), launchBrowser()]);
}, READY_MILLISECONDS);
afterAll(async () => {
  await browser?.close();
  await org?.stop();
});
afterEach(async () => console?.close());

/** Opens the tab of the users. */
const open = async (options: Parameters<typeof openConsole>[2] = {}) => {
  console = await openConsole(browser, consoleUrlWith(org.consoleUrl, { c__tab: 'users' }), options);
  await console.names.first().waitFor();
  return console;
};

/** The first shown user who misses something, opened. */
async function openUserWithGap(): Promise<string> {
  await choose(console, 'Missing only');
  await eventually('only users with gaps are shown', async () =>
    (await rowTexts(console)).every((row) => !row.includes('Nothing missing')),
  );
  const row = console.table.getByRole('row').nth(1);
  const chip = (
    (await row.getByRole('gridcell').nth(4).innerText()).split('\n').find((line) => line.includes(' · ')) ?? ''
  ).trim();
  await console.names.first().click();
  await console.detail.getByRole('article').first().waitFor();
  return chip;
}

describe('the list', () => {
  it(
    'shows provisioned users and how many there are',
    async () => {
      await open();
      expect((await rowTexts(console)).length).toBeGreaterThan(5);
      await console.page
        .getByRole('status')
        .filter({ hasText: /\d+ users/ })
        .first()
        .waitFor();
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'shows only users with gaps when asked for them',
    async () => {
      await open();
      await choose(console, 'Missing only');
      await eventually('no row says that nothing is missing', async () => {
        const rows = await rowTexts(console);
        return rows.length > 0 && rows.every((row) => !row.includes('Nothing missing'));
      });
      expect(console.page.url()).toContain('c__show=missing');
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'finds a user by a part of the name',
    async () => {
      await open();
      const name = await console.names.last().innerText();
      const words = name.toLowerCase().slice(0, -1).split(' ');
      await console.search.fill(words.join(' '));
      await eventually('every row has the searched words', async () => {
        const rows = await rowTexts(console);
        return rows.length > 0 && rows.every((row) => words.every((word) => row.toLowerCase().includes(word)));
      });
      expect(await console.names.allInnerTexts()).toContain(name);
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'says that nothing matches, and clears the filters again',
    async () => {
      await open();
      await console.search.fill('nobody has this name');
      // Not the one of the filters: the one below the words that nothing matches.
      const clear = console.page.locator('[data-id="empty"]').getByRole('button', { name: 'Clear filters' });
      await clear.waitFor();
      expect(await accessibilityProblems(console.page)).toEqual([]);
      await clear.click();
      await console.names.first().waitFor();
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'sorts by a column',
    async () => {
      await open();
      await console.table.getByRole('button', { name: 'Sort by: User' }).click();
      await eventually('names ascend', async () => {
        const names = await console.names.allInnerTexts();
        return (
          names.length > 1 &&
          JSON.stringify(names) ===
            JSON.stringify([...names].sort((a, b) => a.localeCompare(b, 'en', { sensitivity: 'base' })))
        );
      });
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );
});

describe('a user', () => {
  it(
    'is shown with the rule, the reason and the fix of every gap',
    async () => {
      await open();
      const chip = await openUserWithGap();
      const article = console.detail.getByRole('article').first();
      const text = await article.innerText();
      for (const term of ['Rule', 'Expected because', 'Actual', 'Fix in Salesforce']) expect(text).toContain(term);
      const [entitlement = '', reason = ''] = chip.split(' · ');
      const all = await console.detail.innerText();
      expect(all).toContain(entitlement);
      expect(all).toContain(reason);
      expect(console.page.url()).toMatch(/c__user=005\w{15}/);
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'is opened again by the address alone',
    async () => {
      await open();
      await openUserWithGap();
      const heading = await console.detail.getByRole('heading', { level: 2 }).innerText();
      await console.page.reload();
      await console.detail.getByRole('heading', { level: 2, name: heading }).waitFor();
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    "goes away by the browser's Back",
    async () => {
      await open();
      await openUserWithGap();
      await console.page.goBack();
      await console.detail.waitFor({ state: 'detached' });
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );
});

describe('a user who arrives by SCIM', () => {
  it(
    'is in the list after Refresh, attributed to the source that sent it',
    async () => {
      await open();
      const source = org.sources.find(({ name }) => name === 'Employees');
      if (!source?.accessToken)
        throw new Error(
          'The org has no token for its source Employees; set ROLLCALL_SCIM_TOKEN for an org that already runs.',
        );
      const scim = createScimClient(org.scimUrl, source.accessToken);
      const filter = encodeURIComponent('displayName eq "Minimum Access - Salesforce"');
      const [profile] = (await scim.get(`/Entitlements?filter=${filter}`)).Resources as { id: string }[];
      const familyName = `Arrival${Date.now()}`;
      await scim.post('/Users', {
        schemas: [USER_SCHEMA],
        userName: `nova.${familyName.toLowerCase()}@example.com`,
        name: { givenName: 'Nova', familyName },
        emails: [{ type: 'work', primary: true, value: `nova.${familyName.toLowerCase()}@example.com` }],
        active: true,
        entitlements: [{ value: profile?.id }],
      });

      await console.page.getByRole('button', { name: 'Refresh' }).click();
      await console.search.fill(familyName);
      await console.table
        .getByRole('row')
        .filter({ hasText: `Nova ${familyName}` })
        .filter({ hasText: 'Entra – Employees' })
        .waitFor();
      await eventually('only the new user is listed', async () => (await rowTexts(console)).length === 1);
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );
});

describe('the keyboard alone', () => {
  it(
    'searches, filters, opens a user and comes back to the row',
    async () => {
      await open();
      const { page } = console;
      const name = await console.names.first().innerText();

      await tabTo(page, console.search);
      await page.keyboard.type(name);
      await eventually('the list is searched', async () =>
        (await console.names.allInnerTexts()).every((found) => found.includes(name)),
      );
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.press('Delete');
      await eventually('the search is cleared', async () => (await console.names.count()) > 1);

      await tabTo(page, console.show);
      await page.keyboard.press('Enter');
      await page.keyboard.type('Miss');
      // The combobox takes typed characters a frame later; Enter before that would choose what was chosen.
      await page.locator('.slds-has-focus').filter({ hasText: 'Missing' }).waitFor();
      await page.keyboard.press('Enter');
      await eventually(
        'only users with gaps are shown',
        async () =>
          page.url().includes('c__show=missing') &&
          (await rowTexts(console)).every((row) => !row.includes('Nothing missing')),
      );

      const opened = await console.names.first().innerText();
      await tabTo(page, console.table.locator('[role=rowheader]').first());
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      const heading = console.detail.getByRole('heading', { level: 2, name: opened });
      await heading.waitFor();
      await console.detail.locator(':focus').waitFor();

      const back = console.detail.getByRole('button', { name: 'Back to the list' });
      await tabTo(page, back);
      await page.keyboard.press('Enter');
      await console.detail.waitFor({ state: 'detached' });
      await console.table.locator(':focus').waitFor();
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );
});

describe('accessibility', () => {
  it(
    'has no violation in list and detail, in light and in dark',
    async () => {
      await open();
      const { page } = console;
      expect(await accessibilityProblems(page)).toEqual([]);
      await openUserWithGap();
      await page.waitForLoadState('networkidle');
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await accessibilityProblems(page, ['color-contrast'])).toEqual([]);
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'has no violation at 320 pixels, and nothing to scroll sideways',
    async () => {
      const url = consoleUrlWith(org.consoleUrl, { c__tab: 'users' });
      console = await openConsole(browser, url, { viewport: { width: 320, height: 640 } });
      const { page } = console;
      const user = page.getByRole('listitem').getByRole('button').first();
      await user.waitFor();
      expect((await accessibilityProblems(page)).filter((problem) => !isMoreTab(problem))).toEqual([]);
      await user.click();
      await console.detail.getByRole('heading', { level: 2 }).waitFor();
      expect((await accessibilityProblems(page)).filter((problem) => !isMoreTab(problem))).toEqual([]);
      expect(
        await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
      ).toBeLessThanOrEqual(0);
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );
});
