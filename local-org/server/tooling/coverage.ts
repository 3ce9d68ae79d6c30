/** Code coverage as the Tooling API keeps it: a row per test method and class, an aggregate per class, one figure for the org. */
import type { ClassCoverage, TestRunResult } from '../../apex/contract.ts';
import type { OrgData } from '../../data/contract.ts';

/** Replaces what earlier runs of the same test classes left (Tooling API, ApexCodeCoverage). Call inside a transaction. */
export function storeCoverage(data: OrgData, result: TestRunResult, ids: (name: string) => string): void {
  for (const testClassId of new Set(result.coverageByTest.map((one) => ids(one.testClass)))) {
    data.remove('ApexCodeCoverage', { ApexTestClassId: testClassId });
  }
  for (const one of result.coverageByTest) {
    for (const coverage of one.coverage.filter((line) => line.covered.length > 0)) {
      data.put('ApexCodeCoverage', {
        ApexTestClassId: ids(one.testClass),
        TestMethodName: one.testMethod,
        ApexClassOrTriggerId: ids(coverage.name),
        ...numbers(coverage),
      });
    }
  }
  for (const coverage of result.coverage) {
    data.put('ApexCodeCoverageAggregate', { ApexClassOrTriggerId: ids(coverage.name), ...numbers(coverage) }, [
      'ApexClassOrTriggerId',
    ]);
  }
  const all = data.rows('ApexCodeCoverageAggregate', {});
  const covered = sum(all.map((row) => Number(row.NumLinesCovered)));
  const lines = covered + sum(all.map((row) => Number(row.NumLinesUncovered)));
  data.remove('ApexOrgWideCoverage', {});
  data.put('ApexOrgWideCoverage', { PercentCovered: lines === 0 ? 0 : Math.floor((covered * 100) / lines) });
}

function numbers(coverage: ClassCoverage): { NumLinesCovered: number; NumLinesUncovered: number; Coverage: string } {
  return {
    NumLinesCovered: coverage.covered.length,
    NumLinesUncovered: coverage.uncovered.length,
    Coverage: JSON.stringify({ coveredLines: coverage.covered, uncoveredLines: coverage.uncovered }),
  };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
