/** Apex coverage of a deployment in the formats that CI servers read, by the library that Salesforce CLI uses too. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { MetadataApiDeployStatus } from '@salesforce/source-deploy-retrieve';
import libCoverage from 'istanbul-lib-coverage';
import libReport from 'istanbul-lib-report';
import reports from 'istanbul-reports';

/** Names and files as `sf project deploy start --coverage-formatters` has them. */
export const COVERAGE_FORMATTERS = {
  json: 'coverage.json',
  'json-summary': 'coverage-summary.json',
  lcovonly: 'lcovonly.info',
  cobertura: 'cobertura.xml',
  clover: 'clover.xml',
  teamcity: 'teamcity.txt',
  'text-summary': 'text-summary.txt',
} as const;
export type CoverageFormatter = keyof typeof COVERAGE_FORMATTERS;

interface Covered {
  name: string;
  lines: number;
  uncovered: number[];
}

/** Writes `<folder>/<file of the format>`; nothing when the deployment ran no tests. Paths in it start at `projectRoot`. */
export function writeCoverage(
  folder: string,
  projectRoot: string,
  status: MetadataApiDeployStatus,
  formatters: readonly CoverageFormatter[],
): void {
  const covered = coveredClasses(status);
  if (covered.length === 0) return;
  const files = apexFiles(projectRoot);
  const map = libCoverage.createCoverageMap({});
  for (const one of covered)
    map.addFileCoverage(fileCoverage(one, files.get(one.name) ?? `${one.name}.cls`, projectRoot));
  const context = libReport.createContext({ dir: folder, coverageMap: map, defaultSummarizer: 'nested' });
  for (const formatter of formatters)
    reports.create(formatter, { file: COVERAGE_FORMATTERS[formatter], projectRoot: '.' } as object).execute(context);
}

/** Classes and triggers by name, from the project's root. */
function apexFiles(projectRoot: string): Map<string, string> {
  const found = readdirSync(path.join(projectRoot, 'force-app'), { recursive: true }).map(String);
  return new Map(
    found
      .filter((file) => /\.(cls|trigger)$/.test(file))
      .map((file) => [path.basename(file).replace(/\.(cls|trigger)$/, ''), path.join('force-app', file)]),
  );
}

function coveredClasses(status: MetadataApiDeployStatus): Covered[] {
  return [status.details?.runTestResult?.codeCoverage ?? []].flat().map((entry) => ({
    name: entry.name,
    lines: Number(entry.numLocations),
    uncovered: [entry.locationsNotCovered ?? []].flat().map(({ line }) => Number(line)),
  }));
}

/**
 * The API names the lines that no test reached and only counts the others (Metadata API, CodeCoverageResult), so figures
 * are exact and the places of reached lines are the first lines of the source that look like a statement.
 */
export function reachedLines(source: string, lines: number, uncovered: readonly number[]): number[] {
  const missed = new Set(uncovered);
  const wanted = Math.max(0, lines - missed.size);
  const texts = source.split('\n');
  const numbers = texts.map((_text, index) => index + 1).filter((number) => !missed.has(number));
  const likely = (likelihood: number): number[] =>
    numbers.filter((number) => likelihoodOf(texts[number - 1]!) === likelihood);
  const beyond = Array.from({ length: wanted }, (_none, index) => texts.length + index + 1);
  return [...likely(2), ...likely(1), ...likely(0), ...beyond].slice(0, wanted).sort((a, b) => a - b);
}

/** Apex counts lines with statements: 2 for one that ends here, 1 for one that may begin here, 0 for comments, braces and the like. */
function likelihoodOf(text: string): 0 | 1 | 2 {
  const trimmed = text.trim();
  if (/^(\/\/|\/\*|\*|@|\}|\{|$)/.test(trimmed)) return 0;
  if (trimmed.includes(';')) return 2;
  return /[({]/.test(trimmed) && !/\b(class|interface|enum)\b/i.test(trimmed) ? 1 : 0;
}

function fileCoverage({ name, lines, uncovered }: Covered, file: string, projectRoot: string) {
  const absolute = path.join(projectRoot, file);
  const source = existsSync(absolute) ? readFileSync(absolute, 'utf8') : '';
  const texts = source.split('\n');
  const hits = new Map<number, number>([
    ...reachedLines(source, lines, uncovered).map((line): [number, number] => [line, 1]),
    ...uncovered.map((line): [number, number] => [line, 0]),
  ]);
  const sorted = [...hits.keys()].sort((a, b) => a - b);
  const statement = (line: number) => ({
    start: { line, column: 0 },
    end: { line, column: (texts[line - 1] ?? name).length },
  });
  return {
    path: file.split(path.sep).join('/'),
    statementMap: Object.fromEntries(sorted.map((line) => [String(line), statement(line)])),
    s: Object.fromEntries(sorted.map((line) => [String(line), hits.get(line)!])),
    fnMap: {},
    f: {},
    branchMap: {},
    b: {},
  };
}
