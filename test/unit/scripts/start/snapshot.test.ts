import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openFolder } from '../../../../scripts/start/folder.ts';
import { restoreSnapshot, takeSnapshot } from '../../../../scripts/start/snapshot.ts';

let folder: string;
const at = (name: string): string => path.join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-snapshot-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function addAccount(folderOfOrg: string, name: string): void {
  const opened = openFolder(folderOfOrg, false);
  const { data } = opened.org;
  const actor = { userId: String(data.meta('adminUserId')) };
  data.insert('Account', [{ Name: name }], { mode: 'system', sharing: false, actor, allOrNone: true });
  opened.close();
}

function accounts(data: string): unknown[] {
  const opened = openFolder(data, false);
  const names = opened.org.data.rows('Account').map((row) => row.Name);
  opened.close();
  return names;
}

describe('a snapshot', () => {
  it('is the org as it was, and is taken while the org runs', async () => {
    addAccount(at('org'), 'before');
    const running = openFolder(at('org'), false);
    expect(await takeSnapshot(at('org'), at('snapshot'))).toBe(running.org.data.orgId);
    running.close();
    addAccount(at('org'), 'after');
    await restoreSnapshot(at('org'), at('snapshot'));
    expect(accounts(at('org'))).toEqual(['before']);
    await restoreSnapshot(at('another'), at('snapshot'));
    expect(accounts(at('another'))).toEqual(['before']);
  });

  it('leaves nothing half-made where it cannot be', async () => {
    await expect(takeSnapshot(at('none'), at('snapshot'))).rejects.toMatchObject({ name: 'NoOrgInFolder' });
    addAccount(at('org'), 'kept');
    await expect(takeSnapshot(at('org'), at('no/such/file'))).rejects.toMatchObject({ name: 'SnapshotUnwritable' });
    writeFileSync(at('there'), 'text');
    await expect(takeSnapshot(at('org'), at('there'))).rejects.toMatchObject({ name: 'SnapshotExists' });
    expect(readdirSync(folder).sort()).toEqual(['org', 'there']);
  });

  it('is not put in place of an org that runs, nor is anything that is none', async () => {
    addAccount(at('org'), 'kept');
    await takeSnapshot(at('org'), at('snapshot'));
    const running = openFolder(at('org'), false);
    await expect(restoreSnapshot(at('org'), at('snapshot'))).rejects.toMatchObject({ name: 'DataInUse' });
    running.close();
    writeFileSync(at('text'), 'text');
    await expect(restoreSnapshot(at('org'), at('text'))).rejects.toMatchObject({ name: 'SnapshotUnreadable' });
    await expect(restoreSnapshot(at('org'), at('none'))).rejects.toMatchObject({ name: 'SnapshotUnreadable' });
    expect(accounts(at('org'))).toEqual(['kept']);
    expect(existsSync(at('org/org.sqlite.part'))).toBe(false);
  });
});
