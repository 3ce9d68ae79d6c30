/** The CI examples: well-formed, and their steps run as they are written, without a secret and with one. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSession, runDocument, type DocumentRun, type Session } from '../support/documents/run.ts';
import { problemsOf } from '../support/documents/parse.ts';
import { startOrgProcess } from '../support/org-process.ts';
import { pipelineSteps } from '../support/pipelines.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const RUN_MS = 600_000;
const EXAMPLES = ['action.yml', 'ci/gitlab-ci.yml', 'ci/azure-pipelines.yml', 'ci/Jenkinsfile'];

let folder: string;
let session: Session;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-ci-'));
  // Stands for the scratch org: `sf org create scratch` needs a Dev Hub.
  session = await openSession(await startOrgProcess(), ['rollcall-scratch']);
}, RUN_MS);
afterAll(async () => {
  await session.close();
  rmSync(folder, { recursive: true, force: true });
});

const read = (checkout: string, file: string): string => readFileSync(path.join(checkout, file), 'utf8');

/** Runs the steps in a checkout as `sh`-like blocks, and looks at what they left. */
async function runSteps(
  file: string,
  environment: Record<string, string>,
  look: (checkout: string, output: string) => void,
): Promise<DocumentRun> {
  const blocks = pipelineSteps(file, read(ROOT, file)).map((text, index) => ({ line: index + 1, text }));
  expect(blocks.length).toBeGreaterThan(0);
  return runDocument({ file, blocks }, session, { environment: { REAL_ORG_START: 'yes', ...environment }, look });
}

describe('the example', () => {
  it.each(EXAMPLES)('%s calls only what exists', async (file) => {
    const problems = await Promise.all(pipelineSteps(file, read(ROOT, file)).map(problemsOf));
    expect(problems.flat()).toEqual([]);
  });

  it(
    'of GitHub validates, deploys to the embedded org and writes the job summary; without a secret it makes no scratch org',
    async () => {
      const summary = path.join(folder, 'summary.md');
      const { problem } = await runSteps(
        'action.yml',
        {
          GITHUB_ACTIONS: 'true',
          GITHUB_ACTION_PATH: '.',
          GITHUB_STEP_SUMMARY: summary,
          PHASES: 'validate embedded scratch',
          RESULTS: 'results',
        },
        (checkout, output) => {
          expect(output).toContain('DEVHUB_AUTH_URL is not set: no scratch org is made.');
          expect(read(checkout, 'results/embedded/junit.xml')).toMatch(
            /<testsuite name="scim-rollcall" tests="[1-9]\d*" failures="0"/,
          );
          expect(JSON.parse(read(checkout, 'results/validate/validate.sarif'))).toMatchObject({ version: '2.1.0' });
          expect(read(checkout, 'results/summary.md')).toBe(readFileSync(summary, 'utf8'));
        },
      );
      expect(problem).toBeUndefined();
      expect(readFileSync(summary, 'utf8')).toMatch(
        /^## SCIM Rollcall: passed\n[^]*\*\*Validation\*\*: 0 errors[^]*\*\*Embedded org\*\*: deployed \d+ components of the core, [1-9]\d* Apex tests, 0 failed\./,
      );
    },
    RUN_MS,
  );

  it(
    'of Azure deploys to a scratch org when the secret is there, deletes it, and keeps no secret in its reports',
    async () => {
      const secret = 'force://PlatformCLI::CanaryOfTheDevHub@hub.example.com';
      const { problem } = await runSteps(
        'ci/azure-pipelines.yml',
        { TF_BUILD: 'True', DEVHUB_AUTH_URL: secret },
        (checkout, output) => {
          expect(output).toMatch(/^not run: sf org create scratch .*--alias rollcall-scratch/m);
          expect(output).toMatch(/^not run: sf org delete scratch --target-org rollcall-scratch --no-prompt$/m);
          expect(output).toMatch(/^##vso\[task\.uploadsummary\]/m);
          expect(output).not.toContain('CanaryOfTheDevHub');
          expect(read(checkout, 'results/summary.md')).toContain('**Scratch org**: deployed');
        },
      );
      expect(problem).toBeUndefined();
    },
    RUN_MS,
  );

  it(
    'fails, with the places as annotations, when the project is broken',
    async () => {
      const blocks = [
        {
          line: 1,
          text: [
            'printf "public class Broken { Integer x = none; }" > force-app/main/default/classes/Broken.cls',
            'cp force-app/main/default/classes/rest/RollcallRestResource.cls-meta.xml force-app/main/default/classes/Broken.cls-meta.xml',
            'bash ci/run.sh validate embedded && exit 9 || test $? -eq 1',
          ].join('\n'),
        },
      ];
      const { problem } = await runDocument({ file: 'ci/run.sh', blocks }, session, {
        environment: { GITHUB_ACTIONS: 'true', TF_BUILD: 'True', REAL_ORG_START: 'yes' },
        look: (checkout, output) => {
          expect(output).toMatch(/^::error file=force-app\/main\/default\/classes\/Broken\.cls,line=1/m);
          expect(output).toMatch(
            /^##vso\[task\.logissue type=error;sourcepath=force-app\/main\/default\/classes\/Broken\.cls;linenumber=1/m,
          );
          expect(read(checkout, 'results/summary.md')).toMatch(/^## SCIM Rollcall: failed \(1\)/);
        },
      });
      expect(problem).toBeUndefined();
    },
    RUN_MS,
  );
});
