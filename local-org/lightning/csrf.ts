/**
 * The token that a page's calls carry. It is derived from the session cookie, which scripts cannot read, so it needs no
 * store, survives a restart, and is worth nothing in another session.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { cookieToken } from '../server/sessions.ts';

/** The token for the request's session; empty without a session cookie. */
export function csrfToken(request: FastifyRequest): string {
  const cookie = cookieToken(request);
  return cookie === undefined ? '' : createHmac('sha256', cookie).update('lightning-csrf').digest('base64url');
}

/** Whether a form comes from a page of this org: same origin where the browser says so, and the session's token. */
export function isFromOwnForm(request: FastifyRequest, token: string | null): boolean {
  return isSameOrigin(request) && isToken(request, token ?? '');
}

/** Whether the call comes from a page of this org: same origin where the browser says so, and the session's token. */
export function isFromOwnPage(request: FastifyRequest): boolean {
  return isSameOrigin(request) && isToken(request, String(request.headers['x-csrf-token'] ?? ''));
}

function isSameOrigin(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin';
}

function isToken(request: FastifyRequest, token: string): boolean {
  const expected = Buffer.from(csrfToken(request));
  const given = Buffer.from(token);
  return expected.length > 0 && expected.length === given.length && timingSafeEqual(expected, given);
}
