/** The tables of docs/deploy.md and docs/faults.md, from the data of the tests that prove them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { code, plain, table } from './markdown.ts';
import { ROOT } from './walk.ts';

interface FaultTable {
  faults: Record<string, string>;
  /** `command` where the table is of several. */
  requests: Record<string, { command?: string; text: string }>;
  outcomes: Record<string, { text: string; exit: number }>;
  expected: Record<string, Record<string, string>>;
}

interface DocumentedRequest {
  request: string;
  for: string;
  source: string;
}

/** One row a request, one column a fault: how the command ends, and what the outcomes mean. */
export function faultTable(of: 'deploy' | 'faults'): string {
  const { faults, requests, outcomes, expected } = read<FaultTable>(of, 'fault-table.json');
  const rows = Object.entries(expected).map(([request, cells]) => [
    plain([requests[request]!.command, requests[request]!.text].filter(Boolean).join(': ')),
    ...Object.keys(faults).map((fault) => (cells[fault] === undefined ? '–' : plain(cells[fault]))),
  ]);
  const meanings = Object.entries(outcomes).map(([name, { text, exit }]) => [plain(name), plain(text), String(exit)]);
  return [
    table(['Request', ...Object.values(faults).map(plain)], rows),
    table(['In the table', 'Means', 'Exit code'], meanings),
  ].join('\n\n');
}

export function requestTable(): string {
  const rows = read<DocumentedRequest[]>('deploy', 'documented-requests.json').map((one) => [
    code(one.request),
    plain(one.for),
    plain(one.source),
  ]);
  return table(['Request', 'For', 'Documented in'], rows);
}

function read<Content>(folder: string, file: string): Content {
  return JSON.parse(readFileSync(path.join(ROOT, 'test/unit/scripts', folder, file), 'utf8')) as Content;
}
