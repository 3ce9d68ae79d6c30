import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installedPackages } from '../../../local-org/kept/folder.ts';
import { openKeptResults } from '../../../local-org/kept/results.ts';
import type { KeptResults } from '../../../local-org/kept/results.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'scim-kept-'));
  writeFileSync(path.join(folder, 'tool.ts'), 'export const rule = 1;');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (into = folder): KeptResults<unknown> =>
  openKeptResults({
    name: 'answers',
    packageName: '@lwc/compiler',
    modules: [pathToFileURL(path.join(folder, 'tool.ts'))],
    folder: into,
  });
const file = (): string => path.join(folder, 'answers.json');

/** Keeps one answer, as another process would find it. */
function keepOne(): void {
  const results = open();
  results.set({ line: 3 }, 'a.html', '<template>');
  results.save();
}

describe('kept results', () => {
  it('are found again by their whole input', () => {
    keepOne();
    const results = open();
    expect(results.get('a.html', '<template>')).toEqual({ line: 3 });
    expect(results.get('a.html', '<template> ')).toBeUndefined();
    expect(results.get('a.html<', 'template>')).toBeUndefined();
  });

  it('are as many as the tool wants: those asked for last stay', () => {
    const [modules, limits] = [[pathToFileURL(path.join(folder, 'tool.ts'))], { folder, most: 2 }];
    const few = (): KeptResults<unknown> =>
      openKeptResults({ name: 'answers', packageName: '@lwc/compiler', modules, ...limits });
    for (const input of ['a', 'b', 'c']) {
      const results = few();
      results.set(1, input);
      results.save();
    }
    expect(['a', 'b', 'c'].map((input) => few().get(input))).toEqual([undefined, 1, 1]);
  });

  it('hold that there was nothing to say, too', () => {
    const results = open();
    results.set(null, 'a.css');
    results.save();
    expect(open().get('a.css')).toBeNull();
  });

  it('are forgotten when a module that shapes them changes', () => {
    keepOne();
    writeFileSync(path.join(folder, 'tool.ts'), 'export const rule = 2;');
    expect(open().get('a.html', '<template>')).toBeUndefined();
  });

  it('are forgotten when something else is installed', () => {
    const modules = path.join(folder, 'node_modules');
    mkdirSync(path.join(modules, 'tool'), { recursive: true });
    writeFileSync(path.join(modules, 'tool/package.json'), '{}');
    expect(installedPackages('tool', path.join(folder, 'src'))).toBeUndefined();
    writeFileSync(path.join(modules, '.package-lock.json'), '{"a":1}');
    expect(String(installedPackages('tool', path.join(folder, 'src')))).toBe('{"a":1}');
  });

  it('are not used where nobody can tell what is installed', () => {
    const results = openKeptResults({ name: 'answers', packageName: 'not-installed-anywhere', modules: [], folder });
    results.set(1, 'x');
    results.save();
    expect(results.get('x')).toBeUndefined();
    expect(readdirSync(folder)).toEqual(['tool.ts']);
  });

  it('count as none when their file is damaged, cut short, of another kind or too much', () => {
    keepOne();
    const content = readFileSync(file(), 'utf8');
    const damaged = [
      '',
      'no JSON',
      content.slice(0, -10),
      content.replace('"line":3', '"line":4'),
      `${'0'.repeat(64)}\n[]`,
      content.slice(0, 64),
    ];
    for (const text of damaged) {
      writeFileSync(file(), text);
      expect(open().get('a.html', '<template>')).toBeUndefined();
    }
    keepOne();
    expect(open().get('a.html', '<template>')).toEqual({ line: 3 });
  });

  it('do not matter where they cannot be written', () => {
    const blocked = path.join(folder, 'tool.ts', 'below');
    const results = open(blocked);
    results.set(1, 'x');
    expect(() => results.save()).not.toThrow();
    mkdirSync(path.join(folder, 'answers.json'));
    const onFolder = open();
    onFolder.set(1, 'x');
    expect(() => onFolder.save()).not.toThrow();
    expect(open().get('x')).toBeUndefined();
    expect(readdirSync(folder).sort()).toEqual(['answers.json', 'tool.ts']);
  });

  it('are read from a folder that is read-only', () => {
    keepOne();
    chmodSync(folder, 0o555);
    try {
      expect(open().get('a.html', '<template>')).toEqual({ line: 3 });
    } finally {
      chmodSync(folder, 0o755);
    }
  });

  it('keep those of other processes, and write only when there is something new', () => {
    keepOne();
    const other = open();
    other.set(2, 'other');
    other.save();
    expect(open().get('a.html', '<template>')).toEqual({ line: 3 });
    const before = readFileSync(file(), 'utf8');
    rmSync(file());
    other.save();
    expect(readdirSync(folder)).toEqual(['tool.ts']);
    expect(before.length).toBeGreaterThan(64);
  });
});
