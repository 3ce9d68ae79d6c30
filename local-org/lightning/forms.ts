/** What the header's menus send: look as another user and back, notifications. Each form carries the session's token. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { markNotification, notifications } from '../data/outbox/index.ts';
import type { Session } from '../identity/contract.ts';
import type { ServerContext } from '../server/context.ts';
import { localPath } from '../server/auth/front-door.ts';
import { SESSION_COOKIE, cookieHeader, cookieValue } from '../server/sessions.ts';
import { isFromOwnForm } from './csrf.ts';
import { pageReferenceUrl } from './browser/shell/pageReferences/pageReferences.js';
import { PageProblem } from './page/page-model.ts';
import { changedView, readView, VIEW_COOKIE } from './page/view.ts';
import { mayLookAsOthers } from './page/switchable-users.ts';

/** Holds the administrator's own session while looking as somebody else. */
export const ADMIN_COOKIE = 'sid_admin';

const HOME = '/lightning/page/home';
/** The forms have a few short fields. */
const BODY_LIMIT = 4_096;

/** The administrator behind the page: who looks as somebody else, or who is signed in; undefined for everybody else. */
export function administratorOf(context: ServerContext, request: FastifyRequest): Session | undefined {
  const token = cookieValue(request, ADMIN_COOKIE);
  const session = (token && context.identity.session(token)) || context.browserSession(request);
  return session && mayLookAsOthers(context.org.data, session.userId) ? session : undefined;
}

export function registerForms(app: FastifyInstance, context: ServerContext): void {
  const form = (
    path: string,
    act: (session: Session, fields: URLSearchParams, request: FastifyRequest, reply: FastifyReply) => string,
  ): void => {
    app.post(path, { bodyLimit: BODY_LIMIT }, (request, reply) => {
      const session = context.browserSession(request);
      if (!session) throw new PageProblem(401, 'You are not signed in', 'Open the org again, then try again.');
      const fields = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
      if (!isFromOwnForm(request, fields.get('csrf')))
        throw new PageProblem(403, 'Not from this page', 'This form did not come from a page of this org. Reload it.');
      return reply.redirect(act(session, fields, request, reply), 303);
    });
  };

  form('/lightning/switch', (_session, fields, request, reply) => {
    const administrator = administratorOf(context, request);
    if (!administrator)
      throw new PageProblem(403, 'No access', 'Only the administrator of this org may look as somebody else.');
    const userId = fields.get('userId') ?? '';
    const token = context.identity.redeemOneTimePassword(context.identity.issueOneTimePassword(userId));
    if (!token) throw new PageProblem(404, 'No such user', 'The user does not exist, is inactive or is frozen.');
    const own = cookieValue(request, ADMIN_COOKIE) ?? cookieValue(request, SESSION_COOKIE) ?? '';
    reply.header('set-cookie', [
      cookieHeader(request, SESSION_COOKIE, token),
      cookieHeader(request, ADMIN_COOKIE, own),
    ]);
    return HOME;
  });

  form('/lightning/switch/back', (_session, _fields, request, reply) => {
    const token = cookieValue(request, ADMIN_COOKIE) ?? '';
    if (!context.identity.session(token))
      throw new PageProblem(401, 'The session has ended', 'The administrator’s session is over: open the org again.');
    const borrowed = cookieValue(request, SESSION_COOKIE);
    if (borrowed) context.identity.revoke(borrowed);
    reply.header('set-cookie', [
      cookieHeader(request, SESSION_COOKIE, token),
      cookieHeader(request, ADMIN_COOKIE, null),
    ]);
    return HOME;
  });

  form('/lightning/view', (_session, fields, request, reply) => {
    const view = readView(cookieValue(request, VIEW_COOKIE));
    reply.header('set-cookie', cookieHeader(request, VIEW_COOKIE, changedView(view, fields)));
    return localPath(fields.get('from'), context.url) ?? HOME;
  });

  form('/lightning/notifications/read', ({ userId }) => {
    markNotification(context.org.data, userId, { read: true, seen: true });
    return HOME;
  });

  form('/lightning/notifications/open', ({ userId }, fields) => {
    const id = fields.get('id') ?? '';
    const found = notifications(context.org.data, userId, MOST_LOOKED_AT).find((each) => each.id === id);
    if (!found) throw new PageProblem(404, 'No such notification', 'It was sent to somebody else, or is gone.');
    markNotification(context.org.data, userId, { read: true, seen: true }, id);
    return targetOf(found.targetId, found.targetPageRef, context.url);
  });
}

/** The menu shows ten; an older page may still name one of these. */
const MOST_LOOKED_AT = 200;

/** Where a click on a notification leads, always inside this org. */
function targetOf(targetId: string | null, pageRef: string | null, origin: string): string {
  if (targetId !== null) return `/lightning/r/${encodeURIComponent(targetId)}/view`;
  try {
    return localPath(pageReferenceUrl(JSON.parse(pageRef ?? '')), origin) ?? HOME;
  } catch {
    return HOME;
  }
}
