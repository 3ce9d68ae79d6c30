/** The example company for an org that is there to be tried out. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import { errorOf } from '../raised.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
const OWNER = 'ada&grace@example.com';

let home: OwnHome;
let samples: typeof import('../../../../scripts/deploy/sample-data.ts');

beforeAll(async () => {
  home = useOwnHome();
  samples = await import('../../../../scripts/deploy/sample-data.ts');
}, 60_000);
afterAll(() => home.remove());

describe('the rules of the example company', () => {
  it('name who deploys as the one who provisions, in a copy that is gone afterwards', async () => {
    const shipped = path.join(ROOT, samples.SAMPLE_FOLDER, 'default/customMetadata');
    let folder = '';
    const [source, files] = await samples.withSampleRules(ROOT, OWNER, async (directory) => {
      folder = directory;
      const copied = path.join(directory, 'default/customMetadata');
      return [
        readFileSync(path.join(copied, 'Provisioning_Source.By_Hand.md-meta.xml'), 'utf8'),
        readdirSync(copied),
      ] as const;
    });
    expect(source).toContain('<value xsi:type="xsd:string">ada&amp;grace@example.com</value>');
    expect(files).toEqual(readdirSync(shipped));
    expect(existsSync(folder)).toBe(false);
  });

  it('leave no copy when the deployment fails', async () => {
    let folder = '';
    await errorOf(() =>
      samples.withSampleRules(ROOT, OWNER, async (directory) => {
        folder = directory;
        throw new Error('refused');
      }),
    );
    expect([folder.length > 0, existsSync(folder)]).toEqual([true, false]);
  });
});

describe('an org', () => {
  it.each(['scratch', 'sandbox', 'developer', 'trial'] as const)('of the kind %s may have sample data', (kind) => {
    expect(() => samples.requireTrialOrg({ name: 'Example', kind })).not.toThrow();
  });

  it('that is production may not', async () => {
    const error = await errorOf(() => samples.requireTrialOrg({ name: 'Example', kind: 'production' }));
    expect(error).toMatchObject({ name: 'SampleDataRefused', exitCode: 2 });
  });
});
