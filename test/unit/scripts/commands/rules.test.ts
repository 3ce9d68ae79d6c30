import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Check from '../../../../scripts/commands/scim/rules/check.ts';
import Document from '../../../../scripts/commands/scim/rules/document.ts';
import Export from '../../../../scripts/commands/scim/rules/export.ts';
import Generate from '../../../../scripts/commands/scim/rules/generate.ts';
import Import from '../../../../scripts/commands/scim/rules/import.ts';
import Test from '../../../../scripts/commands/scim/rules/test.ts';
import { readRules } from '../../../../scripts/rules/read-yaml.ts';
import { EXAMPLE_YAML } from '../rules/example.ts';
import { runCommand } from './run-command.ts';

const RECORDS = 'force-app/main/default/customMetadata';
const YAML = EXAMPLE_YAML.replace('output: rules/customMetadata', `output: ${RECORDS}`);

let root: string;
let before: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'rollcall-rules-')));
  mkdirSync(path.join(root, 'config'));
  mkdirSync(path.join(root, RECORDS), { recursive: true });
  write('sfdx-project.json', JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }] }));
  write('config/entitlements.yml', YAML);
  before = process.cwd();
  process.chdir(root);
});
afterEach(() => {
  process.chdir(before);
  rmSync(root, { recursive: true, force: true });
  jest.restoreAllMocks();
});

function write(file: string, text: string): string {
  writeFileSync(path.join(root, file), text);
  return file;
}
const records = (): string[] => readdirSync(path.join(root, RECORDS)).sort();

describe('scim rules generate', () => {
  it('writes the records, and changes nothing the second time', async () => {
    const first = await runCommand(Generate, ['--json']);
    expect(first.json().result).toMatchObject({ records: 19, dryRun: false, file: 'config/entitlements.yml' });
    expect(records()).toHaveLength(19);
    expect(records()).toContain('Entitlement_Criterion.Sales_5.md-meta.xml');
    const second = await runCommand(Generate, []);
    expect([second.exitCode, second.stdout]).toEqual([
      0,
      '0 changes: the folder holds the 19 records of the file already.\n',
    ]);
  });

  it('takes away what the file no longer has, and leaves other metadata alone', async () => {
    await runCommand(Generate, []);
    write(`${RECORDS}/Other_Type.Kept.md-meta.xml`, 'kept');
    write('config/entitlements.yml', YAML.replace(/ {2}Reports_Allowed:[^]*/, ''));
    const run = await runCommand(Generate, ['--json']);
    expect(run.json().result.changes.map(({ kind }: { kind: string }) => kind)).toEqual([
      'removed',
      'removed',
      'removed',
    ]);
    expect(records()).toContain('Other_Type.Kept.md-meta.xml');
  });

  it('shows with --dry-run what would change, and writes nothing', async () => {
    const run = await runCommand(Generate, ['--dry-run']);
    expect(run.stdout).toContain(`added    ${RECORDS}/Entitlement_Rule.Sales.md-meta.xml`);
    expect(run.stdout).toContain('19 files would change');
    expect(records()).toEqual([]);
  });

  it('writes nothing when one line is wrong', async () => {
    write('config/entitlements.yml', YAML.replace('severity: Critical', 'severity: Urgent'));
    const run = await runCommand(Generate, ['--json']);
    expect(run.exitCode).toBe(1);
    expect(run.json()).toMatchObject({
      name: 'InvalidRules',
      message: expect.stringMatching(/^config\/entitlements\.yml:\d+ rules\.Sales\.severity: /),
    });
    expect(records()).toEqual([]);
  });

  it.each([
    ['no file', ['--file', 'none.yml'], 'NoRulesFile', 1],
    ['a folder outside the project', ['--output-dir', '../elsewhere'], 'OutputOutside', 2],
    ['a folder outside, through the file', ['--file', 'outside.yml'], 'OutputOutside', 2],
    ['no folder', ['--file', 'without.yml'], 'NoOutput', 2],
    ['an enormous file', ['--file', 'large.yml'], 'RulesFileTooLarge', 1],
  ])('refuses %s', async (_, argv, name, exitCode) => {
    write('outside.yml', 'output: ../../etc\n');
    write('without.yml', 'sources: {}\n');
    write('large.yml', '#'.repeat(2_100_000));
    const run = await runCommand(Generate, ['--json', ...argv]);
    expect([run.exitCode, run.json().name]).toEqual([exitCode, name]);
  });
});

describe('scim rules check', () => {
  it('passes when the records are those of the file', async () => {
    await runCommand(Generate, []);
    const run = await runCommand(Check, []);
    // The example's inactive source has a rule-less half: a warning, not a failure.
    expect([run.exitCode, run.stderr]).toEqual([0, '']);
  });

  it('fails when a record was changed by hand, and shows the line', async () => {
    await runCommand(Generate, []);
    const file = path.join(root, RECORDS, 'Entitlement_Rule.Sales.md-meta.xml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('>Critical<', '>Low<'));
    const run = await runCommand(Check, []);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('- <value xsi:type="xsd:string">Low</value>');
    expect(run.stdout).toContain('+ <value xsi:type="xsd:string">Critical</value>');
    expect((await runCommand(Check, ['--json'])).json()).toMatchObject({ status: 1, result: { isCurrent: false } });
  });

  it('fails on rules that contradict each other', async () => {
    write('config/entitlements.yml', YAML.replace('- role: Sales', '- profile: Other'));
    await runCommand(Generate, []);
    const run = await runCommand(Check, ['--json']);
    expect(run.exitCode).toBe(1);
    expect(run.json().result.doubts[0]).toMatchObject({ code: 'contradictory-profiles' });
  });
});

describe('scim rules export', () => {
  it('gives the file back from the records', async () => {
    await runCommand(Generate, []);
    const run = await runCommand(Export, ['--output-file', 'made/rules.yml', '--output-dir', RECORDS]);
    expect(run.stdout).toBe('2 sources and 3 rules are in made/rules.yml.\n');
    expect((await runCommand(Check, ['--file', 'made/rules.yml', '--json'])).json().result.isCurrent).toBe(true);
  });

  it('prints it without a file', async () => {
    await runCommand(Generate, []);
    const run = await runCommand(Export, ['--source-dir', RECORDS]);
    expect(readRules(run.stdout).rules.map(({ name }) => name)).toEqual(['Everybody', 'Reports_Allowed', 'Sales']);
  });

  it('writes the groups of a source as a table, and names the rules that it cannot say', async () => {
    await runCommand(Import, [
      '--table',
      write('groups.csv', 'group,permissionSet\nFinance,Ledger\n'),
      '--source',
      'Employees',
    ]).then(({ stdout }) => write('config/entitlements.yml', stdout));
    await runCommand(Generate, ['--output-dir', RECORDS]);
    const run = await runCommand(Export, ['--table', 'made/groups.csv', '--source', 'Employees', '--json']);
    expect(run.exitCode).toBe(0);
    expect(run.json().result.table).toMatchObject({
      file: 'made/groups.csv',
      rules: 1,
      left: expect.arrayContaining([{ rule: 'Everybody', why: 'it names no group of the identity provider' }]),
    });
    expect(readFileSync(path.join(root, 'made/groups.csv'), 'utf8')).toMatch(/^group,.*\nFinance,,Ledger,/);
    const unnamed = await runCommand(Export, ['--table', 'made/groups.csv', '--json']);
    expect(unnamed.json()).toMatchObject({
      name: 'NoSuchSource',
      message: expect.stringContaining('Employees'),
      status: 2,
    });
  });

  it('says when there is nothing, or a record that cannot be read', async () => {
    expect((await runCommand(Export, ['--json'])).json()).toMatchObject({ name: 'NoRules', status: 1 });
    write(`${RECORDS}/Entitlement_Rule.X.md-meta.xml`, '<CustomObject/>');
    expect((await runCommand(Export, ['--json'])).json()).toMatchObject({
      name: 'UnreadableRecord',
      message: expect.stringContaining('Entitlement_Rule.X.md-meta.xml'),
    });
  });
});

describe('scim rules document', () => {
  it('writes four documents in both formats', async () => {
    const run = await runCommand(Document, ['--output-dir', 'documents', '--json']);
    expect(run.json().result.files).toHaveLength(8);
    expect(existsSync(path.join(root, 'documents/access-review.html'))).toBe(true);
  });

  it('wants to know where', async () => {
    const run = await runCommand(Document, ['--json']);
    expect([run.exitCode, run.json().message]).toEqual([2, expect.stringContaining('output-dir')]);
  });
});

describe('scim rules test', () => {
  it('shows who would get what', async () => {
    write('users.csv', 'username,source,department\nada@example.com,Employees,Sales\nx@example.com,,\n');
    write('config/entitlements.yml', YAML.replace('active: false', 'active: true'));
    const run = await runCommand(Test, ['--users', 'users.csv']);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('ada@example.com, from Employees\n');
    expect(run.stdout).toContain('  permission set group Sales_Core  (Sales)\n');
    expect(run.stdout).toContain('x@example.com: no source claims this person');
  });

  it('fails on rules that cannot work only when told to', async () => {
    write('users.csv', 'username\nx@example.com\n');
    write('config/entitlements.yml', YAML.replace('field: Department', 'field: Departmant'));
    expect((await runCommand(Test, ['--users', 'users.csv', '--json'])).exitCode).toBe(0);
    const strict = await runCommand(Test, ['--users', 'users.csv', '--fail-on-problems', '--json']);
    expect([strict.exitCode, strict.json().status]).toEqual([1, 1]);
    expect(strict.json().result.problems).toContainEqual({
      rule: 'Sales',
      message: expect.stringContaining('Departmant'),
    });
  });

  it('names a file that is not there', async () => {
    const run = await runCommand(Test, ['--users', 'none.csv', '--json']);
    expect(run.json()).toMatchObject({ name: 'NoUsersFile', status: 2 });
  });
});

describe('scim rules import', () => {
  it('prints the file with the rules of the table', async () => {
    write('groups.csv', 'group,permissionSet\nFinance,Ledger\n');
    const run = await runCommand(Import, ['--table', 'groups.csv', '--source', 'Employees']);
    expect(readRules(run.stdout).rules.map(({ name }) => name)).toEqual([
      'Everybody',
      'Sales',
      'Reports_Allowed',
      'Finance',
    ]);
    expect(readFileSync(path.join(root, 'config/entitlements.yml'), 'utf8')).toBe(YAML);
  });

  it.each([
    ['a source that is not there', 'group,role\nG,R\n', ['--source', 'Nobody'], 'NoSuchSource'],
    ['a rule that is there already', 'group,role\nSales,R\n', ['--source', 'Employees'], 'RulesTaken'],
  ])('refuses %s', async (_, table, argv, name) => {
    write('groups.csv', table);
    const run = await runCommand(Import, ['--table', 'groups.csv', '--json', ...argv]);
    expect(run.json().name).toBe(name);
  });

  it('says which group is mapped twice', async () => {
    write('groups.csv', 'group,permissionSet\nSG-Sales,Extra\n');
    const run = await runCommand(Import, ['--table', 'groups.csv', '--source', 'Employees', '--json']);
    expect(run.json().warnings).toEqual(['Sales and SG_Sales name the same group of the identity provider, SG-Sales.']);
  });

  it('names a table that is not there', async () => {
    const run = await runCommand(Import, ['--table', 'none.csv', '--source', 'Employees', '--json']);
    expect(run.json()).toMatchObject({ name: 'NoTable', status: 2 });
  });
});
