import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compileAhead, lwcTasks } from '../../../../local-org/metadata/index.ts';
import { openKeptCompilations } from '../../../../local-org/metadata/lwc/kept.ts';
import { elementsIn, importsOf } from '../../../../local-org/metadata/lwc/references.ts';
import { moduleOfTag } from '../../../../local-org/metadata/lwc/modules.ts';
import { readSourcePackage } from '../../../../local-org/metadata/package/source.ts';

const SCRIPT = "import { LightningElement } from 'lwc';\nexport default class X extends LightningElement {}\n";

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'scim-lwc-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('compileAhead', () => {
  const files = {
    'a.js': SCRIPT,
    'a.html': '<template><p>{x.y()}</p></template>',
    'a.css': '.a {}',
    'b.js': 'export const b = 1;',
    'c.js': 'export const c = 2;',
  };
  const tasks = Object.entries(files).map(([file, source]) => ({ name: 'a', file, source }));

  it('answers from another thread what compiling here would answer', () => {
    const ahead = compileAhead(tasks, openKeptCompilations(tasks, folder));
    expect(ahead.compile('a', 'c.js', files['c.js'])).toBeUndefined();
    expect(ahead.compile('a', 'a.html', files['a.html'])).toMatchObject({
      file: 'a.html',
      line: 1,
      text: expect.stringContaining('LWC1060'),
    });
    ahead.stop();
  });

  it('compiles here what was not asked for ahead, and when there is too little to be worth a thread', () => {
    const ahead = compileAhead(tasks, openKeptCompilations(tasks, folder));
    expect(ahead.compile('other', 'other.css', '.a {')).toMatchObject({ line: 1 });
    ahead.stop();
    expect(compileAhead([]).compile('a', 'a.css', '.a {')).toMatchObject({ line: 1 });
  });

  it('does not compile again what it compiled before, but what changed since', () => {
    const first = compileAhead(tasks, openKeptCompilations(tasks, folder));
    const problem = first.compile('a', 'a.html', files['a.html']);
    first.stop();
    const kept = openKeptCompilations(tasks, folder);
    expect(kept.get(tasks[1]!)).toEqual(problem);
    const second = compileAhead(tasks.slice(1, 2), kept);
    expect(second.compile('a', 'a.html', files['a.html'])).toEqual(problem);
    expect(second.compile('a', 'a.html', '<template></template>')).toBeUndefined();
    expect(second.compile('b', 'a.html', '<template>{')).toMatchObject({ file: 'a.html' });
    second.stop();
  });

  it('answers right over a damaged file of what was compiled before', () => {
    writeFileSync(path.join(folder, 'lwc-problems.json'), 'not what it wrote');
    const ahead = compileAhead(tasks, openKeptCompilations(tasks, folder));
    expect(ahead.compile('a', 'a.html', files['a.html'])).toMatchObject({ line: 1 });
    expect(ahead.compile('a', 'c.js', files['c.js'])).toBeUndefined();
    ahead.stop();
  });

  it('takes the compilable files of bundles, not their tests', () => {
    const { components } = readSourcePackage(
      ['a.js', 'a.html', 'a.svg', '__tests__/a.test.js'].map((file) => ({
        path: `app/lwc/a/${file}`,
        read: () => new Uint8Array(),
      })),
      '67.0',
    );
    expect(lwcTasks(components).map(({ file }) => file)).toEqual(['a.js', 'a.html']);
  });
});

describe('references', () => {
  it('are found in every form of import, with their places', () => {
    const source =
      "import a from 'c/a';\nimport { b,\n  c } from \"c/b\";\nexport { d } from 'c/d';\nimport 'c/e';\nconst f = () => import('c/f');\n// import g from 'c/g'\nconst text = 'import h';";
    expect(importsOf(source).map(({ module, line, column }) => `${module} ${line}:${column}`)).toEqual([
      'c/a 1:15',
      'c/b 3:12',
      'c/d 4:19',
      'c/e 5:8',
      'c/f 6:24',
    ]);
  });

  it('are found as custom elements of a template', () => {
    expect(elementsIn('<template>\n  <c-user-list-2></c-user-list-2>\n</template>', moduleOfTag)).toEqual([
      { module: 'c/userList2', line: 2, column: 3 },
    ]);
  });
});
