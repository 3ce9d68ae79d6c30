/** Ending sessions and OAuth tokens from Apex (reference/scim.md §7.3). */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createIdentity } from '../../../../local-org/identity/index.ts';
import type { Identity } from '../../../../local-org/identity/index.ts';
import type { ApexOrg } from '../../../support/apex-org.ts';
import { openApexOrg } from '../../../support/apex-org.ts';
import { createUser } from '../../server/harness.ts';

const ADMIN = 'admin@rollcall.example.com';
const ADA = 'ada.example@example.com';

let org: ApexOrg;
let identity: Identity;
let adaId: string;
beforeEach(() => {
  org = openApexOrg();
  identity = createIdentity(org.data);
  adaId = createUser(org.data, org.admin.userId, ADA);
});
afterEach(() => org.data.close());

const failure = (code: string, userId = org.admin.userId): string =>
  org.apex.executeAnonymous({ userId }, code).exceptionMessage ?? 'none';
const connect = (): { access: string; refresh: string } => {
  const { clientId, clientSecret } = identity.registerClient({ name: 'Directory', runAsUsername: ADMIN });
  const { accessToken } = identity.exchange(
    new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }),
  );
  return { access: accessToken, refresh: identity.issueRefreshToken(ADMIN, clientId) };
};

describe('sessions', () => {
  it('end by the ids of their rows', () => {
    const token = identity.issueToken(ADA);
    expect(identity.session(token)).toBeDefined();
    org.run(`List<String> ids = new List<String>();
      for (AuthSession session : [SELECT Id FROM AuthSession WHERE UsersId = '${adaId}']) { ids.add(session.Id); }
      System.assertEquals(1, ids.size()); Auth.SessionManagement.invalidateSessions(ids); Auth.SessionManagement.invalidateSessions(ids);`);
    expect(identity.session(token)).toBeUndefined();
  });

  it('end when their row is deleted', () => {
    const token = identity.issueToken(ADA);
    org.run(`delete [SELECT Id FROM AuthSession WHERE UsersId = '${adaId}'];`);
    expect(identity.session(token)).toBeUndefined();
  });

  it('of others need Manage Users', () => {
    identity.issueToken(ADMIN);
    const [session] = org.rows('AuthSession', { UsersId: org.admin.userId });
    const code = `Auth.SessionManagement.invalidateSessions(new List<String>{ '${String(session?.Id)}' });`;
    expect(failure(code, adaId)).toContain('System.NoAccessException');
    expect(failure("Auth.SessionManagement.invalidateSessions(new List<String>{ 'x' });")).toContain(
      'Invalid session id',
    );
  });
});

describe('OAuth tokens', () => {
  const REVOKE = (kind: string, token: string): string =>
    `Auth.OauthToken.revokeToken(Auth.OauthTokenType.${kind}, '${token}');`;

  it('have one row for a user and client, without an id', () => {
    connect();
    connect();
    expect(
      org.debugged(
        `OauthToken token = [SELECT Id, AppName, UseCount, UserId FROM OauthToken]; System.debug(token.Id + ' ' + token.AppName + ' ' + token.UseCount);`,
      ),
    ).toEqual(['null Directory 2']);
    expect(
      org.data.query('SELECT Id FROM OauthToken', { mode: 'system', sharing: false, actor: org.admin }).records[0],
    ).toEqual({ type: 'OauthToken', values: { Id: null } });
  });

  it('are not visible to others without Customize Application', () => {
    connect();
    const query = { mode: 'user' as const, sharing: true, actor: { userId: adaId } };
    expect(org.data.query('SELECT AppName FROM OauthToken', query).totalSize).toBe(0);
  });

  it('end by their delete token: session, refresh token and row', () => {
    const { access, refresh } = connect();
    const [row] = org.rows('OauthToken');
    org.run(REVOKE('DELETE_TOKEN', String(row?.DeleteToken)));
    expect(identity.session(access)).toBeUndefined();
    expect(identity.revoke(refresh)).toBe(false);
    expect(org.rows('OauthToken')).toEqual([]);
    expect(failure(REVOKE('DELETE_TOKEN', String(row?.DeleteToken)))).toContain('System.NoDataFoundException');
  });

  it('end by themselves', () => {
    const { access, refresh } = connect();
    org.run(REVOKE('ACCESS_TOKEN', access));
    expect(identity.session(access)).toBeUndefined();
    expect(org.rows('OauthToken')).toHaveLength(1);
    org.run(REVOKE('REFRESH_TOKEN', refresh));
    expect(org.rows('OauthToken')).toEqual([]);
    expect(failure(REVOKE('ORG_JWT', 'x'))).toContain('not implemented');
  });

  it('have a row from the moment that a refresh token is issued', () => {
    identity.issueRefreshToken(ADA, 'PlatformCLI');
    expect(org.rows('OauthToken')).toMatchObject([
      { AppName: 'Salesforce CLI', UserId: adaId, UseCount: 0, LastUsedDate: null },
    ]);
  });

  it('end over HTTP by either token', () => {
    connect();
    expect(identity.revoke(String(org.rows('OauthToken')[0]?.DeleteToken))).toBe(true);
    expect(identity.revoke('nothing')).toBe(false);
  });

  it('cannot be queried after DML in the same transaction', () => {
    expect(failure("insert new Account(Name = 'x'); List<OauthToken> tokens = [SELECT AppName FROM OauthToken];")).toBe(
      'System.CalloutException: You have uncommitted work pending. Please commit or rollback before calling out',
    );
  });
});
