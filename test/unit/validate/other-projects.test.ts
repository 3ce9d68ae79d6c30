/** Projects that are not this package: what a Salesforce org would take must not be called an error. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { validate } from '../../../scripts/validate/index.ts';
import type { Finding } from '../../../scripts/validate/index.ts';

const PROJECT = path.join(import.meta.dirname, '../../fixtures/other-project');
const MAIN = 'force-app/main/default';

describe('a project of many kinds of metadata', () => {
  let findings: Finding[];
  const of = (code: string): Finding[] => findings.filter((finding) => finding.code === code);

  beforeAll(async () => {
    ({ findings } = await validate({ paths: [PROJECT] }));
  });

  it('has no error', () => {
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('is told which kinds the embedded org could not judge', () => {
    const unjudged = of('not-checked').map(({ message }) => message);
    expect(unjudged).toContain('Not available for deploy in the embedded org: fields of type EncryptedText');
    expect(unjudged.filter((text) => text.startsWith('Page.'))).toEqual([]);
    for (const name of ['AccountShare', 'Bike__Share', 'Bike__History', 'AccountTeamMember'])
      expect(unjudged).toContain(`${name} is not available in the embedded org`);
  });

  it('is told where it trusts an installed package', () => {
    expect(of('assumed-present').map(({ file, severity }) => [file, severity])).toEqual([
      ...Array.from({ length: 4 }, () => [`${MAIN}/classes/Managed.cls`, 'info']),
      ...Array.from({ length: 4 }, () => [`${MAIN}/permissionsets/Managed.permissionset-meta.xml`, 'info']),
    ]);
  });

  it('counts files of an unpacked static resource and of an e-mail template to their components', () => {
    expect(of('unknown-file')).toEqual([]);
  });
});

describe('the same project with mistakes', () => {
  let root: string;
  let findings: Finding[];
  const replace = (file: string, from: string, to: string): void => {
    const name = path.join(root, MAIN, file);
    const before = readFileSync(name, 'utf8');
    if (!before.includes(from)) throw new Error(`${file} does not hold ${from} any more: plant the mistake elsewhere.`);
    writeFileSync(name, before.replace(from, to));
  };

  beforeAll(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'rollcall-other-'));
    cpSync(PROJECT, root, { recursive: true });
    rmSync(path.join(root, MAIN, 'pages'), { recursive: true });
    rmSync(path.join(root, MAIN, 'staticresources/bikes'), { recursive: true });
    replace('lwc/bikeCard/bikeCard.js', 'messageChannel/Bikes__c', 'messageChannel/Bikez__c');
    replace('classes/fflib_Base.cls', 'Bike__Share', 'Bikez__Share');
    replace('classes/Managed.cls', 'npsp.Api', 'npspp.Api');
    replace('permissionsets/Managed.permissionset-meta.xml', 'Account.npsp__X__c', 'Account.X__c');
    ({ findings } = await validate({ paths: [root] }));
  });

  afterAll(() => rmSync(root, { recursive: true }));

  it('names each at its place, and nothing else', () => {
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ file, message }) => [path.basename(file), message])).toEqual([
      ['BikeService.cls', 'Page does not exist: BikePage'],
      ['BikeServiceTest.cls', 'Page does not exist: BikePage'],
      ['Managed.cls', 'Variable does not exist: npspp'],
      ['fflib_Base.cls', 'Invalid type: Bikez__Share'],
      ['bikeCard.js', 'Invalid reference Bikez__c of type messageChannel in file bikeCard.js'],
      ['Bikes.permissionset-meta.xml', 'In field: apexPage - no ApexPage named BikePage found'],
      ['Managed.permissionset-meta.xml', 'In field: field - no CustomField named Account.X__c found'],
      ['bikes.resource-meta.xml', 'The content file of the static resource is missing'],
    ]);
  });
});
