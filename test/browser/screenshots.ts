/**
 * Takes the pictures of the README from the demo org: `node test/browser/screenshots.ts` writes docs/images/*.png.
 * The same clock, locale and window every time, so that a picture changes only when the console does.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { choose, eventually, openConsole, rowTexts } from './console-page.ts';
import type { ConsolePage } from './console-page.ts';
import { startDemoOrg } from './demo-org.ts';

const IMAGES = path.resolve(import.meta.dirname, '../../docs/images');

interface Picture {
  file: string;
  options?: BrowserContextOptions;
  /** Brings the console into the state that is pictured; its first rows are there. */
  arrange?(console: ConsolePage): Promise<void>;
}

async function missingOnly(console: ConsolePage): Promise<void> {
  await choose(console, 'Missing only');
  await eventually('only users with gaps are shown', async () => {
    const rows = await rowTexts(console);
    return rows.length > 0 && rows.every((row) => !row.includes('Nothing missing'));
  });
}

async function firstUser(console: ConsolePage): Promise<void> {
  await console.names.or(console.page.getByRole('listitem').getByRole('button')).first().click();
  await console.detail.getByRole('heading', { level: 2 }).waitFor();
}

const pictures: Picture[] = [
  { file: 'console.png' },
  {
    file: 'console-user.png',
    arrange: async (console) => {
      await missingOnly(console);
      await firstUser(console);
    },
  },
  {
    file: 'console-dark.png',
    options: { colorScheme: 'dark' },
    arrange: async (console) => {
      await missingOnly(console);
      await firstUser(console);
    },
  },
  {
    file: 'console-phone.png',
    options: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
    arrange: firstUser,
  },
];

const [org, browser] = await Promise.all([startDemoOrg(), launchBrowser()]);
try {
  mkdirSync(IMAGES, { recursive: true });
  for (const { file, options = {}, arrange } of pictures) {
    const console = await openConsole(browser, org.consoleUrl, { viewport: { width: 1440, height: 1000 }, ...options });
    await console.names.or(console.page.getByRole('listitem').getByRole('button')).first().waitFor();
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
