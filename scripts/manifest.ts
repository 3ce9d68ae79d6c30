/**
 * Writes `oclif.manifest.json`, so that starting one command does not load them all. It is the command snapshot too: a test
 * compares it with the commands, and a changed flag shows up in review. `npm run manifest`.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Plugin, settings } from '@oclif/core';

const ROOT = path.join(import.meta.dirname, '..');
export const MANIFEST_FILE = path.join(ROOT, 'oclif.manifest.json');

/** The manifest of the commands as they are now, as the file's text. */
export async function manifestText(): Promise<string> {
  settings.enableAutoTranspile = false;
  const plugin = new Plugin({
    root: ROOT,
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  });
  await plugin.load();
  return `${JSON.stringify(plugin.manifest, null, 2)}\n`;
}

if (import.meta.main) writeFileSync(MANIFEST_FILE, await manifestText());
