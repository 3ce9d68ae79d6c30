/** The console as a person meets it: by role and name, never by class or markup. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { recordEvidence } from './evidence/recorder.ts';

/** Evaluating a user live, compiling a first page: an answer later than this is a failure. */
const PATIENCE = 20_000;

export interface ConsolePage {
  page: Page;
  /** What the browser's console and network reported as errors. */
  errors: string[];
  search: Locator;
  show: Locator;
  table: Locator;
  /** Buttons with the users' names, one a row. */
  names: Locator;
  detail: Locator;
  close(): Promise<void>;
}

/** The console's address with a view in it, such as `{ c__tab: 'users', c__show: 'missing' }`. */
export function consoleUrlWith(consoleUrl: string, state: Record<string, string>): string {
  const url = new URL(consoleUrl);
  const target = url.searchParams.get('retURL');
  const query = new URLSearchParams(state).toString();
  if (target) url.searchParams.set('retURL', `${target}?${query}`);
  else url.search = query;
  return url.toString();
}

/** Opens the console and waits for its first rows. */
export async function openConsole(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<ConsolePage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 1000 },
    timezoneId: 'UTC',
    locale: 'en-US',
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  await recordEvidence(context);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(url);
  const table = page.getByRole('grid');
  const console: ConsolePage = {
    page,
    errors,
    search: page.getByRole('searchbox', { name: 'Search' }),
    show: page.getByRole('combobox', { name: 'Show' }),
    table,
    names: table.getByRole('rowheader').getByRole('button'),
    detail: page.locator('c-rollcall-user-detail'),
    close: () => context.close(),
  };
  return console;
}

/** Chooses an option of the Show combobox with the mouse. */
export async function choose(console: ConsolePage, option: string): Promise<void> {
  await console.show.click();
  await console.page.getByRole('option', { name: option }).click();
}

/** Text of every row that is shown, header left out. */
export async function rowTexts(console: ConsolePage): Promise<string[]> {
  const texts = await console.table.getByRole('row').allInnerTexts();
  return texts.slice(1).map((text) => text.replace(/\s+/g, ' ').trim());
}

/** Waits until `condition` holds; the message says what was waited for. */
export async function eventually(what: string, condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Waited ${PATIENCE / 1000} s in vain until ${what}.`);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

/**
 * Accessibility problems of the page as it is, one line each; all of axe's rules, best practices too.
 * Only violations are described: describing each of the thousands of passed nodes of a table takes half a minute.
 * @param rules only these, e.g. `color-contrast` after nothing but the colors changed
 */
export async function accessibilityProblems(page: Page, rules?: string[]): Promise<string[]> {
  const options = { resultTypes: ['violations' as const], preload: false, ...(rules ? { runOnly: rules } : {}) };
  const { violations } = await new AxeBuilder({ page }).options(options).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  );
}

/** Presses Tab until the element has the focus. */
export async function tabTo(page: Page, target: Locator, most = 60): Promise<void> {
  for (let pressed = 0; pressed < most; pressed += 1) {
    if (await target.evaluate((element) => element.matches(':focus')).catch(() => false)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab was pressed ${most} times and the element never had the focus.`);
}
