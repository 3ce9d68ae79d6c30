/** The toolchain as a plugin of the unmodified Salesforce CLI: `sf plugins link`, then `sf scim …`. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createCli, type Cli } from '../support/org-process.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SF = path.join(ROOT, 'node_modules/@salesforce/cli/bin/run.js');
/** oclif tells authors of linked plugins that it does not compile their TypeScript: Node strips the types itself. */
const QUIET = { OCLIF_DISABLE_LINKED_ESM_WARNING: 'true' };

let cli: Cli;

beforeAll(async () => {
  cli = createCli();
  // The dependencies are there already: `npm install` brought them.
  const linked = await cli.run(['plugins', 'link', ROOT, '--no-install']);
  if (linked.exitCode !== 0) throw new Error(linked.stderr);
}, 60_000);
afterAll(() => cli.dispose());

describe('the linked plugin', () => {
  it('is listed by sf', async () => {
    const plugins = (await cli.run(['plugins', '--json'])).json<{ name: string; type: string }[]>();
    expect(plugins).toContainEqual(expect.objectContaining({ name: 'scim-rollcall', type: 'link' }));
  }, 60_000);

  it('shows its topics and the help of its commands', async () => {
    const topic = await cli.run(['scim', '--help']);
    expect(topic.stdout).toContain('Validate, deploy and prove SCIM provisioning into Salesforce.');
    for (const command of ['scim deploy', 'scim validate']) expect(topic.stdout).toContain(command);
    const help = await cli.run(['scim', 'validate', '--help']);
    expect(help.exitCode).toBe(0);
    expect(help.stdout).toContain('$ sf scim validate');
    expect(help.stdout).toContain('sf scim validate --source-dir force-app --format sarif');
  }, 60_000);

  it('validates a project: one JSON object on stdout, nothing on stderr', async () => {
    const project = path.join(ROOT, 'test/fixtures/wire/project');
    const run = await cli.run(['scim', 'validate', '--source-dir', project, '--no-java', '--json'], { env: QUIET });
    expect(run.json()).toMatchObject({
      result: { findings: expect.any(Array), summary: { components: expect.any(Number) } },
    });
    expect(run.stderr).toBe('');
    // An update of sf that starts in the background outlives every test.
    expect(existsSync(path.join(cli.home, '.cache/sf/autoupdate'))).toBe(false);
  }, 60_000);

  it('refuses a wrong flag with exit code 2, also where sf itself answers 1', async () => {
    const run = await cli.run(['scim', 'validate', '--format', 'xml', '--json'], { env: QUIET });
    expect(run.exitCode).toBe(2);
    expect(run.json()).toMatchObject({ name: 'FlagInvalidOptionError', status: 2 });
  }, 60_000);

  it('runs the embedded org until it is stopped', async () => {
    const child = spawn(process.execPath, [SF, 'scim', 'org', 'start', '--port', '0', '--no-package', '--json'], {
      cwd: cli.home,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: cli.home,
        USERPROFILE: cli.home,
        SF_DISABLE_TELEMETRY: 'true',
        SF_DISABLE_AUTOUPDATE: 'true',
        SF_SKIP_NEW_VERSION_CHECK: 'true',
        ...QUIET,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => {
      child.once('exit', resolve);
    });
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', resolve);
      void ended.then((code) => reject(new Error(`sf scim org start ended with ${code} before it was ready.`)));
    });
    const { instanceUrl } = JSON.parse(line) as { instanceUrl: string };
    expect((await fetch(`${instanceUrl}/services/data`)).status).toBe(200);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    await expect(fetch(instanceUrl)).rejects.toThrow();
  }, 60_000);
});
