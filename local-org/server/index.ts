/**
 * The embedded org on HTTP. The only part that knows HTTP: each feature is a plugin in a file or folder of its own, over
 * the layers of `LocalOrg`.
 */
import type { FastifyInstance } from 'fastify';
import { openDevHub } from '../devhub/index.ts';
import type { AllocationLimits, DevHub, ScratchServer } from '../devhub/index.ts';
import { createIdentity } from '../identity/index.ts';
import type { Identity } from '../identity/contract.ts';
import { enableSoapLogin } from '../identity/soap-login.ts';
import { LiveReload } from '../lightning/live-reload.ts';
import { registerLightning } from '../lightning/plugin.ts';
import type { LocalOrg } from '../org.ts';
import { registerScim } from '../scim/plugin.ts';
import type { Switches } from '../scim/switches.ts';
import { registerApexRest } from './apex-rest.ts';
import { drainAsyncApex } from './async.ts';
import { registerAuthorize } from './auth/authorize.ts';
import { registerFrontDoor } from './auth/front-door.ts';
import { registerOAuth } from './auth/oauth.ts';
import { bulkResources } from './bulk/index.ts';
import type { ServerContext } from './context.ts';
import { DeployJobs } from './deploy/jobs.ts';
import { deployResources } from './deploy/rest.ts';
import { RetrieveJobs } from './deploy/retrieve-jobs.ts';
import { actionResources } from './rest/actions.ts';
import { registerOutbox } from './outbox.ts';
import { collectionResources } from './rest/collections.ts';
import { compositeResources } from './rest/composite.ts';
import { notificationResources } from './rest/notifications.ts';
import { QueryCursors } from './rest/cursors.ts';
import { queryResources } from './rest/query.ts';
import { observeExchanges, type Observer } from './operate/exchanges.ts';
import type { Fault } from './operate/faults.ts';
import { registerHealth } from './operate/health.ts';
import { injectFaults } from './operate/inject.ts';
import { searchResources } from './rest/search.ts';
import type { RestResource } from './rest/router.ts';
import { registerRest } from './rest/router.ts';
import { absentResources, registerVersions, serviceResources } from './rest/service.ts';
import { sobjectResources } from './rest/sobjects.ts';
import { treeResources } from './rest/tree.ts';
import { apiSession, bearerToken, cookieSession } from './sessions.ts';
import { apexService } from './soap/apex.ts';
import { registerSoap } from './soap/envelope.ts';
import { metadataService } from './soap/metadata.ts';
import { enterpriseService, partnerService } from './soap/partner.ts';
import { registerCometd } from './streaming/cometd.ts';
import { Topics } from './streaming/topics.ts';
import { anonymousResources } from './tooling/execute-anonymous.ts';
import { testResources } from './tooling/run-tests.ts';
import { createTransport } from './transport.ts';

export type { ServerContext } from './context.ts';
export type { HttpExchange } from './operate/exchanges.ts';
export { parseFault, type Fault } from './operate/faults.ts';

export interface ServerOptions {
  org: LocalOrg;
  /** Where to listen. Default `127.0.0.1`; anything else opens the org to the network and needs `allowNetwork`. */
  host?: string;
  /** 0 takes a free port. */
  port: number;
  allowNetwork?: boolean;
  /** Behaviors of the SCIM service where evidence is split. Default: the documented ones. */
  scimSwitches?: Switches;
  /** Makes the org a Dev Hub, for good. An org that is one already stays one. */
  devHub?: boolean;
  /** Switches SOAP `login()` on, for good. */
  soapLogin?: boolean;
  /** For a Dev Hub: the folder of its scratch orgs' files (default: memory), and how many it may have. */
  scratchOrgs?: { folder?: string | undefined; limits?: AllocationLimits };
  /** Lets open pages load again when `reloadPages` is called. */
  liveReload?: boolean;
  /** What the names of this org's cookies end in. */
  cookieSuffix?: string;
  /** Operator's log: unexpected failures, no secrets. Default: standard error. */
  log?: (line: string) => void;
}

export interface OrgServer {
  /** e.g. `http://127.0.0.1:8080`, no trailing slash. */
  readonly url: string;
  readonly identity: Identity;
  /** An access token for an active user. */
  issueToken(username: string): string;
  /** Lets requests go wrong on purpose, in place of what was set before; none heals the org. Scratch orgs of a hub are spared. */
  setFaults(faults: readonly Fault[]): void;
  /** Who gets every request with its answer from now on, secrets included; null ends it. */
  observe(observer: Observer | null): void;
  /** Every open page loads again; nothing without `liveReload`. */
  reloadPages(): void;
  /** Stops taking calls and background work. The org itself stays open: its owner closes it. */
  close(): Promise<void>;
}

const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];

/** Puts an org on HTTP. Raises when the port is taken, or the host is no loopback address without `allowNetwork`. */
export async function startServer(options: ServerOptions): Promise<OrgServer> {
  const { org, host = '127.0.0.1', port, log = toStandardError } = options;
  if (!LOOPBACK.includes(host) && !options.allowNetwork) {
    throw new Error(
      `The embedded org listens on this machine only; host ${host} would open it to the network. Pass allowNetwork to do that on purpose.`,
    );
  }
  if (options.devHub) org.data.enableFeature('DevHub');
  if (options.soapLogin) enableSoapLogin(org.data);
  const identity = createIdentity(org.data);
  let url = '';
  let devHub: DevHub | undefined;
  const liveReload = options.liveReload ? new LiveReload() : undefined;
  const context: ServerContext = {
    org,
    identity,
    isLocal: LOOPBACK.includes(host),
    liveReload,
    get url() {
      return url;
    },
    get devHub() {
      return devHub;
    },
    requireSession: (request) => apiSession(org, identity, bearerToken(request)),
    browserSession: (request) => cookieSession(identity, request),
    log,
  };
  const app = createTransport({
    allowedHosts: options.allowNetwork ? [host] : [],
    log,
    cookieSuffix: options.cookieSuffix ?? '',
  });
  const observe = observeExchanges(app);
  registerHealth(app, context);
  const setFaults = injectFaults(app);
  await registerFeatures(app, context, options.scimSwitches);
  await app.listen({ host, port });
  const address = app.server.address();
  if (!address || typeof address === 'string') throw new Error('The server has no port.');
  url = `http://${host === '::1' ? '[::1]' : host}:${address.port}`;
  const stopDraining = drainAsyncApex(org, log);
  if (org.data.hasFeature('DevHub')) {
    const { folder, limits } = options.scratchOrgs ?? {};
    devHub = await openDevHub({ data: org.data, identity, folder, limits, log, listen: scratchServers(options, log) });
  }
  return {
    url,
    identity,
    issueToken: (username) => identity.issueToken(username),
    setFaults,
    observe,
    reloadPages: () => liveReload?.announce(),
    async close() {
      stopDraining();
      await app.close();
      await devHub?.close();
    },
  };
}

/** Puts scratch orgs on ports of their own, reachable as their hub is. */
function scratchServers(options: ServerOptions, log: (line: string) => void) {
  const { host, allowNetwork, scimSwitches } = options;
  return (org: LocalOrg, port: number): Promise<ScratchServer> =>
    startServer({
      org,
      port,
      log,
      ...(host === undefined ? {} : { host }),
      ...(allowNetwork === undefined ? {} : { allowNetwork }),
      ...(scimSwitches === undefined ? {} : { scimSwitches }),
      cookieSuffix: `_${org.data.orgId.slice(0, 15)}`,
    });
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function registerFeatures(app: FastifyInstance, context: ServerContext, scimSwitches?: Switches): Promise<void> {
  const deploys = new DeployJobs(context.org, context.log);
  const retrieves = new RetrieveJobs(context.org, context.log);
  const topics = new Topics();
  const resources: RestResource[] = [
    ...serviceResources,
    ...queryResources(new QueryCursors()),
    ...searchResources,
    ...anonymousResources,
    ...testResources(topics),
    ...deployResources(deploys),
    ...treeResources,
    ...compositeResources(() => resources),
    ...collectionResources,
    ...actionResources,
    ...notificationResources,
    ...bulkResources(app, context),
    ...absentResources,
    ...sobjectResources,
  ];
  registerVersions(app);
  registerRest(app, context, resources);
  registerOAuth(app, context);
  registerAuthorize(app, context);
  registerFrontDoor(app, context);
  registerCometd(app, context, topics);
  for (const service of [metadataService(deploys, retrieves), apexService, partnerService, enterpriseService]) {
    registerSoap(app, context, service);
  }
  await registerApexRest(app, context);
  registerOutbox(app, context);
  app.get('/', (_request, reply) => reply.redirect('/lightning/page/home', 302));
  await app.register(async (scope) => {
    registerScim(scope, context, scimSwitches);
  });
  await app.register(async (scope) => {
    await registerLightning(scope, context);
  });
}
