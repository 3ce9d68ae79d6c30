import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestHub } from './dev-hub.ts';
import { CALLBACK, remove, testHub } from './dev-hub.ts';

let hub: TestHub;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-hub-'));
});

afterEach(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

const files = (): string[] => readdirSync(path.join(folder, 'scratch-orgs')).filter((name) => name.endsWith('.sqlite'));

describe('a request for a scratch org', () => {
  it('is New at once and Active with everything a client needs when the org is whole', async () => {
    hub = await testHub();
    const { id } = hub.ask({ DurationDays: 3, AdminEmail: 'ada@example.com' });
    expect(hub.request(id!)).toMatchObject({
      Status: 'New',
      Edition: 'Developer',
      Name: '00000001',
      SignupUsername: expect.stringMatching(/^test-[a-z0-9]{12}@example\.com$/),
      SignupEmail: 'ada@example.com',
      ExpirationDate: '2026-12-03',
      AuthCode: null,
      OwnerId: hub.adminId,
    });
    await hub.hub.reconcile();
    const request = hub.request(id!);
    expect(request).toMatchObject({
      Status: 'Active',
      LoginUrl: 'http://127.0.0.1:40001',
      SignupInstance: expect.stringMatching(/S$/),
      ScratchOrg: expect.stringMatching(/^00D\w{12}$/),
      AuthCode: expect.stringMatching(/^aPrx/),
      ErrorCode: null,
    });
    expect(hub.data.rows('ActiveScratchOrg')).toMatchObject([
      { ScratchOrg: request.ScratchOrg, SignupUsername: request.SignupUsername, ScratchOrgInfoId: id },
    ]);
  });

  it('makes an org of its own, that clients take for a scratch org, with its own administrator and id', async () => {
    hub = await testHub();
    const request = await hub.create({ OrgName: 'Demo', Edition: 'Enterprise', Country: 'DE', Language: 'de' });
    const other = await hub.create();
    const { data } = hub.listening.get(40_001)!;
    expect(data.rows('Organization')).toMatchObject([
      {
        Name: 'Demo',
        OrganizationType: 'Enterprise Edition',
        IsSandbox: true,
        TrialExpirationDate: '2026-12-07T00:00:00.000+0000',
        Country: 'DE',
        LanguageLocaleKey: 'de',
      },
    ]);
    expect(data.rows('User', { IsActive: true }).map((user) => user.Username)).toEqual([request.SignupUsername]);
    expect(new Set([data.orgId, hub.listening.get(40_002)!.data.orgId, hub.data.orgId]).size).toBe(3);
    expect(other.ScratchOrg).not.toBe(request.ScratchOrg);
    expect(data.schema.find('ScratchOrgInfo')).toBeUndefined();
    expect(data.hasFeature('SourceTracking')).toBe(true);
  });

  it('gives the client an authorization code for the new org, good once', async () => {
    hub = await testHub();
    const request = await hub.create();
    const { createIdentity } = await import('../../../local-org/identity/index.ts');
    const scratch = createIdentity(hub.listening.get(40_001)!.data);
    const exchange = () =>
      scratch.exchange(
        new URLSearchParams({
          grant_type: 'authorization_code',
          code: String(request.AuthCode),
          client_id: 'PlatformCLI',
          redirect_uri: CALLBACK,
        }),
      );
    const answer = exchange();
    expect(scratch.session(answer.accessToken)?.username).toBe(request.SignupUsername);
    expect(answer.refreshToken).toBeDefined();
    expect(exchange).toThrow('invalid authorization code');
  });

  it('is served in turn when several come at once', async () => {
    hub = await testHub();
    const ids = [hub.ask(), hub.ask(), hub.ask()].map(({ id }) => id!);
    await hub.hub.reconcile();
    expect(ids.map((id) => hub.request(id).Status)).toEqual(['Active', 'Active', 'Active']);
    expect(hub.listening.size).toBe(3);
  });

  it('is given up when it was deleted before the org was whole', async () => {
    hub = await testHub({ folder });
    const { id } = hub.ask();
    remove(hub, 'ScratchOrgInfo', id!);
    await hub.hub.reconcile();
    expect(hub.listening.size).toBe(0);
    expect(hub.data.rows('ActiveScratchOrg')).toEqual([]);
  });

  it('ends as Error C-9999, and leaves nothing, when making the org fails', async () => {
    let failure: Error | undefined = new Error('no port');
    hub = await testHub({ folder, failure: () => failure });
    const request = await hub.create();
    expect(request).toMatchObject({ Status: 'Error', ErrorCode: 'C-9999', ScratchOrg: null });
    expect(files()).toEqual([]);
    expect(hub.logged.join()).toContain('no port');
    failure = undefined;
    expect(await hub.create()).toMatchObject({ Status: 'Active' });
  });
});

describe('ending a scratch org', () => {
  it('takes its listener and its file when its record is deleted, and keeps the request as its log', async () => {
    hub = await testHub({ folder });
    const request = await hub.create();
    const kept = await hub.create();
    const [active] = hub.data.rows('ActiveScratchOrg', { ScratchOrgInfoId: request.Id! });
    expect(remove(hub, 'ActiveScratchOrg', String(active?.Id))).toMatchObject({ success: true });
    await hub.hub.reconcile();
    expect(hub.request(String(request.Id))).toMatchObject({
      Status: 'Deleted',
      DeletedBy: hub.adminId.slice(0, 15),
      DeletedDate: '2026-11-30',
      AuthCode: null,
    });
    expect([...hub.listening.keys()]).toEqual([40_002]);
    expect(files()).toEqual([`${String(kept.ScratchOrg)}.sqlite`]);
    expect(remove(hub, 'ActiveScratchOrg', String(active?.Id))).toMatchObject({ success: false });
  });

  it('happens when its request is deleted, too', async () => {
    hub = await testHub({ folder });
    const request = await hub.create();
    remove(hub, 'ScratchOrgInfo', String(request.Id));
    await hub.hub.reconcile();
    expect(hub.listening.size).toBe(0);
    expect(hub.data.rows('ActiveScratchOrg')).toEqual([]);
    expect(files()).toEqual([]);
  });

  it('happens by itself on the day after its ExpirationDate', async () => {
    hub = await testHub({ folder });
    const request = await hub.create({ DurationDays: 1 });
    hub.setNow('2026-12-01T23:59:00Z');
    await hub.hub.reconcile();
    expect(hub.listening.size).toBe(1);
    hub.setNow('2026-12-02T00:01:00Z');
    await hub.hub.reconcile();
    expect(hub.listening.size).toBe(0);
    expect(hub.request(String(request.Id))).toMatchObject({ Status: 'Deleted', DeletedDate: '2026-12-02' });
    expect(hub.data.rows('ActiveScratchOrg')).toEqual([]);
    expect(files()).toEqual([]);
  });
});

describe('a hub that starts again', () => {
  it('has its scratch orgs back, with their data, on the same addresses', async () => {
    hub = await testHub({ folder });
    const request = await hub.create({ OrgName: 'Kept' });
    hub.drop();
    hub = await testHub({ folder });
    expect(hub.listening.get(40_001)?.data.rows('Organization')).toMatchObject([{ Name: 'Kept' }]);
    expect(hub.request(String(request.Id))).toMatchObject({ Status: 'Active', LoginUrl: request.LoginUrl });
  });

  it('finishes what was being made when the process was killed', async () => {
    hub = await testHub({ folder });
    const { id } = hub.ask();
    hub.data.put('ScratchOrgInfo', { Id: id, Status: 'Creating' }, ['Id']);
    hub.drop();
    writeFileSync(path.join(folder, 'scratch-orgs-note.txt'), 'not ours');
    hub = await testHub({ folder });
    expect(hub.request(id!)).toMatchObject({ Status: 'Active', LoginUrl: 'http://127.0.0.1:40001' });
    expect(hub.data.rows('ActiveScratchOrg')).toHaveLength(1);
  });

  it('removes files of orgs that are gone, and no others', async () => {
    hub = await testHub({ folder });
    const request = await hub.create();
    hub.drop();
    const scratch = path.join(folder, 'scratch-orgs');
    writeFileSync(path.join(scratch, '00Drc0000HalfMa.sqlite'), '');
    writeFileSync(path.join(scratch, '00Drc0000HalfMa.sqlite-wal'), '');
    writeFileSync(path.join(scratch, 'notes.txt'), 'mine');
    hub = await testHub({ folder });
    expect(files()).toEqual([`${String(request.ScratchOrg)}.sqlite`]);
    expect(readdirSync(scratch)).toContain('notes.txt');
  });

  it('lists no org as Active whose file is gone', async () => {
    hub = await testHub({ folder });
    const request = await hub.create();
    hub.drop();
    rmSync(path.join(folder, 'scratch-orgs'), { recursive: true });
    hub = await testHub({ folder });
    expect(hub.request(String(request.Id))).toMatchObject({ Status: 'Deleted' });
    expect(hub.data.rows('ActiveScratchOrg')).toEqual([]);
    expect(hub.logged.join()).toContain('is gone, so the org is deleted');
  });
});
