import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkProjectFile } from '../../../scripts/validate/project-file.ts';
import { findProject } from '../../../scripts/project.ts';
import { fromRoot, listFiles } from '../../../scripts/validate/project.ts';
import { errorOf } from '../scripts/raised.ts';

describe('the project around a path', () => {
  let root: string;
  const write = (file: string, text = ''): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };

  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'rollcall-project-')));
    write(
      'sfdx-project.json',
      JSON.stringify({
        packageDirectories: [{ path: './app/', default: true }, { path: 'other' }],
        sourceApiVersion: '66.0',
      }),
    );
    write('app/classes/A.cls');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('is found from its root, from a folder and from a file', () => {
    for (const place of ['.', 'app/classes', 'app/classes/A.cls']) {
      expect(findProject(path.join(root, place))).toMatchObject({
        root,
        apiVersion: '66.0',
        packageDirectories: [
          { path: 'app', default: true },
          { path: 'other', default: false },
        ],
      });
    }
    expect(fromRoot(findProject(root), path.join(root, 'app/classes'))).toBe('app/classes');
    expect(fromRoot(findProject(root), root)).toBe('');
  });

  it.each([
    ['no/such/folder', /There is no file or folder/],
    ['..', /is not in a Salesforce DX project: no sfdx-project\.json here or above/],
  ])('explains what is wrong with %s', (place, text) => {
    expect(() => findProject(path.join(root, place))).toThrow(text);
  });

  it.each<[string, RegExp]>([
    ['{', /sfdx-project\.json cannot be read: .*JSON/],
    ['null', /holds no JSON object/],
    ['{}', /names no packageDirectories/],
    ['{"packageDirectories":"app"}', /names no packageDirectories/],
    ['{"packageDirectories":[null]}', /package directory 1 has no path/],
    ['{"packageDirectories":[{"path":"../elsewhere"}]}', /"\.\.\/elsewhere" leaves the project/],
    ['{"packageDirectories":[{"path":"/"}]}', /leaves the project/],
  ])('explains that its project file cannot be used: %s', async (content, text) => {
    write('sfdx-project.json', content);
    expect(await errorOf(() => findProject(root))).toMatchObject({
      name: 'InvalidProjectFile',
      message: expect.stringMatching(text),
      exitCode: 1,
      actions: [expect.stringContaining('sfdx-project.json')],
    });
  });

  it('is one: folders of two are refused with both', async () => {
    write('app/inner/sfdx-project.json', JSON.stringify({ packageDirectories: [{ path: '.' }] }));
    const error = await errorOf(() => findProject(root, path.join(root, 'app/inner')));
    expect([error.name, error.message]).toEqual([
      'SeveralProjects',
      `The folders belong to different projects: ${root}, ${path.join(root, 'app/inner')}.`,
    ]);
  });

  it.each<[what: string, directories: object[], told: RegExp[]]>([
    ['one directory needs no default', [{ path: 'app' }], []],
    ['one that is said to be none', [{ path: 'app', default: false }], [/^error No package directory is the default/]],
    ['two need one', [{ path: 'app' }, { path: '.' }], [/^error No package directory is the default/]],
    [
      'two may not both be it',
      [
        { path: 'app', default: true },
        { path: '.', default: true },
      ],
      [/^error 2 package/],
    ],
    [
      'a missing folder',
      [{ path: 'app', default: true }, { path: 'gone' }],
      [/^warning There is no package directory "gone"/],
    ],
  ])('is checked as the CLI checks it: %s', (_what, packageDirectories, told) => {
    write('sfdx-project.json', JSON.stringify({ packageDirectories }));
    const found = checkProjectFile(findProject(root)).map(({ severity, message }) => `${severity} ${message}`);
    expect(found).toEqual(told.map((pattern) => expect.stringMatching(pattern)));
  });

  it('lists files without what .forceignore, dot files, links and node_modules take away', () => {
    write('.forceignore', '**/__tests__/**\n*.log\n');
    write('app/lwc/x/__tests__/x.test.js');
    write('app/debug.log');
    write('app/.DS_Store');
    write('app/node_modules/m/a.js');
    mkdirSync(path.join(root, 'app/empty'));
    symlinkSync('/etc', path.join(root, 'app/link'));
    expect(listFiles(findProject(root), ['app', 'other'])).toEqual({
      files: ['app/classes/A.cls'],
      emptyFolders: ['app/empty'],
    });
  });
});
