/**
 * Writes `oclif.manifest.json`, so that starting one command does not load them all, and `command-snapshot.json`. Tests
 * compare both with the commands. `npm run manifest`; what would break scripts is refused unless `--breaking` says that
 * it is meant.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Plugin, settings } from '@oclif/core';
import { brokenPromises, snapshotOf, type SnapshotRow } from './command-snapshot.ts';

const ROOT = path.join(import.meta.dirname, '..');
export const MANIFEST_FILE = path.join(ROOT, 'oclif.manifest.json');
export const SNAPSHOT_FILE = path.join(ROOT, 'command-snapshot.json');

async function load(): Promise<Plugin> {
  settings.enableAutoTranspile = false;
  const plugin = new Plugin({
    root: ROOT,
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  });
  await plugin.load();
  return plugin;
}

/** The manifest of the commands as they are now, as the file's text. */
export async function manifestText(): Promise<string> {
  // Without the path of its file a command is found by its id: as TypeScript in a checkout, as JavaScript in a tarball.
  const withoutPath = (key: string, value: unknown): unknown => (key === 'relativePath' ? undefined : value);
  return `${JSON.stringify((await load()).manifest, withoutPath, 2)}\n`;
}

/** The snapshot of the commands as they are now. */
export async function currentSnapshot(): Promise<SnapshotRow[]> {
  const { manifest, name } = await load();
  return snapshotOf(manifest.commands, name);
}

/** The snapshot that was committed. */
export function writtenSnapshot(): SnapshotRow[] {
  return existsSync(SNAPSHOT_FILE) ? (JSON.parse(readFileSync(SNAPSHOT_FILE, 'utf8')) as SnapshotRow[]) : [];
}

if (import.meta.main) {
  const snapshot = await currentSnapshot();
  const broken = brokenPromises(writtenSnapshot(), snapshot);
  if (broken.length > 0 && !process.argv.includes('--breaking')) {
    process.stderr.write(`${broken.join('\n')}\nIf that is meant: npm run manifest -- --breaking\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(MANIFEST_FILE, await manifestText());
    writeFileSync(SNAPSHOT_FILE, `${JSON.stringify(snapshot, null, 2)}\n`);
  }
}
