/** What a run does, by the org and the flags. */
import { describe, expect, it } from '@jest/globals';
import { kindOf } from '../../../../scripts/deploy/org-facts.ts';
import { planOf, planText, usualRoute, wholePlan, type RunOptions } from '../../../../scripts/deploy/plan.ts';
import { manualSteps } from '../../../../scripts/deploy/checklist.ts';

const row = { IsSandbox: false, TrialExpirationDate: null, OrganizationType: 'Enterprise Edition' };
const options = (change: Partial<RunOptions> = {}): RunOptions => ({
  route: 'direct',
  apiVersion: '67.0',
  testLevel: 'RunSpecifiedTests',
  tests: [],
  admins: [],
  permissionSets: [],
  extras: [],
  sampleData: false,
  validates: true,
  ...change,
});
const ids = (change: Partial<RunOptions>): string[] => planOf(options(change)).map(({ id }) => id);

describe('the kind of an org', () => {
  // reference/wire.md §2.1
  it.each([
    ['production', row],
    ['sandbox', { ...row, IsSandbox: true }],
    ['scratch', { ...row, IsSandbox: true, TrialExpirationDate: '2026-12-07T00:00:00.000+0000' }],
    ['developer', { ...row, OrganizationType: 'Developer Edition' }],
    ['trial', { ...row, TrialExpirationDate: '2026-12-07T00:00:00.000+0000' }],
  ])('%s is read from its Organization row', (kind, organization) => {
    expect(kindOf(organization)).toBe(kind);
  });
});

describe('the plan', () => {
  it('validates a production org before it deploys, every other org is deployed part by part', () => {
    expect([usualRoute({ kind: 'production' }), usualRoute({ kind: 'sandbox' })]).toEqual(['validated', 'direct']);
    expect(ids({ route: 'validated' })).toEqual(['check', 'quick', 'harden', 'assign']);
    expect(ids({})).toEqual(['core', 'app', 'integration', 'harden', 'assign']);
  });

  it('only checks in a dry run and in a validation', () => {
    expect([ids({ route: 'dry-run' }), ids({ route: 'validate', extras: ['reports'] })]).toEqual([
      ['check'],
      ['check'],
    ]);
  });

  it('leaves extras and sample data to the end, in the order of their folders', () => {
    expect(ids({ route: 'quick', extras: ['translations', 'reports'], sampleData: true })).toEqual([
      ...['quick', 'harden', 'assign', 'extra:reports', 'extra:translations', 'sample-rules', 'sample-users'],
    ]);
  });

  it('is shown with the org, its kind and every step', () => {
    const org = {
      id: '00D000000000001AAA',
      name: 'Example',
      kind: 'production' as const,
      edition: 'Enterprise Edition',
      username: 'ada.example@example.com',
      instanceUrl: 'https://example.my.salesforce.com',
    };
    expect(planText(org, wholePlan(options({ route: 'validated' })))).toBe(
      [
        'Deploy to Example (production, Enterprise Edition) as ada.example@example.com:',
        '  1. Validate the package offline',
        '  2. Check everything with its tests, without changing anything',
        '  3. Deploy what was checked',
        '  4. Make the integration profile minimal',
        '  5. Assign the permission sets of an administrator',
      ].join('\n'),
    );
  });
});

describe('the steps left to a person', () => {
  const none = { sources: [], hasIntegrationUser: true, unnamed: [], extras: [] };
  const source = (kind: string, usesSso = false) => ({ kind, usesSso });

  it('are those of every way in while no provisioning source is known', () => {
    expect(manualSteps({ ...none, hasIntegrationUser: false })).toEqual([
      ...['integration-user', 'soap-login', 'external-client-app'],
    ]);
  });

  it('are SOAP login for Entra, and the app for clients that bring a token of it', () => {
    expect(manualSteps({ ...none, sources: [source('Entra')] })).toEqual(['soap-login']);
    expect(manualSteps({ ...none, sources: [source('Okta')] })).toEqual([]);
    expect(manualSteps({ ...none, sources: [source('Ping', true)] })).toEqual([
      'external-client-app',
      'single-sign-on',
    ]);
  });

  it('are the page when it was deployed, and the Workbench when the org refused the translations', () => {
    const extras = [
      { name: 'record-page' as const, problem: null },
      { name: 'translations' as const, problem: 'not enabled' },
    ];
    expect(manualSteps({ ...none, sources: [source('Okta')], extras })).toEqual(['record-page', 'translations']);
  });
});
