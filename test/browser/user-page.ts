/** One user's screen and its windows, as a person meets them. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { consoleUrlWith, openConsole } from './console-page.ts';
import type { ConsolePage } from './console-page.ts';
import type { DemoOrg } from './demo-org.ts';

/** A test takes seconds; on a machine that does much else, axe alone takes half a minute. */
export const TEST_MILLISECONDS = 240_000;

export interface UserPage extends ConsolePage {
  /** The window in front of the page. */
  dialog: Locator;
  /** A button of the window by its words. */
  press(name: string | RegExp): Promise<void>;
}

/** Opens the console on one user and waits for what happened to this user. */
export async function openUser(
  browser: Browser,
  org: DemoOrg,
  userId: string,
  options: BrowserContextOptions = {},
): Promise<UserPage> {
  const opened = await openView(browser, org, { c__tab: 'users', c__user: userId }, options);
  await opened.detail.getByRole('heading', { level: 2 }).waitFor();
  await timelineEntries(opened.detail).first().waitFor();
  return opened;
}

/** Opens the console on a view. */
export async function openView(
  browser: Browser,
  org: DemoOrg,
  state: Record<string, string>,
  options: BrowserContextOptions = {},
): Promise<UserPage> {
  const console = await openConsole(browser, consoleUrlWith(org.consoleUrl, state), options);
  const dialog = console.page.getByRole('dialog');
  return {
    ...console,
    dialog,
    press: (name) => dialog.getByRole('button', { name }).last().click(),
  };
}

export function timelineEntries(detail: Locator): Locator {
  return detail.locator('c-rollcall-timeline').getByRole('listitem');
}

/** Waits until the window shows this heading. */
export async function windowShows(page: UserPage, heading: string | RegExp): Promise<void> {
  await page.dialog.getByRole('heading', { level: 2, name: heading }).waitFor();
}

/** Closes the window with Escape and waits until it is gone. */
export async function closeWindow(page: UserPage): Promise<void> {
  await page.page.keyboard.press('Escape');
  await page.dialog.waitFor({ state: 'detached' });
}

/** The text of the element that has the keyboard, in whatever shadow it is. */
export async function focusedText(page: Page): Promise<string> {
  return page.evaluate<string>(`(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return (element?.textContent || element?.title || '').trim();
  })()`);
}

/** How many pixels the page is wider than its window. */
export async function sidewaysPixels(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Signs in again in another tab, then loads the page again, as the message says. */
export async function signInAgain(page: UserPage, org: DemoOrg): Promise<void> {
  const tab = await page.page.context().newPage();
  await tab.goto(org.consoleUrl);
  await tab.close();
  await page.page.reload();
}

/** Errors of the browser that are not the ones a test brought about by ending a session or taking a right. */
export function otherErrors(page: UserPage): string[] {
  return page.errors.filter((error) => !/status of (401|403|400|500)/.test(error));
}
