/**
 * Token introspection (RFC 7662; Help, "OpenID Connect Token Introspection"): a client with a secret asks about its own
 * tokens. Another client's token is not active for it, so that nobody learns about tokens that are not theirs.
 */
import type { OrgData } from '../data/contract.ts';
import type { ClientStore } from './clients.ts';
import type { Introspection } from './contract.ts';
import { OAuthError } from './contract.ts';
import { authenticated } from './grants.ts';
import type { SessionStore } from './sessions.ts';
import { TIMEOUT_MS } from './sessions.ts';
import { userById } from './users.ts';

const INACTIVE: Introspection = { active: false };

export function introspect(
  { data, clients, sessions }: { data: OrgData; clients: ClientStore; sessions: SessionStore },
  parameters: URLSearchParams,
): Introspection {
  const client = authenticated(clients, parameters);
  const token = parameters.get('token');
  if (!token) throw new OAuthError('invalid_request', 'must specify a token');
  const refresh = clients.refreshToken(token);
  if (refresh)
    return describe(data, client.clientId, refresh.clientId, refresh.userId, { token_type: 'refresh_token' });
  // Asking does not keep a session alive.
  const session = sessions.find(token, false);
  if (!session) return INACTIVE;
  const [row] = data.rows('AuthSession', { Id: session.id });
  const from = Date.parse(String(row?.CreatedDate).replace('+0000', 'Z'));
  const used = sessions.lastUsed(token) ?? from;
  return describe(data, client.clientId, session.clientId, session.userId, {
    token_type: 'access_token',
    scope: 'api',
    iat: Math.floor(from / 1000),
    exp: Math.floor((used + TIMEOUT_MS) / 1000),
  });
}

function describe(
  data: OrgData,
  asking: string,
  holder: string | null,
  userId: string,
  details: Partial<Introspection>,
): Introspection {
  const user = userById(data, userId);
  if (holder !== asking || !user?.active || user.frozen) return INACTIVE;
  return { active: true, ...details, client_id: asking, username: user.username, sub: `${data.orgId}/${userId}` };
}
