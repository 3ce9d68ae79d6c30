import { mkdtempSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openOrgData } from '../../../local-org/data/index.ts';
import { defineObject, openFixture, plainField } from './fixture.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-data-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('an org in a file', () => {
  it('is the same org when it is opened again, and never repeats an id', () => {
    const file = path.join(folder, 'again.db');
    const first = openOrgData({ file, adminUsername: 'root@example.com', orgId: '00D000000000001' });
    defineObject(first, 'Kept__c', [plainField('Note__c', 'string', { length: 20, childRelationshipName: null })]);
    const system = {
      mode: 'system' as const,
      sharing: false,
      actor: { userId: first.meta('adminUserId') as string },
      allOrNone: true,
    };
    const id = first.insert('Kept__c', [{ Name: 'one', Note__c: 'safe' }], system)[0]?.id as string;
    first.close();
    const again = openOrgData({ file });
    expect(again.orgId).toBe('00D000000000001EAA');
    expect(again.query('SELECT Note__c FROM Kept__c', system).records.map((record) => record.values)).toEqual([
      { Note__c: 'safe' },
    ]);
    expect(again.query('SELECT Username FROM User', system).records[0]?.values.Username).toBe('root@example.com');
    expect((again.insert('Kept__c', [{ Name: 'two' }], system)[0]?.id as string) > id).toBe(true);
    again.close();
  });

  it('keeps what was acknowledged before the process was killed', () => {
    const file = path.join(folder, 'killed.db');
    const script = `
      import { openOrgData } from ${JSON.stringify(path.resolve('local-org/data/index.ts'))};
      const data = openOrgData({ file: ${JSON.stringify(file)} });
      const actor = { userId: data.meta('adminUserId') };
      data.insert('Account', [{ Name: 'acknowledged' }], { mode: 'system', sharing: false, actor, allOrNone: true });
      data.sql.exec('BEGIN'); data.store.insert('Account', { Name: 'never committed' });
      process.kill(process.pid, 'SIGKILL');`;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(child.signal).toBe('SIGKILL');
    const data = openOrgData({ file });
    expect(data.rows('Account').map((row) => row.Name)).toEqual(['acknowledged']);
    data.close();
  });

  it('refuses an org id that is none', () => {
    expect(() => openOrgData({ file: ':memory:', orgId: '001000000000001' })).toThrow('begins with 00D');
  });
});

describe('transactions', () => {
  it('nest: an inner failure undoes only the inner part', () => {
    const org = openFixture();
    org.data.transaction(() => {
      org.insert('Account', { Name: 'outer' });
      expect(() =>
        org.data.transaction(() => {
          org.insert('Account', { Name: 'inner' });
          throw new Error('inner');
        }),
      ).toThrow('inner');
    });
    expect(org.values('SELECT Name FROM Account')).toEqual([{ Name: 'outer' }]);
    org.data.close();
  });

  it('roll back to savepoints, and only to their own', () => {
    const org = openFixture();
    org.data.transaction(() => {
      org.insert('Account', { Name: 'kept' });
      const savepoint = org.data.savepoint();
      const lost = org.insert('Account', { Name: 'lost' });
      org.data.rollbackTo(savepoint);
      expect(org.insert('Account', { Name: 'later' })).not.toBe(lost);
      expect(() => org.data.rollbackTo('sp1; DROP TABLE x')).toThrow('is not a savepoint');
    });
    expect(org.values('SELECT Name FROM Account')).toEqual([{ Name: 'kept' }, { Name: 'later' }]);
    org.data.close();
  });

  it('make the tables again that went with them, when asked outside of any', () => {
    const { data, insert } = openFixture();
    const hasTable = (): boolean =>
      data.sql.prepare("SELECT 1 FROM sqlite_master WHERE name = 'o_Campaign'").get() !== undefined;
    const failing = (): void => {
      insert('Campaign', { Name: 'Example' });
      data.settleTables();
      expect(data.hasUnsettledTables).toBe(true);
      throw new Error('taken back');
    };
    expect(() => data.transaction(failing)).toThrow('taken back');
    expect([hasTable(), data.hasUnsettledTables]).toEqual([false, true]);
    data.settleTables();
    expect([hasTable(), data.hasUnsettledTables]).toEqual([true, false]);
    expect(data.rows('Campaign')).toEqual([]);
  });

  it('run what waits for the commit once it is there, and drop it on rollback', () => {
    const org = openFixture();
    const done: string[] = [];
    org.data.transaction(() => {
      org.data.afterCommit(() => done.push('committed'));
      expect(done).toEqual([]);
    });
    expect(() =>
      org.data.transaction(() => {
        org.data.afterCommit(() => done.push('never'));
        throw new Error('no');
      }),
    ).toThrow('no');
    org.data.transaction(() => {
      expect(() =>
        org.data.transaction(() => {
          org.data.afterCommit(() => done.push('nor this'));
          throw new Error('no');
        }),
      ).toThrow('no');
    });
    org.data.afterCommit(() => done.push('at once'));
    expect(done).toEqual(['committed', 'at once']);
    org.data.close();
  });

  it('know nothing of access that was rolled back', () => {
    const org = openFixture();
    expect(() =>
      org.data.transaction(() => {
        org.data.put('Profile', { Name: 'Read Only', PermissionsModifyAllData: true }, ['Name']);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(org.values("SELECT PermissionsModifyAllData FROM Profile WHERE Name = 'Read Only'")).toEqual([
      { PermissionsModifyAllData: false },
    ]);
    org.data.close();
  });
});
