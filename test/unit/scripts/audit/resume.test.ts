/** Audits of many findings: by Bulk API 2.0, set by set, cut off anywhere and gone on with. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Connection } from '@salesforce/core';
import type { AuditOptions, audit as RunAudit } from '../../../../scripts/audit/index.ts';
import { fillUsers } from '../../../bench/users.ts';
import { openConsoleOrg, type ConsoleOrg } from '../console-org.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';

/** Rows of a set here, so that the 70 findings come in several. */
const SET = 10;

let home: OwnHome;
let audit: typeof RunAudit;
let console: ConsoleOrg;
let connection: Connection;
let folder: string;
let spoolDir: string;

beforeAll(async () => {
  home = useOwnHome();
  ({ audit } = await import('../../../../scripts/audit/index.ts'));
  console = await openConsoleOrg(['force-app/main']);
  ({ connection } = console);
  fillUsers(console.org, 200);
}, 120_000);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-resume-'));
  spoolDir = path.join(folder, 'spools');
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(async () => {
  await console.close();
  home.remove();
});

const run = (options: Partial<AuditOptions> = {}) =>
  audit({
    connection,
    scan: 'none',
    waitMinutes: 2,
    filters: {},
    way: 'bulk',
    formats: ['csv', 'json'],
    outputDir: path.join(folder, 'out'),
    spoolDir,
    resume: null,
    compareWith: null,
    note: () => undefined,
    ...options,
  });

type Answer = { statusCode: number; headers: Record<string, string>; body: string };

/** Sets of ten rows; `instead` may answer, or fail, in the place of the org. Counts from 1. */
function sets(instead: (count: number) => Promise<Answer> | undefined = () => undefined) {
  const real = connection._transport.httpRequest.bind(connection._transport);
  let count = 0;
  return jest.spyOn(connection._transport, 'httpRequest').mockImplementation(((request: { url: string }) => {
    if (!request.url.includes('/results')) return real(request as never);
    count += 1;
    const url = request.url.replace(/maxRecords=\d+/, `maxRecords=${SET}`);
    return instead(count) ?? real({ ...request, url } as never);
  }) as never);
}

const openFindings = (): number =>
  console.org.data.rows('Entitlement_Finding__c').filter(({ Resolved_At__c }) => Resolved_At__c === null).length;

const idIn = (failure: { actions: string[] }): string => /--resume (\S+)/.exec(failure.actions.join('\n'))![1]!;

const failureOf = async (work: Promise<unknown>): Promise<{ actions: string[]; exitCode: number; message: string }> => {
  try {
    await work;
  } catch (failure) {
    return failure as never;
  }
  throw new Error('It did not fail.');
};

const keysIn = (file: string): string[] =>
  (JSON.parse(readFileSync(file, 'utf8')) as { key: string }[]).map(({ key }) => key).sort();

describe('an audit by bulk query', () => {
  it('reads every set, counts as the org does, and leaves no job and no spool', async () => {
    const results = sets();
    const notes: string[] = [];
    const result = await run({ note: (text) => void notes.push(text) });
    expect(result).toMatchObject({ readBy: 'bulk', summary: { findings: openFindings() } });
    expect(results.mock.calls.length).toBeGreaterThan(3);
    expect(notes.at(-1)).toBe(`${openFindings()} of ${openFindings()} findings`);
    const { records } = await connection.request<{ records: unknown[] }>('/services/data/v67.0/jobs/query');
    expect(records).toEqual([]);
    expect(readdirSync(spoolDir)).toEqual([]);
  });

  it('finds the same as page by page', async () => {
    sets();
    await run();
    await run({ way: 'pages', outputDir: path.join(folder, 'pages') });
    expect(keysIn(path.join(folder, 'out/audit.json'))).toEqual(keysIn(path.join(folder, 'pages/audit.json')));
  });

  it('goes on after a cut-off at the set that did not arrive, and ends in the same files', async () => {
    sets();
    await run({ outputDir: path.join(folder, 'whole') });
    jest.restoreAllMocks();
    sets((count) => (count === 3 ? Promise.reject(new Error('The cable was pulled')) : undefined));
    const failure = await failureOf(run());
    expect(failure.message).toBe('The cable was pulled');
    expect(readdirSync(path.join(folder, 'out'))).toEqual([]);
    jest.restoreAllMocks();
    const results = sets();
    const result = await run({ resume: idIn(failure) });
    expect(result.summary.findings).toBe(openFindings());
    const read = results.mock.calls.filter(([{ url }]) => url.includes('/results'));
    expect(read).toHaveLength(Math.ceil(openFindings() / SET) - 2);
    for (const name of ['audit.csv', 'audit.json'])
      expect(readFileSync(path.join(folder, 'out', name))).toEqual(readFileSync(path.join(folder, 'whole', name)));
    expect(readdirSync(spoolDir)).toEqual([]);
  });

  it('cuts off what a killed process had half written', async () => {
    sets((count) => (count === 2 ? Promise.reject(new Error('Killed')) : undefined));
    const id = idIn(await failureOf(run()));
    appendFileSync(path.join(spoolDir, id, 'findings.jsonl'), '{"key":"half a fin');
    jest.restoreAllMocks();
    sets();
    expect((await run({ resume: id })).summary.findings).toBe(openFindings());
  });

  it('asks again for a set that arrived short, and after a moment of unavailability', async () => {
    const short = {
      statusCode: 200,
      headers: { 'sforce-numberofrecords': '10', 'sforce-locator': 'MTA' },
      body: '"Id"\n',
    };
    const busy = { statusCode: 503, headers: {}, body: '<html>Down for maintenance</html>' };
    sets((count) => (count === 1 ? Promise.resolve(short) : count === 3 ? Promise.resolve(busy) : undefined));
    expect((await run()).summary.findings).toBe(openFindings());
  });

  it('renews a session that expired meanwhile, once', async () => {
    const expired = {
      statusCode: 401,
      headers: {},
      body: '[{"errorCode":"INVALID_SESSION_ID","message":"Session expired or invalid"}]',
    };
    const refresh = jest.spyOn(connection, 'refreshAuth').mockResolvedValue();
    sets((count) => (count === 2 ? Promise.resolve(expired) : undefined));
    expect((await run()).summary.findings).toBe(openFindings());
    expect(refresh).toHaveBeenCalledTimes(1);
    jest.restoreAllMocks();
    jest.spyOn(connection, 'refreshAuth').mockResolvedValue();
    sets(() => Promise.resolve(expired));
    expect(await failureOf(run())).toMatchObject({
      name: 'SessionExpired',
      actions: [expect.stringContaining('Log in again'), expect.stringContaining('--resume')],
    });
  });

  it('waits for the job as long as it was told, and takes the same job up later', async () => {
    sets();
    const real = connection.request.bind(connection);
    let jobs = 0;
    jest.spyOn(connection, 'request').mockImplementation((async (request: { method: string; url: string }) => {
      if (request.method === 'POST' && request.url.endsWith('/jobs/query')) jobs += 1;
      const answer = await real(request as never);
      return /jobs\/query\/\w+$/.test(request.url) ? { ...(answer as object), state: 'InProgress' } : answer;
    }) as never);
    const failure = await failureOf(run({ waitMinutes: 0 }));
    expect(failure).toMatchObject({ name: 'BulkUnfinished', exitCode: 69 });
    jest.restoreAllMocks();
    sets();
    expect((await run({ resume: idIn(failure) })).summary.findings).toBe(openFindings());
    expect(jobs).toBe(1);
  });

  it('says why the job failed', async () => {
    const real = connection.request.bind(connection);
    jest
      .spyOn(connection, 'request')
      .mockImplementation((async (request: { method: string; url: string }) =>
        request.method === 'GET' && /jobs\/query\/\w+$/.test(request.url)
          ? { state: 'Failed', errorMessage: 'InvalidBatch : Failed to process query' }
          : real(request as never)) as never);
    expect((await failureOf(run())).message).toMatch(/ended as Failed: InvalidBatch : Failed to process query/);
  });
});

describe('the way of reading', () => {
  const answering = (count: number, refusal: string): string[] => {
    const asked: string[] = [];
    const real = connection.request.bind(connection);
    jest.spyOn(connection, 'request').mockImplementation((async (request: { method: string; url: string }) => {
      asked.push(request.url);
      if (request.url.includes('COUNT()')) return { totalSize: count, records: [] };
      if (request.url.endsWith('/jobs/query')) throw Object.assign(new Error('Not here'), { errorCode: refusal });
      return real(request as never);
    }) as never);
    return asked;
  };

  it('is by pages for few findings', async () => {
    const asked = answering(9999, 'FEATURENOTENABLED');
    expect((await run({ way: 'auto' })).readBy).toBe('pages');
    expect(asked.filter((url) => url.endsWith('/jobs/query'))).toEqual([]);
  });

  it('is by bulk query for many, and by pages where the org has none', async () => {
    answering(10_000, 'FEATURENOTENABLED');
    const notes: string[] = [];
    expect((await run({ way: 'auto', note: (text) => void notes.push(text) })).readBy).toBe('pages');
    expect(notes[0]).toBe('no Bulk API 2.0 here: reading page by page');
  });

  it('is refused when it was asked for and is not there', async () => {
    answering(1, 'NOT_IMPLEMENTED');
    await expect(run({ way: 'bulk' })).rejects.toMatchObject({
      name: 'BulkUnavailable',
      actions: [expect.stringContaining('--no-bulk')],
    });
  });
});

describe('an audit that is to be resumed', () => {
  it('is refused when there is none, or it is another one', async () => {
    sets((count) => (count === 2 ? Promise.reject(new Error('Killed')) : undefined));
    const id = idIn(await failureOf(run()));
    for (const [resume, filters] of [
      ['20260101000000-x', {}],
      ['../../etc', {}],
      [id, { severity: 'High' }],
    ] as const)
      await expect(run({ resume, filters })).rejects.toMatchObject({ name: 'NothingToResume', exitCode: 2 });
    expect(existsSync(path.join(spoolDir, id))).toBe(true);
  });

  it('is kept for the eyes of its user only', async () => {
    sets((count) => (count === 2 ? Promise.reject(new Error('Killed')) : undefined));
    const id = idIn(await failureOf(run()));
    const { statSync } = await import('node:fs');
    expect(statSync(path.join(spoolDir, id)).mode & 0o077).toBe(0);
    expect(statSync(path.join(spoolDir, id, 'findings.jsonl')).mode & 0o077).toBe(0);
  });
});
