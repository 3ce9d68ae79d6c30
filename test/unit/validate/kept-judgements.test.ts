import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { validate } from '../../../scripts/validate/index.ts';
import type { ValidateOptions, ValidationReport } from '../../../scripts/validate/index.ts';
import { openKeptJudgements } from '../../../scripts/validate/kept-judgements.ts';
import { findProject } from '../../../scripts/project.ts';
import { listFiles } from '../../../scripts/validate/project.ts';
import { readFiles } from '../../../scripts/validate/read-files.ts';

let root = '';
let cacheFolder = '';

function write(file: string, text: string): string {
  const full = path.join(root, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
}

const META = '<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>67.0</apiVersion></ApexClass>';
const CLASS = 'app/classes/Sum.cls';

function writeProject(settings: object = {}): void {
  const project = { packageDirectories: [{ path: 'app', default: true }], sourceApiVersion: '67.0', ...settings };
  write('sfdx-project.json', JSON.stringify(project));
}

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'rollcall-judgement-')));
  cacheFolder = mkdtempSync(path.join(tmpdir(), 'rollcall-kept-'));
  writeProject();
  write(CLASS, 'public class Sum { Missing one; }');
  write(`${CLASS}-meta.xml`, META);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(cacheFolder, { recursive: true, force: true });
});

const run = (options: ValidateOptions = {}): Promise<ValidationReport> =>
  validate({ paths: [root], cacheFolder, environment: {}, ...options });
/** Whether everything was checked, and not only looked up. */
const isChecked = (report: ValidationReport): boolean => 'deploy check' in report.timings;

describe('what the validator said of a project', () => {
  it('is said again, word for word, as long as nothing changed', async () => {
    const first = await run();
    const second = await run();
    expect([isChecked(first), isChecked(second)]).toEqual([true, false]);
    expect(first.findings.map(({ code, file, line }) => [code, file, line])).toEqual([['apex-compile', CLASS, 1]]);
    expect({ ...second, timings: {} }).toEqual({ ...first, timings: {} });
  });

  it('is found in steps that are told as they begin, and shorter ones the second time', async () => {
    const steps: string[] = [];
    const onStep = (step: string): void => void steps.push(step);
    const { timings } = await run({ onStep });
    expect(steps).toEqual(['read', 'components', 'org', 'analyzers', 'deploy check', 'rules']);
    expect(Object.keys(timings)).toEqual(steps);
    steps.length = 0;
    await run({ onStep });
    expect(steps).toEqual(['read', 'rules']);
  });

  it('is narrowed to the selected files without checking again', async () => {
    await run();
    write('app/labels/Words.labels-meta.xml', '<CustomLabels xmlns="http://soap.sforce.com/2006/04/metadata"/>');
    await run();
    const narrow = await run({ paths: [path.join(root, 'app/labels')] });
    expect([isChecked(narrow), narrow.findings, narrow.summary.files]).toEqual([false, [], 1]);
  });

  it.each([
    ['a file', () => write(CLASS, 'public class Sum { }')],
    ['another file', () => write('app/classes/Other.cls-meta.xml', META)],
    ['the project file', () => writeProject({ sourceApiVersion: '66.0' })],
    ['.forceignore', () => write('.forceignore', '**/nothing\n')],
    ['the known names', () => write('config/known-entitlements.yml', 'ApexClass: [Missing]\n')],
    ['a new empty folder', () => mkdirSync(path.join(root, 'app/empty'))],
  ])('is forgotten with a change of %s', async (_what, change) => {
    await run();
    change();
    expect(isChecked(await run())).toBe(true);
    expect(isChecked(await run())).toBe(false);
  });

  it('is forgotten when a file of --known changes, and when a replacement becomes active', async () => {
    const known = [write('known.yml', 'ApexClass: [Other]\n')];
    expect((await run({ known })).summary.errors).toBe(1);
    write('known.yml', 'ApexClass: [Missing]\n');
    expect((await run({ known })).summary.errors).toBe(0);
    const replacement = {
      filename: CLASS,
      stringToReplace: 'Missing',
      replaceWithEnv: 'NAME',
      replaceWhenEnv: [{ env: 'SHIP', value: '1' }],
    };
    writeProject({ replacements: [replacement] });
    expect((await run()).summary.errors).toBe(1);
    expect((await run({ environment: { SHIP: '1', NAME: 'Integer' } })).summary.errors).toBe(0);
    expect((await run()).summary.errors).toBe(1);
  });

  it('comes with what is looked up every time: files that cannot be read, unset variables, folders that are gone', async () => {
    writeProject({
      packageDirectories: [{ path: 'app', default: true }, { path: 'more' }],
      replacements: [{ filename: CLASS, stringToReplace: 'x', replaceWithEnv: 'NAME' }],
    });
    await run();
    const codes = (await run()).findings.map(({ code }) => code);
    expect(codes.toSorted()).toEqual(['apex-compile', 'project-invalid', 'replacement-unset']);
    const settled = await run({ environment: { NAME: 'y' } });
    expect([isChecked(settled), settled.findings.map(({ code }) => code).toSorted()]).toEqual([
      false,
      ['apex-compile', 'project-invalid'],
    ]);
  });

  it('is nothing that a damaged file says', async () => {
    const first = await run();
    const file = path.join(cacheFolder, 'judgements.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('Missing', 'Misting'));
    const second = await run();
    expect([isChecked(second), second.findings]).toEqual([true, first.findings]);
  });
});

describe('what apex-ls said of a project', () => {
  const SAID = [{ code: 'apex-ls', severity: 'error' as const, message: 'No', file: CLASS, line: 1, column: 1 }];

  function open(): ReturnType<typeof openKeptJudgements> {
    const project = findProject(root);
    const listing = listFiles(project, ['app']);
    const { contents } = readFiles(root, listing.files);
    return openKeptJudgements({ project, listing, contents, known: [], environment: {} }, cacheFolder);
  }

  it('is kept for the same files', () => {
    const kept = open();
    kept.keepApexLs(SAID, Date.now() + 1000);
    kept.save();
    expect(open().apexLs()).toEqual(SAID);
    write(CLASS, 'public class Sum { }');
    expect(open().apexLs()).toBeUndefined();
  });

  it('is not kept when a file was written while it read', () => {
    const kept = open();
    const since = Date.now() - 1000;
    utimesSync(path.join(root, CLASS), new Date(), new Date());
    kept.keepApexLs(SAID, since);
    expect(kept.apexLs()).toBeUndefined();
    rmSync(path.join(root, CLASS));
    kept.keepApexLs(SAID, Date.now() + 1000);
    expect(kept.apexLs()).toBeUndefined();
  });
});
