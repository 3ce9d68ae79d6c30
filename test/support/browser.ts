/** Finds a Chromium on this machine and drives it. Nothing is downloaded: a test tool's own browser is never needed. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** Where Chromium and Chrome are installed: Debian and Ubuntu, snap, macOS, Windows. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) => {
    const folder = process.env[variable];
    return folder ? [path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')] : [];
  }),
];

/** No talk with the network beyond the page under test: closed networks refuse it, many connections at a time. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Either the program, or one line that says how to get one. */
export type FoundBrowser = { executable: string; remedy?: undefined } | { executable?: undefined; remedy: string };

/** Looks at `CHROME_PATH` first, then where systems install it. */
export function findBrowser(
  environment: NodeJS.ProcessEnv = process.env,
  exists: (file: string) => boolean = existsSync,
): FoundBrowser {
  const chosen = environment.CHROME_PATH;
  if (chosen) {
    return exists(chosen)
      ? { executable: chosen }
      : { remedy: `CHROME_PATH is ${chosen}, and there is no such file: correct it, or unset it.` };
  }
  const executable = PLACES.find((place) => exists(place));
  if (executable) return { executable };
  return {
    remedy:
      'no Chromium or Chrome found: install one (Debian: apt-get install chromium), or set CHROME_PATH to its program.',
  };
}

/** Starts it headless with an empty profile. As root it has no sandbox, because Chromium refuses to start otherwise. */
export async function launchBrowser(): Promise<Browser> {
  const { executable, remedy } = findBrowser();
  if (!executable) throw new Error(`Browser tests need a browser: ${remedy}`);
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath: executable, args: asRoot ? ['--no-sandbox', ...QUIET] : QUIET });
}
