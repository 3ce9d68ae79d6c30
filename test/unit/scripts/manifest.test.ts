/** The snapshots of the commands: a changed name, flag, option or text shows up in a file, and so in review. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Command } from '@oclif/core';
import { brokenPromises, type SnapshotRow } from '../../../scripts/command-snapshot.ts';
import { currentSnapshot, MANIFEST_FILE, manifestText, writtenSnapshot } from '../../../scripts/manifest.ts';

describe('oclif.manifest.json', () => {
  it('describes the commands as they are (else: npm run manifest)', async () => {
    expect(JSON.parse(await manifestText())).toEqual(JSON.parse(readFileSync(MANIFEST_FILE, 'utf8')));
  });

  it('names no file, so that it holds for TypeScript in a checkout and JavaScript in a tarball', () => {
    expect(readFileSync(MANIFEST_FILE, 'utf8')).not.toContain('relativePath');
  });

  it('gives every command what its help needs, and --json', async () => {
    const { commands } = JSON.parse(await manifestText());
    for (const command of Object.values<Command.Cached>(commands)) {
      expect([typeof command.summary, typeof command.description, command.enableJsonFlag]).toEqual([
        'string',
        'string',
        true,
      ]);
      expect(command.examples?.length).toBeGreaterThan(0);
      for (const flag of Object.values(command.flags)) expect(flag.summary ?? flag.description).toMatch(/\.$/);
    }
  });

  it('names flags as the Salesforce CLI does: words and hyphens, one org flag everywhere, no letter twice', async () => {
    for (const { command, flags, flagChars } of await currentSnapshot()) {
      for (const flag of flags)
        expect([command, flag]).toEqual([command, expect.stringMatching(/^[a-z]+(?:-[a-z]+)*$/)]);
      expect(new Set(flagChars).size).toBe(flagChars.length);
      expect([command, flags.includes('target-org')]).toEqual([command, flagChars.includes('o')]);
    }
  });
});

describe('command-snapshot.json', () => {
  it('still finds every command, flag and alias that it promised', async () => {
    expect(brokenPromises(writtenSnapshot(), await currentSnapshot())).toEqual([]);
  });

  it('lists the commands as they are (else: npm run manifest)', async () => {
    expect(await currentSnapshot()).toEqual(writtenSnapshot());
  });
});

describe('a change of the commands', () => {
  const row = (change: Partial<SnapshotRow> = {}): SnapshotRow => ({
    alias: [],
    command: 'scim:audit',
    flagAliases: [],
    flagChars: ['o'],
    flags: ['json', 'target-org'],
    plugin: 'scim-rollcall',
    ...change,
  });

  it.each<[string, SnapshotRow[], string[]]>([
    ['a command that is gone', [], ['scim:audit is gone.']],
    ['a command with another name', [row({ command: 'scim:check' })], ['scim:audit is gone.']],
    ['a flag that is gone', [row({ flags: ['json'] })], ['scim:audit has no --target-org any more.']],
    ['a flag without its letter', [row({ flagChars: [] })], ['scim:audit has no -o any more.']],
  ])('that breaks scripts is told: %s', (_, now, told) => {
    expect(brokenPromises([row()], now)).toEqual(told);
  });

  it.each<[string, SnapshotRow[]]>([
    ['a new flag', [row({ flags: ['json', 'target-org', 'wait'] })]],
    ['another name that leaves the old one as an alias', [row({ command: 'scim:check', alias: ['scim:audit'] })]],
    ['a flag that leaves its old name as an alias', [row({ flags: ['json', 'org'], flagAliases: ['target-org'] })]],
  ])('that breaks nothing passes: %s', (_, now) => {
    expect(brokenPromises([row()], now)).toEqual([]);
  });
});
