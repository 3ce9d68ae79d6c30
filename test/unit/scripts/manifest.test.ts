/** The snapshot of the commands: a changed name, flag, option or text shows up in `oclif.manifest.json`, and in review. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Command } from '@oclif/core';
import { MANIFEST_FILE, manifestText } from '../../../scripts/manifest.ts';

describe('oclif.manifest.json', () => {
  it('describes the commands as they are (else: npm run manifest)', async () => {
    expect(JSON.parse(await manifestText())).toEqual(JSON.parse(readFileSync(MANIFEST_FILE, 'utf8')));
  });

  it('gives every command what its help needs, and --json', async () => {
    const { commands } = JSON.parse(await manifestText());
    expect(Object.keys(commands).sort()).toEqual([
      'scim:audit',
      'scim:deploy',
      'scim:deprovision',
      'scim:doctor',
      'scim:evidence',
      'scim:evidence:verify',
      'scim:explain',
      'scim:idp',
      'scim:org:start',
      'scim:remediate',
      'scim:rules:check',
      'scim:rules:document',
      'scim:rules:export',
      'scim:rules:generate',
      'scim:rules:import',
      'scim:rules:test',
      'scim:validate',
    ]);
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
});
