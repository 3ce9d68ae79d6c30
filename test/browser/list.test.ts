/** The users list in a browser: every button of it, when it works and when it cannot. */
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Download, Locator, Route } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { accessibilityProblems, consoleUrlWith, eventually, openConsole, rowTexts } from './console-page.ts';
import type { ConsolePage } from './console-page.ts';
import { READY_MILLISECONDS, startDemoOrg } from './demo-org.ts';
import type { DemoOrg } from './demo-org.ts';
import { loseSession, withoutConsoleSets } from './session.ts';

const TEST_MILLISECONDS = 180_000;
/** As c/rollcallUserList keeps them (WINDOW_ROWS). */
const MOST_ROWS = 200;

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

const open = async (state: Record<string, string> = {}, options: Parameters<typeof openConsole>[2] = {}) => {
  const url = consoleUrlWith(org.consoleUrl, { c__tab: 'users', ...state });
  console = await openConsole(browser, url, options);
  await console.names.first().waitFor();
  return console;
};

const button = (name: string | RegExp): Locator => console.page.getByRole('button', { name });
const selection = (): Locator => console.page.getByRole('group', { name: 'Selected users' });
/** Users that match, as the line above the list says: "1,240 users, as of 2:10 AM". */
const total = async (): Promise<number> => {
  const text = await console.page.locator('c-rollcall-user-list [data-id="results"]').innerText();
  return Number((/^[\d,]+/.exec(text)?.[0] ?? '').replaceAll(',', ''));
};
const headers = async (): Promise<string[]> =>
  (
    await console.table
      .getByRole('columnheader')
      .evaluateAll((cells) => cells.map((cell: { ariaLabel: string | null }) => cell.ariaLabel ?? ''))
  ).filter(Boolean);

/** Chooses from a combobox with the mouse. */
async function pick(combobox: string, option: string | RegExp): Promise<void> {
  await console.page.getByRole('combobox', { name: combobox, exact: true }).click();
  await console.page.getByRole('option', { name: option }).click();
}

/** Ticks the box of a row by the label that a person clicks. */
async function tick(row: number): Promise<void> {
  await console.table.getByRole('row').nth(row).locator('label').first().click();
}

/** Lets calls of one Apex method fail, as a network does. */
async function breakApex(methodName: string): Promise<void> {
  await console.page.route('**/lightning/api/apex', (route) =>
    (route.request().postData() ?? '').includes(`"methodName":"${methodName}"`) ? route.abort() : route.fallback(),
  );
}

const repairApex = (): Promise<void> => console.page.unroute('**/lightning/api/apex');

async function scrollToEnd(): Promise<void> {
  await console.page
    .locator('c-rollcall-user-table .slds-scrollable_y')
    .evaluate((element: { scrollHeight: number; scrollTo(x: number, y: number): void }) =>
      element.scrollTo(0, element.scrollHeight),
    );
}

/** Scrolls until the window of rows is full. */
async function fillWindow(): Promise<void> {
  await eventually('the window of rows is full', async () => {
    await scrollToEnd();
    return (await button(`Next ${MOST_ROWS} users`).count()) > 0;
  });
}

async function exported(start: () => Promise<void>): Promise<{ name: string; lines: string[] }> {
  const [download]: [Download, void] = await Promise.all([console.page.waitForEvent('download'), start()]);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text.charCodeAt(0)).toBe(0xfeff);
  expect(text.endsWith('\r\n')).toBe(true);
  return { name: download.suggestedFilename(), lines: text.slice(1).trimEnd().split('\r\n') };
}

async function chooseExport(item: string): Promise<void> {
  await console.page.locator('c-rollcall-export-control').getByRole('button', { name: 'Export' }).click();
  await console.page.getByRole('menuitem', { name: item }).click();
}

describe('columns', () => {
  it(
    'are chosen by the person, kept in the address and for the next visit, and can be reset',
    async () => {
      // Few rows: axe looks at every cell.
      await open({ c__show: 'overdue' });
      await button('Columns').click();
      await console.page.locator('c-rollcall-column-picker').getByText('Department', { exact: true }).click();
      await eventually('the department has a column', async () => (await headers()).includes('Department'));
      expect(new URL(console.page.url()).searchParams.get('c__columns')).toContain('department');
      await console.page.keyboard.press('Escape');
      expect(await accessibilityProblems(console.page)).toEqual([]);

      await console.page.goto(new URL('/lightning/n/SCIM_Rollcall?c__tab=users', console.page.url()).toString());
      await console.names.first().waitFor();
      expect(await headers()).toContain('Department');

      await button('Columns').click();
      await button('Reset columns').click();
      await eventually('the column is gone', async () => !(await headers()).includes('Department'));
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'all sort',
    async () => {
      const columns =
        'name,email,username,federationId,source,matchedBy,profile,role,department,title,status,missing,unexpected,' +
        'deadline,created,lastLogin,evaluated';
      await open({ c__columns: columns });
      const shown = await headers();
      expect(shown).toHaveLength(columns.split(',').length);
      for (const name of ['Department', 'Matched by', 'Inactive by', 'Last login', 'Unexpected']) {
        await console.table.getByRole('button', { name: `Sort by: ${name}` }).click();
        await eventually(`the address says that ${name} sorts`, async () => /c__sort=/.test(console.page.url()));
        await eventually('rows are there', async () => (await rowTexts(console)).length > 5);
        expect(await console.page.getByRole('alert').count()).toBe(0);
      }
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );
});

describe('filters', () => {
  it(
    'narrow the list one by one, stay in sight as pills, and go away one by one',
    async () => {
      await open();
      const everybody = await total();
      await button('More filters').click();
      await pick('Status', 'Frozen');
      await eventually('fewer users match', async () => (await total()) < everybody);
      const frozen = await total();
      await pick('Department', /Operations/);
      await button(/^Remove Department: Operations/).waitFor();
      await eventually('not more users match', async () => (await total()) <= frozen);
      expect(await button('More filters (2)').count()).toBe(1);
      expect(await accessibilityProblems(console.page)).toEqual([]);

      await pick('Severity', 'Medium');
      await button(/^Remove Severity: Medium/).click();
      await pick('Source', /Employees/);
      await eventually('the address names the source', async () => console.page.url().includes('c__source=Employees'));
      await pick('Source', 'All sources');
      await button('Remove Department: Operations').click();
      await eventually('the other filter is left', async () => (await total()) === frozen);
      await button('Clear filters').first().click();
      await eventually('everybody is listed again', async () => (await total()) === everybody);
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'find who misses an entitlement for a reason',
    async () => {
      await open({ c__show: 'missing' });
      await button('More filters').click();
      await pick('Entitlement', /Case Console/);
      await button(/^Remove Entitlement: Case Console/).waitFor();
      await pick('Reason', 'assignment expired');
      await button(/^Remove Reason: assignment expired/).waitFor();
      await eventually('every row says so', async () => {
        const rows = await rowTexts(console);
        return rows.length > 0 && rows.every((row) => row.includes('Case Console · assignment expired'));
      });
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'and columns and order come back by the address alone',
    async () => {
      await open({
        c__show: 'missing',
        c__severity: 'High',
        c__department: 'Sales',
        c__columns: 'name,department,missing',
        c__sort: 'name-desc',
        c__search: 'account',
      });
      await button(/^Remove Severity: High/).waitFor();
      await button(/^Remove Department: Sales/).waitFor();
      expect(await headers()).toEqual(['User', 'Department', 'Missing']);
      expect(await console.search.inputValue()).toBe('account');
      const names = await console.names.allInnerTexts();
      expect(names.length).toBeGreaterThan(1);
      expect([...names].sort((a, b) => b.localeCompare(a, 'en'))).toEqual(names);
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'say when their choices cannot be loaded, and try again',
    async () => {
      await open();
      await breakApex('getFilterOptions');
      await button('More filters').click();
      const alert = console.page.getByRole('alert').filter({ hasText: 'choices of these filters' });
      await alert.waitFor();
      await repairApex();
      await alert.getByRole('button', { name: 'Try again' }).click();
      await alert.waitFor({ state: 'detached' });
      await pick('Department', /Operations/);
      await button(/^Remove Department: Operations/).waitFor();
      expect(await console.names.count()).toBeGreaterThan(0);
    },
    TEST_MILLISECONDS,
  );
});

describe('pages', () => {
  it(
    'load while scrolling, never more than a window of rows; buttons lead on and back',
    async () => {
      await open({ c__sort: 'name-asc' });
      const first = await console.names.first().innerText();
      await fillWindow();
      expect(await console.names.count()).toBe(MOST_ROWS);
      await scrollToEnd();
      const all = await total();
      await console.page.getByText(`Users 1 to ${MOST_ROWS} of ${all}`).waitFor();

      await button(`Next ${MOST_ROWS} users`).click();
      await console.page.getByText(`Users ${MOST_ROWS + 1} to`).waitFor();
      expect(await console.names.first().innerText()).not.toBe(first);
      await console.page.locator('c-rollcall-user-list h2:focus').waitFor();
      await scrollToEnd();
      await console.page.getByText(`Users ${MOST_ROWS + 1} to ${all} of ${all}`).waitFor();
      expect(await console.names.count()).toBe(all - MOST_ROWS);

      await button(`Previous ${MOST_ROWS} users`).click();
      await eventually('the first rows are back', async () => (await console.names.first().innerText()) === first);
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'stay when the next one cannot be loaded, and go on when asked',
    async () => {
      await open();
      await fillWindow();
      await breakApex('getUsers');
      await button(`Next ${MOST_ROWS} users`).click();
      const alert = console.page.getByRole('alert').filter({ hasText: 'The next users could not be loaded' });
      await alert.waitFor();
      expect(await console.names.count()).toBe(MOST_ROWS);
      await repairApex();
      await alert.getByRole('button', { name: 'Try again' }).click();
      await button(`Previous ${MOST_ROWS} users`).waitFor();
    },
    TEST_MILLISECONDS,
  );
});

describe('the selection', () => {
  it(
    'goes across windows, takes all that match, and is cleared by other filters with a notice',
    async () => {
      await open();
      await tick(1);
      await tick(2);
      await selection().getByText('2 users selected').waitFor();
      await fillWindow();
      await button(`Next ${MOST_ROWS} users`).click();
      await button(`Previous ${MOST_ROWS} users`).waitFor();
      await tick(1);
      await selection().getByText('3 users selected').waitFor();
      await selection()
        .getByRole('button', { name: `Select the first ${MOST_ROWS} that match` })
        .click();
      await selection().getByText(`${MOST_ROWS} users selected`).waitFor();
      await console.page.getByText(/because a fix covers no more\. The first 200 of \d+ are selected/).waitFor();

      await pick('Show', 'Leavers overdue');
      await console.page.getByText('The selection was cleared because the filters have changed.').waitFor();
      expect(await selection().count()).toBe(0);
      await tick(1);
      await selection()
        .getByRole('button', { name: /Select all \d+ that match/ })
        .click();
      await selection()
        .getByText(`${await total()} users selected`)
        .waitFor();
      await selection().getByRole('button', { name: 'Clear selection' }).click();
      await selection().waitFor({ state: 'detached' });
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'opens the plan of its fix',
    async () => {
      await open({ c__show: 'missing' });
      await tick(1);
      await selection().getByRole('button', { name: 'Fix selected…' }).click();
      const dialog = console.page.getByRole('dialog');
      await dialog.waitFor();
      await console.page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await selection().getByText('1 user selected').waitFor();
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'says when not everybody could be selected',
    async () => {
      await open();
      await tick(1);
      await breakApex('getUsers');
      await selection()
        .getByRole('button', { name: /Select the first/ })
        .click();
      const alert = console.page.getByRole('alert').filter({ hasText: 'The users could not be selected' });
      await alert.waitFor();
      await repairApex();
      await alert.getByRole('button', { name: 'Try again' }).click();
      await selection().getByText(`${MOST_ROWS} users selected`).waitFor();
      expect(await alert.count()).toBe(0);
    },
    TEST_MILLISECONDS,
  );

  it(
    'works on cards too',
    async () => {
      const url = consoleUrlWith(org.consoleUrl, { c__tab: 'users' });
      console = await openConsole(browser, url, { viewport: { width: 320, height: 640 } });
      await console.page.locator('c-rollcall-user-cards label').first().click();
      await selection().getByText('1 user selected').waitFor();
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );
});

describe('the export', () => {
  it(
    'has a line for every user that matches',
    async () => {
      await open();
      const { name, lines } = await exported(() => chooseExport('Users as CSV file'));
      expect(name).toMatch(/^rollcall-users-\d{4}-\d\d-\d\d\.csv$/);
      expect(lines[0]).toContain('User ID,Name,Username,Email');
      expect(lines).toHaveLength((await total()) + 1);
      await console.page.getByText(new RegExp(`rows were exported to ${name.replaceAll('.', '\\.')}`)).waitFor();
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'has a line for every finding that is meant',
    async () => {
      await open({ c__show: 'unexpected' });
      const { name, lines } = await exported(() => chooseExport('Findings as CSV file'));
      expect(name).toContain('findings');
      expect(lines.length).toBeGreaterThan(1);
      expect(lines.slice(1).every((line) => line.includes(',Unexpected,'))).toBe(true);
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'takes only the selected users when asked',
    async () => {
      await open();
      await tick(2);
      const { lines } = await exported(() => selection().getByRole('button', { name: 'Export selected' }).click());
      expect(lines).toHaveLength(2);
      expect(lines[1]).toContain(await console.names.nth(1).innerText());
    },
    TEST_MILLISECONDS,
  );

  it(
    'makes no file when it fails, and starts again when asked',
    async () => {
      await open();
      await breakApex('exportPage');
      await chooseExport('Users as CSV file');
      const alert = console.page.getByRole('alert').filter({ hasText: 'no file was made' });
      await alert.waitFor();
      await repairApex();
      const { lines } = await exported(() => alert.getByRole('button', { name: 'Try again' }).click());
      expect(lines.length).toBeGreaterThan(1);
    },
    TEST_MILLISECONDS,
  );

  it(
    'can be cancelled',
    async () => {
      await open();
      const waiting: Route[] = [];
      await console.page.route('**/lightning/api/apex', async (route) => {
        if ((route.request().postData() ?? '').includes('"methodName":"exportPage"')) waiting.push(route);
        else await route.fallback();
      });
      await chooseExport('Users as CSV file');
      await button('Cancel export').click();
      await console.page.getByText('The export was cancelled. No file was made.').waitFor();
      await Promise.all(waiting.map((route) => route.continue()));
      expect(console.errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );
});

describe('somebody else', () => {
  it(
    'without the permission set is told whom to ask',
    async () => {
      const source = org.sources.find(({ accessToken }) => accessToken);
      const url = new URL(consoleUrlWith(org.consoleUrl, { c__tab: 'users' }));
      url.searchParams.set('sid', source?.accessToken ?? '');
      console = await openConsole(browser, url.toString());
      await console.page
        .getByText(/permission set/)
        .first()
        .waitFor();
      expect(await console.names.count()).toBe(0);
    },
    TEST_MILLISECONDS,
  );

  it(
    'who loses the permission set meanwhile is told so, by whatever is pressed next',
    async () => {
      await open();
      await withoutConsoleSets(org, async () => {
        await chooseExport('Users as CSV file');
        await console.page
          .getByRole('alert')
          .filter({ hasText: /permission set/ })
          .waitFor();
        await console.table.getByRole('button', { name: 'Sort by: User' }).click();
        await console.page.getByRole('alert').filter({ hasText: 'The users could not be loaded' }).waitFor();
      });
      await console.page
        .getByRole('alert')
        .filter({ hasText: 'The users could not be loaded' })
        .getByRole('button', { name: 'Try again' })
        .click();
      await console.names.first().waitFor();
      expect(await console.names.count()).toBeGreaterThan(5);
    },
    TEST_MILLISECONDS,
  );

  it(
    'whose session has ended is told so, and keeps what is on the page',
    async () => {
      await open();
      await fillWindow();
      await loseSession(console.page);
      await button(`Next ${MOST_ROWS} users`).click();
      await console.page.getByRole('alert').filter({ hasText: 'session has ended' }).waitFor();
      expect(await console.names.count()).toBe(MOST_ROWS);
    },
    TEST_MILLISECONDS,
  );
});
