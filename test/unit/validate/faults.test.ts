import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openLocalOrg } from '../../../local-org/open.ts';
import { readSourcePackage } from '../../../local-org/metadata/index.ts';
import { validate } from '../../../scripts/validate/index.ts';
import type { Finding } from '../../../scripts/validate/index.ts';
import { copyProject, FAULTS } from '../../fixtures/faults/plant.ts';
import type { ProjectCopy } from '../../fixtures/faults/plant.ts';
import { OPTIONS } from '../metadata/support/package.ts';

describe('the validator on the package', () => {
  it('has nothing to say about the package as it is', async () => {
    const report = await validate({ paths: [path.join(import.meta.dirname, '../../..')] });
    expect(report.findings).toEqual([]);
    expect(report.summary.components).toBeGreaterThan(100);
  });
});

describe('ten planted faults', () => {
  let project: ProjectCopy;
  let findings: Finding[];

  beforeAll(async () => {
    project = copyProject();
    for (const fault of FAULTS) fault.plant(project.root);
    ({ findings } = await validate({ paths: [project.root] }));
  });

  afterAll(() => project.remove());

  it.each(FAULTS)('are reported in one run: $name', ({ file, mark, code, message }) => {
    const line = mark === undefined ? 1 : project.lineOf(file, mark);
    const found = findings.filter((finding) => finding.file === file && message.test(finding.message));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ code, severity: 'error', line });
  });

  it('bring no other complaint with them', () => {
    const unexpected = findings.filter(
      (finding) => !FAULTS.some(({ file, message }) => finding.file === file && message.test(finding.message)),
    );
    expect(unexpected).toEqual([]);
  });

  it('are refused by the deploy, which leaves the org as it was', () => {
    const files = readdirSync(path.join(project.root, 'force-app'), { recursive: true, withFileTypes: true })
      .filter(
        (entry) =>
          entry.isFile() && !entry.parentPath.includes('__tests__') && !/tsconfig|jsconfig|README/.test(entry.name),
      )
      .map((entry) => path.relative(project.root, path.join(entry.parentPath, entry.name)));
    const contents = readSourcePackage(
      files.map((file) => ({ path: file, read: () => readFileSync(path.join(project.root, file)) })),
      '67.0',
    );
    const org = openLocalOrg({ file: ':memory:' });
    const outcome = org.metadata.deployPackage(
      { userId: String(org.data.rows('User', {})[0]?.['Id']) },
      contents,
      OPTIONS,
    );
    expect(outcome.status).toBe('Failed');
    // A grant that names an unknown set is a correct record for the platform: only the validator refuses that one.
    const refused = FAULTS.filter(({ code }) => code !== 'rule-unknown-entitlement');
    for (const { message } of refused)
      expect(outcome.messages.some(({ success, problem }) => !success && message.test(problem ?? ''))).toBe(true);
    expect(org.data.schema.find('Provisioned_User__c')).toBeUndefined();
    expect(org.metadata.components('ApexClass')).toEqual([]);
    org.close();
  });
});
