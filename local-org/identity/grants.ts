/** The grant types of `/services/oauth2/token`. Errors are those of Salesforce Help, "OAuth Authorization Errors". */
import { timingSafeEqual } from 'node:crypto';
import type { OrgData } from '../data/contract.ts';
import type { ClientStore } from './clients.ts';
import { CLI_CLIENT } from './clients.ts';
import { OAuthError } from './contract.ts';
import { hashSecret } from './tokens.ts';
import type { KnownUser } from './users.ts';
import { userById } from './users.ts';

export interface Granted {
  user: KnownUser;
  clientId: string;
  application: string;
  scope: string;
  refreshToken?: string;
}

/** Decides a token request. Raises `OAuthError`. */
export function grant(data: OrgData, clients: ClientStore, parameters: URLSearchParams): Granted {
  const type = parameters.get('grant_type');
  switch (type) {
    case 'client_credentials':
      return clientCredentials(data, clients, parameters);
    case 'refresh_token':
      return refresh(data, clients, parameters);
    case 'password':
      // Blocked by default in orgs made in Summer '23 or later (reference/scim.md §1.2).
      throw new OAuthError(
        'invalid_grant',
        'authentication failure: the OAuth username-password flow is blocked in this org; use client_credentials',
      );
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
    case 'authorization_code':
      throw new OAuthError('unsupported_grant_type', `grant type ${type} is not implemented in the embedded org`);
    case null:
    case '':
      throw new OAuthError('invalid_request', 'must specify a grant_type');
    default:
      throw new OAuthError('unsupported_grant_type', 'grant type not supported');
  }
}

function clientCredentials(data: OrgData, clients: ClientStore, parameters: URLSearchParams): Granted {
  const client = clients.find(parameters.get('client_id') ?? '');
  if (!client) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  const given = Buffer.from(hashSecret(parameters.get('client_secret') ?? ''), 'hex');
  if (!timingSafeEqual(given, Buffer.from(client.secretHash, 'hex'))) {
    throw new OAuthError('invalid_client', 'invalid client credentials');
  }
  return {
    user: admitted(userById(data, client.runAsUserId)),
    clientId: client.clientId,
    application: client.name,
    scope: 'api',
  };
}

function refresh(data: OrgData, clients: ClientStore, parameters: URLSearchParams): Granted {
  const token = parameters.get('refresh_token') ?? '';
  const known = clients.refreshToken(token);
  if (!known) throw new OAuthError('invalid_grant', 'expired access/refresh token');
  const clientId = parameters.get('client_id') ?? '';
  if (clientId !== known.clientId) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  return {
    user: admitted(userById(data, known.userId)),
    clientId,
    application: applicationOf(clients, clientId),
    scope: 'refresh_token web api',
    refreshToken: token,
  };
}

/** What the org calls a client. */
export function applicationOf(clients: ClientStore, clientId: string): string {
  return clientId === CLI_CLIENT ? 'Salesforce CLI' : (clients.find(clientId)?.name ?? clientId);
}

/** An inactive or frozen user gets no token (reference/scim.md §7.3). */
function admitted(user: KnownUser | undefined): KnownUser {
  if (!user?.active) throw new OAuthError('invalid_grant', 'inactive user');
  if (user.frozen) throw new OAuthError('invalid_grant', 'authentication failure: the user is frozen');
  return user;
}
