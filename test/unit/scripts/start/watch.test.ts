/** `scim org start --watch`: what changes in a folder is in the org soon after, and what the org refuses is told. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadMessages } from '../../../../scripts/messages.ts';
import { silentStages } from '../../../../scripts/progress/stages.ts';
import { startOrg } from '../../../../scripts/start/index.ts';
import { readWatched } from '../../../../scripts/start/options.ts';
import type { RunningOrg } from '../../../../scripts/start/options.ts';
import { query, startOptions } from './start-options.ts';

const PATIENCE = 20_000;
const TEST_MILLISECONDS = 90_000;
const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const META = `<ApexClass ${NAMESPACE}><apiVersion>67.0</apiVersion><status>Active</status></ApexClass>`;
const OBJECT = `<CustomObject ${NAMESPACE}><deploymentStatus>Deployed</deploymentStatus><label>Bike</label><pluralLabel>Bikes</pluralLabel><nameField><label>Name</label><type>Text</type></nameField><sharingModel>ReadWrite</sharingModel></CustomObject>`;
const field = (name: string): string =>
  `<CustomField ${NAMESPACE}><fullName>${name}</fullName><label>${name}</label><type>Text</type><length>20</length></CustomField>`;

let root: string;
let running: RunningOrg | undefined;
let told: string[];

const write = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};
const remove = (file: string): void => rmSync(path.join(root, file), { recursive: true });

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'rollcall-watch-')));
  told = [];
  write(
    'sfdx-project.json',
    JSON.stringify({ packageDirectories: [{ path: 'app', default: true }], sourceApiVersion: '67.0' }),
  );
  write('app/classes/Bell.cls', 'public class Bell { }');
  write('app/classes/Bell.cls-meta.xml', META);
  write('app/objects/Bike__c/Bike__c.object-meta.xml', OBJECT);
  write('app/objects/Bike__c/fields/Size__c.field-meta.xml', field('Size__c'));
});
afterEach(async () => {
  await running?.close();
  running = undefined;
  rmSync(root, { recursive: true, force: true });
});

async function start(): Promise<void> {
  running = await startOrg(
    startOptions({ withPackage: false, watch: [path.join(root, 'app')], tell: (text) => void told.push(text) }),
    silentStages,
    loadMessages('scim.org.start'),
  );
}

/** The next thing that is told. */
async function next(): Promise<string> {
  const end = Date.now() + PATIENCE;
  while (told.length === 0) {
    if (Date.now() > end) throw new Error('Nothing was told.');
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  return told.shift()!;
}

const bodyOf = async (name: string): Promise<unknown> =>
  (await query(running!, `SELECT Body FROM ApexClass WHERE Name = '${name}'`))[0]?.['Body'];
const fieldsOf = async (object: string): Promise<unknown[]> => {
  const soql = `SELECT QualifiedApiName FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = '${object}' AND QualifiedApiName LIKE '%__c'`;
  return (await query(running!, soql)).map((row) => row['QualifiedApiName']);
};

describe('a watched folder', () => {
  it(
    'is deployed at the start, and file by file afterwards',
    async () => {
      await start();
      expect(await next()).toMatch(/^Deployed in [\d.]+ s: ApexClass Bell, CustomObject Bike__c$/);
      write('app/classes/Bell.cls', 'public class Bell { Integer rings; }');
      expect(await next()).toMatch(/: ApexClass Bell$/);
      expect(await bodyOf('Bell')).toBe('public class Bell { Integer rings; }');
      write('app/objects/Bike__c/fields/Color__c.field-meta.xml', field('Color__c'));
      expect(await next()).toMatch(/: CustomField Bike__c\.Color__c$/);
      remove('app/objects/Bike__c/fields/Size__c.field-meta.xml');
      expect(await next()).toContain('CustomField Bike__c.Size__c');
      expect(await fieldsOf('Bike__c')).toEqual(['Color__c']);
      remove('app/objects/Bike__c');
      expect(await next()).toMatch(/: CustomObject Bike__c$/);
      expect(await fieldsOf('Bike__c')).toEqual([]);
    },
    TEST_MILLISECONDS,
  );

  it(
    'leaves the org as it was while the org refuses it, and brings everything with the mending',
    async () => {
      write('app/classes/Wheel.cls', 'public class Wheel { Bike__c bike; Missing one; }');
      write('app/classes/Wheel.cls-meta.xml', META);
      await start();
      expect(await next()).toMatch(/^Not deployed; the org stays as it was\..*classes\/Wheel\.cls:1:36 /s);
      expect(await bodyOf('Bell')).toBeUndefined();
      write('app/classes/Wheel.cls', 'public class Wheel { Bike__c bike; }');
      expect(await next()).toMatch(/^Deployed in .*ApexClass Bell/);
      expect(await bodyOf('Bell')).toBe('public class Bell { }');
      remove('app/objects/Bike__c');
      expect(await next()).toMatch(/^Not deployed.*Apex Class - Wheel/s);
      remove('app/classes/Wheel.cls');
      remove('app/classes/Wheel.cls-meta.xml');
      expect(await next()).toContain('CustomObject Bike__c');
      expect(await bodyOf('Wheel')).toBeUndefined();
    },
    TEST_MILLISECONDS,
  );
});

describe('--watch', () => {
  it('takes folders of one project', () => {
    expect(readWatched([path.join(root, 'app')])).toEqual([path.join(root, 'app')]);
    expect(() => readWatched([path.join(root, 'nowhere')])).toThrow(/--watch: .*nowhere is no folder/);
    expect(() => readWatched([path.join(root, 'sfdx-project.json')])).toThrow(/is no folder/);
    const other = mkdtempSync(path.join(tmpdir(), 'rollcall-other-'));
    writeFileSync(path.join(other, 'sfdx-project.json'), '{"packageDirectories":[{"path":"app"}]}');
    try {
      expect(() => readWatched([path.join(root, 'app'), other])).toThrow(/belong to 2 projects/);
    } finally {
      rmSync(other, { recursive: true });
    }
    expect(() => readWatched([tmpdir()])).toThrow(/not in a Salesforce DX project/);
  });
});
