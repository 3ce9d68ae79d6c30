/** The grant types of `/services/oauth2/token`. Errors are those of Salesforce Help, "OAuth Authorization Errors". */
import { timingSafeEqual } from 'node:crypto';
import type { OrgData } from '../data/contract.ts';
import type { AuthorizationCodes } from './authorization-codes.ts';
import { DEFAULT_SCOPE } from './authorization-codes.ts';
import type { Client, ClientStore } from './clients.ts';
import { CLI_CLIENT } from './clients.ts';
import type { ConnectedApps } from './connected-apps.ts';
import { OAuthError } from './contract.ts';
import { readAssertion } from './jwt-bearer.ts';
import { hashSecret } from './tokens.ts';
import type { KnownUser } from './users.ts';
import { userById, userByName } from './users.ts';

export interface GrantStores {
  data: OrgData;
  clients: ClientStore;
  apps: ConnectedApps;
  codes: AuthorizationCodes;
}

export interface Granted {
  user: KnownUser;
  clientId: string;
  application: string;
  scope: string;
  refreshToken?: string;
}

/**
 * Decides a token request. Raises `OAuthError`.
 * @param audiences login addresses that a JWT may name, without trailing slash
 */
export function grant(stores: GrantStores, parameters: URLSearchParams, audiences: readonly string[]): Granted {
  const type = parameters.get('grant_type');
  switch (type) {
    case 'client_credentials':
      return clientCredentials(stores, parameters);
    case 'refresh_token':
      return refresh(stores, parameters);
    case 'password':
      // Blocked by default in orgs made in Summer '23 or later (reference/scim.md §1.2).
      throw new OAuthError(
        'invalid_grant',
        'authentication failure: the OAuth username-password flow is blocked in this org; use client_credentials',
      );
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
      return jwtBearer(stores, parameters, audiences);
    case 'authorization_code':
      return authorizationCode(stores, parameters);
    case null:
    case '':
      throw new OAuthError('invalid_request', 'must specify a grant_type');
    default:
      throw new OAuthError('unsupported_grant_type', 'grant type not supported');
  }
}

function clientCredentials({ data, clients }: GrantStores, parameters: URLSearchParams): Granted {
  const client = authenticated(clients, parameters);
  return {
    user: admitted(userById(data, client.runAsUserId)),
    clientId: client.clientId,
    application: client.name,
    scope: 'api',
  };
}

/** The client with a secret that a request names and proves to be. Raises `OAuthError`. */
export function authenticated(clients: ClientStore, parameters: URLSearchParams): Client {
  const client = clients.find(parameters.get('client_id') ?? '');
  if (!client) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  const given = Buffer.from(hashSecret(parameters.get('client_secret') ?? ''), 'hex');
  if (!timingSafeEqual(given, Buffer.from(client.secretHash, 'hex'))) {
    throw new OAuthError('invalid_client', 'invalid client credentials');
  }
  return client;
}

function authorizationCode({ data, clients, apps, codes }: GrantStores, parameters: URLSearchParams): Granted {
  const { userId, clientId, scope } = codes.redeem(parameters);
  return {
    user: admitted(userById(data, userId)),
    clientId,
    application: applicationOf(clients, apps, clientId),
    scope,
    ...(scope.split(' ').includes('refresh_token')
      ? { refreshToken: clients.issueRefreshToken(userId, clientId) }
      : {}),
  };
}

/** No refresh token: the client signs a new assertion instead. */
function jwtBearer({ data, apps }: GrantStores, parameters: URLSearchParams, audiences: readonly string[]): Granted {
  const { clientId, application, username } = readAssertion(parameters.get('assertion') ?? '', apps, {
    audiences,
    now: data.now(),
  });
  const user = userByName(data, username);
  // One answer for a user who does not exist and one who has not agreed: a client learns nothing about names.
  if (!user || !apps.isApproved(clientId, user.id)) {
    throw new OAuthError('invalid_grant', "user hasn't approved this consumer");
  }
  return { user: admitted(user), clientId, application, scope: DEFAULT_SCOPE.replace('refresh_token ', '') };
}

function refresh({ data, clients, apps }: GrantStores, parameters: URLSearchParams): Granted {
  const token = parameters.get('refresh_token') ?? '';
  const known = clients.refreshToken(token);
  if (!known) throw new OAuthError('invalid_grant', 'expired access/refresh token');
  const clientId = parameters.get('client_id') ?? '';
  if (clientId !== known.clientId) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  return {
    user: admitted(userById(data, known.userId)),
    clientId,
    application: applicationOf(clients, apps, clientId),
    scope: DEFAULT_SCOPE,
    refreshToken: token,
  };
}

/** What the org calls a client. */
export function applicationOf(clients: ClientStore, apps: ConnectedApps, clientId: string): string {
  if (clientId === CLI_CLIENT) return 'Salesforce CLI';
  return apps.find(clientId)?.name ?? clients.find(clientId)?.name ?? clientId;
}

/** An inactive or frozen user gets no token (reference/scim.md §7.3). */
function admitted(user: KnownUser | undefined): KnownUser {
  if (!user?.active) throw new OAuthError('invalid_grant', 'inactive user');
  if (user.frozen) throw new OAuthError('invalid_grant', 'authentication failure: the user is frozen');
  return user;
}
