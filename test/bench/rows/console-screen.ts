/** The users list as a person has it on the screen, in Chromium, over a snapshot of 50,000 users. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import type { CDPSession, Locator, Page } from 'playwright-core';
import { consoleUrlWith, openConsole, type ConsolePage } from '../../browser/console-page.ts';
import { launchBrowser } from '../../support/browser.ts';
import { NODE_FLAGS, ROOT, median, seconds, timed } from '../measure.ts';
import type { Row } from '../run.ts';

const USERS = 50_000;
const GOAL = '< 1 s';
/** As the column picker names them. */
const COLUMNS =
  'name,email,username,federationId,source,matchedBy,profile,role,department,title,status,missing,unexpected,deadline,' +
  'created,lastLogin,evaluated';
/** Each filter of the panel with its first real choice, by the name that a person reads. */
const FILTERS = ['Status', 'Reason', 'Entitlement', 'Severity', 'Department'];
/** One user, a tenth of them, and none. */
const SEARCHES = ['49999', 'user 0000', 'nobody of that name'];
/** Windows of 200 rows that are scrolled through. */
const WINDOWS = 5;
const PATIENCE = 60_000;

interface Timed {
  of: string;
  time: number;
}

/** First page, every sort in both directions, every filter, scrolling and the CSV file, each from the press to the pixels. */
export async function consoleScreen(): Promise<Row[]> {
  const [server, browser] = await Promise.all([startConsole(), launchBrowser()]);
  try {
    const open = async (state: Record<string, string> = {}): Promise<ConsolePage> => {
      const console = await openConsole(browser, consoleUrlWith(server.url, { c__tab: 'users', ...state }));
      await settled(console.page);
      return console;
    };
    // The org compiles the components and the Apex at the first visit of all.
    await (await open()).close();
    const started = performance.now();
    const visited = await open();
    const cold = performance.now() - started;
    const first = await median(() => again(visited.page));
    await visited.close();
    const sorted = await sorts(await open({ c__columns: COLUMNS }));
    const filtered = await filters(await open());
    const nodes = await scrolling(await open());
    const exported = await exporting(await open());
    return rows({ cold, first, sorted, filtered, nodes, exported });
  } finally {
    await browser.close();
    await server.stop();
  }
}

interface Figures {
  cold: number;
  first: number;
  sorted: Timed[];
  filtered: Timed[];
  nodes: { first: number; most: number; rows: number; slowest: number };
  exported: number;
}

function rows({ cold, first, sorted, filtered, nodes, exported }: Figures): Row[] {
  const at = `at ${USERS.toLocaleString('en-US')} users, on the screen`;
  const row = (name: string, what: string, measured: string, goal = GOAL): Row => ({
    name: `screen-${name}`,
    what: `${what} ${at}`,
    goal,
    measured,
    instead: '–',
    ratio: '–',
  });
  return [
    row(
      'first',
      'users tab, from the address to the rows, once more',
      `${seconds(first)}; for a browser that has nothing of the page yet ${seconds(cold)}`,
    ),
    row('sorts', `slowest of ${sorted.length} sorts by all 17 columns shown, both ways`, slowest(sorted)),
    row('filters', `slowest of ${filtered.length} filters and searches`, slowest(filtered)),
    row(
      'scrolling',
      `${nodes.rows.toLocaleString('en-US')} rows scrolled through`,
      `at most ${nodes.most.toLocaleString('en-US')} nodes, ${nodes.first.toLocaleString('en-US')} with the first 200 ` +
        `rows; the slowest step ${seconds(nodes.slowest)}`,
      'the DOM stays bounded',
    ),
    row('export', 'CSV file of everybody', seconds(exported), `all ${USERS.toLocaleString('en-US')} rows`),
  ];
}

function slowest(times: Timed[]): string {
  const ordered = times.map(({ time }) => time).sort((a, b) => a - b);
  const worst = times.reduce((most, one) => (one.time > most.time ? one : most));
  return `${seconds(worst.time)} (${worst.of}); the middle one ${seconds(ordered[Math.floor(ordered.length / 2)]!)}`;
}

/** Another process, so that the org does not wait for this one. */
async function startConsole(): Promise<{ url: string; stop(): Promise<void> }> {
  const child: ChildProcess = spawn(
    process.execPath,
    [...NODE_FLAGS, path.join('test', 'bench', 'console-org.ts'), String(USERS)],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout!).once('line', resolve);
    void ended.then(() => reject(new Error('the org of the console ended before it was ready')));
  });
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/**
 * The answer is on the screen: nothing is loading, rows or the word that there are none are there, and two frames are painted.
 * Asked for again and again by hand: a locator's own `waitFor` looks only every half second after the first few looks.
 */
async function settled(page: Page): Promise<void> {
  const list = page.locator('c-rollcall-user-list');
  const results = list.locator('[data-id="results"]').filter({ hasText: /user/ });
  const spinner = list.locator('lightning-spinner');
  const rowsOrNone = page.getByRole('grid').getByRole('rowheader').or(list.locator('[data-id="empty"]'));
  await looking(async () => (await results.count()) > 0 && (await spinner.count()) === 0);
  await looking(async () => (await rowsOrNone.count()) > 0);
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

/** Looks every few milliseconds. Raises after `PATIENCE`. */
async function looking(condition: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`The list had not settled after ${seconds(PATIENCE)}.`);
    await setTimeout(10);
  }
}

/** Milliseconds from a press that asks for other rows until they are on the screen. */
function rowsAfter(page: Page, press: () => Promise<unknown>): Promise<number> {
  return timed(async () => {
    const answered = page.waitForResponse((response) => response.request().postData()?.includes('"getUsers"') ?? false);
    await press();
    await answered;
    await settled(page);
  });
}

/** Milliseconds of the next visit of the same browser, which has the components already. */
function again(page: Page): Promise<number> {
  return timed(async () => {
    await page.reload();
    await settled(page);
  });
}

/** By pressing each column's header twice. */
async function sorts(console: ConsolePage): Promise<Timed[]> {
  const headers = console.table.getByRole('button', { name: /^Sort by: / });
  const names = await headers.evaluateAll((buttons) =>
    buttons.map((button: { textContent: string | null }) => button.textContent ?? ''),
  );
  const times: Timed[] = [];
  for (let column = 0; column < names.length; column += 1) {
    for (const turn of ['first way', 'other way']) {
      const header = headers.nth(column);
      await header.scrollIntoViewIfNeeded();
      const time = await rowsAfter(console.page, () => header.click());
      times.push({ of: `${names[column]!.replace('Sort by:', '').trim()}, ${turn}`, time });
    }
  }
  if (times.length !== COLUMNS.split(',').length * 2) throw new Error(`Only ${times.length} sorts could be pressed.`);
  await console.close();
  return times;
}

async function filters(console: ConsolePage): Promise<Timed[]> {
  const { page } = console;
  const list = page.locator('c-rollcall-user-list');
  const times: Timed[] = [];
  /** Chooses the option of this number, then the first again, which is everybody. */
  const choose = async (name: string, option: number): Promise<void> => {
    const pick = async (number: number): Promise<{ words: string; time: number }> => {
      const box = list.getByRole('combobox', { name, exact: true });
      await box.click();
      const choice: Locator = page.getByRole('option').nth(number);
      const words = (await choice.innerText()).trim();
      return { words, time: await rowsAfter(page, () => choice.click()) };
    };
    const { words, time } = await pick(option);
    times.push({ of: `${name}: ${words}`, time });
    await pick(0);
  };
  for (const option of [1, 2, 3, 4, 5]) await choose('Show', option);
  await choose('Source', 1);
  await list.getByRole('button', { name: 'More filters' }).click();
  for (const name of FILTERS) await choose(name, 1);
  for (const search of SEARCHES) {
    times.push({ of: `search "${search}"`, time: await rowsAfter(page, () => console.search.fill(search)) });
    await rowsAfter(page, () => console.search.fill(''));
  }
  await console.close();
  return times;
}

/** Scrolls through window after window. Raises when the page keeps more than one. */
async function scrolling(console: ConsolePage): Promise<Figures['nodes']> {
  const { page } = console;
  const browser = await page.context().newCDPSession(page);
  const counts: number[] = [];
  let slowestStep = 0;
  let rowsSeen = 0;
  for (let window = 1; window <= WINDOWS; window += 1) {
    const next = page.getByRole('button', { name: /^Next 200 users/ });
    while ((await next.count()) === 0) {
      slowestStep = Math.max(slowestStep, await rowsAfter(page, () => scrollToEnd(page)));
    }
    counts.push(await nodesOf(browser));
    rowsSeen += await console.names.count();
    if (window < WINDOWS) slowestStep = Math.max(slowestStep, await rowsAfter(page, () => next.click()));
  }
  await console.close();
  const [first = 0] = counts;
  const most = Math.max(...counts);
  if (most > first * 1.5) throw new Error(`The page grew from ${first} to ${most} nodes by scrolling.`);
  return { first, most, rows: rowsSeen, slowest: slowestStep };
}

async function scrollToEnd(page: Page): Promise<void> {
  await page
    .locator('c-rollcall-user-table .slds-scrollable_y')
    .evaluate((element: { scrollHeight: number; scrollTo(x: number, y: number): void }) =>
      element.scrollTo(0, element.scrollHeight),
    );
}

/** Nodes that the browser keeps for the page, after it has thrown away what it can. */
async function nodesOf(browser: CDPSession): Promise<number> {
  await browser.send('HeapProfiler.collectGarbage');
  await browser.send('Performance.enable');
  const { metrics } = await browser.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'Nodes')!.value;
}

/** Milliseconds from choosing the export to the complete file. Raises when a line is missing. */
async function exporting(console: ConsolePage): Promise<number> {
  const { page } = console;
  await page.locator('c-rollcall-export-control').getByRole('button', { name: 'Export' }).click();
  let file = '';
  const time = await timed(async () => {
    const downloaded = page.waitForEvent('download', { timeout: 10 * PATIENCE });
    await page.getByRole('menuitem', { name: 'Users as CSV file' }).click();
    file = await (await downloaded).path();
  });
  let lines = 0;
  for await (const line of createInterface(createReadStream(file))) if (line) lines += 1;
  if (lines !== USERS + 1) throw new Error(`The file has ${lines} lines instead of ${USERS + 1}.`);
  await console.close();
  return time;
}
