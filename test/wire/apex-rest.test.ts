/** Apex REST and invocable actions by unmodified clients: jsforce, and `sf api request rest` of the Salesforce CLI. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import jsforce from 'jsforce';
import type { Cli, OrgProcess } from '../support/org-process.ts';
import { createCli, startOrgProcess } from '../support/org-process.ts';

const CLASSES: Record<string, string> = {
  DeskRest: `@RestResource(urlMapping='/desk/*')
global with sharing class DeskRest {
  global class Answer { public String name; public List<Integer> sizes; public String nothing; }
  @HttpGet global static Answer read() { Answer a = new Answer(); a.name = RestContext.request.requestURI; return a; }
  @HttpPost global static Answer make(String name, List<Integer> sizes) { Answer a = new Answer(); a.name = name; a.sizes = sizes; return a; }
  @HttpPatch global static void fail() { throw new IllegalArgumentException('Not today.'); }
  @HttpDelete global static void drop() {}
}`,
  Greet: `public with sharing class Greet {
  @InvocableMethod(label='Greet') public static List<String> greet(List<String> names) {
    List<String> texts = new List<String>();
    for (String name : names) { texts.add('Hello ' + name); }
    return texts;
  }
}`,
};
const META =
  '<?xml version="1.0" encoding="UTF-8"?><ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>67.0</apiVersion><status>Active</status></ApexClass>';

let org: OrgProcess;
let cli: Cli;
let connection: InstanceType<typeof jsforce.Connection>;

beforeAll(async () => {
  org = await startOrgProcess();
  cli = createCli();
  connection = new jsforce.Connection({ instanceUrl: org.instanceUrl, accessToken: org.accessToken });
  const members = Object.keys(CLASSES).map((name) => `<members>${name}</members>`);
  const zip = zipSync({
    'package.xml': strToU8(
      `<Package xmlns="http://soap.sforce.com/2006/04/metadata"><types>${members.join('')}<name>ApexClass</name></types><version>67.0</version></Package>`,
    ),
    ...Object.fromEntries(
      Object.entries(CLASSES).flatMap(([name, body]) => [
        [`classes/${name}.cls`, strToU8(body)],
        [`classes/${name}.cls-meta.xml`, strToU8(META)],
      ]),
    ),
  });
  const result = await connection.metadata
    .deploy(Buffer.from(zip), { singlePackage: true, rollbackOnError: true })
    .complete();
  if (!result.success) throw new Error(`The classes do not deploy: ${JSON.stringify(result)}`);
}, 90_000);

afterAll(async () => {
  cli?.dispose();
  await org?.stop();
});

describe('Apex REST', () => {
  it('answers jsforce by each method', async () => {
    expect(await connection.apex.get('/desk/7')).toEqual({ name: '/desk/7' });
    expect(await connection.apex.post('/desk', { name: 'Ada', sizes: [1, 2] })).toEqual({ name: 'Ada', sizes: [1, 2] });
    await expect(connection.apex.patch('/desk/7', {})).rejects.toMatchObject({ errorCode: 'APEX_ERROR' });
    await expect(connection.apex.put('/desk/7', {})).rejects.toMatchObject({ errorCode: 'METHOD_NOT_ALLOWED' });
    await expect(connection.apex.get('/nothing')).rejects.toMatchObject({ errorCode: 'NOT_FOUND' });
    expect(await connection.apex.delete('/desk/7')).toBeFalsy();
  });

  it('answers the Salesforce CLI', async () => {
    await cli.login(org);
    const answer = await cli.run(['api', 'request', 'rest', '/services/apexrest/desk/8', '--target-org', org.username]);
    expect(JSON.parse(answer.stdout)).toEqual({ name: '/desk/8' });
  }, 60_000);
});

describe('invocable actions', () => {
  it('are listed and run', async () => {
    const base = `/services/data/v67.0/actions/custom/apex`;
    expect(await connection.requestGet(base)).toMatchObject({
      actions: [{ name: 'Greet', label: 'Greet', type: 'APEX' }],
    });
    expect(
      await connection.requestPost(`${base}/Greet`, { inputs: [{ names: 'Ada' }, { names: 'Bob' }] }),
    ).toMatchObject([
      { actionName: 'Greet', isSuccess: true, outputValues: { output: 'Hello Ada' } },
      { isSuccess: true, outputValues: { output: 'Hello Bob' } },
    ]);
  });
});
