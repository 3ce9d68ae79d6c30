/** Writes what an identity provider needs to send the users that the rules expect. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Connection } from '@salesforce/core';
import type { RuleBook } from '../rules/model.ts';
import type { Artifact } from './artifact.ts';
import { entraArtifacts } from './entra.ts';
import { genericArtifacts } from './generic.ts';
import { NO_IDS, readIds, type Ids } from './ids.ts';
import { needsOf, type Needs } from './needs.ts';
import { oktaArtifacts } from './okta.ts';

export const PROVIDERS = ['entra', 'okta', 'generic'] as const;
export type Provider = (typeof PROVIDERS)[number];

const MAKERS: Record<Provider, (needs: Needs, ids: Ids) => Artifact[]> = {
  entra: entraArtifacts,
  okta: oktaArtifacts,
  generic: genericArtifacts,
};
const KINDS = { entra: 'Entra', okta: 'Okta', generic: null } as const;

export interface IdpOptions {
  provider: Provider;
  book: RuleBook;
  /** Developer name of a source; null for every source of the provider's kind. */
  source: string | null;
  /** Asked for record ids; null without an org. */
  connection: Connection | null;
  outputDir: string;
}

export interface IdpResult {
  files: string[];
  /** What the rules grant and the org lacks. */
  missing: string[];
  hasIds: boolean;
}

/**
 * A folder a source, below `<outputDir>/<provider>`. Nothing is written before every file is made and checked.
 * @throws {ScimError} `NoSource`, `NeedsOrg` (exit 2)
 */
export async function writeArtifacts(options: IdpOptions): Promise<IdpResult> {
  const { provider, book, connection, outputDir } = options;
  const all = needsOf(book, options.source === null ? KINDS[provider] : null, options.source);
  const ids = connection ? await readIds(connection, all) : NO_IDS;
  const made = all.flatMap((needs) =>
    MAKERS[provider](needs, ids).map((artifact) => ({
      file: path.join(outputDir, provider, needs.source.name, artifact.name),
      text: artifact.text,
    })),
  );
  for (const { file, text } of made) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(`${file}.part`, text);
    await rename(`${file}.part`, file);
  }
  return { files: made.map(({ file }) => file), missing: ids.missing, hasIds: ids.isKnown };
}
