/**
 * Brings up the embedded org: validate, open and listen, deploy the package through the Metadata API, provision users over
 * SCIM, scan. Every step goes over HTTP, as it would with a Salesforce org.
 */
import { DEFAULT_ADMIN } from '../../local-org/data/index.ts';
import { prebuildBaseComponents } from '../../local-org/lightning/plugin.ts';
import { startServer, type OrgServer } from '../../local-org/server/index.ts';
import { ScimError } from '../command.ts';
import { requireValid } from '../deploy/validation.ts';
import type { Messages } from '../messages.ts';
import type { Stages } from '../progress/stages.ts';
import { openFolder, openInMemory, type OrgFolder } from './folder.ts';
import type { Interruption } from './interruption.ts';
import { readMark, writeMark } from './marks.ts';
import { seedText, type RunningOrg, type StartOptions } from './options.ts';

const CONSOLE_PATH = '/lightning/n/SCIM_Rollcall';
/** Set when the users of a seed have arrived and are scanned; its value is the seed. */
const SEED_MARK = 'seed';

/**
 * Raises `ValidationFailed`, `PortInUse`, what is wrong with the folder, `Interrupted`, or what the failing stage raised;
 * then nothing keeps running.
 */
export async function startOrg(
  options: StartOptions,
  progress: Stages,
  messages: Messages,
  interruption?: Interruption,
): Promise<RunningOrg> {
  const stages = interruption ? untilInterrupted(progress, interruption) : progress;
  if (options.validate) await stages.run(messages.text('stage.validate'), () => requireValid(options.projectRoot));
  const folder = options.data ? openFolder(options.data, options.fresh) : openInMemory();
  let server: OrgServer | undefined;
  try {
    server = await stages.run(messages.text('stage.open'), async (note) => {
      const opened = await listen(options, folder, messages);
      note(opened.url);
      return opened;
    });
    return await fill({ options, stages, messages, folder, server });
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
      scratchOrgs: { folder: folder.scratchOrgs },
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
  if (options.withPackage) {
    const { deployPackage } = await import('./package.ts');
    const withDemo = options.seed.kind !== 'none';
    await stages.run(messages.text('stage.deploy'), (note) =>
      deployPackage({ server, projectRoot: options.projectRoot, withDemo, note }),
    );
  }
  const sources = options.seed.kind === 'none' ? [] : await provision(opened, restored !== undefined);
  if (components) await stages.run(messages.text('stage.components'), () => components.settle());
  const jwtClientId = options.jwtCertificate === undefined ? undefined : jwtClient(opened, options.jwtCertificate);
  return describe(folder, server, { sources, restored, jwtClientId });
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
  what: Pick<RunningOrg, 'sources' | 'restored' | 'jwtClientId'>,
): RunningOrg {
  const accessToken = server.issueToken(DEFAULT_ADMIN);
  const frontDoor = new URLSearchParams({ sid: accessToken, retURL: CONSOLE_PATH });
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
