/**
 * `/services/oauth2/authorize`: the page on which a person lets a client act for them, and gets its authorization code to
 * it (Help, "OAuth 2.0 Web Server Flow for Web App Integration"; RFC 6749 §4.1, RFC 7636). Users of an embedded org have
 * no password until one is set, so on this machine the page lets its visitor be any of them, and says so.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { OAuthError } from '../../identity/contract.ts';
import type { ServerContext } from '../context.ts';
import { authorizePage, authorizeProblem } from './authorize-page.ts';

const PATH = '/services/oauth2/authorize';
const BODY_LIMIT = 16 * 1024;
/** SHA-256 in base64url (RFC 7636 §4.2). */
const CHALLENGE = /^[\w-]{43}$/;
/** Makes the form's token; a page of an earlier process is simply asked again. */
const KEY = randomBytes(32);

interface AuthorizationRequest {
  clientId: string;
  redirectUri: string;
  state: string | null;
  scope: string | undefined;
  challenge: string | undefined;
}

export function registerAuthorize(app: FastifyInstance, context: ServerContext): void {
  const options = {
    bodyLimit: BODY_LIMIT,
    errorHandler: (error: unknown, _request: FastifyRequest, reply: FastifyReply) => {
      if (!(error instanceof OAuthError)) throw error;
      return sendPage(reply.code(error.httpStatus), authorizeProblem(`error=${error.error}`, error.message), '');
    },
  };
  app.get(PATH, options, (request, reply) => {
    const asked = queryOf(request);
    const read = readRequest(asked, context);
    if ('refusal' in read) return redirect(reply, read, { error: read.error, error_description: read.refusal });
    return showPage(request, reply, context, asked);
  });
  app.post(PATH, options, (request, reply) => decide(request, reply, context));
}

/**
 * What a client asks for. Raises `OAuthError` where the answer may not go to the redirect address: for an unknown client
 * and an address that is not the client's.
 */
function readRequest(
  asked: URLSearchParams,
  { identity }: ServerContext,
): AuthorizationRequest | (AuthorizationRequest & { error: string; refusal: string }) {
  const clientId = asked.get('client_id') ?? '';
  const redirectUri = asked.get('redirect_uri') ?? '';
  if (!identity.isClient(clientId)) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  if (!identity.isCallback(clientId, redirectUri)) {
    throw new OAuthError('redirect_uri_mismatch', 'redirect_uri must match configuration');
  }
  const challenge = asked.get('code_challenge') ?? undefined;
  const request = {
    clientId,
    redirectUri,
    state: asked.get('state'),
    scope: asked.get('scope') ?? undefined,
    challenge,
  };
  if (asked.get('response_type') !== 'code') {
    return { ...request, error: 'unsupported_response_type', refusal: 'response type must be code' };
  }
  const method = asked.get('code_challenge_method');
  if ((challenge !== undefined && !CHALLENGE.test(challenge)) || (method !== null && method !== 'S256')) {
    return { ...request, error: 'invalid_request', refusal: 'code challenge must be SHA-256 in base64url (S256)' };
  }
  return request;
}

function showPage(
  request: FastifyRequest,
  reply: FastifyReply,
  context: ServerContext,
  asked: URLSearchParams,
  problem?: string,
): FastifyReply {
  const session = context.browserSession(request);
  const page = authorizePage({
    org: context.org,
    application: context.identity.clientName(asked.get('client_id') ?? ''),
    signedIn: session?.username,
    isLocal: context.isLocal,
    request: asked.toString(),
    token: tokenFor(asked.toString()),
    ...(problem === undefined ? {} : { problem }),
  });
  // A browser follows the redirect after the form only to addresses that `form-action` names.
  return sendPage(reply, page, new URL(asked.get('redirect_uri') ?? '').origin);
}

function decide(request: FastifyRequest, reply: FastifyReply, context: ServerContext): FastifyReply {
  const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
  const asked = new URLSearchParams(form.get('request') ?? '');
  if (!isOwnForm(request, asked.toString(), form.get('token') ?? '')) {
    throw new OAuthError(
      'invalid_request',
      'This form did not come from the login page of this org; open it again',
      403,
    );
  }
  const read = readRequest(asked, context);
  if ('refusal' in read) return redirect(reply, read, { error: read.error, error_description: read.refusal });
  if (form.get('decision') !== 'allow') {
    return redirect(reply, read, { error: 'access_denied', error_description: 'end-user denied authorization' });
  }
  const login = context.identity.pageLogin({
    username: form.get('username') ?? '',
    password: form.get('password') ?? '',
    signedInAs: context.browserSession(request)?.userId,
    isLocal: context.isLocal,
  });
  if ('refusal' in login) return showPage(request, reply.code(400), context, asked, login.refusal);
  const { clientId, redirectUri, challenge, scope } = read;
  context.identity.approve(clientId, login.userId);
  const code = context.identity.issueCode({ userId: login.userId, clientId, redirectUri, challenge, scope });
  return redirect(reply, read, { code });
}

function redirect(
  reply: FastifyReply,
  { redirectUri, state }: AuthorizationRequest,
  answer: Record<string, string>,
): FastifyReply {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  if (state !== null) url.searchParams.set('state', state);
  return reply.redirect(url.href, 303);
}

function tokenFor(request: string): string {
  return createHmac('sha256', KEY).update(request).digest('base64url');
}

/** No page of another site can read the token, and browsers say where a form comes from. */
function isOwnForm(request: FastifyRequest, asked: string, token: string): boolean {
  const site = request.headers['sec-fetch-site'];
  const expected = Buffer.from(tokenFor(asked));
  const given = Buffer.from(token);
  return (
    (site === undefined || site === 'same-origin') &&
    given.length === expected.length &&
    timingSafeEqual(given, expected)
  );
}

function sendPage(reply: FastifyReply, page: string, redirectOrigin: string): FastifyReply {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    `form-action 'self' ${redirectOrigin}`.trim(),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return reply
    .header('content-security-policy', policy.join('; '))
    .header('x-frame-options', 'DENY')
    .type('text/html; charset=utf-8')
    .send(page);
}

function queryOf(request: FastifyRequest): URLSearchParams {
  const url = request.raw.url ?? '';
  return new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');
}
