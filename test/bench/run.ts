/**
 * `npm run bench`: today's figures for the numbers of DESIGN.md §8, each beside what a user would pick instead, measured in
 * the same run where that is possible. Writes docs/bench.md. Never an assertion: machines differ.
 * `npm run bench -- console scan` measures only the named rows and writes nothing.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { ROOT } from './measure.ts';
import { apexTests } from './rows/apex-tests.ts';
import { audit } from './rows/audit.ts';
import { consolePage } from './rows/console-page.ts';
import { consoleScreen } from './rows/console-screen.ts';
import { deployWithSf } from './rows/deploy-sf.ts';
import { orgReady } from './rows/org-ready.ts';
import { orgSpeed } from './rows/org-speed.ts';
import { scan } from './rows/scan.ts';
import { validateLarge } from './rows/validate-large.ts';
import { validatePackage } from './rows/validate.ts';

export interface Row {
  name: string;
  what: string;
  goal: string;
  /** What was measured here, in words with units. */
  measured: string;
  /** What a user would pick instead, and its figure. */
  instead: string;
  /** Ours divided by theirs, where both were measured in this run. */
  ratio: string;
}

const MEASUREMENTS: Record<string, () => Promise<Row[]>> = {
  validate: validatePackage,
  'validate-large': validateLarge,
  ready: orgReady,
  speed: orgSpeed,
  deploy: deployWithSf,
  apex: apexTests,
  console: consolePage,
  screen: consoleScreen,
  scan,
  audit,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in MEASUREMENTS));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no measurement ${unknown.join(', ')}. Known: ${Object.keys(MEASUREMENTS).join(', ')}.\n`,
  );
  process.exit(2);
}
const rows: Row[] = [];
for (const [name, measure] of Object.entries(MEASUREMENTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`measuring ${name} …\n`);
  rows.push(...(await measure()));
}
const table = [
  '| what | goal | measured | instead | ratio |',
  '|---|---|---|---|---|',
  ...rows.map(
    ({ what, goal, measured, instead, ratio }) => `| ${what} | ${goal} | ${measured} | ${instead} | ${ratio} |`,
  ),
].join('\n');
process.stdout.write(`${table}\n`);
if (wanted.length === 0) writeFileSync(path.join(ROOT, 'docs', 'bench.md'), page(table));

/** What else ran meanwhile shows in the load: on an idle machine it is about 1. */
function page(content: string): string {
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  return `# Measurements

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores, ${gigabytes} GiB, Node ${process.versions.node}, load of the last quarter of an hour ${loadavg()[2]!.toFixed(1)}. The middle of three runs unless said otherwise; on the screen and of the audit, one run. Ratios below 1 mean that ours is faster.

${content}
`;
}
