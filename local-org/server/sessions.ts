/** Finds the session of a request. */
import type { FastifyRequest } from 'fastify';
import type { Identity, Session } from '../identity/contract.ts';
import type { LocalOrg } from '../org.ts';
import { PlatformError } from '../data/types.ts';
import { sessionInvalid } from './errors.ts';

export const SESSION_COOKIE = 'sid';

/** The token of an `Authorization: Bearer` or (CometD, older clients) `OAuth` header. */
export function bearerToken(request: FastifyRequest): string | undefined {
  return /^(?:Bearer|OAuth)\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** The API session behind a token; raises as `ServerContext.requireSession` says. */
export function apiSession(org: LocalOrg, identity: Identity, token: string | undefined): Session {
  const session = token ? identity.session(token) : undefined;
  if (!session) throw sessionInvalid();
  // A cookie that leaks (it goes to every port of this machine) opens pages only.
  if (session.kind === 'UI') {
    throw new PlatformError('INVALID_SESSION_ID', 'This session is not valid for use with the API', {
      httpStatus: 401,
    });
  }
  if (!org.data.access.hasUserPermission(session.userId, 'ApiEnabled')) {
    throw new PlatformError('API_DISABLED_FOR_ORG', 'API is not enabled for this Organization or Partner', {
      httpStatus: 403,
    });
  }
  return session;
}

/** The browser's session from its cookie. */
export function cookieSession(identity: Identity, request: FastifyRequest): Session | undefined {
  const token = cookieToken(request);
  return token === undefined ? undefined : identity.session(token);
}

/** The token in the session cookie; undefined without one, and for a value that is no URL encoding. */
export function cookieToken(request: FastifyRequest): string | undefined {
  return cookieValue(request, SESSION_COOKIE);
}

const COOKIE_ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Strict';

/** A `Set-Cookie` value that neither scripts nor other sites can use; null takes the cookie away. */
export function cookieHeader(request: FastifyRequest, name: string, value: string | null): string {
  const cookie = `${ownName(request, name)}=${encodeURIComponent(value ?? '')}; ${COOKIE_ATTRIBUTES}`;
  return value === null ? `${cookie}; Max-Age=0` : cookie;
}

/** Browsers keep cookies by host name, whatever the port: orgs that share one have names of their own. */
function ownName(request: FastifyRequest, name: string): string {
  return `${name}${request.server.cookieSuffix ?? ''}`;
}

/** The decoded value of a cookie; undefined without one, and for a value that is no URL encoding. */
export function cookieValue(request: FastifyRequest, wanted: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name !== ownName(request, wanted) || !value) continue;
    try {
      return decodeURIComponent(value);
    } catch {
      return undefined;
    }
  }
  return undefined;
}
