/** Deletes what earlier stages of the same run created. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Connection } from '@salesforce/core';
import { ComponentSet, DestructiveChangesType, MetadataApiDeploy } from '@salesforce/source-deploy-retrieve';
import type { TestLevel } from '../../local-org/metadata/contract.ts';
import { converse, type Conversation } from './conversation.ts';
import { forget, runJob, type Job } from './job.ts';
import { refusal, type DeployedComponent } from './metadata.ts';

export interface UndoOptions {
  connection: Connection;
  apiVersion: string;
  /** Default NoTestRun; undefined: the org's own, as production demands for Apex (reference/metadata.md §8.3). */
  testLevel?: TestLevel | undefined;
  conversation?: Conversation;
  remember?: Pick<Job, 'memory' | 'save'>;
}

/** One destructive deployment of exactly these components. Raises `DeployFailed`. */
export async function undoDeploy(options: UndoOptions, created: DeployedComponent[]): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'scim-undo-'));
  try {
    await writeManifests(folder, options.apiVersion, created);
    const testLevel = 'testLevel' in options ? options.testLevel : 'NoTestRun';
    const memory = options.remember?.memory ?? { state: 'todo' };
    const save = options.remember?.save ?? (() => undefined);
    const response = await runJob({
      connection: options.connection,
      conversation: options.conversation ?? converse(),
      memory,
      save,
      checkOnly: false,
      start: async () => {
        // A ComponentSet that only deletes is refused by the library before it sends anything; a folder is not.
        const deploy = new MetadataApiDeploy({
          usernameOrConnection: options.connection,
          mdapiPath: folder,
          apiVersion: options.apiVersion,
          // The library puts the folder's files below one root folder in the zip (reference/wire.md §3.2).
          // A component that is gone already is as good as deleted (reference/metadata.md §8.3, "destructive").
          apiOptions: {
            singlePackage: false,
            rollbackOnError: true,
            ignoreWarnings: true,
            ...(testLevel ? { testLevel } : {}),
          },
        });
        return (await deploy.start()).id;
      },
    });
    // An org that kept a part of what was to go has not done what was asked, whatever it calls it.
    if (response.success && response.status !== 'SucceededPartial') return;
    // The next try sends another one.
    forget({ memory, save });
    throw refusal(response);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeManifests(folder: string, apiVersion: string, created: DeployedComponent[]): Promise<void> {
  const set = new ComponentSet();
  set.apiVersion = apiVersion;
  set.sourceApiVersion = apiVersion;
  await writeFile(path.join(folder, 'package.xml'), await set.getPackageXml());
  for (const component of created) set.add(component, DestructiveChangesType.POST);
  const deletions = await set.getPackageXml(4, DestructiveChangesType.POST);
  await writeFile(path.join(folder, 'destructiveChangesPost.xml'), deletions);
}
