/**
 * Brings up the embedded org: validate, open and listen, deploy the package through the Metadata API, provision users over
 * SCIM, scan. Every step goes over HTTP, as it would with a Salesforce org.
 */
import { DEFAULT_ADMIN } from '../../local-org/data/index.ts';
import { prebuildBaseComponents } from '../../local-org/lightning/plugin.ts';
import { startServer, type OrgServer } from '../../local-org/server/index.ts';
import { ScimError } from '../command.ts';
import { requireValid } from '../deploy/validation.ts';
import { findProject } from '../project.ts';
import type { Messages } from '../messages.ts';
import type { Stages } from '../progress/stages.ts';
import { openFolder, openInMemory, type OrgFolder } from './folder.ts';
import type { Interruption } from './interruption.ts';
import { readMark, writeMark } from './marks.ts';
import { openRequestLog } from './request-log.ts';
import type { FolderWatch } from './watch.ts';
import { seedText, type RunningOrg, type StartOptions } from './options.ts';

const CONSOLE_PATH = '/lightning/n/SCIM_Rollcall';
/** Leads to the first tab that the user may open. */
const HOME_PATH = '/lightning/page/home';
/** Set when the users of a seed have arrived and are scanned; its value is the seed. */
const SEED_MARK = 'seed';

/**
 * Raises `RequestLogUnusable`, `ValidationFailed`, `PortInUse`, what is wrong with the folder, `Interrupted`, or what the
 * failing stage raised; then nothing keeps running.
 */
export async function startOrg(
  options: StartOptions,
  progress: Stages,
  messages: Messages,
  interruption?: Interruption,
): Promise<RunningOrg> {
  const stages = interruption ? untilInterrupted(progress, interruption) : progress;
  const log = options.requestLog === undefined ? undefined : openRequestLog(options.requestLog);
  try {
    const running = await bringUp(options, stages, messages);
    // Not before: the way up is neither the client's traffic nor its trouble.
    running.server.setFaults(options.faults);
    if (log) running.server.observe((exchange) => log.write(exchange));
    return {
      ...running.org,
      async close() {
        await running.org.close();
        log?.close();
      },
    };
  } catch (error) {
    log?.close();
    throw error;
  }
}

async function bringUp(
  options: StartOptions,
  stages: Stages,
  messages: Messages,
): Promise<{ org: RunningOrg; server: OrgServer }> {
  if (options.validate) await stages.run(messages.text('stage.validate'), () => requireValid(options.projectRoot));
  const folder = options.data ? openFolder(options.data, options.fresh) : openInMemory();
  let server: OrgServer | undefined;
  try {
    server = await stages.run(messages.text('stage.open'), async (note) => {
      const opened = await listen(options, folder, messages);
      note(opened.url);
      return opened;
    });
    return { org: await fill({ options, stages, messages, folder, server }), server };
  } catch (error) {
    await server?.close();
    folder.close();
    throw error;
  }
}

/** Every stage ends as soon as a signal arrives. */
function untilInterrupted(stages: Stages, interruption: Interruption): Stages {
  return { run: (title, work) => stages.run(title, (note) => interruption.before(Promise.resolve(work(note)))) };
}

async function listen(options: StartOptions, folder: OrgFolder, messages: Messages): Promise<OrgServer> {
  try {
    return await startServer({
      org: folder.org,
      port: options.port,
      scimSwitches: options.scimSwitches,
      devHub: options.devHub,
      soapLogin: options.soapLogin,
      scratchOrgs: { folder: folder.scratchOrgs },
      liveReload: options.watch.length > 0,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new ScimError('PortInUse', messages.text('error.port', options.port), {
      actions: [messages.text('error.port.action')],
    });
  }
}

interface Opened {
  options: StartOptions;
  stages: Stages;
  messages: Messages;
  folder: OrgFolder;
  server: OrgServer;
}

async function fill(opened: Opened): Promise<RunningOrg> {
  const { options, stages, messages, folder, server } = opened;
  const components = options.withPackage ? keepOutcome(prebuildBaseComponents()) : undefined;
  const restored = readMark(folder.org, SEED_MARK);
  if (options.withPackage) await bringPackage(opened);
  const sources = options.seed.kind === 'none' ? [] : await provision(opened, restored !== undefined);
  if (options.withPackage && options.data) await rememberPackage(opened);
  if (components) await stages.run(messages.text('stage.components'), () => components.settle());
  const watch = options.watch.length > 0 ? await watchFolders(opened) : undefined;
  const jwtClientId = options.jwtCertificate === undefined ? undefined : jwtClient(opened, options.jwtCertificate);
  return describe(folder, server, { sources, restored, jwtClientId, hasPackage: options.withPackage }, watch);
}

/** Deploys, unless a kept org has exactly this package already: nothing it has now differs from what a deploy would leave. */
async function bringPackage({ options, stages, messages, folder, server }: Opened): Promise<void> {
  const [{ assignSets, deployPackage, packageFolders }, { isDeployed }] = await Promise.all([
    import('./package.ts'),
    import('./fingerprint.ts'),
  ]);
  const { projectRoot } = options;
  const withDemo = options.seed.kind !== 'none';
  await stages.run(messages.text('stage.deploy'), async (note) => {
    if (isDeployed(folder.org, packageFolders(projectRoot, withDemo).flat())) note(messages.text('note.unchanged'));
    else await deployPackage({ server, projectRoot, withDemo, note });
    await assignSets(server);
  });
}

async function watchFolders({ options, stages, messages, server }: Opened): Promise<FolderWatch> {
  const { FolderWatch } = await import('./watch.ts');
  const folders = options.watch;
  const apiVersion = findProject(folders[0]!).apiVersion;
  const told: string[] = [];
  let isReady = false;
  const tell = (text: string): void => void (isReady ? options.tell(text) : told.push(text));
  const watch = new FolderWatch({ server, folders, apiVersion, messages, tell });
  await stages.run(messages.text('stage.watch'), async (note) => {
    await watch.begin();
    note(`${watch.components} components`);
  });
  isReady = true;
  for (const text of told) options.tell(text);
  return watch;
}

/** After the seeding, which changes the setup too. */
async function rememberPackage({ options, folder }: Opened): Promise<void> {
  const [{ packageFolders }, { markDeployed }] = await Promise.all([
    import('./package.ts'),
    import('./fingerprint.ts'),
  ]);
  markDeployed(folder.org, packageFolders(options.projectRoot, options.seed.kind !== 'none').flat());
}

async function provision(opened: Opened, isSeeded: boolean): Promise<RunningOrg['sources']> {
  const { options, stages, messages, folder, server } = opened;
  const { prepareSources, seedUsers, scan } = await import('./seed.ts');
  const sources = await prepareSources(server);
  if (isSeeded) return sources.access;
  await folder.guard(async () => {
    await stages.run(messages.text('stage.provision'), (note) =>
      seedUsers({ org: folder.org, server, sources, seed: options.seed, note }),
    );
    await stages.run(messages.text('stage.scan'), (note) => scan(server, note));
    writeMark(folder.org, SEED_MARK, seedText(options.seed));
  });
  return sources.access;
}

/** The client of `--jwt-certificate`, approved for the administrator; the same consumer key at every start of a kept org. */
function jwtClient({ folder, server }: Opened, certificate: string): string {
  const clientId = server.identity.registerConnectedApp({ name: 'JWT client', certificate });
  const [admin] = folder.org.data.rows('User', { Username: DEFAULT_ADMIN });
  server.identity.approve(clientId, String(admin?.Id));
  return clientId;
}

function describe(
  folder: OrgFolder,
  server: OrgServer,
  what: Pick<RunningOrg, 'sources' | 'restored' | 'jwtClientId' | 'hasPackage'>,
  watch: FolderWatch | undefined,
): RunningOrg {
  const accessToken = server.issueToken(DEFAULT_ADMIN);
  const frontDoor = new URLSearchParams({ sid: accessToken, retURL: what.hasPackage ? CONSOLE_PATH : HOME_PATH });
  return {
    instanceUrl: server.url,
    username: DEFAULT_ADMIN,
    accessToken,
    orgId: folder.org.data.orgId,
    consoleUrl: `${server.url}/secur/frontdoor.jsp?${frontDoor.toString()}`,
    scimUrl: `${server.url}/services/scim/v2`,
    ...what,
    isDevHub: folder.org.data.hasFeature('DevHub'),
    wasCutOff: folder.wasCutOff,
    async close() {
      await watch?.close();
      await server.close();
      folder.close();
    },
  };
}

/** Lets a promise run on beside other work without an unhandled rejection; `settle` answers or raises later. */
function keepOutcome(promise: Promise<void>): { settle(): Promise<void> } {
  const outcome = promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  return {
    async settle() {
      const error = await outcome;
      if (error) throw error;
    },
  };
}
