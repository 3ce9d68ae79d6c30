/** The pages that auditors and reviewers open: evidence and the documents of a rule file, in a real browser. */
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { writeBundle } from '../../scripts/evidence/bundle.ts';
import type { EvidenceRun } from '../../scripts/evidence/run.ts';
import { toHtml } from '../../scripts/rules/document/blocks.ts';
import { pagesOf } from '../../scripts/rules/document/pages.ts';
import { readRules } from '../../scripts/rules/read-yaml.ts';
import { launchBrowser } from '../support/browser.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SLOW = 60_000;

const RUN: EvidenceRun = {
  evidence: {
    format: 1,
    orgId: '00D000000000001AAA',
    instanceUrl: 'https://acme.my.salesforce.com',
    actor: 'scim@example.com',
    startedAt: '2026-11-30T12:00:00.000Z',
    finishedAt: '2026-11-30T12:00:04.000Z',
    proven: false,
    interrupted: false,
    probe: { username: 'scim.probe.0123456789ab@example.com', userId: '005000000000001AAA', profile: 'Standard User' },
    deactivationSeconds: null,
    deadlineSeconds: 3600,
    steps: [
      {
        name: 'service',
        claim: 'The SCIM service answers to this token.',
        passed: true,
        seen: 'HTTP 200',
        explained: [],
        seconds: 0.2,
      },
      {
        name: 'create',
        claim: 'A user is created over SCIM.',
        passed: false,
        seen: 'HTTP 409: {"detail":"REQUIRED_FIELD_MISSING:user_must_have_one_entitlement_which_must_be_a_profileid;"}',
        explained: ['scim-profile-missing'],
        seconds: 0.4,
      },
    ],
    left: { username: 'scim.probe.0123456789ab@example.com', userId: null, remedy: 'Run "scim evidence clean".' },
  },
  transcript: [
    {
      step: 'create',
      startedAt: '2026-11-30T12:00:00.000Z',
      milliseconds: 35,
      request: {
        method: 'POST',
        url: 'https://acme.my.salesforce.com/services/scim/v2/Users',
        headers: {},
        body: JSON.stringify({ userName: 'x'.repeat(400) }),
      },
      response: { status: 409, headers: {}, body: '{"detail":"<script>document.title = 1</script>"}' },
      failure: null,
    },
  ],
};

let browser: Browser;
let folder: string;
let pages: Map<string, string>;
beforeAll(async () => {
  browser = await launchBrowser();
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-documents-'));
  const bundle = writeBundle(path.join(folder, 'evidence'), RUN);
  const book = readRules(readFileSync(path.join(ROOT, 'config/demo/entitlements.yml'), 'utf8'));
  pages = new Map([['evidence', path.join(bundle.folder, 'index.html')]]);
  for (const page of pagesOf(book)) {
    const file = path.join(folder, `${page.name}.html`);
    writeFileSync(file, toHtml(page));
    pages.set(page.name, file);
  }
}, SLOW);
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(name: string, options: { width: number; scheme?: 'light' | 'dark' }): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: options.width, height: 900 },
    colorScheme: options.scheme ?? 'light',
  });
  const page = await context.newPage();
  await page.goto(pathToFileURL(pages.get(name) as string).href);
  return page;
}

const NAMES = ['evidence', 'attribute-mapping', 'entitlement-mapping', 'deprovisioning-runbook', 'access-review'];

describe('a page that is kept and printed', () => {
  it.each(
    NAMES.flatMap((name) => [
      { name, width: 1200, scheme: 'light' as const },
      { name, width: 320, scheme: 'light' as const },
      { name, width: 1200, scheme: 'dark' as const },
    ]),
  )(
    'has no accessibility problem: $name at $width pixels, $scheme',
    async ({ name, ...options }) => {
      const page = await open(name, options);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      // The page itself never scrolls sideways: wide tables do, inside of it.
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
      await page.context().close();
    },
    SLOW,
  );

  it('asks nobody for anything, and runs nothing that an org answered', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(pages.get('evidence') as string).href);
    expect(asked).toHaveLength(1);
    expect(await page.title()).toBe('SCIM provisioning evidence');
    expect(await page.getByText('Left in the org: scim.probe.0123456789ab@example.com.').isVisible()).toBe(true);
    await context.close();
  });

  it('lets the keyboard reach every wide table', async () => {
    const page = await open('evidence', { width: 320 });
    await page.keyboard.press('Tab');
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe('The run');
    await page.context().close();
  });
});
