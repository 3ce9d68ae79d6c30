/** Apex tests of a deploy: which run at each test level, and what makes the deploy fail. */
import type { ClassCoverage, TestRunResult, TestSelection } from '../../apex/contract.ts';
import type { DeployOptions } from '../contract.ts';
import type { DeployPackage } from '../package/component.ts';
import type { DeployContext } from './context.ts';

/** Share of lines that must be covered (reference/metadata.md §6, "Coverage"). */
const REQUIRED_COVERAGE = 0.75;

export interface CoverageWarning {
  /** Class or trigger; null for the whole org. */
  name: string | null;
  message: string;
}

export interface DeployTests {
  failed: boolean;
  result: TestRunResult | null;
  coverageWarnings: CoverageWarning[];
}

const NONE: DeployTests = { failed: false, result: null, coverageWarnings: [] };

function selection(options: DeployOptions): TestSelection | undefined {
  switch (options.testLevel) {
    case 'RunLocalTests':
    case 'RunAllTestsInOrg':
      return { all: true };
    case 'RunSpecifiedTests':
      return { classes: options.runTests.map((name) => ({ name })) };
    case 'RunRelevantTests':
      // Which tests are relevant is not documented beyond annotations; running all of them is the superset.
      return { all: true };
    default:
      return options.runTests.length > 0 ? { classes: options.runTests.map((name) => ({ name })) } : undefined;
  }
}

function share(covered: number, uncovered: number): number {
  return covered + uncovered === 0 ? 1 : covered / (covered + uncovered);
}

/** Each deployed class and trigger must reach 75 % by itself when tests were named (reference/metadata.md §6). */
function perClass(
  coverage: ClassCoverage[],
  contents: DeployPackage,
  isTest: (name: string) => boolean,
): CoverageWarning[] {
  const byName = new Map(coverage.map((entry) => [entry.name.toLowerCase(), entry]));
  return contents.components
    .filter(
      (component) =>
        (component.type === 'ApexClass' || component.type === 'ApexTrigger') && !isTest(component.fullName),
    )
    .flatMap((component) => {
      const entry = byName.get(component.fullName.toLowerCase());
      const value = entry ? share(entry.covered.length, entry.uncovered.length) : 1;
      if (value >= REQUIRED_COVERAGE) return [];
      return [
        {
          name: component.fullName,
          message: `Test coverage of selected Apex ${component.type === 'ApexClass' ? 'Class' : 'Trigger'} is ${Math.floor(value * 100)}%, at least 75% test coverage is required`,
        },
      ];
    });
}

function wholeOrg(coverage: ClassCoverage[]): CoverageWarning[] {
  const covered = coverage.reduce((sum, entry) => sum + entry.covered.length, 0);
  const uncovered = coverage.reduce((sum, entry) => sum + entry.uncovered.length, 0);
  const value = share(covered, uncovered);
  if (value >= REQUIRED_COVERAGE) return [];
  return [
    {
      name: null,
      message: `Average test coverage across all Apex Classes and Triggers is ${Math.floor(value * 100)}%, at least 75% test coverage is required.`,
    },
  ];
}

/**
 * Runs the tests that the options ask for, inside the deploy's transaction. Without a test level a developer org runs none
 * (reference/metadata.md §8.3, "test levels").
 */
export function runDeployTests(context: DeployContext, contents: DeployPackage, options: DeployOptions): DeployTests {
  const chosen = selection(options);
  if (!chosen || (chosen.classes && chosen.classes.length === 0)) return NONE;
  const { apex } = context.org;
  const tests = new Set(apex.testClasses().map((name) => name.toLowerCase()));
  if (chosen.all && tests.size === 0) return NONE;
  const result = apex.runTests(chosen);
  const strict =
    options.testLevel === 'RunSpecifiedTests' ||
    options.testLevel === 'RunRelevantTests' ||
    options.testLevel === undefined;
  const coverageWarnings = strict
    ? perClass(result.coverage, contents, (name) => tests.has(name.toLowerCase()))
    : wholeOrg(result.coverage);
  const failed =
    result.methods.some((method) => method.outcome === 'Fail' || method.outcome === 'CompileFail') ||
    coverageWarnings.length > 0;
  return { failed, result, coverageWarnings };
}
