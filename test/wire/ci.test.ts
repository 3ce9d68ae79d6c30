/** The CI examples: well-formed, and the steps of each run as they are written, without a secret and with one. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSession, runDocument, type DocumentRun, type Session } from '../support/documents/run.ts';
import { problemsOf } from '../support/documents/parse.ts';
import { writeStandIns } from '../support/documents/stand-in.ts';
import { startOrgProcess } from '../support/org-process.ts';
import { pipelineSteps } from '../support/pipelines.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const RUN_MS = 600_000;
const SECRET = 'force://PlatformCLI::CanaryOfTheDevHub@hub.example.com';
const EXAMPLES = ['action.yml', 'ci/gitlab-ci.yml', 'ci/azure-pipelines.yml', 'ci/Jenkinsfile'];

let folder: string;
let session: Session;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-ci-'));
  session = await openSession(await startOrgProcess(['--dev-hub']), []);
}, RUN_MS);
afterAll(async () => {
  await session.close();
  rmSync(folder, { recursive: true, force: true });
});

const read = (checkout: string, file: string): string => readFileSync(path.join(checkout, file), 'utf8');

/** What the Dev Hub has made so far, and what of it is left. */
async function requests(): Promise<{ asked: number; active: number }> {
  const { instanceUrl, accessToken } = session.org;
  const count = async (type: string): Promise<number> => {
    const soql = encodeURIComponent(`SELECT COUNT() FROM ${type}`);
    const answer = await fetch(`${instanceUrl}/services/data/v67.0/query?q=${soql}`, {
      headers: { Authorization: `Bearer ${accessToken}` },
    });
    return ((await answer.json()) as { totalSize: number }).totalSize;
  };
  return { asked: await count('ScratchOrgInfo'), active: await count('ActiveScratchOrg') };
}

/** The secret of a Dev Hub, and the hub that stands behind it. */
const hubOfTheSecret = (): Record<string, string> => ({
  DEVHUB_AUTH_URL: SECRET,
  DEV_HUB_URL: session.org.instanceUrl,
});

/** The logins that a home directory holds. */
function homeOf(place: string): string[] {
  const sfdx = path.join(place, 'home', '.sfdx');
  return existsSync(sfdx) ? readdirSync(sfdx).filter((name) => name.includes('@')) : [];
}

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

  it.each([
    ['GitLab', 'ci/gitlab-ci.yml', { GITLAB_CI: 'true' }],
    ['Azure', 'ci/azure-pipelines.yml', { TF_BUILD: 'True' }],
    ['Jenkins', 'ci/Jenkinsfile', { JENKINS_URL: 'https://jenkins.example.com/' }],
  ])(
    'of %s deploys to the embedded org and, with the secret, to a scratch org that it deletes; it keeps neither secret nor login',
    async (_, file, environment) => {
      const before = await requests();
      const { problem } = await runSteps(file, { ...environment, ...hubOfTheSecret() }, (checkout, output) => {
        expect(output).not.toContain('CanaryOfTheDevHub');
        expect(homeOf(path.dirname(checkout))).toEqual(homeOf(session.folder));
        for (const phase of ['embedded', 'scratch'])
          expect(read(checkout, `results/${phase}/junit.xml`)).toMatch(
            /<testsuite name="scim-rollcall" tests="[1-9]\d*" failures="0"/,
          );
        expect(JSON.parse(read(checkout, 'results/scratch/deploy.json'))).toMatchObject({
          scratchOrg: { deleted: true },
        });
        expect(read(checkout, 'results/summary.md')).toMatch(
          /\*\*Embedded org\*\*: deployed \d+ [^]*\*\*Scratch org\*\*: deployed \d+ components/,
        );
        expect(/^##vso\[task\.uploadsummary\]/m.test(output)).toBe('TF_BUILD' in environment);
      });
      expect(problem).toBeUndefined();
      expect(await requests()).toEqual({ asked: before.asked + 1, active: 0 });
    },
    RUN_MS,
  );

  it(
    'of Azure makes no scratch org when the secret is not defined and arrives as its own name',
    async () => {
      const steps = pipelineSteps('ci/azure-pipelines.yml', read(ROOT, 'ci/azure-pipelines.yml'));
      const text = steps.at(-1)!.replace('validate embedded scratch', 'scratch');
      const { problem } = await runDocument({ file: 'ci/azure-pipelines.yml', blocks: [{ line: 1, text }] }, session, {
        environment: { DEVHUB_AUTH_URL: '$(DEVHUB_AUTH_URL)' },
        look: (_, output) => expect(output).toContain('DEVHUB_AUTH_URL is not set: no scratch org is made.'),
      });
      expect(problem).toBeUndefined();
    },
    RUN_MS,
  );

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)(
    'ends soon after %s, without a scratch org, a login or a temporary file of its own',
    async (signal, exitCode) => {
      const programs = path.join(folder, signal);
      const [home, temporary] = [path.join(programs, 'home'), path.join(programs, 'tmp')];
      mkdirSync(home, { recursive: true });
      mkdirSync(temporary);
      writeStandIns(programs, ['sf']);
      const child = spawn('bash', ['ci/run.sh', 'scratch'], {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: `${programs}:${process.env['PATH']}`,
          REAL_PATH: process.env['PATH'],
          REAL_NODE: process.execPath,
          REAL_SF: path.join(ROOT, 'node_modules/@salesforce/cli/bin/run.js'),
          HOME: home,
          TMPDIR: temporary,
          RESULTS: path.join(programs, 'results'),
          SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
          SF_ACCESS_TOKEN: session.org.accessToken,
          ...hubOfTheSecret(),
        },
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (output += String(chunk)));
      const ended = new Promise((resolve) => child.once('close', resolve));
      while ((await requests()).active === 0 && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 200));
      child.kill(signal);
      expect({ code: await ended, output }).toMatchObject({ code: exitCode });
      expect(await requests()).toMatchObject({ active: 0 });
      expect(homeOf(programs)).toEqual([]);
      expect(readdirSync(temporary)).toEqual([]);
      expect(read(programs, 'results/summary.md')).toContain(`failed (${exitCode})`);
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
