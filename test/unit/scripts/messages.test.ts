/** The texts in scripts/messages: every one is used, and none that is asked for is missing. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SCRIPTS = path.resolve(import.meta.dirname, '../../../scripts');
const FILES = readdirSync(path.join(SCRIPTS, 'messages'));

const sources = readdirSync(SCRIPTS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(path.join(SCRIPTS, file), 'utf8') }));
const allCode = sources.map(({ text }) => text).join('\n');

const keysOf = (file: string): string[] =>
  [...readFileSync(path.join(SCRIPTS, 'messages', file), 'utf8').matchAll(/^# +(.+)$/gm)].map(([, key]) => key!.trim());

/** Literal somewhere, or built from a literal beginning (`confidence.${…}`) or ending (`${…}.why`). */
function isMentioned(key: string): boolean {
  const beginnings = key.split('.').map((_, index, words) => words.slice(0, index).join('.'));
  const ending = key.slice(key.lastIndexOf('.') + 1);
  return (
    allCode.includes(`'${key}'`) ||
    beginnings.some((start) => start !== '' && allCode.includes(`\`${start}.\${`)) ||
    (ending !== key && allCode.includes(`}.${ending}\``))
  );
}

describe('the messages', () => {
  it.each(FILES)('of %s are all used, once each', (file) => {
    const keys = keysOf(file);
    expect(keys.filter((key) => !isMentioned(key))).toEqual([]);
    expect(keys).toHaveLength(new Set(keys).size);
  });

  it.each(FILES)('of %s belong to a command', (file) => {
    const name = file.replace(/\.md$/, '');
    expect(
      sources.filter(({ text }) => text.includes(`loadMessages('${name}')`)).map((source) => source.file),
    ).not.toEqual([]);
  });

  const users = sources.filter(({ text }) => /loadMessages\('/.test(text));
  it.each(users.map(({ file, text }) => [file, text]))('that %s asks for exist', (_, text) => {
    const names = [...text.matchAll(/loadMessages\('([^']+)'\)/g)].map(([, name]) => `${name}.md`);
    expect(names.filter((name) => !FILES.includes(name))).toEqual([]);
    const known = new Set(names.flatMap(keysOf));
    const asked = [...text.matchAll(/messages\.(?:text|list)\(\s*'([^']+)'/g)].map(([, key]) => key!);
    expect(asked.filter((key) => !known.has(key))).toEqual([]);
    expect(text).toMatch(/messages\.(?:text|list)\(/);
  });

  it('that are handed on are in one of the files', () => {
    const known = new Set(FILES.flatMap(keysOf));
    const asked = sources.flatMap(({ text }) => [...text.matchAll(/messages\.(?:text|list)\(\s*'([^']+)'/g)]);
    expect(asked.map(([, key]) => key).filter((key) => !known.has(key!))).toEqual([]);
  });
});
