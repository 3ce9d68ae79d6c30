/** An org in memory with given Apex classes, for tests of what needs the compiler: async work, the test runner. */
import { NO_COMPONENTS, createApexEngine } from '../../local-org/apex/engine.ts';
import type { AnonymousResult, ApexComponents, ApexEngine, TestRunResult } from '../../local-org/apex/contract.ts';
import { openOrgData } from '../../local-org/data/index.ts';
import type { OrgDatabase } from '../../local-org/data/index.ts';
import { SYSTEM } from '../../local-org/data/types.ts';
import type { Actor, RecordValues } from '../../local-org/data/types.ts';

export interface ApexOrg {
  data: OrgDatabase;
  apex: ApexEngine;
  admin: Actor;
  /** Moves the org's clock. */
  wait(minutes: number): void;
  /** Runs anonymous Apex; raises when it does not compile or throws. */
  run(code: string): AnonymousResult;
  test(...classes: string[]): TestRunResult;
  /** Texts of System.debug, one a line. */
  debugged(code: string): string[];
  rows(object: string, where?: RecordValues): RecordValues[];
  insert(object: string, ...rows: RecordValues[]): string[];
}

export interface ApexOrgOptions {
  file?: string;
  /** Bodies of classes and triggers; the name is read from the text. */
  classes?: string[];
  /** The version in which the classes are saved; 65 unless told. */
  apiVersion?: number;
  /** What is deployed besides classes, as far as a test needs it. */
  components?: Partial<ApexComponents>;
}

export function openApexOrg({
  file = ':memory:',
  classes = [],
  apiVersion = 65,
  components,
}: ApexOrgOptions = {}): ApexOrg {
  let now = new Date('2026-11-21T22:30:15.000Z').getTime();
  const data = openOrgData({ file, clock: () => new Date(now) });
  const sources = classes.map((body) => ({
    kind: body.startsWith('trigger ') ? ('trigger' as const) : ('class' as const),
    name: /\b(?:class|interface|enum|trigger)\s+(\w+)/i.exec(body)![1]!,
    body,
    apiVersion,
  }));
  for (const { kind, name } of sources) {
    if (kind === 'class' && data.rows('ApexClass', { Name: name }).length === 0)
      data.put('ApexClass', { Name: name, ApiVersion: apiVersion, Status: 'Active' });
  }
  const apex = createApexEngine({
    data,
    sources: () => sources,
    labels: () => new Map([['Greeting', 'Hello']]),
    components: { ...NO_COMPONENTS, ...components },
  });
  const problems = apex.check(sources);
  if (problems.length > 0)
    throw new Error(problems.map((problem) => `${problem.name}:${problem.line}: ${problem.problem}`).join('\n'));
  const admin = { userId: String(data.rows('User', { Username: 'admin@rollcall.example.com' })[0]?.Id) };
  const org: ApexOrg = {
    data,
    apex,
    admin,
    wait: (minutes) => {
      now += minutes * 60_000;
    },
    run(code) {
      const result = apex.executeAnonymous(admin, code);
      if (!result.success)
        throw new Error(result.compileProblem ?? `${result.exceptionMessage}\n${result.exceptionStackTrace}`);
      return result;
    },
    test: (...names) => apex.runTests(names.length > 0 ? { classes: names.map((name) => ({ name })) } : { all: true }),
    debugged: (code) =>
      org
        .run(code)
        .debugLog.split('\n')
        .filter((line) => line.includes('USER_DEBUG'))
        .map((line) => line.split('|').slice(4).join('|')),
    rows: (object, where) => data.rows(object, where),
    insert: (object, ...rows) =>
      data.insert(object, rows, { ...SYSTEM, actor: admin, allOrNone: true }).map((result) => String(result.id)),
  };
  return org;
}
