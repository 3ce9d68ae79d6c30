/** Deploys the package, and for the demo its rules, through the Metadata API like any other client. */
import path from 'node:path';
import { DEFAULT_ADMIN } from '../../local-org/data/index.ts';
import type { OrgServer } from '../../local-org/server/index.ts';
import { assignPermissionSet } from '../deploy/assign.ts';
import { connectWithToken } from '../deploy/connection.ts';
import { deployMetadata } from '../deploy/metadata.ts';
import { ADMINISTRATOR_SET } from '../deploy/pipeline.ts';

export interface PackageOptions {
  server: OrgServer;
  projectRoot: string;
  withDemo: boolean;
  note(text: string): void;
}

const API_VERSION = '67.0';

/** Raises `DeployFailed` with every problem the org names. */
export async function deployPackage({ server, projectRoot, withDemo, note }: PackageOptions): Promise<void> {
  const connection = await connectWithToken(server.url, server.issueToken(DEFAULT_ADMIN));
  const folders = [['force-app'], ...(withDemo ? [['config', 'demo']] : [])];
  let components = 0;
  for (const folder of folders) {
    const report = await deployMetadata({
      connection,
      directories: [path.join(projectRoot, ...folder)],
      apiVersion: API_VERSION,
      checkOnly: false,
      testLevel: 'NoTestRun',
      tests: [],
    });
    components += report.components;
    note(`${components} components`);
  }
  await assignPermissionSet(connection, DEFAULT_ADMIN, ADMINISTRATOR_SET);
}
