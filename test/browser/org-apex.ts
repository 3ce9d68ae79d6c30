/** Apex and metadata of the org's own that browser tests bring: another job in the queue, a trigger that refuses, a broken rule. */
import { strToU8, zipSync } from 'fflate';
import type { DemoOrg } from './demo-org.ts';
import { eventually } from './console-page.ts';

const API = '/services/data/v67.0';
const VERSION = '67.0';
const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
/** `System.enqueueJob` calls of one transaction (Apex Developer Guide, "Execution Governors and Limits"). */
const JOBS_A_TRANSACTION = 50;
const JOB_MILLISECONDS = 60;

export interface OrgApex {
  /** Runs a block as the administrator. Raises with what the org says of it. */
  run(code: string): Promise<void>;
  /** Deploys files in metadata format, path to content without package.xml; `types` are its members. */
  deploy(files: Record<string, string>, types: Record<string, string[]>): Promise<void>;
  /** Deploys a trigger; the answer removes it again. */
  trigger(name: string, object: string, events: string, body: string): Promise<() => Promise<void>>;
  /** Puts jobs that take some seconds before whatever is queued from now on. */
  keepBusy(): Promise<void>;
}

/** The console's address carries the administrator's token. */
export function orgApex(org: DemoOrg): OrgApex {
  const token = new URL(org.consoleUrl).searchParams.get('sid') ?? '';
  const headers = { authorization: `Bearer ${token}` };
  const read = async (response: Response): Promise<Record<string, unknown>> => {
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.url}: ${response.status} ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  };

  const run = async (code: string): Promise<void> => {
    const url = new URL(`${API}/tooling/executeAnonymous`, org.instanceUrl);
    url.searchParams.set('anonymousBody', code);
    const answer = await read(await fetch(url, { headers }));
    if (answer.success !== true) throw new Error(JSON.stringify(answer));
  };

  const send = async (files: Record<string, string>): Promise<void> => {
    const zip = zipSync(Object.fromEntries(Object.entries(files).map(([file, text]) => [file, strToU8(text)])));
    const body = new FormData();
    const options = { rollbackOnError: true, singlePackage: true, testLevel: 'NoTestRun' };
    body.append('entity_content', new Blob([JSON.stringify({ deployOptions: options })], { type: 'application/json' }));
    body.append('file', new Blob([new Uint8Array(zip)], { type: 'application/zip' }), 'package.zip');
    const url = new URL(`${API}/metadata/deployRequest`, org.instanceUrl);
    const { id } = await read(await fetch(url, { method: 'POST', headers, body }));
    let result: Record<string, unknown> = {};
    await eventually('the deploy has ended', async () => {
      const status = await read(await fetch(`${url.toString()}/${String(id)}?includeDetails=true`, { headers }));
      result = status.deployResult as Record<string, unknown>;
      return result.done === true;
    });
    if (result.success !== true) throw new Error(JSON.stringify(result.details));
  };

  const deploy = (files: Record<string, string>, types: Record<string, string[]>): Promise<void> =>
    send({ ...files, 'package.xml': manifest(types) });

  return {
    run,
    deploy,
    async trigger(name, object, events, body) {
      const source = `trigger ${name} on ${object} (${events}) {\n${body}\n}\n`;
      await deploy(
        { [`triggers/${name}.trigger`]: source, [`triggers/${name}.trigger-meta.xml`]: apexMeta('ApexTrigger') },
        { ApexTrigger: [name] },
      );
      return () => send({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ ApexTrigger: [name] }) });
    },
    async keepBusy() {
      const source =
        'public class OtherWork implements Queueable {\n  public void execute(QueueableContext context) {\n' +
        `    Long until = System.currentTimeMillis() + ${JOB_MILLISECONDS};\n` +
        '    while (System.currentTimeMillis() < until) {}\n  }\n}\n';
      await deploy(
        { 'classes/OtherWork.cls': source, 'classes/OtherWork.cls-meta.xml': apexMeta('ApexClass') },
        { ApexClass: ['OtherWork'] },
      );
      await run(`for (Integer i = 0; i < ${JOBS_A_TRANSACTION}; i++) System.enqueueJob(new OtherWork());`);
    },
  };
}

function apexMeta(type: string): string {
  return `${XML}<${type} ${NAMESPACE}><apiVersion>${VERSION}</apiVersion><status>Active</status></${type}>\n`;
}

function manifest(types: Record<string, string[]>): string {
  const entries = Object.entries(types).map(
    ([name, members]) =>
      `<types>${members.map((member) => `<members>${member}</members>`).join('')}<name>${name}</name></types>`,
  );
  return `${XML}<Package ${NAMESPACE}>${entries.join('')}<version>${VERSION}</version></Package>\n`;
}
