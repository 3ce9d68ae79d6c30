/** The base components that the console is made of, in the embedded page: overlays, tabs, choices, menus, dates. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { DEFAULT_ADMIN } from '../../local-org/data/index.ts';
import { prebuildBaseComponents } from '../../local-org/lightning/plugin.ts';
import { readSourcePackage } from '../../local-org/metadata/index.ts';
import { openLocalOrg } from '../../local-org/open.ts';
import type { LocalOrg } from '../../local-org/org.ts';
import { startServer } from '../../local-org/server/index.ts';
import type { OrgServer } from '../../local-org/server/index.ts';
import { launchBrowser } from '../support/browser.ts';

const LWC = path.resolve(import.meta.dirname, '../fixtures/lightning-components/lwc');
/** The base components are compiled once for each installation. */
const BUILD_MILLISECONDS = 120_000;
const TEST_MILLISECONDS = 60_000;

let org: LocalOrg;
let server: OrgServer;
let adminId: string;
let browser: Browser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  await prebuildBaseComponents();
  org = openLocalOrg({ file: ':memory:' });
  adminId = String(org.data.rows('User', { Username: DEFAULT_ADMIN })[0]?.Id);
  const files = readdirSync(LWC).flatMap((bundle) =>
    readdirSync(path.join(LWC, bundle)).map((file) => ({
      path: `force-app/main/default/lwc/${bundle}/${file}`,
      read: () => readFileSync(path.join(LWC, bundle, file)),
    })),
  );
  const outcome = org.metadata.deployPackage({ userId: adminId }, readSourcePackage(files, '67.0'), {
    checkOnly: false,
    rollbackOnError: true,
    ignoreWarnings: false,
    purgeOnDelete: false,
    singlePackage: true,
    testLevel: 'NoTestRun',
    runTests: [],
  });
  if (!outcome.success) throw new Error(JSON.stringify(outcome.messages));
  server = await startServer({ org, port: 0 });
  browser = await launchBrowser();
}, BUILD_MILLISECONDS);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  org?.close();
});
beforeEach(async () => {
  page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(15_000);
  errors = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  const otp = server.identity.issueOneTimePassword(adminId);
  await page.goto(
    `${server.url}/secur/frontdoor.jsp?otp=${otp}&startURL=${encodeURIComponent('/lightning/cmp/c__widgets')}`,
  );
  await button('Open modal').waitFor();
}, TEST_MILLISECONDS);
afterEach(async () => page.context().close());

const button = (name: string) => page.getByRole('button', { name, exact: true });
const dialog = () => page.getByRole('dialog');
const result = (text: string) => page.locator('p.result', { hasText: text }).waitFor();
/** Shadow roots are synthetic: the focused element is found through the whole tree. */
const focused = () => page.locator('*:focus').first();

describe('a modal', () => {
  it(
    'gets its values, keeps the page behind it inert, and resolves with what it was closed with',
    async () => {
      await button('Open modal').click();
      await dialog().getByText('Body 005').waitFor();
      // Inert for everybody: what is behind has no role any more.
      await button('Open confirm').waitFor({ state: 'detached' });
      await dialog().getByLabel('Reason').fill('because');
      await button('Fix').click();
      await result('{"userId":"005","reason":"because"}');
      await dialog().waitFor({ state: 'detached' });
      await button('Open confirm').waitFor();
      expect(errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'holds the focus, closes with Escape, and gives the focus back',
    async () => {
      await button('Open modal').focus();
      await page.keyboard.press('Enter');
      await dialog().getByText('Body 005').waitFor();
      for (let presses = 0; presses < 6; presses++) await page.keyboard.press('Tab');
      expect(await focused().evaluate((element) => element.closest('lightning-overlay-container') !== null)).toBe(true);
      await page.keyboard.press('Escape');
      await result('closed');
      await dialog().waitFor({ state: 'detached' });
      expect(await button('Open modal').evaluate((element) => element.matches(':focus'))).toBe(true);
    },
    TEST_MILLISECONDS,
  );
});

describe('small dialogs and toasts', () => {
  it(
    'ask, tell and take a text',
    async () => {
      await button('Open confirm').click();
      await button('OK').click();
      await result('confirmed true');
      await button('OK').waitFor({ state: 'detached' });
      await button('Open alert').click();
      await button('OK').click();
      await result('alerted');
      await button('OK').waitFor({ state: 'detached' });
      await button('Open prompt').click();
      await page.locator('lightning-overlay-container').getByRole('textbox').fill('Ada');
      await button('OK').click();
      await result('prompted Ada');
      await button('OK').waitFor({ state: 'detached' });
      await button('Show toast').click();
      await page.getByText('A toast').waitFor();
      expect(errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );
});

describe('choices', () => {
  it(
    'tell their component what was chosen',
    async () => {
      await page.getByText('Users body').waitFor();
      await page.getByRole('tab', { name: 'Overview' }).click();
      await result('tab overview');
      await page.getByText('Overview body').waitFor();
      await page.getByRole('option', { name: 'Two' }).first().click();
      await page.getByRole('button', { name: /Move .*to Shown/ }).click();
      await result('dual 1,2');
      await page.getByRole('group', { name: 'Boxes' }).getByText('Three').click();
      await result('boxes 1,3');
      await page.getByRole('button', { name: 'Menu' }).click();
      await page.getByRole('menuitem', { name: 'Second' }).click();
      await result('menu second');
      await button('Section B').click();
      await page.getByText('Section B body').waitFor();
      await page.getByText('Leaf').click();
      await result('tree leaf');
      expect(errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );
});

describe('what only shows', () => {
  it(
    'prints dates in the language of the user, and progress',
    async () => {
      expect(await page.locator('p.relative').innerText()).toBe('1 hour ago');
      expect(await page.locator('p.formatted').innerText()).toBe('Nov 21, 2026');
      expect(await page.getByRole('progressbar').count()).toBe(2);
      expect(await page.getByText('First pill').count()).toBeGreaterThan(0);
    },
    TEST_MILLISECONDS,
  );
});
