/**
 * What is left of SCIM 1.1: `POST /services/scim/v1/Users` as `sf org create user` sends it (reference/wire.md §5.1). Its
 * body is no valid SCIM and has no content type; with the header `auto-approve-user` the answer carries, in a header of the
 * same name, a refresh token with which the caller's own client signs in as the new user.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NotImplementedError, PlatformError } from '../data/types.ts';
import { CLI_CLIENT } from '../identity/index.ts';
import type { Session } from '../identity/contract.ts';
import type { ServerContext } from '../server/context.ts';
import { unexpected } from '../server/errors.ts';
import { requireUserManagement, type ScimRequest } from './context.ts';
import { ScimError } from './errors.ts';
import { member, requireObject, type Json, type JsonObject } from './json.ts';
import type { Switches } from './switches.ts';
import { createUser } from './users/write.ts';

const PATH = '/services/scim/v1/Users';
const APPROVAL_HEADER = 'auto-approve-user';
const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';

export function registerScimV1(app: FastifyInstance, context: ServerContext, switches: Switches): void {
  const errorHandler = (error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    answerError(reply, error, context);
  app.post(PATH, { errorHandler }, (request, reply) => {
    const session = context.requireSession(request);
    const scim: ScimRequest = { data: context.org.data, actor: session.actor, switches, origin: context.url };
    requireUserManagement(scim);
    const body = bodyOf(request);
    const { id } = createUser(scim, asVersion2(body));
    if (request.headers[APPROVAL_HEADER] === 'true') reply.header(APPROVAL_HEADER, approve(context, session, id));
    return reply
      .code(201)
      .type('application/json;charset=UTF-8')
      .send(JSON.stringify({ ...body, id, active: true, schemas: ['urn:scim:schemas:core:1.0'] }));
  });
  app.all('/services/scim/v1/*', (request) => {
    context.requireSession(request);
    throw new NotImplementedError('SCIM 1.1 (/services/scim/v1), except creating a user as the Salesforce CLI does');
  });
}

/** The client may act for the user from now on: that is what "auto-approve" says. */
function approve({ org, identity }: ServerContext, { clientId }: Session, userId: string): string {
  const client = clientId ?? CLI_CLIENT;
  identity.approve(client, userId);
  return identity.issueRefreshToken(String(org.data.rows('User', { Id: userId })[0]?.Username), client);
}

function bodyOf(request: FastifyRequest): JsonObject {
  if (!Buffer.isBuffer(request.body)) return requireObject(request.body);
  try {
    return requireObject(JSON.parse(request.body.toString('utf8')));
  } catch (error) {
    if (error instanceof ScimError) throw error;
    throw new ScimError(400, 'The request body is not valid JSON');
  }
}

/** The same user as a SCIM 2.0 body: `username` in small letters, e-mail addresses that are plain texts. */
function asVersion2(body: JsonObject): JsonObject {
  const renamed: Record<string, Json | undefined> = {
    userName: member(body, 'userName'),
    name: member(body, 'name'),
    nickName: member(body, 'nickName'),
    entitlements: member(body, 'entitlements'),
    emails: asEmails(member(body, 'emails')),
  };
  const known = new Set([...Object.keys(renamed), 'schemas'].map((name) => name.toLowerCase()));
  const unknown = Object.keys(body).find((name) => !known.has(name.toLowerCase()));
  if (unknown !== undefined) throw new NotImplementedError(`The attribute ${unknown} of a SCIM 1.1 user`);
  const given = Object.entries(renamed).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return { schemas: [USER_SCHEMA], ...Object.fromEntries(given) };
}

function asEmails(emails: Json | undefined): Json | undefined {
  if (!Array.isArray(emails)) return emails;
  return emails.map((email) => (typeof email === 'string' ? { value: email } : email));
}

/** `{"Errors":[{"description":"…"}]}`, the form that the CLI reads. */
function answerError(reply: FastifyReply, error: unknown, context: ServerContext): FastifyReply {
  const known = error instanceof ScimError || error instanceof PlatformError;
  const status = error instanceof ScimError ? error.status : error instanceof PlatformError ? error.httpStatus : 500;
  const description = known
    ? error.message
    : `An unexpected error occurred. Please include this ErrorId if you contact support: ${unexpected(error, context.log)}`;
  return reply
    .code(status)
    .type('application/json;charset=UTF-8')
    .send(JSON.stringify({ Errors: [{ description, code: status }] }));
}
