/** OAuth 2.0 endpoints under `/services/oauth2` and the identity URL. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PlatformError } from '../../data/types.ts';
import { OAuthError } from '../../identity/contract.ts';
import type { ServerContext } from '../context.ts';
import { bearerToken } from '../sessions.ts';
import { sessionInvalid, unexpected } from '../errors.ts';

const BODY_LIMIT = 64 * 1024;

export function registerOAuth(app: FastifyInstance, context: ServerContext): void {
  const options = {
    bodyLimit: BODY_LIMIT,
    errorHandler: (error: unknown, _request: FastifyRequest, reply: FastifyReply) => oauthError(reply, error, context),
  };
  app.post('/services/oauth2/token', options, (request, reply) => token(request, reply, context));
  app.post('/services/oauth2/revoke', options, (request, reply) => revoke(request, reply, context));
  app.get('/services/oauth2/revoke', options, (request, reply) => revoke(request, reply, context));
  app.post('/services/oauth2/introspect', options, (request, reply) => introspect(request, reply, context));
  app.get('/services/oauth2/userinfo', (request, reply) => userinfo(request, reply, context));
  app.get('/id/:orgId/:userId', (request, reply) => identityUrl(request, reply, context));
  app.get('/.well-known/openid-configuration', (_request, reply) => json(reply, discovery(context.url)));
}

/** The login addresses of this org: clients reach the listener by its address and by the name `localhost`. */
function audiences(url: string): string[] {
  const named = new URL(url);
  named.hostname = 'localhost';
  return [url, named.origin];
}

function token(request: FastifyRequest, reply: FastifyReply, context: ServerContext): FastifyReply {
  const parameters = formOf(request);
  addBasicCredentials(parameters, request.headers.authorization);
  const answer = context.identity.exchange(parameters, audiences(context.url));
  const { data } = context.org;
  return json(reply, {
    access_token: answer.accessToken,
    // Clients store this as it is: no trailing slash, so no double slashes later (reference/wire.md §2.2).
    instance_url: context.url,
    id: `${context.url}/id/${data.orgId}/${answer.userId}`,
    token_type: 'Bearer',
    issued_at: String(answer.issuedAt.getTime()),
    scope: answer.scope,
    ...(answer.refreshToken ? { refresh_token: answer.refreshToken } : {}),
  });
}

/** 200, or 400 `invalid_token` (reference/scim.md §7.3). */
function revoke(request: FastifyRequest, reply: FastifyReply, context: ServerContext): FastifyReply {
  const given = formOf(request).get('token') ?? queryOf(request).get('token');
  if (!given || !context.identity.revoke(given)) throw new OAuthError('invalid_token', 'invalid token');
  return reply.code(200).send();
}

function introspect(request: FastifyRequest, reply: FastifyReply, context: ServerContext): FastifyReply {
  const parameters = formOf(request);
  addBasicCredentials(parameters, request.headers.authorization);
  return json(reply, context.identity.introspect(parameters));
}

function userinfo(request: FastifyRequest, reply: FastifyReply, context: ServerContext): FastifyReply {
  const session = context.identity.session(bearerToken(request) ?? '');
  if (!session) return reply.code(403).type('text/plain;charset=UTF-8').send('Bad_OAuth_Token');
  return json(reply, profile(context, session.userId));
}

/** Only one's own: another user's identity needs more rights than any client here has. */
function identityUrl(request: FastifyRequest, reply: FastifyReply, context: ServerContext): FastifyReply {
  const session = context.identity.session(bearerToken(request) ?? queryOf(request).get('oauth_token') ?? '');
  if (!session) return reply.code(403).type('text/plain;charset=UTF-8').send('Bad_OAuth_Token');
  const { orgId, userId } = request.params as { orgId: string; userId: string };
  if (orgId.slice(0, 15) !== context.org.data.orgId.slice(0, 15))
    return reply.code(403).type('text/plain;charset=UTF-8').send('Wrong_Org');
  if (userId.slice(0, 15) !== session.userId.slice(0, 15)) throw sessionInvalid();
  return json(reply, profile(context, session.userId));
}

function profile(context: ServerContext, userId: string): object {
  const { data } = context.org;
  const [user] = data.rows('User', { Id: userId });
  const url = context.url;
  const rest = `${url}/services/data/v{version}/`;
  return {
    sub: `${url}/id/${data.orgId}/${userId}`,
    id: `${url}/id/${data.orgId}/${userId}`,
    user_id: userId,
    organization_id: data.orgId,
    preferred_username: user?.Username ?? null,
    username: user?.Username ?? null,
    nickname: user?.CommunityNickname ?? null,
    name: user?.Name ?? null,
    display_name: user?.Name ?? null,
    email: user?.Email ?? null,
    email_verified: true,
    given_name: user?.FirstName ?? null,
    family_name: user?.LastName ?? null,
    zoneinfo: user?.TimeZoneSidKey ?? null,
    timezone: user?.TimeZoneSidKey ?? null,
    locale: user?.LocaleSidKey ?? null,
    language: user?.LanguageLocaleKey ?? null,
    user_type: 'STANDARD',
    active: user?.IsActive === true,
    updated_at: user?.LastModifiedDate ?? null,
    urls: {
      metadata: `${url}/services/Soap/m/{version}/${data.orgId}`,
      partner: `${url}/services/Soap/u/{version}/${data.orgId}`,
      enterprise: `${url}/services/Soap/c/{version}/${data.orgId}`,
      rest,
      sobjects: `${rest}sobjects/`,
      query: `${rest}query/`,
      tooling_rest: `${rest}tooling/`,
    },
  };
}

function discovery(url: string): object {
  return {
    issuer: url,
    authorization_endpoint: `${url}/services/oauth2/authorize`,
    introspection_endpoint: `${url}/services/oauth2/introspect`,
    token_endpoint: `${url}/services/oauth2/token`,
    revocation_endpoint: `${url}/services/oauth2/revoke`,
    userinfo_endpoint: `${url}/services/oauth2/userinfo`,
    scopes_supported: ['api', 'web', 'refresh_token', 'id', 'full'],
    grant_types_supported: [
      'authorization_code',
      'client_credentials',
      'refresh_token',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
    ],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'none'],
    subject_types_supported: ['public'],
    response_types_supported: ['code'],
  };
}

function formOf(request: FastifyRequest): URLSearchParams {
  if (request.body instanceof URLSearchParams) return request.body;
  return queryOf(request);
}

function queryOf(request: FastifyRequest): URLSearchParams {
  const url = request.raw.url ?? '';
  return new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');
}

/** `client_secret_basic`: user name and password of the Authorization header (RFC 6749 §2.3.1). */
function addBasicCredentials(parameters: URLSearchParams, header: string | undefined): void {
  const encoded = /^Basic\s+(\S+)$/i.exec(header ?? '')?.[1];
  if (!encoded) return;
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  parameters.set('client_id', safeDecode(id));
  parameters.set('client_secret', safeDecode(secret.join(':')));
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function oauthError(reply: FastifyReply, error: unknown, context: ServerContext): FastifyReply {
  if (error instanceof OAuthError) {
    reply.code(error.httpStatus);
    return json(reply, { error: error.error, error_description: error.message });
  }
  if (error instanceof PlatformError) {
    reply.code(400);
    return json(reply, { error: 'invalid_request', error_description: error.message });
  }
  if (error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500) {
    reply.code(Number(error.statusCode));
    return json(reply, { error: 'invalid_request', error_description: error.message });
  }
  reply.code(500);
  return json(reply, {
    error: 'unknown_error',
    error_description: `retry your request; error ${unexpected(error, context.log)}`,
  });
}

function json(reply: FastifyReply, body: object): FastifyReply {
  return reply.type('application/json;charset=UTF-8').send(JSON.stringify(body));
}
