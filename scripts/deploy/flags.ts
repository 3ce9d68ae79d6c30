/** Flags that the deploy commands share, named as Salesforce CLI names them (`sf project deploy …`). */
import { Flags, type Interfaces } from '@oclif/core';
import { ScimError } from '../command.ts';
import { loadMessages } from '../messages.ts';
import type { CoverageFormatter } from './coverage.ts';
import { EXTRAS } from './directories.ts';
import { orgFlag } from './org-flag.ts';
import type { RunOptions } from './plan.ts';

const messages = loadMessages('scim.deploy');

export const TEST_LEVELS = [
  'NoTestRun',
  'RunSpecifiedTests',
  'RunLocalTests',
  'RunAllTestsInOrg',
  'RunRelevantTests',
] as const;
const FORMATTERS: CoverageFormatter[] = [
  'json',
  'json-summary',
  'lcovonly',
  'cobertura',
  'clover',
  'teamcity',
  'text-summary',
];
/** By what they are for; the shipped permission sets beyond what an administrator always gets. */
export const MORE_SETS = {
  viewer: 'SCIM_Rollcall_Viewer',
  remediator: 'SCIM_Rollcall_Remediator',
  deprovisioner: 'SCIM_Rollcall_Deprovisioner',
} as const;

/** Optional permission sets of an integration user (DESIGN.md §4). */
export const INTEGRATION_SETS = {
  'use-any-api-auth': 'SCIM_Use_Any_Api_Auth',
  'api-only': 'SCIM_Api_Only',
} as const;

export const targetFlag = { 'target-org': orgFlag({ summary: messages.text('flags.target-org.summary') }) };

export const waitFlags = {
  wait: Flags.integer({
    char: 'w',
    min: 1,
    default: 33,
    helpValue: '<minutes>',
    summary: messages.text('flags.wait.summary'),
  }),
};

export const resultFlags = {
  'results-dir': Flags.string({ summary: messages.text('flags.results-dir.summary') }),
  'coverage-formatters': Flags.option({
    multiple: true,
    options: FORMATTERS,
    dependsOn: ['results-dir'],
    summary: messages.text('flags.coverage-formatters.summary'),
  })(),
};

export const jobFlags = {
  'job-id': Flags.string({
    char: 'i',
    exclusive: ['use-most-recent'],
    summary: messages.text('flags.job-id.summary'),
  }),
  'use-most-recent': Flags.boolean({ char: 'r', summary: messages.text('flags.use-most-recent.summary') }),
};

/** The integration users, and what they get beyond their shape. */
export const identityFlags = {
  'integration-user': Flags.string({ multiple: true, summary: messages.text('flags.integration-user.summary') }),
  'integration-permission-set': Flags.option({
    multiple: true,
    options: Object.keys(INTEGRATION_SETS) as (keyof typeof INTEGRATION_SETS)[],
    dependsOn: ['integration-user'],
    summary: messages.text('flags.integration-permission-set.summary'),
  })(),
};

/** What decides what a run does. */
export const contentFlags = {
  ...identityFlags,
  'test-level': Flags.option({
    char: 'l',
    options: TEST_LEVELS,
    default: 'RunSpecifiedTests' as const,
    summary: messages.text('flags.test-level.summary'),
  })(),
  tests: Flags.string({ char: 't', multiple: true, summary: messages.text('flags.tests.summary') }),
  admin: Flags.string({ multiple: true, summary: messages.text('flags.admin.summary') }),
  'permission-set': Flags.option({
    multiple: true,
    options: Object.keys(MORE_SETS) as (keyof typeof MORE_SETS)[],
    summary: messages.text('flags.permission-set.summary'),
  })(),
  extra: Flags.option({ multiple: true, options: EXTRAS, summary: messages.text('flags.extra.summary') })(),
  'skip-validation': Flags.boolean({ summary: messages.text('flags.skip-validation.summary') }),
  'api-version': Flags.string({ char: 'a', summary: messages.text('flags.api-version.summary') }),
};

type ContentFlags = Interfaces.InferredFlags<typeof contentFlags>;

/** What the flags say of a run; without `--admin` it is for whoever deploys. */
export function contentOf(
  flags: ContentFlags,
  deployer: string,
): Pick<
  RunOptions,
  'testLevel' | 'tests' | 'admins' | 'permissionSets' | 'integrationUsers' | 'integrationSets' | 'extras'
> {
  return {
    testLevel: flags['test-level'],
    tests: flags.tests ?? [],
    admins: flags.admin ?? [deployer],
    permissionSets: (flags['permission-set'] ?? []).map((set) => MORE_SETS[set]),
    integrationUsers: flags['integration-user'] ?? [],
    integrationSets: (flags['integration-permission-set'] ?? []).map((set) => INTEGRATION_SETS[set]),
    extras: flags.extra ?? [],
  };
}

/** Raises `InvalidApiVersion` or `TestsNotRun`, both exit 2. */
export function requireSensible(flags: {
  'api-version'?: string | undefined;
  tests?: string[] | undefined;
  'test-level': (typeof TEST_LEVELS)[number];
}): void {
  const version = flags['api-version'];
  if (version !== undefined && !/^\d{2}\.0$/.test(version))
    throw new ScimError('InvalidApiVersion', messages.text('error.api-version', version), { exitCode: 2 });
  if (flags.tests && flags['test-level'] !== 'RunSpecifiedTests')
    throw new ScimError('TestsNotRun', messages.text('error.tests', flags['test-level']), { exitCode: 2 });
}

/** As the Metadata API writes deployment ids, 15 or 18 characters (reference/wire.md §1.3). Raises `InvalidJobId`, exit 2. */
export function requireJobId(id: string): string {
  if (/^0Af(\w{12}|\w{15})$/.test(id)) return id;
  throw new ScimError('InvalidJobId', messages.text('error.job-id', id), { exitCode: 2 });
}
