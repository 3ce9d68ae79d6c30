/** Commands in the documents and in the examples of `--help`: each exists, with every flag and value. Test/wire runs them. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { commandDocuments, shellBlocks } from '../../support/documents/blocks.ts';
import { commandsOf, problemsOf } from '../../support/documents/parse.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const MOST_LINES_OF_README = 150;

describe('a command of a document', () => {
  const documents = commandDocuments();
  it.each(documents.map(({ file, blocks }) => [file, blocks] as const))(
    'in %s exists as it is written',
    async (file, blocks) => {
      const problems = await Promise.all(
        blocks.map(async ({ line, text }) => (await problemsOf(text)).map((problem) => `${file}:${line}: ${problem}`)),
      );
      expect(problems.flat()).toEqual([]);
    },
  );

  it('is there for every command of the plugin, as an example of its help', () => {
    const { commands } = JSON.parse(readFileSync(path.join(ROOT, 'oclif.manifest.json'), 'utf8')) as {
      commands: object;
    };
    const withExamples = documents.filter(({ file }) => file.startsWith('scripts/messages/')).map(({ file }) => file);
    const expected = Object.keys(commands).map((id) => `scripts/messages/${id.replaceAll(':', '.')}.md`);
    expect(expected.filter((file) => !withExamples.includes(file))).toEqual([]);
  });
});

describe('the check of a command', () => {
  it.each([
    ['sf scim audit -o x', []],
    ['npm run deploy -- --target-org x --dry-run', []],
    ['SF_TARGET_ORG=x node bin/run.js scim explain "a | b" && sf org list', []],
    ['sf scim audit --colour', ['sf scim audit --colour: Nonexistent flag: --colour See more help with --help']],
    ['sf scim audit --fail-on sometimes', [expect.stringContaining('Expected --fail-on=sometimes to be one of')]],
    ['node bin/run.js scim rules document', [expect.stringContaining('Missing required flag output-dir')]],
    ['sf scim adit', ['sf scim adit: there is no such command.']],
    ['npm run deploi', ['npm run deploi: package.json has no script "deploi".']],
    ['npm start -- --sed demo', [expect.stringContaining('Nonexistent flag: --sed')]],
    ['sf project deploy start --sauce-dir x', ['sf project deploy start --sauce-dir x: it has no --sauce-dir.']],
    ['sf project deploi', ['sf project deploi: sf has no such command.']],
  ])('of %s', async (text, problems) => {
    expect(await problemsOf(text)).toEqual(problems);
  });

  it('sees through continued lines, quotes, pipes and redirections', () => {
    expect(
      commandsOf('sf org list \\\n  --json | node -pe "x" > out\n# sf not this\ncat x | sf scim explain -'),
    ).toEqual([
      ['sf', 'org', 'list', '--json'],
      ['node', '-pe', 'x'],
      ['sf', 'scim', 'explain', '-'],
    ]);
  });

  it('takes shell blocks, and no other', () => {
    expect(
      shellBlocks('text\n```sh\nnpm test\n```\n```json\n{}\n```\n```\nsf org list\n```\n```\ntree\n```\n'),
    ).toEqual([
      { line: 3, text: 'npm test' },
      { line: 9, text: 'sf org list' },
    ]);
  });
});

describe('README.md', () => {
  it(`stays under ${MOST_LINES_OF_README} lines`, () => {
    expect(readFileSync(path.join(ROOT, 'README.md'), 'utf8').split('\n').length).toBeLessThan(MOST_LINES_OF_README);
  });

  it('points to files that are there', () => {
    const links = [...readFileSync(path.join(ROOT, 'README.md'), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)];
    for (const [, file] of links) expect(() => readFileSync(path.join(ROOT, file!))).not.toThrow();
    expect(links.length).toBeGreaterThan(5);
  });
});
