/** Identity of the embedded org: who may sign in, by which way, and what a token stands for. Knows nothing of HTTP. */
import type { OrgData } from '../data/contract.ts';
import { PlatformError } from '../data/types.ts';
import { AuthorizationCodes } from './authorization-codes.ts';
import { CLI_CLIENT, ClientStore } from './clients.ts';
import { ConnectedApps } from './connected-apps.ts';
import type { Identity, SessionKind, TokenAnswer } from './contract.ts';
import { applicationOf, grant } from './grants.ts';
import { introspect } from './introspection.ts';
import { recordLogin } from './login-history.ts';
import { pageLogin } from './login-page.ts';
import { recordToken, revokeToken } from './oauth-tokens.ts';
import { OneTimePasswords } from './one-time-passwords.ts';
import { Passwords } from './passwords.ts';
import { mailSecurityToken } from './security-token-mail.ts';
import { SessionStore } from './sessions.ts';
import { soapLogin } from './soap-login.ts';
import type { KnownUser } from './users.ts';
import { userById, userByName } from './users.ts';

export * from './contract.ts';
export { CLI_CLIENT } from './clients.ts';

/** Identity over an org's data; its tables are made on first use. */
export function createIdentity(data: OrgData): Identity {
  const sessions = new SessionStore(data);
  const clients = new ClientStore(data);
  const apps = new ConnectedApps(data);
  const passwords = new Passwords(data);
  const codes = new AuthorizationCodes(data);
  const oneTimePasswords = new OneTimePasswords(() => data.now().getTime());

  function signIn(user: KnownUser, kind: SessionKind, clientId: string | null, application: string): string {
    recordLogin(data, user.id, {
      type: kind === 'UI' ? 'Application' : 'Remote Access 2.0',
      application,
      status: 'Success',
    });
    if (clientId !== null) recordToken(data, user.id, clientId, application);
    return sessions.open(user, kind, clientId);
  }

  return {
    issueToken(username, options = {}) {
      const user = mustAdmit(data, userByName(data, username), username);
      return signIn(user, options.kind ?? 'API', options.clientId ?? null, options.application ?? 'Embedded org');
    },
    session: (token) => sessions.find(token),
    revoke: (token) =>
      (['ACCESS_TOKEN', 'REFRESH_TOKEN', 'DELETE_TOKEN'] as const).some((kind) => revokeToken(data, kind, token)),
    registerClient: (registration) => clients.register(registration),
    issueRefreshToken(username, clientId) {
      const user = mustAdmit(data, userByName(data, username), username);
      recordToken(data, user.id, clientId, applicationOf(clients, apps, clientId), 0);
      return clients.issueRefreshToken(user.id, clientId);
    },
    registerConnectedApp: (registration) => apps.register(registration),
    connectedApp: (clientId) => apps.find(clientId),
    importConnectedApp: (app) => apps.put(app),
    isClient: (clientId) => clientId === CLI_CLIENT || apps.find(clientId) !== undefined,
    clientName: (clientId) => applicationOf(clients, apps, clientId),
    isCallback: (clientId, url) => apps.isCallback(clientId, url),
    approve: (clientId, userId) => apps.approve(clientId, userId),
    issueCode: (request) => codes.issue(request),
    pageLogin: (login) => pageLogin(data, passwords, login),
    setPassword(userId, password) {
      mailSecurityToken(data, userId, passwords.set(userId, password));
    },
    soapLogin(login) {
      const user = soapLogin(data, passwords, login);
      return { accessToken: sessions.open(user, 'API', null), userId: user.id };
    },
    introspect: (parameters) => introspect({ data, clients, sessions }, parameters),
    exchange(parameters, audiences = []): TokenAnswer {
      const granted = grant({ data, clients, apps, codes }, parameters, audiences);
      return {
        accessToken: signIn(granted.user, 'API', granted.clientId, granted.application),
        userId: granted.user.id,
        issuedAt: data.now(),
        scope: granted.scope,
        ...(granted.refreshToken ? { refreshToken: granted.refreshToken } : {}),
      };
    },
    issueOneTimePassword: (userId) => oneTimePasswords.issue(userId),
    redeemOneTimePassword(otp) {
      const userId = oneTimePasswords.redeem(otp);
      const user = userId ? userById(data, userId) : undefined;
      return user && user.active && !user.frozen ? signIn(user, 'UI', null, 'Browser') : undefined;
    },
  };
}

function mustAdmit(data: OrgData, user: KnownUser | undefined, username: string): KnownUser {
  if (user?.active && !user.frozen) return user;
  if (user) {
    recordLogin(data, user.id, {
      type: 'Remote Access 2.0',
      application: 'Embedded org',
      status: user.frozen ? 'User Frozen' : 'User is Inactive',
    });
  }
  const why = !user ? 'is not known in this org' : user.frozen ? 'is frozen' : 'is inactive';
  throw new PlatformError(
    'INVALID_LOGIN',
    `Invalid username, password, security token; or user locked out. The user "${username}" ${why}.`,
    { httpStatus: 401 },
  );
}
