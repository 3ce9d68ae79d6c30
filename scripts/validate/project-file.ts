/** What the CLI refuses in sfdx-project.json before it looks at any file (`@salesforce/core`, "getPackageDirectoriesSync"). */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { codeEntry } from './codes.ts';
import type { Finding, Severity } from './finding.ts';
import { placeInProjectFile } from './project.ts';
import type { Project } from '../project.ts';

export function checkProjectFile(project: Project): Finding[] {
  const { packageDirectories: directories, root } = project;
  const entry = codeEntry('project-invalid');
  const finding = (message: string, fix: string, severity: Severity = entry.severity): Finding => ({
    ...{ code: 'project-invalid', severity, message, fix },
    ...placeInProjectFile(project, 'packageDirectories'),
  });
  const defaults = directories.filter((directory) => directory.default).length;
  const missing = directories.filter((directory) => !existsSync(path.join(root, directory.path)));
  return [
    // Empty folders do not survive in version control: a build or a person may bring them back.
    ...missing.map(({ path: name }) =>
      finding(
        `There is no package directory "${name}"; the CLI refuses the project.`,
        'Make the folder, or remove the entry.',
        'warning',
      ),
    ),
    ...(defaults > 1
      ? [finding(`${defaults} package directories are the default; there can be one.`, 'State "default": true once.')]
      : []),
    ...(defaults === 0 && (directories.length > 1 || directories[0]?.notDefault)
      ? [
          finding(
            'No package directory is the default; the CLI refuses the project.',
            'State "default": true for one of them.',
          ),
        ]
      : []),
  ];
}
