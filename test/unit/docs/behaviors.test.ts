import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { behaviorsOf } from '../../../scripts/docs/behaviors.ts';
import { code, plain, prose, table } from '../../../scripts/docs/markdown.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'behaviors-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

/** Titles that a test file would show, suites joined before them. */
function titles(source: string): string[] {
  files += 1;
  const file = path.join(folder, `sample${files}.ts`);
  writeFileSync(file, source);
  return behaviorsOf(file).map(({ suites, title }) => [...suites, title].join(' > '));
}

describe('titles of tests', () => {
  it('come with their suites', () => {
    expect(
      titles(
        "describe('users', () => { describe('creating', () => { it('works', () => {}); }); test('ends', () => {}); });",
      ),
    ).toEqual(['users > creating > works', 'users > ends']);
  });

  it('are filled in for each row, by place', () => {
    expect(titles("it.each([['a(1)', 2], ['no values at all', null]])('refuses %s: %p, case %#', () => {});")).toEqual([
      'refuses `a(1)`: `2`, case 0',
      'refuses no values at all: `null`, case 1',
    ]);
  });

  it('are filled in for each row, by name', () => {
    expect(titles("it.each([{ name: 'a.b', at: { line: 3 } }])('$name at $at.line and $other', () => {});")).toEqual([
      '`a.b` at `3` and $other',
    ]);
  });

  it('take rows from constants, spreads, mapped lists and other modules', () => {
    writeFileSync(path.join(folder, 'rows.ts'), "export const MORE = ['m()'] as const;");
    expect(
      titles(`import { MORE } from './rows.ts';
      const ROWS: string[] = ['x()', ...MORE];
      it.each(ROWS.map((row, index) => [row + '', row, index]))('%s', () => {});
      it.each(ROWS)('reads %s', () => {});
      it.each(Object.entries({ 'k()': [1] }).map(([key, [first]]) => [key, first]))('%s is %i', () => {});`),
    ).toEqual(["`row + ''`", "`row + ''`", 'reads `x()`', 'reads `m()`', '`k()` is `1`']);
  });

  it('follow functions that register tests, and loops', () => {
    expect(
      titles(`function suite(title: string, rows: [string, string][]): void { describe(\`\${title}!\`, () => { it.each(rows)('%s is %s', () => {}); }); }
      suite('Math', [['1+1', '2.']]);
      describe('paths', () => { for (const verb of ['GET', 'PUT']) it(\`\${verb} works\`, () => {}); });
      for (const verb of ['POST']) { it(\`\${verb} works\`, () => {}); }`),
    ).toEqual(['Math! > `1+1` is `2.`', 'paths > GET works', 'paths > PUT works', 'POST works']);
  });

  it('keep a mark where only running the test would tell', () => {
    expect(titles("it.each(readRows())('reads %s', () => {}); it(`needs ${process.version}`, () => {});")).toEqual([
      'reads …',
      'needs …',
    ]);
  });
});

describe('Markdown', () => {
  it('shows characters, not their effect', () => {
    expect(plain('a <b> *c* [d]\n e')).toBe('a &lt;b> \\*c\\* \\[d] e');
    expect(prose('see `a*` <b>')).toBe('see `a*` &lt;b>');
  });

  it('quotes backticks with more backticks', () => {
    expect(code('a`b')).toBe('``a`b``');
    expect(code('`a`')).toBe('`` `a` ``');
  });

  it('keeps bars inside the cells of a table', () => {
    expect(table(['a'], [['x | y']])).toBe('| a |\n| --- |\n| x \\| y |');
  });
});
