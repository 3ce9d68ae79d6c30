import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Validate from '../../../../scripts/commands/scim/validate.ts';
import { brokenPackage, smallPackage, type SmallPackage } from '../small-package.ts';
import { runCommand } from './run-command.ts';

let project: SmallPackage | undefined;
let results: string;
beforeEach(() => {
  results = path.join(mkdtempSync(path.join(tmpdir(), 'rollcall-results-')), 'made', 'on', 'demand');
});
afterEach(() => {
  project?.remove();
  project = undefined;
  rmSync(path.resolve(results, '../../..'), { recursive: true, force: true });
  jest.restoreAllMocks();
});

const validate = (...argv: string[]) => runCommand(Validate, ['--no-java', ...argv]);
const inProject = (made: SmallPackage): string[] => {
  project = made;
  return ['--source-dir', made.root];
};

describe('scim validate', () => {
  it('says nothing but the totals about a sound project, with exit code 0', async () => {
    const run = await validate(...inProject(smallPackage()));
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/^No problems found in 7 components \(9 files\)\.\n\n$/);
    expect(run.stderr).toMatch(/^✔ Validate rollcall-package-\S+ {2}\d+ components, \d+\.\d s\n$/);
  });

  it('lists the problems with their places and exits with 1', async () => {
    const run = await validate(...inProject(brokenPackage()));
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(
      /force-app\/main\/default\/classes\/Roster\.cls\n +\d+:\d+ +error +Variable does not exist: none/,
    );
  });

  it('reports only what is new, once a baseline is written', async () => {
    const place = inProject(brokenPackage());
    const baseline = ['--baseline', path.join(project!.root, 'baseline.json')];
    const begun = await validate(...place, ...baseline, '--write-baseline');
    expect([begun.exitCode, begun.stdout]).toEqual([0, expect.stringMatching(/^\d+ kinds? of findings written/)]);
    const again = await validate(...place, ...baseline, '--json');
    expect(again.exitCode).toBe(0);
    expect(again.json()).toMatchObject({ result: { findings: [], summary: { baseline: expect.any(Number) } } });
  });

  it('shows fixes first, and makes them when told to', async () => {
    const place = inProject(smallPackage());
    const file = path.join(project!.root, 'force-app/main/default/permissionsets/Scattered.permissionset-meta.xml');
    mkdirSync(path.dirname(file), { recursive: true });
    const entry = (name: string): string =>
      `    <userPermissions>\n        <enabled>true</enabled>\n        <name>${name}</name>\n    </userPermissions>\n`;
    const text = `<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">\n${entry('ApiEnabled')}    <label>S</label>\n${entry('ViewSetup')}</PermissionSet>\n`;
    writeFileSync(file, text);
    const shown = await validate(...place, '--fix');
    expect(shown.stdout).toMatch(/^--- a\/force-app.*Scattered[\s\S]*Nothing was written/);
    expect(readFileSync(file, 'utf8')).toBe(text);
    const made = await validate(...place, '--fix', '--apply', '--json');
    expect(made.json()).toMatchObject({
      result: { fixes: [{ applied: true, codes: expect.arrayContaining(['metadata-schema']) }] },
    });
    expect(readFileSync(file, 'utf8')).not.toBe(text);
  });

  it.each([
    [['--baseline', 'not-there.json'], 'UnreadableFile'],
    [['--output-dir', '/dev/null/reports'], 'NotWritable'],
    [['--write-baseline'], 'FailedFlagValidationError'],
  ])('refuses %j by name', async (flags, name) => {
    const run = await validate(...inProject(smallPackage()), ...flags, '--json');
    expect(run.json()).toMatchObject({ name, message: expect.any(String) });
    expect(run.exitCode).not.toBe(0);
  });

  it('writes one JSON object, and nothing else, with --json', async () => {
    const run = await validate('--json', ...inProject(brokenPackage()));
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toBe('');
    expect(run.json()).toMatchObject({
      status: 1,
      warnings: [],
      result: {
        summary: { errors: expect.any(Number) },
        findings: expect.arrayContaining([
          expect.objectContaining({
            code: 'apex-compile',
            severity: 'error',
            message: 'Variable does not exist: none',
            file: 'force-app/main/default/classes/Roster.cls',
            line: 3,
            column: expect.any(Number),
          }),
        ]),
      },
    });
  });

  it('says in JSON, too, that the project is sound', async () => {
    const run = await validate('--json', ...inProject(smallPackage()));
    expect(run.json()).toMatchObject({ status: 0, result: { findings: [] } });
  });

  it('writes each format into a file of its own, and keeps the long ones off the screen', async () => {
    const formats = ['human', 'json', 'sarif', 'junit', 'github'].flatMap((format) => ['--format', format]);
    const run = await validate(...formats, '--output-dir', results, ...inProject(brokenPackage()));
    expect(readdirSync(results).sort()).toEqual([
      'validate.github.txt',
      'validate.json',
      'validate.junit.xml',
      'validate.sarif',
      'validate.txt',
    ]);
    expect(JSON.parse(readFileSync(path.join(results, 'validate.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
    expect(run.stdout).toContain('::error file=force-app/main/default/classes/Roster.cls');
    expect(run.stdout).not.toContain('"version"');
  });

  it('prints a machine format when no directory is named', async () => {
    const run = await validate('--format', 'sarif', ...inProject(smallPackage()));
    expect(run.json()).toMatchObject({ version: '2.1.0' });
    expect(existsSync(results)).toBe(false);
  });

  it('fails on warnings only when it is told to', async () => {
    const made = smallPackage();
    mkdirSync(path.join(made.root, 'force-app/main/default/pages'));
    const lax = await validate('--json', ...inProject(made));
    expect(lax.json().result.findings).toMatchObject([{ severity: 'warning', code: 'packaging-empty-folder' }]);
    expect([lax.exitCode, lax.json().status]).toEqual([0, 0]);
    const strict = await validate('--json', '--severity-threshold', 'warning', ...inProject(made));
    expect([strict.exitCode, strict.json().status]).toEqual([1, 1]);
  });

  it.each([
    [
      ['--format', 'xml'],
      'FlagInvalidOptionError',
      /Expected --format=xml to be one of: human, json, sarif, junit, github/,
    ],
    [
      ['--severity-threshold', 'high'],
      'FlagInvalidOptionError',
      /Expected --severity-threshold=high to be one of: error/,
    ],
    [['--colour'], 'NonExistentFlagsError', /Nonexistent flag: --colour/],
    [['here'], 'UnexpectedArgsError', /Unexpected argument: here/],
  ])('refuses %j with exit code 2', async (argv, name, message) => {
    const run = await validate('--json', ...argv);
    expect(run.exitCode).toBe(2);
    expect(run.json()).toMatchObject({ name, message: expect.stringMatching(message), exitCode: 2, status: 2 });
    const text = await validate(...argv);
    expect([text.exitCode, text.stdout]).toEqual([2, '']);
    expect(text.stderr).toMatch(new RegExp(`^Error \\(${name}\\): `));
  });

  it('names a folder that is not there', async () => {
    const [, root] = inProject(smallPackage());
    const run = await validate('--source-dir', path.join(root!, 'force-ap'));
    expect([run.exitCode, run.stdout]).toEqual([1, '']);
    expect(run.stderr).toContain(`There is no file or folder ${root}/force-ap.`);
  });

  it('says what to do outside a project', async () => {
    const run = await validate('--source-dir', tmpdir());
    expect([run.exitCode, run.stdout]).toEqual([1, '']);
    expect(run.stderr).toMatch(/^Error \(NotAProject\): .* is not in a Salesforce DX project/);
    expect(run.stderr).toContain('  Try this: Change to your project folder, or name it with --source-dir.');
  });
});
