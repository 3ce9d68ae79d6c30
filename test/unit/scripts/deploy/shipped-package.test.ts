/** The pipeline on the package as it is shipped, against an embedded org over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import path from 'node:path';
import type { PipelineReport } from '../../../../scripts/deploy/pipeline.ts';
import { silentStages } from '../../../../scripts/progress/stages.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import { ADMIN, orgOverHttp, type OrgOverHttp } from './org-over-http.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
/** Counted before and after: everything that a taken back installation could leave behind. */
const TYPES = [
  'ApexClass',
  'CustomApplication',
  'CustomObject',
  'CustomMetadata',
  'PermissionSet',
  'Profile',
  'LightningComponentBundle',
];

/** Every Apex test of the package runs, on a machine that may be busy. */
const INSTALL_MS = 400_000;

let home: OwnHome;
let target: OrgOverHttp;
let before: Record<string, number>;
let report: PipelineReport;

const counts = (): Record<string, number> =>
  Object.fromEntries(TYPES.map((type) => [type, target.org.metadata.components(type).length]));

beforeAll(async () => {
  home = useOwnHome();
  const { runPipeline } = await import('../../../../scripts/deploy/pipeline.ts');
  target = await orgOverHttp();
  before = counts();
  report = await runPipeline({
    connection: target.connection,
    projectRoot: ROOT,
    apiVersion: '67.0',
    dryRun: false,
    testLevel: 'RunSpecifiedTests',
    admins: [ADMIN],
    stages: silentStages,
  });
}, INSTALL_MS);
afterAll(async () => {
  await target.close();
  home.remove();
});

describe('the shipped package', () => {
  it('installs with all of its tests green and at least nine lines of ten covered', () => {
    expect(report.console!.tests.failed).toBe(0);
    expect(report.console!.tests.run).toBeGreaterThan(50);
    expect(report.console!.tests.coverage).toBeGreaterThanOrEqual(90);
    expect(report.integration!.components).toBeGreaterThanOrEqual(5);
  });

  it('leaves an integration profile with nothing beyond its minimum', () => {
    expect(report.hardening!.removedUserPermissions.length).toBeGreaterThan(0);
    expect([report.hardening!.keptUserPermissions, report.hardening!.keptObjects]).toEqual([[], []]);
  });

  it(
    'can be taken back as a whole, so that a failed first install leaves the org as it was',
    async () => {
      const { undoDeploy } = await import('../../../../scripts/deploy/undo.ts');
      const { undoAssignment } = await import('../../../../scripts/deploy/assign.ts');
      for (const assignment of report.assignments) await undoAssignment(target.connection, assignment);
      const created = [...report.console!.created, ...report.app!.created, ...report.integration!.created];
      expect(created.length).toBeGreaterThan(100);
      await undoDeploy({ connection: target.connection, apiVersion: '67.0' }, created);
      expect(counts()).toEqual(before);
    },
    INSTALL_MS,
  );
});
