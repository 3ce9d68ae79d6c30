/** What the permission sets of the core grant, against what the package's own files call for: no less, and nothing more. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readGrants } from '../../../local-org/metadata/permissions/grants.ts';
import type { Grants } from '../../../local-org/metadata/permissions/grants.ts';
import { childrenNamed } from '../../../local-org/metadata/xml/element.ts';
import { parseXml } from '../../../local-org/metadata/xml/parse.ts';

const MAIN = path.join(import.meta.dirname, '../../../force-app/main/default');
const APP = path.join(import.meta.dirname, '../../../force-app/app/default');
const VIEWER = 'SCIM_Rollcall_Viewer';
const REMEDIATOR = 'SCIM_Rollcall_Remediator';
const DEPROVISIONER = 'SCIM_Rollcall_Deprovisioner';
const ADMINISTRATOR = 'SCIM_Rollcall_Administrator';
const SETS = [VIEWER, REMEDIATOR, DEPROVISIONER, ADMINISTRATOR];
/** Strongest first: a method that checks two permissions is for the holders of the stronger one. */
const GIVES: [permission: string, sets: string[]][] = [
  ['Administer', [ADMINISTRATOR]],
  ['Deprovision', [DEPROVISIONER]],
  ['Remediate', [REMEDIATOR]],
  ['View', [VIEWER, ADMINISTRATOR]],
];

const read = (...parts: string[]): string => readFileSync(path.join(...parts), 'utf8');
const grantsOf = (name: string, folder = MAIN): Grants =>
  readGrants(parseXml(read(folder, 'permissionsets', `${name}.permissionset-meta.xml`), name));
const membersOf = (group: string): string[] =>
  childrenNamed(
    parseXml(read(MAIN, 'permissionsetgroups', `${group}.permissionsetgroup-meta.xml`), group),
    'permissionSets',
  ).map(({ text }) => text);
const objects = readdirSync(path.join(MAIN, 'objects'));
const records = objects.filter((name) => name.endsWith('__c')).sort();

/** Fields that take a field permission: required ones and master-details are always visible (trap 5 of metadata.md). */
function grantableFields(object: string): string[] {
  return readdirSync(path.join(MAIN, 'objects', object, 'fields'))
    .filter((file) => {
      const text = read(MAIN, 'objects', object, 'fields', file);
      return !text.includes('<required>true</required>') && !text.includes('<type>MasterDetail</type>');
    })
    .map((file) => `${object}.${file.replace('.field-meta.xml', '')}`);
}

/** Classes that people, flows or clients enter, with the sets whose holders they are for. */
function entryClasses(): Map<string, Set<string>> {
  const files = readdirSync(path.join(MAIN, 'classes'), { recursive: true, encoding: 'utf8' });
  const found = new Map<string, Set<string>>();
  for (const file of files.filter((name) => name.endsWith('.cls'))) {
    const body = read(MAIN, 'classes', file).replace(/\/\*[\s\S]*?\*\//g, '');
    if (/@istest/i.test(body)) continue;
    const methods = body
      .split(/@(?:AuraEnabled|InvocableMethod|Http(?:Get|Post|Put|Patch|Delete))/i)
      .slice(1)
      .filter((text) => /^[^;{]*\bstatic\b[^;{]*\{/i.test(text));
    if (methods.length === 0) continue;
    const needs = methods.map((method) => strongest(method) ?? strongest(body) ?? weakestBehind(file, body));
    found.set(path.basename(file, '.cls'), new Set(needs.flatMap((sets) => sets ?? [])));
  }
  return found;
}

const asks = (text: string, permission: string): boolean => new RegExp(`\\b(require|can)${permission}\\(`).test(text);

function strongest(text: string): string[] | undefined {
  return GIVES.find(([permission]) => asks(text, permission))?.[1];
}

/** A class that leaves the question to its neighbors is for all whom they let in. */
function weakestBehind(file: string, body: string): string[] | undefined {
  const folder = path.join(MAIN, 'classes', path.dirname(file));
  const neighbors = readdirSync(folder).filter((name) => name.endsWith('.cls') && name !== path.basename(file));
  const behind = neighbors
    .filter((name) => body.includes(path.basename(name, '.cls')))
    .map((name) => read(folder, name))
    .join('\n');
  return GIVES.toReversed().find(([permission]) => asks(behind, permission))?.[1];
}

describe('the permission sets of the core', () => {
  it('give the classes that people, flows and clients enter to those who may use them, and no other class', () => {
    const entries = entryClasses();
    expect([...entries].filter(([, sets]) => sets.size === 0).map(([name]) => name)).toEqual([]);
    for (const set of SETS) {
      const expected = [...entries].filter(([, sets]) => sets.has(set)).map(([name]) => name);
      const granted = grantsOf(set).classes;
      expect({ set, classes: granted.map(({ name }) => name).sort() }).toEqual({ set, classes: expected.sort() });
      expect(granted.every(({ enabled }) => enabled)).toBe(true);
    }
  });

  it.each([VIEWER, ADMINISTRATOR])('let %s read every record and field of the package', (set) => {
    const grants = grantsOf(set);
    expect(grants.objects.map(({ object }) => object).sort()).toEqual(records);
    expect(grants.objects.every(({ allowRead, viewAllRecords }) => allowRead && viewAllRecords)).toBe(true);
    expect(grants.fields.map(({ field }) => field).sort()).toEqual(records.flatMap(grantableFields).sort());
    expect(grants.fields.every(({ readable }) => readable)).toBe(true);
    expect(grants.tabs).toMatchObject([{ tab: 'SCIM_Rollcall', visibility: 'DefaultOn' }]);
  });

  it.each([REMEDIATOR, DEPROVISIONER])('add nothing to %s but its permission and its classes', (set) => {
    const { objects: data, fields, tabs, customTypes, userPermissions, applications } = grantsOf(set);
    expect([data, fields, tabs, customTypes, userPermissions, applications]).toEqual([[], [], [], [], [], []]);
  });

  it.each(SETS)('let nobody write records: %s', (set) => {
    const { objects: data, fields } = grantsOf(set);
    expect(data.filter((one) => one.allowCreate || one.allowEdit || one.allowDelete || one.modifyAllRecords)).toEqual(
      [],
    );
    expect(fields.filter(({ editable }) => editable)).toEqual([]);
  });

  it.each(SETS)('grant no user permission, which a package would lose: %s', (set) => {
    expect(grantsOf(set).userPermissions).toEqual([]);
  });

  it('stand for one custom permission each; the administrator sees too', () => {
    const names = (set: string): string[] => grantsOf(set).customPermissions.map(({ name }) => name);
    expect(SETS.map(names)).toEqual([
      ['SCIM_Rollcall_View'],
      ['SCIM_Rollcall_Remediate'],
      ['SCIM_Rollcall_Deprovision'],
      ['SCIM_Rollcall_Administer', 'SCIM_Rollcall_View'],
    ]);
  });

  it('let the administrator alone read the rules and the settings', () => {
    const types = objects.filter((name) => name.endsWith('__mdt')).sort();
    expect(
      grantsOf(ADMINISTRATOR)
        .customTypes.map(({ name }) => name)
        .sort(),
    ).toEqual(types);
    expect(grantsOf(VIEWER).customTypes).toEqual([]);
  });
});

describe('the set of the app', () => {
  it('shows the app and grants nothing else', () => {
    const { applications, ...rest } = grantsOf('SCIM_Rollcall_App', APP);
    expect(applications).toMatchObject([{ name: 'SCIM_Rollcall', enabled: true }]);
    expect(Object.values(rest).flat()).toEqual([]);
  });
});

describe('the groups', () => {
  it('are made of the sets: a help desk fixes, operators do everything', () => {
    expect(membersOf('SCIM_Rollcall_Help_Desk').sort()).toEqual([REMEDIATOR, VIEWER].sort());
    expect(membersOf('SCIM_Rollcall_Operators').sort()).toEqual([...SETS].sort());
  });
});
