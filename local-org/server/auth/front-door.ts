/** The way from an access token into the browser: single access, front door, sign out. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.ts';
import { cookieHeader, cookieToken, SESSION_COOKIE } from '../sessions.ts';

/** Where the org's pages begin. */
const HOME = '/lightning/page/home';

export function registerFrontDoor(app: FastifyInstance, context: ServerContext): void {
  app.get('/services/oauth2/singleaccess', (request, reply) => singleAccess(request, reply, context));
  app.post('/services/oauth2/singleaccess', (request, reply) => singleAccess(request, reply, context));
  app.get('/secur/frontdoor.jsp', (request, reply) => frontDoor(request, reply, context));
  app.get('/secur/logout.jsp', (request, reply) => signOut(request, reply, context));
}

/** Exchanges the caller's token for a link that signs a browser in, once. `redirect_uri` is a path of this org. */
function singleAccess(request: FastifyRequest, reply: FastifyReply, context: ServerContext): FastifyReply {
  const session = context.requireSession(request);
  const asked = request.body instanceof URLSearchParams ? request.body : query(request);
  const parameters = new URLSearchParams({
    otp: context.identity.issueOneTimePassword(session.userId),
    startURL: localPath(asked.get('redirect_uri'), context.url) ?? '',
  });
  return reply
    .type('application/json;charset=UTF-8')
    .send(JSON.stringify({ frontdoor_uri: `${context.url}/secur/frontdoor.jsp?${parameters.toString()}` }));
}

/**
 * Sets the session cookie and redirects: for a one-time password (`otp`), or for a live session's token (`sid`), which
 * is the older form that Salesforce still takes. Either gets a browser session of its own. The cookie is HttpOnly and SameSite=Strict: neither scripts nor other sites can
 * use it.
 */
function frontDoor(request: FastifyRequest, reply: FastifyReply, context: ServerContext): FastifyReply {
  const parameters = query(request);
  const sid = context.identity.session(parameters.get('sid') ?? '');
  const otp = sid ? context.identity.issueOneTimePassword(sid.userId) : (parameters.get('otp') ?? '');
  const token = context.identity.redeemOneTimePassword(otp);
  const target = localPath(parameters.get('startURL') || parameters.get('retURL'), context.url) ?? HOME;
  if (!token) return reply.redirect(target, 302);
  return reply.header('set-cookie', cookieHeader(request, SESSION_COOKIE, token)).redirect(target, 302);
}

function signOut(request: FastifyRequest, reply: FastifyReply, context: ServerContext): FastifyReply {
  const token = cookieToken(request);
  if (token && context.browserSession(request)) context.identity.revoke(token);
  return reply.header('set-cookie', cookieHeader(request, SESSION_COOKIE, null)).redirect(HOME, 302);
}

/** A path of this org, or undefined for everything that leads elsewhere (`//evil.example.com`, other origins, `javascript:`). */
export function localPath(asked: string | null | undefined, origin: string): string | undefined {
  if (!asked) return undefined;
  let url: URL;
  try {
    url = new URL(asked.startsWith('/') || /^[a-z][a-z\d+.-]*:/i.test(asked) ? asked : `/${asked}`, origin);
  } catch {
    return undefined;
  }
  if (url.origin !== new URL(origin).origin) return undefined;
  const path = url.pathname + url.search + url.hash;
  return path.startsWith('//') ? undefined : path;
}

function query(request: FastifyRequest): URLSearchParams {
  const url = request.raw.url ?? '';
  return new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');
}
