/** The page that `scim audit --format html` writes, as a person opens it: from a file, with no script. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AxeBuilder } from '@axe-core/playwright';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Finding } from '../../scripts/audit/finding.ts';
import { auditHtml } from '../../scripts/audit/page.ts';
import { Tally } from '../../scripts/audit/summary.ts';
import { launchBrowser } from '../support/browser.ts';

const SEVERITIES = ['Critical', 'High', 'Medium', 'Low'];
const REASONS = ['NOT_ASSIGNED', 'NO_SEATS_LEFT', 'LICENSE_NOT_ASSIGNED', 'NOT_EXPECTED_PRIVILEGED'];

const findings = Array.from({ length: 40 }, (_unused, at): Finding => {
  const isMissing = at % 4 !== 3;
  const name = `Entitlement_${(at * at) % 7}`;
  return {
    key: `k${at}`,
    kind: isMissing ? 'Missing' : 'Unexpected',
    severity: SEVERITIES[(at * 3) % 4]!,
    reason: REASONS[at % 4]!,
    entitlementType: 'PermissionSet',
    entitlementName: name,
    entitlementLabel: name.replace('_', ' '),
    rule: 'Sales_Core',
    userId: `005${at}`,
    username: `user.${at}@example.com`,
    userName: at === 0 ? 'Maximiliane <Example> & Sons' : `Example User ${at}`,
    status: 'Active',
    department: at % 2 ? 'Sales' : 'Support',
    source: at % 3 ? 'Employees' : 'Contractors',
    firstSeen: '2026-11-01T08:00:00.000Z',
    lastSeen: '2026-11-30T08:00:00.000Z',
    resolvedAt: null,
  };
});

let browser: Browser;
let folder: string;
let address: string;

beforeAll(async () => {
  browser = await launchBrowser();
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-page-'));
  const tally = new Tally();
  for (const finding of findings) tally.add(finding);
  const file = path.join(folder, 'audit.html');
  writeFileSync(
    file,
    auditHtml({
      org: '00D000000000001EAA',
      status: {
        apiVersion: '67.0',
        user: 'admin@rollcall.example.com',
        may: { view: true, remediate: false, deprovision: false, administer: false },
        users: 1250,
        usersWithGaps: 31,
        leaversOverdue: 2,
        scan: {
          runId: 'x',
          status: 'Completed',
          kind: 'Full',
          usersDone: 1250,
          usersTotal: 1250,
          provisioned: 1250,
          startedAt: null,
          finishedAt: '2026-11-30T08:00:00.000Z',
          chunksFailed: 0,
          message: null,
        },
      },
      summary: tally.summary(),
      comparison: {
        opened: 3,
        closed: 2,
        unchanged: 37,
        openedFindings: findings.slice(0, 3),
        closedFindings: findings.slice(0, 2),
      },
      filters: { state: 'open' },
      findings,
    }),
  );
  address = pathToFileURL(file).href;
}, 60_000);
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

async function opened(options: BrowserContextOptions): Promise<{ page: Page; asked: string[] }> {
  const page = await (await browser.newContext(options)).newPage();
  const asked: string[] = [];
  page.on('request', (request) => void asked.push(request.url()));
  await page.goto(address);
  return { page, asked };
}

describe('the page of an audit', () => {
  it.each([
    ['light', { colorScheme: 'light' as const, viewport: { width: 1200, height: 900 } }],
    ['dark', { colorScheme: 'dark' as const, viewport: { width: 1200, height: 900 } }],
    ['narrow', { colorScheme: 'light' as const, viewport: { width: 320, height: 640 } }],
  ])(
    'has no accessibility problem and nothing beside its own width, %s',
    async (name, options) => {
      const { page } = await opened(options);
      await page.locator('summary').first().click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(
        await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth'),
      ).toBeLessThanOrEqual(0);
      const screenshots = process.env['SCREENSHOTS'];
      if (screenshots) await page.screenshot({ path: path.join(screenshots, `audit-${name}.png`), fullPage: true });
      await page.context().close();
    },
    60_000,
  );

  it('loads nothing and runs nothing, and shows names as they are', async () => {
    const { page, asked } = await opened({ javaScriptEnabled: false });
    expect(asked).toEqual([address]);
    expect(
      await page.getByRole('region', { name: 'Findings, table' }).getByText('Maximiliane <Example> & Sons').isVisible(),
    ).toBe(true);
    expect(await page.getByRole('row', { name: /^Critical 10/ }).isVisible()).toBe(true);
    await page.context().close();
  });
});
