/** `GET /services/data`, the resource list of a version, limits, and what the platform has but this org has not. */
import type { FastifyInstance } from 'fastify';
import { ALLOWANCES } from '../../data/allowances.ts';
import { NotImplementedError } from '../../data/types.ts';
import { LATEST_VERSION } from '../versions.ts';
import type { RestCall, RestReply, RestResource } from './router.ts';

/** Answers without a session, as Salesforce does. */
export function registerVersions(app: FastifyInstance): void {
  app.get('/services/data', (_request, reply) =>
    reply
      .type('application/json;charset=UTF-8')
      .send(
        JSON.stringify([{ label: "Summer '26", url: `/services/data/v${LATEST_VERSION}`, version: LATEST_VERSION }]),
      ),
  );
}

export const serviceResources: RestResource[] = [
  { pattern: '', tooling: true, methods: { GET: resources } },
  { pattern: 'limits', methods: { GET: limits } },
];

/** REST resources of the platform that this org refuses by name, so that no client waits or guesses. */
const ABSENT: Record<string, string> = {
  'actions/standard/*': 'Standard invocable actions',
  'analytics/*': 'Reports and dashboards REST API',
  'appMenu/*': 'The app menu resource',
  'async-queries/*': 'Async SOQL',
  'chatter/*': 'Connect REST API',
  'connect/*': 'Connect REST API',
  'compactLayouts/*': 'Compact layouts',
  'composite/graph': 'Composite graph',
  'consent/*': 'Consent API',
  'eventBus/*': 'The event bus resource',
  'jobs/*': 'This resource of Bulk API 2.0',
  'process/*': 'The process resource',
  'quickActions/*': 'Quick actions',
  'support/*': 'The support resource',
  'tabs/*': 'The tabs resource',
  'theme/*': 'The theme resource',
  'ui-api/*': 'User Interface API',
  'wave/*': 'CRM Analytics REST API',
};

export const absentResources: RestResource[] = Object.entries(ABSENT).map(([pattern, what]) => {
  const refuse = (): RestReply => {
    throw new NotImplementedError(what);
  };
  return { pattern, methods: { GET: refuse, POST: refuse, PATCH: refuse, PUT: refuse, DELETE: refuse } };
});

function resources(call: RestCall): RestReply {
  const names = call.tooling
    ? ['sobjects', 'query', 'composite', 'executeAnonymous', 'runTestsAsynchronous', 'runTestsSynchronous']
    : ['actions', 'sobjects', 'query', 'queryAll', 'composite', 'limits', 'recent', 'tooling', 'metadata', 'jobs'];
  return {
    body: {
      ...Object.fromEntries(names.map((name) => [name, `${call.base}/${name}`])),
      ...(call.tooling
        ? {}
        : { identity: `${call.context.url}/id/${call.context.org.data.orgId}/${call.session.userId}` }),
    },
  };
}

/** The org's allowances, and those of a Dev Hub as it has used them. */
function limits(call: RestCall): RestReply {
  const hub = call.context.devHub?.allocations;
  const left = hub?.remaining();
  return {
    body: {
      ...Object.fromEntries(Object.entries(ALLOWANCES).map(([name, max]) => [name, { Max: max, Remaining: max }])),
      ...(hub && left
        ? {
            ActiveScratchOrgs: { Max: hub.limits.active, Remaining: left.active },
            DailyScratchOrgs: { Max: hub.limits.daily, Remaining: left.daily },
          }
        : {}),
    },
  };
}
