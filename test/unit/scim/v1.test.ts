import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Harness } from '../server/harness.ts';
import { ADMIN, createUser, startHarness } from '../server/harness.ts';

let org: Harness;

beforeEach(async () => {
  org = await startHarness();
});

afterEach(() => org.close());

/** As `sf org create user` sends it: no content type, and no valid SCIM (reference/wire.md §5.1). */
const create = async (
  body: unknown,
  options: { token?: string; path?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; header: string | null; body: Record<string, unknown> }> => {
  const response = await fetch(`${org.server.url}${options.path ?? '/services/scim/v1/Users'}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${options.token ?? org.token}`, 'auto-approve-user': 'true', ...options.headers },
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  });
  return {
    status: response.status,
    header: response.headers.get('auto-approve-user'),
    body: (await response.json()) as Record<string, unknown>,
  };
};

const hob = (changes: object = {}): object => ({
  username: '1795296598122_admin@example.com',
  emails: ['hob@example.com'],
  name: { familyName: 'Hob' },
  nickName: '1795296598122_admin@example.com',
  entitlements: [{ value: String(org.data.rows('Profile', { Name: 'Standard User' })[0]?.Id) }],
  ...changes,
});

describe('SCIM 1.1, as far as the Salesforce CLI uses it', () => {
  it('creates the user, and gives the client a refresh token for them', async () => {
    const { status, header, body } = await create(hob());
    expect(status).toBe(201);
    expect(org.data.rows('User', { Id: String(body.id) })).toMatchObject([
      { Username: '1795296598122_admin@example.com', LastName: 'Hob', Email: 'hob@example.com', IsActive: true },
    ]);
    const answer = org.server.identity.exchange(
      new URLSearchParams({ grant_type: 'refresh_token', refresh_token: header!, client_id: 'PlatformCLI' }),
    );
    expect(answer.userId).toBe(body.id);
  });

  it('gives no token to who does not ask for approval', async () => {
    const { status, header } = await create(hob(), { headers: { 'auto-approve-user': 'false' } });
    expect([status, header]).toEqual([201, null]);
  });

  it('says what is wrong in the form that the CLI reads', async () => {
    expect(await create(hob({ username: ADMIN }))).toMatchObject({
      status: 409,
      header: null,
      body: { Errors: [{ description: expect.stringContaining('DUPLICATE_USERNAME') }] },
    });
    expect(await create('{bad')).toMatchObject({
      status: 400,
      body: { Errors: [{ description: 'The request body is not valid JSON' }] },
    });
    expect(await create(hob({ entitlements: [{ value: 'No Such Profile' }] }))).toMatchObject({
      body: { Errors: [{ description: expect.any(String) }] },
      header: null,
    });
  });

  it('is for who may manage users', async () => {
    createUser(org.data, org.adminId);
    const token = org.server.issueToken('ada.example@example.com');
    expect(await create(hob(), { token })).toMatchObject({ status: 403, header: null });
    expect(await create(hob(), { token: 'none' })).toMatchObject({ status: 401, header: null });
  });

  it('refuses the rest of SCIM 1.1 by name', async () => {
    expect(await create({}, { path: '/services/scim/v1/Groups' })).toMatchObject({ status: 501 });
    expect(await create(hob({ phoneNumbers: [] }))).toMatchObject({
      status: 501,
      body: { Errors: [{ description: expect.stringContaining('phoneNumbers') }] },
    });
  });
});
