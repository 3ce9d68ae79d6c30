/** The package deployed into an org in memory, through the metadata engine, without HTTP. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_ADMIN } from '../../local-org/data/index.ts';
import { SYSTEM, type Actor } from '../../local-org/data/types.ts';
import { readSourcePackage } from '../../local-org/metadata/index.ts';
import { openLocalOrg } from '../../local-org/open.ts';
import type { LocalOrg } from '../../local-org/org.ts';
import { findProject } from '../../scripts/project.ts';
import { listFiles } from '../../scripts/validate/project.ts';

const ROOT = path.join(import.meta.dirname, '../..');

export interface PackageOrg {
  org: LocalOrg;
  /** The org's administrator, who holds the console's administrator set. */
  admin: Actor;
}

/** Raises with every problem when the package does not deploy. */
export function openPackageOrg(folders = ['force-app']): PackageOrg {
  const org = openLocalOrg({ file: ':memory:' });
  const admin = { userId: org.data.rows('User', { Username: DEFAULT_ADMIN })[0]!['Id'] as string };
  for (const folder of folders) {
    const project = findProject(ROOT);
    const files = listFiles(project, [folder]).files.map((file) => ({
      path: file,
      read: () => readFileSync(path.join(ROOT, file)),
    }));
    const contents = readSourcePackage(files, project.apiVersion);
    const outcome = org.metadata.deployPackage(admin, contents, {
      checkOnly: false,
      rollbackOnError: true,
      ignoreWarnings: false,
      purgeOnDelete: false,
      singlePackage: true,
      testLevel: 'NoTestRun',
      runTests: [],
    });
    if (!outcome.success) {
      const problems = outcome.messages.filter((message) => message.problemType === 'Error');
      throw new Error(
        problems.map((message) => `${message.fileName}:${message.lineNumber ?? 1} ${message.problem}`).join('\n'),
      );
    }
  }
  const set = org.data.rows('PermissionSet', { Name: 'SCIM_Rollcall_Administrator' })[0]!['Id'] as string;
  const row = { AssigneeId: admin.userId, PermissionSetId: set };
  org.data.insert('PermissionSetAssignment', [row], { ...SYSTEM, actor: admin, allOrNone: true });
  return { org, admin };
}
