/** What `--data` keeps, and what happens to it when something goes wrong. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SYSTEM } from '../../../../local-org/data/types.ts';
import type { LocalOrg } from '../../../../local-org/org.ts';
import { openFolder, openInMemory } from '../../../../scripts/start/folder.ts';
import { errorOf } from '../raised.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'rollcall-data-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const addAccount = (org: LocalOrg, name: string): void => {
  const actor = { userId: org.data.rows('User', {})[0]!['Id'] as string };
  org.data.insert('Account', [{ Name: name }], { ...SYSTEM, actor, allOrNone: true });
};
const accounts = (org: LocalOrg): unknown[] => org.data.rows('Account', {}).map((row) => row['Name']);

describe('the folder of an org', () => {
  it('is made where it is missing, and gives the same org again', () => {
    const inner = path.join(data, 'a', 'b');
    const first = openFolder(inner, false);
    const { orgId } = first.org.data;
    addAccount(first.org, 'Kept');
    first.close();
    const second = openFolder(inner, false);
    expect(second.org.data.orgId).toBe(orgId);
    expect(accounts(second.org)).toEqual(['Kept']);
    expect(second.wasCutOff).toBe(false);
    second.close();
  });

  it('starts over when it is told to, and deletes nothing that is not the org', () => {
    writeFileSync(path.join(data, 'letter.txt'), 'mine');
    const first = openFolder(data, false);
    const { orgId } = first.org.data;
    first.close();
    const second = openFolder(data, true);
    expect(second.org.data.orgId).not.toBe(orgId);
    second.close();
    expect(existsSync(path.join(data, 'letter.txt'))).toBe(true);
  });

  it('belongs to one process at a time, also when it should start over', async () => {
    const first = openFolder(data, false);
    addAccount(first.org, 'Untouched');
    for (const fresh of [false, true]) {
      const error = await errorOf(() => openFolder(data, fresh));
      expect(error).toMatchObject({ name: 'DataInUse', message: `Another process runs the org in ${data}.` });
      expect(error.actions).toEqual(['Stop it first, or name another folder with --data.']);
    }
    expect(accounts(first.org)).toEqual(['Untouched']);
    first.close();
    openFolder(data, false).close();
  });

  it('goes back to how it was when a seeding does not come to its end', async () => {
    const first = openFolder(data, false);
    addAccount(first.org, 'Before');
    const seeding = first.guard(async () => {
      addAccount(first.org, 'Half a company');
      throw new Error('cut off');
    });
    await expect(seeding).rejects.toThrow('cut off');
    first.close();

    const second = openFolder(data, false);
    expect(second.wasCutOff).toBe(true);
    expect(accounts(second.org)).toEqual(['Before']);
    second.close();
    const third = openFolder(data, false);
    expect(third.wasCutOff).toBe(false);
    third.close();
  });

  it('keeps what a seeding that came to its end made', async () => {
    const first = openFolder(data, false);
    await first.guard(async () => addAccount(first.org, 'Seeded'));
    first.close();
    const second = openFolder(data, false);
    expect([second.wasCutOff, accounts(second.org)]).toEqual([false, ['Seeded']]);
    second.close();
    expect(readdirSync(data).sort()).toEqual(['lock.sqlite', 'org.sqlite']);
  });

  it('says that the file is no org, and what to do', async () => {
    writeFileSync(
      path.join(data, 'org.sqlite'),
      'This is a letter, not a database, and long enough to be read as one.',
    );
    const error = await errorOf(() => openFolder(data, false));
    expect(error.name).toBe('DataUnreadable');
    expect(error.message).toContain(path.join(data, 'org.sqlite'));
    expect(error.actions[0]).toMatch(/^Start over with --fresh/);
    openFolder(data, true).close();
  });

  it('cannot be below a file', async () => {
    writeFileSync(path.join(data, 'file'), '');
    const error = await errorOf(() => openFolder(path.join(data, 'file', 'org'), false));
    expect([error.name, error.actions[0]]).toEqual([
      'DataFolderUnusable',
      'Name a folder that you may write to with --data.',
    ]);
  });
});

describe('an org in memory', () => {
  it('seeds without a copy and keeps nothing', async () => {
    const first = openInMemory();
    await first.guard(async () => addAccount(first.org, 'Gone'));
    expect(accounts(first.org)).toEqual(['Gone']);
    first.close();
    const second = openInMemory();
    expect(accounts(second.org)).toEqual([]);
    second.close();
  });
});
