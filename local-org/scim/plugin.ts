/**
 * Salesforce's SCIM 2.0 service on HTTP: `/services/scim/v2` (reference/scim.md §1.1). Answers `application/json`, not
 * `application/scim+json`, as the pilot does.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PlatformError } from '../data/types.ts';
import type { ServerContext } from '../server/context.ts';
import { BASE_PATH, requireGroupManagement, requireUserManagement, type ScimRequest } from './context.ts';
import { errorBody, ScimError } from './errors.ts';
import { member, requireObject, type JsonObject } from './json.ts';
import { parameter, readPage, readProjection, type QueryParameters } from './paging.ts';
import { defaultSwitches, type Switches } from './switches.ts';
import { ENTITLEMENT_ATTRIBUTES, listEntitlements, readEntitlement } from './catalog/entitlements.ts';
import { listRoles, readRole, ROLE_ATTRIBUTES } from './catalog/roles.ts';
import { resourceTypes, serviceProviderConfig } from './discovery/config.ts';
import { listSchemas, readSchema } from './discovery/schemas.ts';
import {
  createGroup,
  deleteGroup,
  GROUP_ATTRIBUTES,
  listGroups,
  patchGroup,
  readGroup,
  replaceGroup,
} from './groups/groups.ts';
import { TOP_LEVEL } from './users/attributes.ts';
import { patchUser } from './users/patch.ts';
import { registerScimV1 } from './v1.ts';
import { listUsers, readUser } from './users/read.ts';
import { createUser, deactivateUser, replaceUser } from './users/write.ts';

type Handler = (scim: ScimRequest, http: FastifyRequest, reply: FastifyReply) => JsonObject | null;
type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What any API user may read. */
const OPEN_PATHS: ReadonlySet<string> = new Set([
  '/Me',
  '/ServiceProviderConfig',
  '/ServiceProviderConfigs',
  '/ResourceTypes',
  '/Schemas',
  '/Schemas/:id',
]);
const SEARCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const parametersOf = (http: FastifyRequest): QueryParameters => http.query as QueryParameters;
const idOf = (http: FastifyRequest): string => (http.params as { id: string }).id;

/** Registers every SCIM route. `switches` default to the documented behavior. */
export function registerScim(
  app: FastifyInstance,
  context: ServerContext,
  switches: Switches = defaultSwitches(),
): void {
  app.setErrorHandler((error, http, reply) => answerError(error as Error, switches, http, reply, context));

  const route = (method: Verb, path: string, handler: Handler): void => {
    app.route({
      method,
      url: `${BASE_PATH}${path}`,
      handler: (http, reply) => {
        const session = context.requireSession(http);
        const scim: ScimRequest = { data: context.org.data, actor: session.actor, switches, origin: context.url };
        // The service reads as the platform does, beyond what the caller could query: only discovery and oneself are open.
        if (!OPEN_PATHS.has(path)) requireUserManagement(scim);
        if (method !== 'GET' && path.startsWith('/Groups')) requireGroupManagement(scim);
        const body = handler(scim, http, reply);
        return body === null ? reply.code(204).send() : sendJson(http, reply, body);
      },
    });
  };

  userRoutes(route);
  groupRoutes(route);
  catalogRoutes(route);
  route('GET', '/ServiceProviderConfigs', (scim) => serviceProviderConfig(scim));
  route('GET', '/ServiceProviderConfig', (scim) => serviceProviderConfig(scim));
  route('GET', '/ResourceTypes', (scim) => resourceTypes(scim));
  route('GET', '/Schemas', (scim) => listSchemas(scim));
  route('GET', '/Schemas/:id', (scim, http) => readSchema(scim, idOf(http)));
  app.all(`${BASE_PATH}/*`, (http) => {
    context.requireSession(http);
    throw new ScimError(404, 'No such resource');
  });
  registerScimV1(app, context, switches);
}

type Route = (method: Verb, path: string, handler: Handler) => void;

function userRoutes(route: Route): void {
  route('GET', '/Users', (scim, http) => {
    const query = parametersOf(http);
    const page = readPage(query, Number(scim.switches.pageSize));
    return project(listUsers(scim, parameter(query, 'filter'), page), query, TOP_LEVEL);
  });
  route('POST', '/Users', (scim, http, reply) => {
    const { id, status } = createUser(scim, requireObject(http.body));
    reply.code(status);
    return located(reply, readUser(scim, id));
  });
  route('POST', '/Users/.search', (scim, http) => {
    const body = requireObject(http.body);
    const schemas = member(body, 'schemas');
    if (!Array.isArray(schemas) || schemas[0] !== SEARCH_SCHEMA) throw new ScimError(400, 'Invalid Schema');
    const query = Object.fromEntries(
      Object.entries(body).map(([key, value]) => [key, Array.isArray(value) ? value.join(',') : String(value)]),
    );
    return project(
      listUsers(scim, query['filter'], readPage(query, Number(scim.switches.pageSize)), true),
      query,
      TOP_LEVEL,
    );
  });
  route('GET', '/Users/:id', (scim, http, reply) =>
    located(reply, readProjection(parametersOf(http), TOP_LEVEL)(readUser(scim, idOf(http)))),
  );
  route('GET', '/Me', (scim, http, reply) =>
    located(reply, readProjection(parametersOf(http), TOP_LEVEL)(readUser(scim, scim.actor.userId))),
  );
  route('PUT', '/Users/:id', (scim, http, reply) =>
    located(reply, readUser(scim, replaceUser(scim, idOf(http), requireObject(http.body)))),
  );
  route('PATCH', '/Users/:id', (scim, http, reply) =>
    located(reply, readUser(scim, patchUser(scim, idOf(http), http.body))),
  );
  const deactivate: Handler = (scim, http) => {
    deactivateUser(scim, idOf(http));
    return null;
  };
  route('DELETE', '/Users/:id', deactivate);
  route('POST', '/Users/:id', overridden(deactivate));
}

function groupRoutes(route: Route): void {
  route('GET', '/Groups', (scim, http) => {
    const query = parametersOf(http);
    const withMembers = wantsMembers(query);
    return project(
      listGroups(scim, parameter(query, 'filter'), readPage(query, 200), withMembers),
      query,
      GROUP_ATTRIBUTES,
    );
  });
  route('GET', '/Groups/:id', (scim, http, reply) => {
    const query = parametersOf(http);
    return located(reply, readProjection(query, GROUP_ATTRIBUTES)(readGroup(scim, idOf(http), wantsMembers(query))));
  });
  route('POST', '/Groups', (scim, http, reply) => {
    const id = createGroup(scim, requireObject(http.body));
    reply.code(201);
    return located(reply, readGroup(scim, id));
  });
  route('PUT', '/Groups/:id', (scim, http, reply) =>
    located(reply, readGroup(scim, replaceGroup(scim, idOf(http), requireObject(http.body)))),
  );
  route('PATCH', '/Groups/:id', (scim, http, reply) =>
    located(reply, readGroup(scim, patchGroup(scim, idOf(http), http.body))),
  );
  const remove: Handler = (scim, http) => {
    deleteGroup(scim, idOf(http));
    return null;
  };
  route('DELETE', '/Groups/:id', remove);
  route('POST', '/Groups/:id', overridden(remove));
}

function catalogRoutes(route: Route): void {
  route('GET', '/Entitlements', (scim, http) => {
    const query = parametersOf(http);
    return project(
      listEntitlements(scim, parameter(query, 'filter'), readPage(query, 200)),
      query,
      ENTITLEMENT_ATTRIBUTES,
    );
  });
  route('GET', '/Entitlements/:id', (scim, http, reply) => located(reply, readEntitlement(scim, idOf(http))));
  route('GET', '/Roles', (scim, http) => {
    const query = parametersOf(http);
    return project(listRoles(scim, parameter(query, 'filter'), readPage(query, 200)), query, ROLE_ATTRIBUTES);
  });
  route('GET', '/Roles/:id', (scim, http, reply) => located(reply, readRole(scim, idOf(http))));
  for (const type of ['Entitlements', 'Roles']) {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'] as const) {
      const refuse: Handler = () => {
        throw new ScimError(501, 'Method not supported');
      };
      route(method, `/${type}/:id`, refuse);
      if (method === 'POST') route(method, `/${type}`, refuse);
    }
  }
}

/** A POST that says `X-HTTP-Method-Override: DELETE`; any other POST to a resource is no method of it. */
function overridden(handler: Handler): Handler {
  return (scim, http, reply) => {
    if (String(http.headers['x-http-method-override']).toUpperCase() !== 'DELETE')
      throw new ScimError(501, 'Method not supported');
    return handler(scim, http, reply);
  };
}

function wantsMembers(query: QueryParameters): boolean {
  const excluded = parameter(query, 'excludedAttributes')?.split(',') ?? [];
  const included = parameter(query, 'attributes')?.split(',');
  return !excluded.includes('members') && (!included || included.includes('members'));
}

function project(list: JsonObject, query: QueryParameters, known: readonly string[]): JsonObject {
  const keep = readProjection(query, known);
  const resources = list['Resources'] as JsonObject[] | undefined;
  return resources ? { ...list, Resources: resources.map(keep) } : list;
}

function located(reply: FastifyReply, resource: JsonObject): JsonObject {
  const location = (resource['meta'] as JsonObject | undefined)?.['location'];
  if (typeof location === 'string') reply.header('location', location);
  return resource;
}

function sendJson(http: FastifyRequest, reply: FastifyReply, body: JsonObject): FastifyReply {
  const text = 'x-prettyprint' in http.headers ? JSON.stringify(body, null, 2) : JSON.stringify(body);
  return reply.type('application/json;charset=UTF-8').send(text);
}

function answerError(
  error: Error,
  switches: Switches,
  http: FastifyRequest,
  reply: FastifyReply,
  context: ServerContext,
): FastifyReply {
  reply.type('application/json;charset=UTF-8');
  if (error instanceof ScimError) return reply.code(error.status).send(errorBody(error, switches));
  if (error instanceof PlatformError) {
    return reply.code(error.httpStatus).send(JSON.stringify([{ message: error.message, errorCode: error.errorCode }]));
  }
  const { statusCode } = error as { statusCode?: number };
  if (statusCode && statusCode < 500)
    return reply.code(statusCode).send(errorBody(new ScimError(statusCode, error.message), switches));
  context.log(`SCIM ${http.method} ${http.routeOptions.url ?? http.url}: ${error.name}: ${error.message}`);
  return reply
    .code(500)
    .send(JSON.stringify([{ message: 'An unexpected error occurred.', errorCode: 'UNKNOWN_EXCEPTION' }]));
}
