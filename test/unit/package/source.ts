/** The package's directories, read as the Salesforce CLI would send them, into an org in memory. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readSourcePackage } from '../../../local-org/metadata/index.ts';
import type { DeployMessage, DeployOutcome } from '../../../local-org/metadata/contract.ts';
import type { SourcePackage } from '../../../local-org/metadata/package/source.ts';
import { openLocalOrg } from '../../../local-org/open.ts';
import type { LocalOrg } from '../../../local-org/org.ts';
import { findProject } from '../../../scripts/project.ts';
import { listFiles } from '../../../scripts/validate/project.ts';

export const ROOT = path.join(import.meta.dirname, '../../..');
export const CORE = ['force-app/main'];
export const DEFAULT = [...CORE, 'force-app/app', 'force-app/integration'];
export const EXTRAS = ['force-app/extras/reports', 'force-app/extras/record-page', 'force-app/extras/translations'];

export function sourceOf(folders: string[]): SourcePackage {
  const project = findProject(ROOT);
  const { files } = listFiles(project, folders);
  return readSourcePackage(
    files.map((file) => ({ path: file, read: () => readFileSync(path.join(ROOT, file)) })),
    project.apiVersion,
  );
}

export function emptyOrg(): LocalOrg {
  return openLocalOrg({ file: ':memory:' });
}

export function deploy(org: LocalOrg, contents: SourcePackage): DeployOutcome {
  const actor = { userId: String(org.data.rows('User', {})[0]?.['Id']) };
  return org.metadata.deployPackage(actor, contents, {
    checkOnly: false,
    rollbackOnError: true,
    ignoreWarnings: false,
    purgeOnDelete: false,
    singlePackage: true,
    testLevel: 'NoTestRun',
    runTests: [],
  });
}

/** Problems as `place: text`. */
export function problemsOf({ messages }: DeployOutcome): string[] {
  return messages
    .filter(({ problem }) => problem !== undefined)
    .map((message) => `${message.source ?? message.fileName}:${message.lineNumber}: ${message.problem}`);
}

/** Components that a deploy changed, as `Type:Name`. */
export function changedBy({ messages }: DeployOutcome): string[] {
  return messages
    .filter(({ changed }) => changed)
    .map(({ componentType, fullName }: DeployMessage) => `${componentType}:${fullName}`);
}
