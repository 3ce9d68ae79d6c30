/**
 * Takes the pictures of README and guides from the demo org: `node test/browser/screenshots.ts` writes docs/images/*.png.
 * The same clock, locale and window every time, so that a picture changes only when the console does.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContextOptions, Locator } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { startDemoOrg } from './demo-org.ts';
import { openView, windowShows } from './user-page.ts';
import type { UserPage } from './user-page.ts';

const IMAGES = path.resolve(import.meta.dirname, '../../docs/images');

interface Picture {
  file: string;
  state: Record<string, string>;
  options?: BrowserContextOptions;
  /** What must be there before anything else is done. */
  awaits(console: UserPage): Locator;
  /** Brings the console into the state that is pictured. */
  arrange?(console: UserPage): Promise<void>;
}

/** A name in the table, or on a card of a narrow screen. */
const rows = (console: UserPage): Locator =>
  console.names.or(console.page.locator('c-rollcall-user-cards').getByRole('button')).first();

async function firstUser(console: UserPage): Promise<void> {
  await rows(console).click();
  await console.detail.getByRole('article').first().waitFor();
}

async function fixPlan(console: UserPage): Promise<void> {
  await firstUser(console);
  await console.detail.getByRole('button', { name: 'Fix what is missing…' }).click();
  await windowShows(console, 'What will be changed');
}

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };
const missing = { c__tab: 'users', c__show: 'missing' };

const pictures: Picture[] = [
  { file: 'console.png', state: { c__tab: 'overview' }, awaits: ({ page }) => page.getByText('Gaps by entitlement') },
  { file: 'console-user.png', state: missing, awaits: rows, arrange: firstUser },
  { file: 'console-dark.png', state: missing, options: { colorScheme: 'dark' }, awaits: rows, arrange: firstUser },
  { file: 'console-phone.png', state: missing, options: PHONE, awaits: rows, arrange: firstUser },
  {
    file: 'console-entitlements.png',
    state: { c__tab: 'entitlements' },
    awaits: ({ page }) => page.getByText('Sales Core').first(),
  },
  {
    file: 'console-leavers.png',
    state: { c__tab: 'leavers' },
    awaits: ({ page }) => page.getByRole('button', { name: /^Run leaving steps/ }).first(),
  },
  {
    file: 'console-health.png',
    state: { c__tab: 'health' },
    awaits: ({ page }) => page.getByText('Permissions of the integration user').first(),
  },
  {
    file: 'fix-plan.png',
    state: { ...missing, c__reason: 'NOT_ASSIGNED' },
    awaits: rows,
    arrange: fixPlan,
  },
  {
    file: 'fix-outcome.png',
    state: { ...missing, c__reason: 'NOT_ASSIGNED' },
    awaits: rows,
    async arrange(console) {
      await fixPlan(console);
      await console.press(/^Apply/);
      await console.dialog.getByRole('button', { name: 'Close' }).last().waitFor();
      await console.dialog.getByRole('listitem').first().waitFor();
    },
  },
  {
    file: 'leave-plan.png',
    state: { c__tab: 'leavers' },
    awaits: ({ page }) => page.getByRole('button', { name: /^Run leaving steps/ }).first(),
    async arrange(console) {
      await console.page
        .getByRole('button', { name: /^Run leaving steps/ })
        .first()
        .click();
      await console.dialog.getByRole('button', { name: 'Check only' }).waitFor();
    },
  },
];

const [org, browser] = await Promise.all([startDemoOrg(), launchBrowser()]);
try {
  mkdirSync(IMAGES, { recursive: true });
  for (const { file, state, options = {}, awaits, arrange } of pictures) {
    const console = await openView(browser, org, state, { viewport: { width: 1440, height: 1000 }, ...options });
    await awaits(console).waitFor();
    await arrange?.(console);
    await console.page.waitForLoadState('networkidle');
    await console.page.screenshot({ path: path.join(IMAGES, file), animations: 'disabled', caret: 'hide' });
    await console.close();
    process.stdout.write(`docs/images/${file}\n`);
  }
} finally {
  await browser.close();
  await org.stop();
}
