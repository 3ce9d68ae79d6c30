/**
 * Every Apex test of the package, in the embedded org, with coverage. Usage: `node test/apex/run.ts [result.json]`.
 * Fails below COVERAGE_MINIMUM per cent of all lines, or CLASS_MINIMUM per cent of the lines of one class.
 */
import { writeFileSync } from 'node:fs';
import { openPackageOrg } from '../support/package-org.ts';

const COVERAGE_MINIMUM = 95;
const CLASS_MINIMUM = 90;

const resultFile = process.argv[2];
const { org } = openPackageOrg();
const started = performance.now();
const result = org.apex.runTests({ all: true });
const milliseconds = Math.round(performance.now() - started);
for (const method of result.methods.filter(({ outcome }) => outcome !== 'Pass')) {
  process.stdout.write(
    `${method.className}.${method.methodName}: ${method.outcome}\n  ${method.message ?? ''}\n  ${(method.stackTrace ?? '').replaceAll('\n', '\n  ')}\n`,
  );
}
const lines = result.coverage.map((entry) => ({
  name: entry.name,
  covered: entry.covered.length,
  total: entry.covered.length + entry.uncovered.length,
  uncovered: entry.uncovered,
}));
const covered = lines.reduce((sum, entry) => sum + entry.covered, 0);
const total = lines.reduce((sum, entry) => sum + entry.total, 0);
const percent = total === 0 ? 0 : Math.round((1000 * covered) / total) / 10;
const thin = lines.filter((line) => line.covered / line.total < CLASS_MINIMUM / 100);
for (const entry of thin) {
  process.stdout.write(
    `${entry.name}: ${entry.covered} of ${entry.total} lines covered, not ${entry.uncovered.join(', ')}\n`,
  );
}
const passed = result.methods.filter(({ outcome }) => outcome === 'Pass').length;
const isCovered = percent >= COVERAGE_MINIMUM && thin.length === 0;
const outcome = {
  passed: passed + (isCovered ? 1 : 0),
  failed: result.methods.length - passed + (isCovered ? 0 : 1) + (result.methods.length === 0 ? 1 : 0),
  note: `${percent} % of lines covered, at least ${COVERAGE_MINIMUM} wanted, and ${CLASS_MINIMUM} of each class; ${milliseconds} ms`,
};
process.stdout.write(`Apex: ${passed} of ${result.methods.length} tests passed, ${outcome.note}\n`);
if (resultFile) writeFileSync(resultFile, JSON.stringify(outcome));
process.exitCode = outcome.failed > 0 ? 1 : 0;
org.close();
