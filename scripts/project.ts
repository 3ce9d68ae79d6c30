/** The Salesforce DX project that a command works on. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ScimError } from './command.ts';

export interface Project {
  /** Absolute path of the folder that holds sfdx-project.json. */
  root: string;
  sourceApiVersion: string;
  /** Absolute paths. */
  packageDirectories: string[];
}

const DEFAULT_API_VERSION = '67.0';

/** Walks up from `start` to sfdx-project.json. Raises `NotAProject`, or `InvalidProjectFile` with the parser's words. */
export function findProject(start: string): Project {
  let root = path.resolve(start);
  while (!existsSync(path.join(root, 'sfdx-project.json'))) {
    const parent = path.dirname(root);
    if (parent === root) {
      throw new ScimError(
        'NotAProject',
        `${path.resolve(start)} is not in a Salesforce DX project: no sfdx-project.json here or above.`,
        {
          actions: ['Change to your project folder, or name it with --source-dir.'],
        },
      );
    }
    root = parent;
  }
  const file = path.join(root, 'sfdx-project.json');
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as {
      sourceApiVersion?: string;
      packageDirectories?: { path: string }[];
    };
    return {
      root,
      sourceApiVersion: content.sourceApiVersion ?? DEFAULT_API_VERSION,
      packageDirectories: (content.packageDirectories ?? []).map((directory) => path.resolve(root, directory.path)),
    };
  } catch (error) {
    throw new ScimError('InvalidProjectFile', `sfdx-project.json cannot be read: ${(error as Error).message}`);
  }
}
