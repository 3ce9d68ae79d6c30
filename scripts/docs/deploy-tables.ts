/** The tables of docs/deploy.md, from the data of the tests that prove them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { code, plain, table } from './markdown.ts';
import { ROOT } from './walk.ts';

interface FaultTable {
  faults: Record<string, string>;
  requests: Record<string, { text: string }>;
  outcomes: Record<string, { text: string; exit: number }>;
  expected: Record<string, Record<string, string>>;
}

interface DocumentedRequest {
  request: string;
  for: string;
  source: string;
}

/** One row a request, one column a fault: how the command ends, and what the outcomes mean. */
export function faultTable(): string {
  const { faults, requests, outcomes, expected } = read<FaultTable>('fault-table.json');
  const rows = Object.entries(expected).map(([request, cells]) => [
    plain(requests[request]!.text),
    ...Object.keys(faults).map((fault) => (cells[fault] === undefined ? '–' : plain(cells[fault]))),
  ]);
  const meanings = Object.entries(outcomes).map(([name, { text, exit }]) => [plain(name), plain(text), String(exit)]);
  return [
    table(['Request', ...Object.values(faults).map(plain)], rows),
    table(['In the table', 'Means', 'Exit code'], meanings),
  ].join('\n\n');
}

export function requestTable(): string {
  const rows = read<DocumentedRequest[]>('documented-requests.json').map((one) => [
    code(one.request),
    plain(one.for),
    plain(one.source),
  ]);
  return table(['Request', 'For', 'Documented in'], rows);
}

function read<Content>(file: string): Content {
  return JSON.parse(readFileSync(path.join(ROOT, 'test/unit/scripts/deploy', file), 'utf8')) as Content;
}
