/** A page while somebody works on its component: it loads again by itself, in the theme, direction and size that was chosen. */
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { prebuildBaseComponents } from '../../local-org/lightning/plugin.ts';
import { loadMessages } from '../../scripts/messages.ts';
import { silentStages } from '../../scripts/progress/stages.ts';
import { startOrg } from '../../scripts/start/index.ts';
import type { RunningOrg } from '../../scripts/start/options.ts';
import { launchBrowser } from '../support/browser.ts';
import { startOptions } from '../unit/scripts/start/start-options.ts';
import { accessibilityProblems, eventually } from './console-page.ts';

/** The base components are compiled once for each installation. */
const BUILD_MILLISECONDS = 120_000;
const TEST_MILLISECONDS = 60_000;

const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const SCRIPT = `import { LightningElement } from 'lwc';
import formFactor from '@salesforce/client/formFactor';
export default class Hello extends LightningElement { size = formFactor; }
`;
const template = (text: string): string =>
  `<template><h1 class="slds-text-heading_medium">${text} {size}</h1></template>`;

let root: string;
let org: RunningOrg;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let errors: string[];
const told: string[] = [];

function write(file: string, text: string): void {
  const full = path.join(root, 'app/lwc/hello', file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
}

beforeAll(async () => {
  await prebuildBaseComponents();
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'rollcall-live-')));
  writeFileSync(path.join(root, 'sfdx-project.json'), '{"packageDirectories":[{"path":"app","default":true}]}');
  write('hello.html', template('First'));
  write('hello.js', SCRIPT);
  write(
    'hello.js-meta.xml',
    `<LightningComponentBundle ${NAMESPACE}><apiVersion>67.0</apiVersion><isExposed>true</isExposed><targets><target>lightning__UrlAddressable</target></targets></LightningComponentBundle>`,
  );
  const options = startOptions({
    withPackage: false,
    watch: [path.join(root, 'app')],
    tell: (text) => void told.push(text),
  });
  org = await startOrg(options, silentStages, loadMessages('scim.org.start'));
  browser = await launchBrowser();
}, BUILD_MILLISECONDS);
afterAll(async () => {
  await browser?.close();
  await org?.close();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(async () => {
  write('hello.html', template('First'));
  context = await browser.newContext({ timezoneId: 'UTC', viewport: { width: 1200, height: 900 } });
  page = await context.newPage();
  errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  const address = new URL(org.consoleUrl);
  address.searchParams.set('retURL', '/lightning/cmp/c__hello');
  await page.goto(address.toString());
  await page.getByRole('heading', { name: 'First Large' }).waitFor();
});
afterEach(() => context.close());

const choose = async (choice: string): Promise<void> => {
  await page.getByLabel('View: theme, direction, screen').click();
  await page.getByRole('button', { name: choice }).click();
};

describe('an open page', () => {
  it(
    'shows what was saved, and stays as it was while that does not compile',
    async () => {
      write('hello.html', template('Second'));
      await page.getByRole('heading', { name: 'Second Large' }).waitFor();
      write('hello.html', '<template><h1></template>');
      await eventually('the refusal is told', async () => told.at(-1)?.startsWith('Not deployed') === true);
      expect(await page.getByRole('heading', { name: 'Second Large' }).count()).toBe(1);
      write('hello.html', template('Third'));
      await page.getByRole('heading', { name: 'Third Large' }).waitFor();
      expect(errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'has the chosen theme and direction, and keeps them',
    async () => {
      const light = await page.evaluate('getComputedStyle(document.body).color');
      await choose('Theme: Dark');
      await page.getByRole('heading', { name: 'First Large' }).waitFor();
      expect(await page.locator('body').getAttribute('class')).toContain('slds-color-scheme_dark');
      expect(await page.evaluate('getComputedStyle(document.body).color')).not.toBe(light);
      expect(await accessibilityProblems(page)).toEqual([]);
      await choose('Direction: Right to left');
      await page.getByRole('heading', { name: 'First Large' }).waitFor();
      expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
      expect(await page.locator('body').getAttribute('class')).toContain('slds-color-scheme_dark');
      expect(errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'is shown as a phone shows it, and loads again there too',
    async () => {
      await choose('Screen: Phone');
      const phone = page.frameLocator('iframe[title="The page on a phone"]');
      await phone.getByRole('heading', { name: 'First Small' }).waitFor();
      expect(await phone.locator('body').evaluate('innerWidth')).toBeLessThanOrEqual(390);
      expect(await phone.getByLabel('View: theme, direction, screen').count()).toBe(0);
      write('hello.html', template('Second'));
      await phone.getByRole('heading', { name: 'Second Small' }).waitFor();
      await choose('Screen: Full');
      await page.getByRole('heading', { name: 'Second Large' }).waitFor();
      expect(errors).toEqual([]);
    },
    TEST_MILLISECONDS,
  );
});
