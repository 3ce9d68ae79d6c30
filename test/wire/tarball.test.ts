/** The packed tarball, installed: it runs by itself and in the unmodified Salesforce CLI, from JavaScript, with nothing of development. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { installPlugin, type InstalledPlugin } from '../support/installed-plugin.ts';
import { createCli, startOrgProcess, type Cli } from '../support/org-process.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PROJECT = path.join(ROOT, 'test/fixtures/wire/project');
const run = promisify(execFile);

let plugin: InstalledPlugin;
let cli: Cli;

beforeAll(async () => {
  cli = createCli();
  plugin = await installPlugin();
}, 60_000);
afterAll(() => {
  plugin.remove();
  cli.dispose();
});

const scim = (cwd: string, ...args: string[]) =>
  run(process.execPath, [path.join(plugin.root, 'bin/run.js'), 'scim', ...args], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cli.home, USERPROFILE: cli.home },
  });

describe('the tarball', () => {
  it('holds JavaScript, the package, the schemas and the texts, and nothing of development', () => {
    expect(plugin.files.filter((file) => /\.ts$|\.tsbuildinfo$/.test(file))).toEqual([]);
    expect(plugin.files.filter((file) => /(^|\/)(test|__tests__|\.rollcall|\.sf|\.sfdx)\//.test(file))).toEqual([]);
    for (const file of [
      'oclif.manifest.json',
      'sfdx-project.json',
      'bin/run.js',
      'schemas/scim.validate.json',
      'scripts/messages/scim.validate.md',
      'scripts/commands/scim/validate.js',
      'local-org/catalogue/sobjects.json',
      'local-org/metadata/lwc/worker.js',
      'force-app/main/default/permissionsets/SCIM_Rollcall_Viewer.permissionset-meta.xml',
      'config/demo/entitlements.yml',
    ])
      expect(plugin.files).toContain(file);
  });

  it('leaves no JavaScript beside the sources of the checkout', () => {
    const compiled = ['scripts', 'local-org'].flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.js') && existsSync(path.join(ROOT, folder, file.replace(/\.js$/, '.ts'))))
        .map((file) => `${folder}/${file}: an interrupted "npm pack" left it; run "npm run postpack".`),
    );
    expect(compiled).toEqual([]);
  });

  it('has each line where its source has it', () => {
    const lines = (folder: string, file: string): string[] => readFileSync(path.join(folder, file), 'utf8').split('\n');
    const source = lines(ROOT, 'scripts/command.ts');
    const compiled = lines(plugin.root, 'scripts/command.js');
    expect(compiled).toHaveLength(source.length);
    const place = source.findIndex((line) => line.includes('process.exitCode = exitCodeOf(failure)'));
    expect(compiled[place]).toBe(source[place]);
  });

  it('loads every module with the dependencies of a user', async () => {
    const modules = ['scripts', 'local-org'].flatMap((folder) =>
      readdirSync(path.join(plugin.root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.js') && !file.startsWith('lightning/browser') && !file.endsWith('worker.js'))
        .map((file) => path.join(plugin.root, folder, file)),
    );
    const program = path.join(plugin.app, 'load-all.mjs');
    writeFileSync(
      program,
      `for (const file of ${JSON.stringify(modules)}) await import(file).catch((error) => console.log(error.message));`,
    );
    const { stdout } = await run(process.execPath, [program], { cwd: plugin.app });
    expect(stdout).toBe('');
    expect(modules.length).toBeGreaterThan(400);
  }, 60_000);
});

describe('installed from the tarball, the command line', () => {
  it('validates a project', async () => {
    const { stdout } = await scim(plugin.app, 'validate', '--source-dir', PROJECT, '--no-java', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ status: 0, result: { summary: { errors: 0 } } });
  }, 30_000);

  it('says in one line what it does not bring along, and how to get it', async () => {
    const { stdout } = await scim(plugin.app, 'validate', '--source-dir', PROJECT);
    expect(stdout).toContain('Note: apex-ls was not run: install @salesforce/code-analyzer-pmd-engine to have it.\n');
  }, 30_000);

  it('starts the embedded org, deploys the package that it brings along, and audits it', async () => {
    const org = await startOrgProcess([], path.join(plugin.root, 'bin/run.js'));
    try {
      expect((await cli.login(org)).exitCode).toBe(0);
      const quick = ['--skip-validation', '--test-level', 'NoTestRun', '--json'];
      const deployed = await scim(plugin.root, 'deploy', '--target-org', 'emb', ...quick);
      expect(JSON.parse(deployed.stdout)).toMatchObject({ status: 0, result: { dryRun: false } });
      const audited = await scim(plugin.app, 'audit', '--target-org', 'emb', '--json');
      expect(JSON.parse(audited.stdout)).toMatchObject({ status: 0, result: { summary: { users: 0 } } });
    } finally {
      expect(await org.stop()).toBe(0);
    }
  }, 90_000);
});

describe('linked by npm link', () => {
  it('is a command of its own, run from the TypeScript of the checkout', async () => {
    const prefix = path.join(plugin.app, 'prefix');
    mkdirSync(path.join(prefix, 'lib'), { recursive: true });
    const env = { PATH: process.env['PATH'], HOME: cli.home, USERPROFILE: cli.home, npm_config_prefix: prefix };
    await run('npm', ['link', '--no-audit', '--no-fund', '--offline'], { cwd: plugin.checkout, env });
    const linked = path.join(prefix, 'bin/scim-rollcall');
    const { stdout } = await run(linked, ['scim', 'explain', 'LICENSE_NOT_ASSIGNED', '--json'], { cwd: cli.home, env });
    expect(JSON.parse(stdout)).toMatchObject({ status: 0, result: { certain: true } });
  }, 60_000);
});

describe('linked into sf from where it is installed', () => {
  beforeAll(async () => {
    const linked = await cli.run(['plugins', 'link', plugin.root, '--no-install']);
    if (linked.exitCode !== 0) throw new Error(linked.stderr);
  }, 60_000);

  it('explains an error', async () => {
    const answer = await cli.run(['scim', 'explain', 'LICENSE_NOT_ASSIGNED', '--json']);
    expect(answer.json()).toMatchObject({ status: 0, result: { certain: true } });
  }, 60_000);

  it('completes its commands and flags by the autocomplete of sf, which reads the manifest alone', async () => {
    const made = await cli.run(['autocomplete', 'bash', '--refresh-cache']);
    expect(made.exitCode).toBe(0);
    const folder = path.join(cli.home, '.cache/sf/autocomplete');
    const script = readdirSync(path.join(folder, 'functions/bash'))
      .map((file) => readFileSync(path.join(folder, 'functions/bash', file), 'utf8'))
      .join('\n');
    expect(script).toMatch(/^scim:audit .*--target-org.*--fail-on/m);
    expect(script).toMatch(/^scim:rules:generate .*--dry-run/m);
  }, 60_000);
});
