/** Deploys the package, and for the demo its rules, through the Metadata API like any other client. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_ADMIN } from '../../local-org/data/index.ts';
import type { OrgServer } from '../../local-org/server/index.ts';
import { assign } from '../deploy/assign.ts';
import { connectWithToken } from '../deploy/connection.ts';
import { deployMetadata } from '../deploy/metadata.ts';
import { DIRECTORIES, EXTRAS, extraDirectory } from '../deploy/directories.ts';
import { hardenProfile } from '../deploy/harden.ts';
import { profileGrants } from '../deploy/package.ts';
import { ADMINISTRATOR_SET, APP_SET, INTEGRATION_PROFILE } from '../deploy/pipeline.ts';

export interface PackageOptions {
  server: OrgServer;
  projectRoot: string;
  withDemo: boolean;
  note(text: string): void;
}

const API_VERSION = '67.0';
/** Whoever tries the console out should be able to press every button of it. */
const SETS = [ADMINISTRATOR_SET, 'SCIM_Rollcall_Remediator', 'SCIM_Rollcall_Deprovisioner', APP_SET];

/** The absolute folders of each deployment, one deployment after the other. */
export function packageFolders(projectRoot: string, withDemo: boolean): string[][] {
  const extras = EXTRAS.map(extraDirectory).filter((folder) => existsSync(path.join(projectRoot, folder)));
  const deployments = [
    [...Object.values(DIRECTORIES), ...extras],
    ...(withDemo ? [[path.join('config', 'demo')]] : []),
  ];
  return deployments.map((folders) => folders.map((folder) => path.join(projectRoot, folder)));
}

/** Raises `DeployFailed` with every problem the org names. */
export async function deployPackage({ server, projectRoot, withDemo, note }: PackageOptions): Promise<void> {
  const connection = await connectWithToken(server.url, server.issueToken(DEFAULT_ADMIN));
  let components = 0;
  for (const directories of packageFolders(projectRoot, withDemo)) {
    const report = await deployMetadata({
      connection,
      directories,
      apiVersion: API_VERSION,
      checkOnly: false,
      testLevel: 'NoTestRun',
      tests: [],
    });
    components += report.components;
    note(`${components} components`);
  }
  // As `scim deploy` does it: the identities of the demo are those of a finished installation.
  const minimum = await profileGrants(path.join(projectRoot, DIRECTORIES.integration), INTEGRATION_PROFILE);
  await hardenProfile({ connection, apiVersion: API_VERSION, profile: INTEGRATION_PROFILE, minimum });
}

/** Gives the administrator the console's permission sets; whoever held them before keeps them. */
export async function assignSets(server: OrgServer): Promise<void> {
  const connection = await connectWithToken(server.url, server.issueToken(DEFAULT_ADMIN));
  for (const name of SETS) await assign(connection, DEFAULT_ADMIN, { kind: 'set', name });
}
