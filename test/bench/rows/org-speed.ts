/** How fast the embedded org answers queries over HTTP, and runs Apex. */
import { Agent, request } from 'node:http';
import { openLocalOrg } from '../../../local-org/open.ts';
import { seconds, startOrgProcess, timed } from '../measure.ts';
import type { Row } from '../run.ts';

const RECORDS = 1000;
const LOOKUP_SECONDS = 10;
/** Requests under way at once, each on a connection of its own. */
const CLIENTS = 16;
const V = '/services/data/v67.0';
/** Three simple statements a turn: the loop's step, an addition, a subtraction. */
const TURNS = 5_000_000;
const LOOP = (turns: number): string =>
  `Integer sum = 0; for (Integer i = 0; i < ${turns}; i++) { sum += i; sum = sum - 1; }`;

export async function orgSpeed(): Promise<Row[]> {
  const perMinute = await lookups();
  const { million, milliseconds } = apexSpeed();
  return [
    {
      name: 'soql',
      what: `SOQL lookups by id over HTTP, ${CLIENTS} at once, ${RECORDS.toLocaleString('en-US')} records`,
      goal: '100,000 a minute',
      measured: `${perMinute.toLocaleString('en-US')} a minute`,
      instead:
        'a Salesforce org: 25 requests of 20 s and more at once, a daily allowance, and the way through the internet',
      ratio: '–',
    },
    {
      name: 'statements',
      what: 'simple Apex statements (a loop with an addition and a subtraction)',
      goal: '≥ 5 million a second',
      measured: `${million.toFixed(1)} million a second (${((TURNS * 3) / 1_000_000).toFixed(0)} million in ${seconds(milliseconds)})`,
      instead: 'a Salesforce org: 10 s of CPU a transaction',
      ratio: '–',
    },
  ];
}

async function lookups(): Promise<number> {
  const org = await startOrgProcess(['--no-package', '--seed', 'none']);
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const send = (method: string, path: string, body?: object): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${org.ready.accessToken}`, 'content-type': 'application/json' };
      const sent = request(`${org.ready.instanceUrl}${path}`, { method, agent, headers }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += String(chunk)));
        response.on('end', () => resolve(JSON.parse(text)));
      });
      sent.on('error', reject);
      sent.end(body && JSON.stringify(body));
    });
  try {
    const ids: string[] = [];
    for (let first = 0; first < RECORDS; first += 200) {
      const records = Array.from({ length: 200 }, (_, index) => ({
        attributes: { type: 'Account' },
        Name: `Account ${first + index}`,
      }));
      const answers = await send('POST', `${V}/composite/sobjects`, { allOrNone: true, records });
      ids.push(...(answers as unknown as { id: string }[]).map(({ id }) => id));
    }
    let done = 0;
    const until = performance.now() + LOOKUP_SECONDS * 1000;
    const client = async (number: number): Promise<void> => {
      for (let turn = number; performance.now() < until; turn += CLIENTS) {
        const soql = `SELECT Id, Name FROM Account WHERE Id = '${ids[turn % RECORDS]!}'`;
        const { totalSize } = await send('GET', `${V}/query?${new URLSearchParams({ q: soql }).toString()}`);
        if (totalSize !== 1) throw new Error(`${soql} found ${String(totalSize)}.`);
        done += 1;
      }
    };
    const time = await timed(() => Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number))));
    return Math.round((done / time) * 60_000);
  } finally {
    agent.destroy();
    await org.stop();
  }
}

function apexSpeed(): { million: number; milliseconds: number } {
  const org = openLocalOrg({ file: ':memory:' });
  const actor = { userId: String(org.data.meta('adminUserId')) };
  const run = (turns: number): number => {
    const started = performance.now();
    const result = org.apex.executeAnonymous(actor, LOOP(turns));
    if (!result.success) throw new Error(result.exceptionMessage ?? result.compileProblem ?? 'Apex failed.');
    return performance.now() - started;
  };
  run(1000);
  const milliseconds = [1, 2, 3].map(() => run(TURNS)).sort((a, b) => a - b)[1]!;
  org.close();
  return { million: (TURNS * 3) / milliseconds / 1000, milliseconds };
}
