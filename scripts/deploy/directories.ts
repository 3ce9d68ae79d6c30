/** The parts of `force-app`, each a package directory of its own (sfdx-project.json). */
import path from 'node:path';

/** The package directories of every installation, in the order of their deployment (reference/metadata.md §8.4). */
export const DIRECTORIES = {
  core: path.join('force-app', 'main'),
  app: path.join('force-app', 'app'),
  integration: path.join('force-app', 'integration'),
} as const;

/** Package directories that an org may refuse, each on its own: no Translation Workbench, no enhanced folders, no Chatter. */
export const EXTRAS = ['reports', 'record-page', 'translations'] as const;
export type Extra = (typeof EXTRAS)[number];

export function extraDirectory(extra: Extra): string {
  return path.join('force-app', 'extras', extra);
}
