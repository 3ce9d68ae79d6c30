/** Bulk API 2.0 with its unmodified clients: the Salesforce CLI's bulk commands and jsforce's bulk2. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jsforce from 'jsforce';
import type { Cli, OrgProcess } from '../support/org-process.ts';
import { createCli, inPairs, startOrgProcess } from '../support/org-process.ts';

let org: OrgProcess;
let cli: Cli;
let connection: InstanceType<typeof jsforce.Connection>;

beforeAll(async () => {
  cli = createCli();
  org = await startOrgProcess();
  await cli.login(org);
  connection = new jsforce.Connection({ instanceUrl: org.instanceUrl, accessToken: org.accessToken });
}, 60_000);

afterAll(async () => {
  await org.stop();
  cli.dispose();
});

function file(name: string, text: string): string {
  const address = path.join(cli.home, name);
  writeFileSync(address, text);
  return address;
}

const count = async (name: string): Promise<number> =>
  (await connection.query(`SELECT Id FROM Account WHERE Name LIKE '${name}'`)).totalSize;

describe('sf data … bulk', () => {
  it('imports, and reports a row that failed with what to ask for its details', async () => {
    const good = file('good.csv', 'Name,Industry\nB1,Energy\nB2,Banking\n');
    const bad = file('bad.csv', 'Name,Industry\nB3,Energy\n,Energy\n');
    const [imported, failed] = await inPairs([
      () =>
        cli.run(['data', 'import', 'bulk', '-s', 'Account', '-f', good, '--wait', '1', '--json'], { cwd: cli.home }),
      () => cli.run(['data', 'import', 'bulk', '-s', 'Account', '-f', bad, '--wait', '1', '--json'], { cwd: cli.home }),
    ]);
    expect(imported?.json()).toMatchObject({
      status: 0,
      result: { processedRecords: 2, successfulRecords: 2, failedRecords: 0 },
    });
    expect(failed?.json()).toMatchObject({ name: 'FailedRecordDetailsError', exitCode: 1 });
    const { data } = failed?.json<{ data: { jobId: string } }>() ?? { data: { jobId: '' } };
    const results = await cli.run(['data', 'bulk', 'results', '--job-id', data.jobId, '--json'], { cwd: cli.home });
    expect(results.json()).toMatchObject({ result: { processedRecords: 2, failedRecords: 1, status: 'JobComplete' } });
    expect(readFileSync(path.join(cli.home, `${data.jobId}-failed-records.csv`), 'utf8')).toContain(
      'REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --',
    );
  });

  it('imports in the background and resumes', async () => {
    const rows = Array.from({ length: 1500 }, (_unused, index) => `Later ${index}`);
    const later = file('later.csv', `Name\n${rows.join('\n')}\n`);
    const begun = await cli.run(['data', 'import', 'bulk', '-s', 'Account', '-f', later, '--json']);
    expect(begun.exitCode).toBe(0);
    const resumed = await cli.run(['data', 'import', 'resume', '--use-most-recent', '--wait', '1', '--json']);
    expect(resumed.json()).toMatchObject({ status: 0, result: { processedRecords: 1500, successfulRecords: 1500 } });
    expect(await count('Later %')).toBe(1500);
  });

  it('updates, upserts and deletes', async () => {
    const made = await connection.sobject('Account').create([{ Name: 'U1' }, { Name: 'U2' }, { Name: 'U3' }]);
    const [first, second, third] = made.map(({ id }) => id ?? '');
    const update = file('update.csv', `Id,Name\n${first},Updated by bulk\n`);
    const upsert = file('upsert.csv', `Id,Name\n${second},Upserted by bulk\n`);
    const remove = file('delete.csv', `Id\n${third}\n`);
    const outcomes = await inPairs([
      () => cli.run(['data', 'update', 'bulk', '-s', 'Account', '-f', update, '--wait', '1', '--json']),
      () => cli.run(['data', 'upsert', 'bulk', '-s', 'Account', '-f', upsert, '-i', 'Id', '--wait', '1', '--json']),
      () => cli.run(['data', 'delete', 'bulk', '-s', 'Account', '-f', remove, '--wait', '1', '--json']),
    ]);
    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(outcomes[1]?.json()).toMatchObject({ result: { jobInfo: { numberRecordsProcessed: 1 } } });
    expect([await count('Updated by bulk'), await count('Upserted by bulk'), await count('U3')]).toEqual([1, 1, 0]);
  });

  it('exports every page into one file', async () => {
    const target = path.join(cli.home, 'export.csv');
    const query = "SELECT Id, Name, Owner.Username FROM Account WHERE Name LIKE 'Later %'";
    const done = await cli.run([
      'data',
      'export',
      'bulk',
      '-q',
      query,
      '--output-file',
      target,
      '--wait',
      '1',
      '--json',
    ]);
    expect(done.json()).toMatchObject({ status: 0, result: { totalSize: 1500, filePath: target } });
    const lines = readFileSync(target, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(1501);
    expect(lines[0]).toMatch(/Id"?,"?Name"?,"?Owner\.Username/);
  });

  it('passes on why a job was refused or failed', async () => {
    const wrong = file('wrong.csv', 'Name,Nonsense\nB,1\n');
    const [refused, failed] = await inPairs([
      () => cli.run(['data', 'import', 'bulk', '-s', 'Nothing__c', '-f', wrong, '--wait', '1', '--json']),
      () => cli.run(['data', 'import', 'bulk', '-s', 'Account', '-f', wrong, '--wait', '1', '--json']),
    ]);
    expect(refused?.json()).toMatchObject({ exitCode: 1, message: expect.stringContaining('Unable to find object') });
    expect(failed?.json()).toMatchObject({
      exitCode: 1,
      name: 'JobFailedError',
      message: expect.stringContaining('InvalidBatch : Field name not found : Nonsense'),
    });
  });
});

describe('jsforce bulk2', () => {
  it('loads records and tells what became of each', async () => {
    connection.bulk2.pollInterval = 50;
    const { successfulResults, failedResults, unprocessedRecords } = await connection.bulk2.loadAndWaitForResults({
      object: 'Account',
      operation: 'insert',
      input: [{ Name: 'Q1', Site: 'North' }, { Name: '', Site: 'Nowhere' }, { Name: 'Q2' }],
    });
    expect(successfulResults).toMatchObject([
      { Name: 'Q1', sf__Created: 'true' },
      { Name: 'Q2', sf__Created: 'true' },
    ]);
    expect(failedResults).toMatchObject([{ sf__Error: expect.stringContaining('REQUIRED_FIELD_MISSING') }]);
    expect(unprocessedRecords).toEqual([]);
  });

  it('queries', async () => {
    const stream = await connection.bulk2.query("SELECT Name FROM Account WHERE Name LIKE 'Later %'", {
      pollInterval: 50,
    });
    const records = (await stream.toArray()) as { Name: string }[];
    expect(records).toHaveLength(1500);
    expect(records[0]).toEqual({ Name: 'Later 0' });
  });

  it('aborts and deletes a job', async () => {
    const job = connection.bulk2.createJob({ object: 'Account', operation: 'insert' });
    await job.open();
    await job.uploadData('Name\nNever\n');
    await job.abort();
    expect((await job.check()).state).toBe('Aborted');
    await job.delete();
    await expect(job.check()).rejects.toThrow(/does not exist/);
    expect(await count('Never')).toBe(0);
  });
});
