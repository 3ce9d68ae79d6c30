/** The unmodified Salesforce CLI: signing in, queries, records, permission sets, opening the org. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cli, CommandResult, OrgProcess } from '../support/org-process.ts';
import { createCli, inPairs, startOrgProcess } from '../support/org-process.ts';

let org: OrgProcess;
let cli: Cli;
let login: CommandResult;

beforeAll(async () => {
  cli = createCli();
  org = await startOrgProcess();
  login = await cli.login(org);
}, 60_000);

afterAll(async () => {
  await org.stop();
  cli.dispose();
});

describe('signing in', () => {
  it('works with an access token and names the user', () => {
    expect(login.exitCode).toBe(0);
    expect(login.json()).toMatchObject({ result: { username: org.username, orgId: org.orgId } });
  });

  it('shows the org as connected, as no Dev Hub, and opens it', async () => {
    const [display, list, open] = await inPairs([
      () => cli.run(['org', 'display', '--json']),
      () => cli.run(['org', 'list', '--json']),
      () => cli.run(['org', 'open', '--url-only', '--json']),
    ]);
    expect(display?.json()).toMatchObject({
      status: 0,
      result: { username: org.username, id: org.orgId, connectedStatus: 'Connected' },
    });
    expect(list?.json()).toMatchObject({ result: { devHubs: [] } });
    const { url } = open?.json<{ result: { url: string } }>().result ?? { url: '' };
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/secur\/frontdoor\.jsp\?otp=/);

    const door = await fetch(url, { redirect: 'manual' });
    const cookie = door.headers.get('set-cookie') ?? '';
    expect(door.status).toBe(302);
    expect(cookie).toMatch(/^sid=.*HttpOnly; SameSite=Strict$/);
    const page = await fetch(new URL(door.headers.get('location') ?? '', org.instanceUrl), {
      headers: { cookie: cookie.split(';')[0] ?? '' },
    });
    expect(page.status).toBe(200);

    const again = await fetch(url, { redirect: 'manual' });
    expect(again.headers.get('set-cookie')).toBeNull();
  });
});

describe('queries', () => {
  it('print a table, also of the Tooling API and of counts', async () => {
    const [table, tooling, count] = await inPairs([
      () => cli.run(['data', 'query', '-q', 'SELECT Name, UserLicense.Name FROM Profile ORDER BY Name LIMIT 3']),
      () => cli.run(['data', 'query', '-q', 'SELECT Id, Name FROM ApexClass', '--use-tooling-api', '--json']),
      () => cli.run(['data', 'query', '-q', 'SELECT count() FROM Profile', '--json']),
    ]);
    expect(table?.exitCode).toBe(0);
    expect(table?.stdout).toContain('USERLICENSE.NAME');
    expect(tooling?.json()).toMatchObject({ status: 0, result: { done: true } });
    expect(count?.json<{ result: { totalSize: number } }>().result.totalSize).toBeGreaterThan(3);
  });

  it('report what is wrong with them in the words of the platform', async () => {
    const [type, field] = await inPairs([
      () => cli.run(['data', 'query', '-q', 'SELECT Id FROM Nothing__c', '--json']),
      () => cli.run(['data', 'query', '-q', 'SELECT Nothing__c FROM User', '--json']),
    ]);
    expect(type?.exitCode).toBe(1);
    expect(type?.json()).toMatchObject({
      name: 'INVALID_TYPE',
      message: expect.stringContaining("sObject type 'Nothing__c' is not supported"),
    });
    expect(field?.json()).toMatchObject({
      name: 'INVALID_FIELD',
      message: expect.stringContaining("No such column 'Nothing__c' on entity 'User'"),
    });
  });
});

describe('records', () => {
  it('are created with numbers as texts, read, updated and deleted', async () => {
    const created = await cli.run([
      'data',
      'create',
      'record',
      '-s',
      'Account',
      '-v',
      "Name='Example Ltd' NumberOfEmployees=5",
      '--json',
    ]);
    expect(created.exitCode).toBe(0);
    const { id } = created.json<{ result: { id: string } }>().result;
    expect(id).toMatch(/^001\w{15}$/);

    const [byId, byName] = await inPairs([
      () => cli.run(['data', 'get', 'record', '-s', 'Account', '-i', id, '--json']),
      () => cli.run(['data', 'get', 'record', '-s', 'Account', '-w', "Name='Example Ltd'", '--json']),
    ]);
    expect(byId?.json()).toMatchObject({ result: { Id: id, Name: 'Example Ltd', NumberOfEmployees: 5 } });
    expect(byName?.json()).toMatchObject({ result: { Id: id } });

    const updated = await cli.run([
      'data',
      'update',
      'record',
      '-s',
      'Account',
      '-i',
      id,
      '-v',
      "Name='Example Inc'",
      '--json',
    ]);
    expect(updated.exitCode).toBe(0);
    const deleted = await cli.run(['data', 'delete', 'record', '-s', 'Account', '-i', id, '--json']);
    expect(deleted.exitCode).toBe(0);
    const gone = await cli.run(['data', 'get', 'record', '-s', 'Account', '-i', id, '--json']);
    expect(gone.exitCode).toBe(1);
    expect(gone.json()).toMatchObject({ name: 'NOT_FOUND' });
  });

  it('name the field that a create lacks', async () => {
    const result = await cli.run(['data', 'create', 'record', '-s', 'Account', '-v', 'NumberOfEmployees=5', '--json']);
    expect(result.exitCode).toBe(1);
    expect(result.json()).toMatchObject({
      name: 'REQUIRED_FIELD_MISSING',
      message: expect.stringContaining('Required fields are missing: [Name]'),
    });
  });

  it('come as trees, and are described and listed', async () => {
    const [limits, describe_, list] = await inPairs([
      () => cli.run(['org', 'list', 'limits', '--json']),
      () => cli.run(['sobject', 'describe', '-s', 'PermissionSetAssignment', '--json']),
      () => cli.run(['sobject', 'list', '--json']),
    ]);
    expect(limits?.exitCode).toBe(0);
    const fields = describe_?.json<{
      result: { keyPrefix: string; fields: { name: string; referenceTo: string[] }[] };
    }>().result;
    expect(fields?.keyPrefix).toBe('0Pa');
    expect(fields?.fields.find((field) => field.name === 'AssigneeId')?.referenceTo).toContain('User');
    expect(list?.json<{ result: string[] }>().result).toEqual(
      expect.arrayContaining(['User', 'PermissionSet', 'Account']),
    );
  });
});

describe('permission sets', () => {
  it('are assigned once; the second time the platform says DUPLICATE_VALUE', async () => {
    const made = await cli.run([
      'data',
      'create',
      'record',
      '-s',
      'PermissionSet',
      '-v',
      "Name=Wire_PS Label='Wire PS'",
      '--json',
    ]);
    expect(made.exitCode).toBe(0);
    const first = await cli.run(['org', 'assign', 'permset', '-n', 'Wire_PS', '--json']);
    expect(first.json()).toMatchObject({
      status: 0,
      result: { successes: [{ name: org.username, value: 'Wire_PS' }] },
    });
    const [second, unknown] = await inPairs([
      () => cli.run(['org', 'assign', 'permset', '-n', 'Wire_PS', '--json']),
      () => cli.run(['org', 'assign', 'permset', '-n', 'No_Such_PS', '--json']),
    ]);
    expect(second?.exitCode).toBe(1);
    expect(second?.json()).toMatchObject({ result: { failures: [{ message: expect.stringMatching(/Duplicate/i) }] } });
    expect(unknown?.exitCode).toBe(1);
  });
});
