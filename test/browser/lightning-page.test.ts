/** What the page itself promises to any component, shown with sample components on a server of a few answers. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { prebuildBaseComponents } from '../../local-org/lightning/plugin.ts';
import { launchBrowser } from '../support/browser.ts';
import { USER_ID, sampleOrg, sampleServer } from '../unit/lightning/sample-org.ts';
import { accessibilityProblems } from './console-page.ts';

/** The base components are compiled once for each installation. */
const BUILD_MILLISECONDS = 120_000;
const TEST_MILLISECONDS = 60_000;

let server: FastifyInstance;
let origin: string;
let browser: Browser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  await prebuildBaseComponents();
  server = await sampleServer(sampleOrg());
  origin = await server.listen({ host: '127.0.0.1', port: 0 });
  browser = await launchBrowser();
}, BUILD_MILLISECONDS);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});
beforeEach(async () => {
  const context = await browser.newContext({ timezoneId: 'UTC' });
  await context.addCookies([{ name: 'sid', value: '00Dsample!token', url: origin }]);
  page = await context.newPage();
  errors = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
});
afterEach(async () => page.context().close());

const openTable = async () => {
  await page.goto(`${origin}/lightning/n/Sample_Users`);
  await page.getByRole('button', { name: 'Ada Example' }).waitFor();
};

describe('a component on the page', () => {
  it(
    'is given its properties, the user, the permissions and the locale',
    async () => {
      await openTable();
      expect(await page.locator('.state').innerText()).toBe(`nobody | may view | de-DE | ${USER_ID} | <Heading>`);
      expect(errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'gets new data when a wired parameter changes',
    async () => {
      await openTable();
      await page.getByRole('searchbox', { name: 'Search' }).fill('grace');
      await page.getByRole('button', { name: 'Ada Example' }).waitFor({ state: 'detached' });
      expect(await page.getByRole('button', { name: 'Grace Sample' }).count()).toBe(1);
      expect(errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    "gets the org's present data by refreshApex",
    async () => {
      await openTable();
      const answered = page.waitForResponse((response) => response.url().endsWith('/lightning/api/apex'));
      await page.getByRole('button', { name: 'Refresh' }).click();
      expect((await answered).status()).toBe(200);
    },
    TEST_MILLISECONDS,
  );

  it(
    "reads and writes the state in the address, and the browser's Back takes it back",
    async () => {
      await openTable();
      await page.getByRole('button', { name: 'Ada Example' }).click();
      await page.waitForURL(/c__user=005000000000002AAA/);
      await page.locator('.state').filter({ hasText: '005000000000002AAA |' }).waitFor();
      await page.goBack();
      await page.locator('.state').filter({ hasText: 'nobody |' }).waitFor();
      expect(errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'leaves for another page by a page reference',
    async () => {
      await openTable();
      await page.getByRole('button', { name: 'Go', exact: true }).click();
      await page.waitForURL(`${origin}/lightning/r/User/${USER_ID}/view`);
      expect(await page.getByRole('heading').innerText()).toBe('Not implemented');
    },
    TEST_MILLISECONDS,
  );

  it(
    'shows a toast that assistive technology hears and a person can close',
    async () => {
      await openTable();
      await page.getByRole('button', { name: 'Toast' }).click();
      const toast = page.locator('lightning-toast');
      await toast.filter({ hasText: 'Three users were evaluated.' }).waitFor();
      expect(await toast.locator('[role=status], [role=alert], [aria-live]').count()).toBeGreaterThan(0);
      expect(
        (await accessibilityProblems(page)).filter((problem) => !problem.startsWith('page-has-heading-one')),
      ).toEqual([]);
      await toast.getByRole('button', { name: /close/i }).click();
      await toast.waitFor({ state: 'detached' });
      expect(errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'that fails is named, with the reason, instead of a blank page',
    async () => {
      await page.goto(`${origin}/lightning/cmp/c__sampleFaulty`);
      const panel = page.getByRole('alert');
      await panel.filter({ hasText: 'Component c:sampleFaulty failed' }).waitFor();
      expect(await panel.innerText()).toContain('users is not iterable');
    },
    TEST_MILLISECONDS,
  );
});

describe('the page around it', () => {
  it(
    'lets the keyboard skip the header',
    async () => {
      await openTable();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await page.locator('main:focus').count()).toBe(1);
    },
    TEST_MILLISECONDS,
  );

  it(
    'runs no script that was put into it',
    async () => {
      await openTable();
      await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.body.append(script);
    }`);
      expect(await page.evaluate<boolean>("'injected' in window")).toBe(false);
    },
    TEST_MILLISECONDS,
  );

  it(
    'asks a visitor without a session to sign in',
    async () => {
      await page.context().clearCookies();
      await page.goto(`${origin}/lightning/n/Sample_Users`);
      await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
    },
    TEST_MILLISECONDS,
  );
});
