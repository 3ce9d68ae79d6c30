import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ApexSource } from '../../../local-org/apex/contract.ts';
import { openKeptApex } from '../../../scripts/validate/kept-apex.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'scim-apex-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const SOURCE: ApexSource = { kind: 'class', name: 'Foo', apiVersion: 67, body: 'class Foo {}' };
const PROBLEM = { name: 'Foo', line: 1, column: 7, problem: 'Variable does not exist: bar' };
const FILES = {
  'app/classes/Foo.cls': 'class Foo {}',
  'app/objects/Bar__c/fields/A__c.field-meta.xml': '<CustomField/>',
  'app/lwc/a/a.js': 'export default 1;',
};

/** Whether the compiler had to be asked, with these files instead of those above. */
function isAsked(changed: Record<string, string> = {}, source = SOURCE, apiVersion = '67.0'): boolean {
  const files = new Map(
    Object.entries({ ...FILES, ...changed }).map(([file, text]) => [file, Buffer.from(text) as Uint8Array]),
  );
  const apex = openKeptApex(files, apiVersion, folder);
  let asked = false;
  const problems = apex.check([source], () => {
    asked = true;
    return [PROBLEM];
  });
  apex.save();
  expect(problems).toEqual([PROBLEM]);
  return asked;
}

describe('kept answers of the Apex compiler', () => {
  it('are given as long as nothing around the classes changed', () => {
    expect(isAsked()).toBe(true);
    expect(isAsked()).toBe(false);
    expect(isAsked({ 'app/lwc/a/a.js': 'export default 2;' })).toBe(false);
  });

  it('are not given after any change that Apex could see', () => {
    isAsked();
    expect(isAsked({ 'app/classes/Foo.cls': 'class Foo { }' })).toBe(true);
    expect(isAsked({ 'app/objects/Bar__c/fields/A__c.field-meta.xml': '<CustomField></CustomField>' })).toBe(true);
    expect(isAsked({ 'app/labels/L.labels-meta.xml': '<CustomLabels/>' })).toBe(true);
    expect(isAsked({}, { ...SOURCE, apiVersion: 66 })).toBe(true);
    expect(isAsked({}, SOURCE, '66.0')).toBe(true);
  });

  it('are not given from a damaged file', () => {
    isAsked();
    const file = path.join(folder, 'apex-problems.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('bar', 'baz'));
    expect(isAsked()).toBe(true);
    expect(isAsked()).toBe(false);
  });
});
