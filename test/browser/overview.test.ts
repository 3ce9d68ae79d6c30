/** Overview and entitlements in a browser: every way that leads from a figure to what is behind it. */
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContextOptions, Locator } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { isMoreTab } from './base-components.ts';
import { accessibilityProblems, consoleUrlWith, eventually, openConsole } from './console-page.ts';
import type { ConsolePage } from './console-page.ts';
import { READY_MILLISECONDS, startDemoOrg } from './demo-org.ts';
import type { DemoOrg } from './demo-org.ts';
import { loseSession, withoutConsoleSets } from './session.ts';

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

jest.setTimeout(TEST_MILLISECONDS);

const open = async (state: Record<string, string> = {}, options: BrowserContextOptions = {}) => {
  console = await openConsole(browser, consoleUrlWith(org.consoleUrl, state), options);
  return console.page;
};
const tile = (name: string): Locator => console.page.getByRole('group', { name, exact: true });
const selectedTab = () => console.page.getByRole('tab', { selected: true });
const chart = () => console.page.getByRole('region', { name: 'Gaps by entitlement' });
const alert = () => console.page.getByRole('alert');

/** Waits until a tab is the open one. */
const onTab = (name: string) => console.page.getByRole('tab', { name, selected: true }).waitFor();

/** Whether something makes the page scroll sideways. */
const scrollsSideways = () =>
  console.page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');

describe('the overview', () => {
  it('opens with the console and shows the figures of the last scan', async () => {
    await open();
    await chart().getByRole('listitem').first().waitFor();
    expect(await selectedTab().innerText()).toBe('Overview');
    for (const name of ['Provisioned', 'Users with gaps', 'Unexpected', 'Leavers overdue', 'Licenses running out']) {
      await eventually(`${name} has a figure`, async () => /\d/.test(await tile(name).innerText()));
    }
    expect(await tile('Last scan').innerText()).toMatch(/ago/);
    expect(console.errors).toEqual([]);
  });

  it.each([
    ['Provisioned', /c__tab=users$/],
    ['Users with gaps', /c__show=missing/],
    ['Unexpected', /c__show=unexpected/],
  ] as const)('leads from the figure %s to its users, and Back leads here again', async (name, shown) => {
    const page = await open();
    await tile(name).getByRole('button', { name: 'Show users' }).click();
    await console.names.first().waitFor();
    expect(page.url()).toMatch(shown);
    await page.goBack();
    await onTab('Overview');
    await tile(name).waitFor();
    expect(console.errors).toEqual([]);
  });

  it('leads from overdue leavers to the leavers, and from licenses to the entitlements', async () => {
    const page = await open();
    await tile('Leavers overdue').getByRole('button', { name: 'Show leavers' }).click();
    await onTab('Leavers');
    expect(page.url()).toContain('c__tab=leavers');
    await page.goBack();
    await tile('Licenses running out').getByRole('button', { name: 'Show seats' }).click();
    await onTab('Entitlements');
    expect(console.errors).toEqual([]);
  });

  it('says every bar in words and leads from it to those who miss the entitlement', async () => {
    const page = await open();
    const bar = chart().getByRole('listitem').first();
    const missing = Number(/Users who miss it: (\d+)/.exec((await bar.textContent()) ?? '')?.[1]);
    expect(missing).toBeGreaterThan(0);
    await bar.getByRole('button').click();
    await console.names.first().waitFor();
    expect(page.url()).toMatch(/c__entitlement=/);
    await eventually('the list counts as many users as the bar', async () =>
      (await page.getByRole('status').allInnerTexts()).some((text) => text.startsWith(`${missing} user`)),
    );
    expect(console.errors).toEqual([]);
  });

  it('leads from the chart to all entitlements', async () => {
    await open();
    await chart().getByRole('button', { name: 'Show all entitlements' }).click();
    await onTab('Entitlements');
    expect(console.errors).toEqual([]);
  });

  it('opens the user of a new gap, with the keyboard on the heading', async () => {
    const page = await open();
    const user = page.getByRole('region', { name: 'New in the last 24 hours' }).getByRole('button').first();
    const name = await user.innerText();
    await user.click();
    const heading = console.detail.getByRole('heading', { level: 2, name });
    await heading.waitFor();
    await eventually('the heading has the keyboard', async () =>
      heading.evaluate((element) => element.matches(':focus')),
    );
    expect(page.url()).toMatch(/c__user=005\w{15}/);
    expect(console.errors).toEqual([]);
  });

  it('changes tabs by the keyboard alone', async () => {
    const page = await open();
    await tile('Provisioned').waitFor();
    await page.getByRole('tab', { name: 'Overview' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await onTab('Users');
    await console.names.first().waitFor();
    expect(page.url()).toContain('c__tab=users');
    expect(console.errors).toEqual([]);
  });

  it('reads everything again when asked', async () => {
    const page = await open();
    await tile('Provisioned').waitFor();
    const answered = page.waitForResponse(
      (response) => response.request().postData()?.includes('getOverview') ?? false,
    );
    await page.getByRole('button', { name: 'Refresh' }).click();
    expect((await answered).ok()).toBe(true);
    await chart().getByRole('listitem').first().waitFor();
    expect(console.errors).toEqual([]);
  });

  it('shows one message and no data to whom the console is closed, and everything once it is open', async () => {
    // Without the sets the tab is hidden too; the address of the component is what is left.
    const url = new URL(org.consoleUrl);
    url.searchParams.set('retURL', '/lightning/cmp/c__rollcallConsole');
    await withoutConsoleSets(org, async () => {
      console = await openConsole(browser, url.href);
      const { page } = console;
      await alert().filter({ hasText: 'SCIM Rollcall Viewer' }).first().waitFor();
      expect(await page.getByRole('tab').count()).toBe(0);
      expect(await tile('Provisioned').count()).toBe(0);
      expect(await page.getByText('@example.com').count()).toBe(0);
    });
    await console.page.getByRole('button', { name: 'Try again' }).first().click();
    await tile('Provisioned').waitFor();
  });

  it('says so when the session was lost, and shows no figures as if they were true', async () => {
    const page = await open();
    await chart().getByRole('listitem').first().waitFor();
    await loseSession(page);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await alert().first().waitFor();
    await eventually('no figure is shown', async () => (await chart().count()) === 0);
    expect(await tile('Provisioned').count()).toBe(0);
  });

  it.each([
    ['in light', {}],
    ['in dark', { colorScheme: 'dark' as const }],
  ] as const)('has no accessibility problem %s', async (_name, options) => {
    const page = await open({}, options);
    await chart().getByRole('listitem').first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('fits on 320 pixels, also from right to left', async () => {
    const page = await open({}, { viewport: { width: 320, height: 800 } });
    await chart().getByRole('listitem').first().waitFor();
    expect(await scrollsSideways()).toBe(false);
    await page.evaluate("document.documentElement.dir = 'rtl'");
    expect(await scrollsSideways()).toBe(false);
  });
});

describe('the entitlements', () => {
  const rows = () => console.table.getByRole('row');

  it('show who should hold what, who does, and the seats', async () => {
    await open({ c__tab: 'entitlements' });
    await rows().nth(1).waitFor();
    const row = await rows().filter({ hasText: 'Sales Core' }).filter({ hasText: 'Permission set group' }).innerText();
    expect(row).toContain('Sales Console User');
    expect(row).toMatch(/\d+ of \d+ used/);
    expect(row).toContain('Sales, all regions');
    expect(console.errors).toEqual([]);
  });

  it('are found, filtered by type, sorted, and cleared again', async () => {
    const page = await open({ c__tab: 'entitlements' });
    await rows().nth(1).waitFor();
    const all = await rows().count();
    await console.search.fill('quot');
    await eventually('only what matches is listed', async () => (await rows().count()) < all);
    await console.search.fill('nothing has this name');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await eventually('all are listed again', async () => (await rows().count()) === all);
    await page.getByRole('combobox', { name: 'Type' }).click();
    await page.getByRole('option', { name: 'Public group' }).click();
    await eventually('only public groups are listed', async () => {
      const texts = (await rows().allInnerTexts()).slice(1);
      return texts.length > 0 && texts.every((text) => text.includes('Public group'));
    });
    await console.table.getByRole('button', { name: 'Sort by: Entitlement' }).click();
    await eventually('names ascend', async () => {
      const names = (await rows().allInnerTexts()).slice(1).map((text) => text.trim().split('\n')[0] ?? '');
      return JSON.stringify(names) === JSON.stringify([...names].sort((a, b) => a.localeCompare(b, 'en')));
    });
    expect(console.errors).toEqual([]);
  });

  it('lead to the users of an entitlement', async () => {
    const page = await open({ c__tab: 'entitlements' });
    await rows().nth(1).getByRole('button', { name: 'Show users' }).click();
    await console.names.first().waitFor();
    expect(page.url()).toMatch(/c__tab=users.*c__entitlement=/);
    expect(console.errors).toEqual([]);
  });

  it('say so when the session was lost, and come back', async () => {
    const page = await open({ c__tab: 'entitlements' });
    await rows().nth(1).waitFor();
    const cookies = await page.context().cookies();
    await loseSession(page);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await alert().first().waitFor();
    await eventually('nothing is listed', async () => (await rows().count()) === 0);
    await page.context().addCookies(cookies);
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await rows().nth(1).waitFor();
    expect(await selectedTab().innerText()).toBe('Entitlements');
  });

  it('have no accessibility problem, as a table and as cards', async () => {
    const page = await open({ c__tab: 'entitlements' });
    await rows().nth(1).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 800 });
    await page.getByRole('heading', { level: 3 }).first().waitFor();
    await eventually('the tabs have found their places', async () => !(await scrollsSideways()));
    expect((await accessibilityProblems(page)).filter((problem) => !isMoreTab(problem))).toEqual([]);
    await page.getByRole('combobox', { name: 'Sort by' }).click();
    await page.getByRole('option', { name: 'Entitlement', exact: true }).click();
    await page
      .getByRole('button', { name: /^Show users/ })
      .first()
      .click();
    await onTab('Users');
  });
});
