/** The health tab in a browser: what an admin sees of a company in which not everything is right. */
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { isMoreTab } from './base-components.ts';
import { accessibilityProblems, consoleUrlWith, eventually, openConsole } from './console-page.ts';
import type { ConsolePage } from './console-page.ts';
import { READY_MILLISECONDS, startDemoOrg } from './demo-org.ts';
import type { DemoOrg } from './demo-org.ts';
import { loseSession, query, withoutConsoleSets } from './session.ts';

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

const open = async (options: BrowserContextOptions = {}) => {
  console = await openConsole(browser, consoleUrlWith(org.consoleUrl, { c__tab: 'health' }), options);
  return console.page;
};
const area = (name: string) => console.page.getByRole('region', { name, exact: true });
const checks = () => console.page.getByRole('heading', { level: 3 });
const checkOf = (areaName: string, label: string) =>
  area(areaName)
    .getByRole('listitem')
    .filter({ has: console.page.getByRole('heading', { name: label, exact: true }) });

describe('the health tab', () => {
  it('checks the identity of every source, with what was found and what to do', async () => {
    await open();
    await checks().first().waitFor();
    const user = await checkOf('Source: Entra – Employees', 'Integration user').innerText();
    expect(user).toContain('Good');
    expect(user).toContain('scim.entra@example.com is active and not frozen.');
    const byHand = await checkOf('Source: SCIM by hand', 'Permissions of the integration user').innerText();
    expect(byHand).toContain('Bad');
    expect(byHand).toContain('ModifyAllData');
    expect(byHand).toContain('What to do:');
    expect(console.errors).toEqual([]);
  });

  it('finds what the demo company has wrong', async () => {
    await open();
    await checks().first().waitFor();
    expect(await checkOf('Rules and groups', 'Permission set groups').innerText()).toContain('Reports Bundle');
    expect(await checkOf('Rules and groups', 'Overlapping sources').innerText()).toContain('Warning');
    expect(await checkOf('Licenses', 'Sales Console User').innerText()).toContain('Free seats: 0');
    expect(await checkOf('Access', 'Separation of duties').innerText()).toContain('admin@');
    const { length } = await checks().all();
    const counts = (await console.page.getByRole('status').allInnerTexts())
      .join(' ')
      .match(/Bad: (\d+), warnings: (\d+), unknown: (\d+), good: (\d+)/);
    expect((counts ?? []).slice(1).reduce((sum, count) => sum + Number(count), 0)).toBe(length);
  });

  it('gives the profile ID to paste into the identity provider, and copies it', async () => {
    const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    const check = checkOf('Source: Entra – Employees', 'Value of the profile').filter({
      hasText: 'Minimum Access - Salesforce',
    });
    const value = await check.getByRole('code').innerText();
    const [profile] = await query(org, "SELECT Id FROM Profile WHERE Name = 'Minimum Access - Salesforce'");
    expect(value).toBe(profile?.Id);
    await check.getByRole('button', { name: `Copy ${value}` }).click();
    await check.getByText('Copied').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(value);
    expect(console.errors).toEqual([]);
  });

  it('shows only what wants attention when asked', async () => {
    const page = await open();
    await checks().first().waitFor();
    const all = await checks().count();
    await page.getByText('Only what wants attention').click();
    await eventually('good checks are gone', async () => (await checks().count()) < all);
    await page.getByText('Only what wants attention').click();
    await eventually('all are shown again', async () => (await checks().count()) === all);
    expect(console.errors).toEqual([]);
  });

  it('checks again when asked', async () => {
    const page = await open();
    await checks().first().waitFor();
    const answered = page.waitForResponse((response) => response.request().postData()?.includes('getHealth') ?? false);
    await page.getByRole('button', { name: 'Check again' }).click();
    expect((await answered).ok()).toBe(true);
    await page.getByRole('status').filter({ hasText: 'Bad: ' }).waitFor();
    expect(console.errors).toEqual([]);
  });

  it('shows a message and no check when the right was taken away, and comes back with it', async () => {
    const page = await open();
    await checks().first().waitFor();
    const alert = page.getByRole('alert').filter({ hasText: 'The checks could not be made' });
    await withoutConsoleSets(org, async () => {
      await page.getByRole('button', { name: 'Check again' }).click();
      await alert.filter({ hasText: 'SCIM Rollcall Viewer' }).waitFor();
      expect(await checks().count()).toBe(0);
    });
    await alert.getByRole('button', { name: 'Try again' }).click();
    await checks().first().waitFor();
  });

  it('says so when the session was lost', async () => {
    const page = await open();
    await checks().first().waitFor();
    await loseSession(page);
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByRole('alert').filter({ hasText: 'The checks could not be made' }).waitFor();
    expect(await checks().count()).toBe(0);
  });

  it.each([
    ['in light', {}],
    ['in dark', { colorScheme: 'dark' as const }],
    ['on 320 pixels', { viewport: { width: 320, height: 800 } }],
  ] as const)('has no accessibility problem %s', async (_name, options) => {
    const page = await open(options);
    await checks().first().waitFor();
    expect((await accessibilityProblems(page)).filter((problem) => !isMoreTab(problem))).toEqual([]);
    expect(
      await page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth'),
    ).toBe(false);
  });
});
