/** What a run will do, in which order, to which org: shown first, then done. Pure. */
import type { TestLevel } from '../../local-org/metadata/contract.ts';
import { loadMessages } from '../messages.ts';
import { EXTRAS, type Extra } from './directories.ts';
import type { OrgFacts } from './org-facts.ts';

const messages = loadMessages('scim.deploy.steps');

/**
 * - `direct`: each part deployed on its own, the tests with the core;
 * - `validated`: everything checked with tests first, then deployed quickly (production);
 * - `validate`, `quick`: the two halves of it;
 * - `dry-run`: checked with its extras, and not meant to be deployed quickly.
 */
export type Route = 'direct' | 'validated' | 'validate' | 'quick' | 'dry-run';

/** The options that decide what a run does; kept in its record. */
export interface RunOptions {
  route: Route;
  apiVersion: string;
  testLevel: TestLevel;
  /** Class names for RunSpecifiedTests; empty: the package's own. */
  tests: string[];
  /** Usernames that get the permission sets of an administrator. */
  admins: string[];
  /** Further permission sets for them, by API name. */
  permissionSets: string[];
  /** Usernames of integration users, who get the profile and sets of their shape. */
  integrationUsers?: string[];
  /** Further permission sets for them, by API name. */
  integrationSets?: string[];
  extras: Extra[];
  sampleData: boolean;
  /** The offline validation goes before everything else. */
  validates: boolean;
  /** The run makes a scratch org for itself. */
  scratch?: boolean;
  /** Id of the validation to deploy quickly, for the route `quick`. */
  validation?: string;
}

export type StepId =
  | 'check'
  | 'quick'
  | 'core'
  | 'app'
  | 'integration'
  | 'harden'
  | 'identity'
  | 'assign'
  | `extra:${Extra}`
  | 'sample-rules'
  | 'sample-users';

export interface PlannedStep<Id extends string = StepId> {
  id: Id;
  /** What the progress says. */
  title: string;
}

/** Production is validated first, so that its users wait for no tests, and nothing is there before they have passed. */
export function usualRoute(org: Pick<OrgFacts, 'kind'>): Route {
  return org.kind === 'production' ? 'validated' : 'direct';
}

const INSTALL: Record<Route, StepId[]> = {
  direct: ['core', 'app', 'integration'],
  validated: ['check', 'quick'],
  validate: ['check'],
  quick: ['quick'],
  'dry-run': ['check'],
};

/** The steps of a run, in their order (reference/metadata.md §8.4). */
export function planOf(options: RunOptions): PlannedStep[] {
  const rest: StepId[] = [
    'harden',
    ...(options.integrationUsers?.length ? (['identity'] as const) : []),
    'assign',
    // In the order of the folders, whatever the order of the flags.
    ...EXTRAS.filter((extra) => options.extras.includes(extra)).map((extra): StepId => `extra:${extra}`),
    ...(options.sampleData ? (['sample-rules', 'sample-users'] as const) : []),
  ];
  const checks = options.route === 'validate' || options.route === 'dry-run';
  return [...INSTALL[options.route], ...(checks ? [] : rest)].map((id) => ({ id, title: titleOf(id, options) }));
}

function titleOf(id: StepId, options: RunOptions): string {
  if (id.startsWith('extra:')) return messages.text('extra', id.slice('extra:'.length));
  if (id === 'core' && options.testLevel === 'NoTestRun') return messages.text('core.untested');
  if (id === 'check' && options.route === 'validated') return messages.text('check.first');
  return messages.text(id);
}

export type ShownStep = PlannedStep<StepId | 'validate' | 'scratch'>;

/** All that a command does, with what goes before the steps in the org. */
export function wholePlan(options: RunOptions): ShownStep[] {
  const before: ('validate' | 'scratch')[] = [];
  if (options.validates) before.push('validate');
  if (options.scratch) before.push('scratch');
  return [...before.map((id) => ({ id, title: messages.text(id) })), ...planOf(options)];
}

/** The plan for people: the org, then the numbered steps. */
export function planText(org: OrgFacts | { hub: string }, steps: PlannedStep<string>[]): string {
  return [
    'hub' in org
      ? messages.text('plan.scratch', org.hub)
      : messages.text('plan', org.name, messages.text(`kind.${org.kind}`), org.edition, org.username),
    ...steps.map(({ title }, index) => `  ${index + 1}. ${title}`),
  ].join('\n');
}
