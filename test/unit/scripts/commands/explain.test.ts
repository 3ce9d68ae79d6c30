import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import Explain from '../../../../scripts/commands/scim/explain.ts';
import { knowledge } from '../../../../scripts/explain/knowledge.ts';
import { runCommand } from './run-command.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-explain-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  jest.restoreAllMocks();
});

const explain = (...argv: string[]) => runCommand(Explain, argv);
const fileOf = (text: string): string => {
  const file = path.join(folder, 'provisioning.log');
  writeFileSync(file, text);
  return file;
};

/** Standard input for one command. */
async function withInput<Result>(text: string, run: () => Promise<Result>): Promise<Result> {
  const before = Object.getOwnPropertyDescriptor(process, 'stdin')!;
  Object.defineProperty(process, 'stdin', { value: Readable.from([text]), configurable: true });
  try {
    return await run();
  } finally {
    Object.defineProperty(process, 'stdin', before);
  }
}

describe('scim explain', () => {
  it('says why, what to do on both sides, how to check and how sure it is', async () => {
    const run = await explain('DUPLICATE_USERNAME');
    expect([run.exitCode, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toMatch(
      /^The user name is taken, here or in another Salesforce org {2}\[duplicate-username\]\n/,
    );
    for (const part of ['Seen ', 'Why ', 'Provider ', 'Salesforce ', 'Check ', 'Source '])
      expect(run.stdout).toContain(`\n  ${part}`);
    expect(run.stdout).toContain('(documented by the vendor)');
  });

  it('takes the words of an error without quotes', async () => {
    const run = await explain('--json', 'No', 'such', 'resource');
    expect(run.json()).toMatchObject({
      status: 0,
      result: { certain: true, explanations: [{ code: 'scim-not-found' }] },
    });
  });

  it('reads a file, and standard input', async () => {
    const file = await explain('--file', fileOf('…\nUNABLE_TO_LOCK_ROW\n'), '--json');
    expect(file.json().result.explanations).toMatchObject([{ code: 'row-lock' }]);
    for (const argv of [['-'], ['--file', '-']]) {
      const piped = await withInput('LICENSE_LIMIT_EXCEEDED', () => explain('--json', ...argv));
      expect(piped.json().result.explanations).toMatchObject([{ code: 'license-limit' }]);
    }
  });

  it('says that it guesses, with exit code 1', async () => {
    const run = await explain('the default owner of something cannot be deactivated');
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(/^This text is not known\. These look alike; take them as guesses\.\n/);
    const nothing = await explain('--json', 'xyzzy');
    expect([nothing.exitCode, nothing.json().result]).toEqual([
      1,
      { certain: false, explanations: [], unrecognized: [] },
    ]);
    expect((await explain('xyzzy')).stdout).toContain('nothing looks like it');
  });

  it('names what it does not know beside what it knows', async () => {
    const run = await explain('{"detail":"UNSUPPORTED_FIELD:costCenter;ODD_THING:refused by a rule;","status":409}');
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/Also in the text, and not known here:\n {2}ODD_THING:refused by a rule\n$/);
  });

  it('lists all that can be explained', async () => {
    const run = await explain('--list');
    expect(run.stdout.trim().split('\n')).toHaveLength(knowledge().length);
    const json = await explain('--list', '--json');
    expect(json.json().result).toContainEqual({ code: 'NO_SEATS_LEFT', title: 'No seat of the license is free' });
  });

  it.each<[string[], string, RegExp]>([
    [[], 'NothingToExplain', /There is no text to explain/],
    [['  '], 'NothingToExplain', /There is no text to explain/],
    [['--file', 'no-such.log'], 'UnreadableFile', /no-such\.log cannot be read/],
    [['--file', tmpdir()], 'UnreadableFile', /cannot be read/],
    [['--file', 'a.log', 'and text'], 'TwoInputs', /not both/],
    [['--colour'], 'NonExistentFlagsError', /Nonexistent flag: --colour/],
  ])('refuses %j with exit code 2', async (argv, name, message) => {
    const run = await explain('--json', ...argv);
    expect(run.exitCode).toBe(2);
    expect(run.json()).toMatchObject({ name, message: expect.stringMatching(message) });
  });

  it('refuses more text than one error needs, from a file and from standard input', async () => {
    const much = 'x'.repeat(300_000);
    expect((await explain('--json', '--file', fileOf(much))).json()).toMatchObject({ name: 'TextTooLong', status: 2 });
    const piped = await withInput(much, () => explain('--json', '-'));
    expect(piped.json()).toMatchObject({ name: 'TextTooLong', message: expect.stringContaining('250,000 characters') });
  });
});
