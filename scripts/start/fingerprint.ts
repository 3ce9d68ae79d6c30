/**
 * Tells whether a kept org still has exactly the package that a deploy would put into it, so that a restart need not deploy.
 * Two things are compared: what the deploy would read (the package's files and the code that deploys and stores them), and
 * what it left in the org. Whoever changes either, by a file, a deploy or a record, gets a deploy again.
 */
import { createHash, type Hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { LocalOrg } from '../../local-org/org.ts';
import { readMark, writeMark } from './marks.ts';

const MARK = 'package';
/** The project that this file belongs to; the package may be another's. */
const TOOLS = path.resolve(import.meta.dirname, '../..');
/** Code that decides what a deploy leaves in the org, and the versions of the libraries that it uses. */
const ENGINE = [
  'local-org',
  path.join('scripts', 'deploy'),
  path.join('scripts', 'start'),
  'package-lock.json',
  'package.json',
];

/** What a deploy writes; users, their assignments and all other data are theirs who use the org. */
const DEPLOYED_TABLES = new Set([
  '_object',
  '_field',
  'metadata_label',
  'metadata_translation',
  'o_CustomPermission',
  'o_FieldPermissions',
  'o_ObjectPermissions',
  'o_PermissionSet',
  'o_PermissionSetGroupComponent',
  'o_PermissionSetTabSetting',
  'o_Profile',
  'o_SetupEntityAccess',
]);
const CUSTOM_METADATA = /^o_\w+__mdt$/;

/** True when the mark of the last deploy fits the files below `folders` (absolute) and the org as both are now. */
export function isDeployed(org: LocalOrg, folders: string[]): boolean {
  const mark = readMark(org, MARK);
  return mark !== undefined && mark === fingerprint(org, folders);
}

/** Remembers that the org has the package as the files are now; call it when nothing more is written to the setup. */
export function markDeployed(org: LocalOrg, folders: string[]): void {
  writeMark(org, MARK, fingerprint(org, folders));
}

function fingerprint(org: LocalOrg, folders: string[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const entry of ENGINE) addFiles(hash, TOOLS, path.join(TOOLS, entry));
  for (const folder of folders) addFiles(hash, path.dirname(folder), folder);
  addSetup(hash, org.data.sql);
  return hash.digest('hex');
}

/** Path and content of a file, or of every file below a folder; nothing when there is none. */
function addFiles(hash: Hash, base: string, entry: string): void {
  if (!existsSync(entry)) return;
  const files = statSync(entry).isFile() ? [entry] : filesBelow(entry);
  for (const file of files.sort())
    hash
      .update(`${path.relative(base, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
}

function filesBelow(folder: string): string[] {
  const children = readdirSync(folder, { withFileTypes: true, recursive: true });
  return children.filter((child) => child.isFile()).map((child) => path.join(child.parentPath, child.name));
}

function addSetup(hash: Hash, sql: DatabaseSync): void {
  /** In an order of its own: rows that were written again may lie elsewhere. */
  const add = (table: string, columns: string): void => {
    const rows = sql.prepare(`SELECT ${columns} FROM "${table}"`).all();
    hash.update(`${table}\0`).update(
      rows
        .map((row) => JSON.stringify(row))
        .sort()
        .join('\0'),
    );
  };
  // The hash of a component covers its files.
  add('metadata_component', 'type, full_name, hash');
  for (const { name } of sql.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all()) {
    const table = String(name);
    if (DEPLOYED_TABLES.has(table) || CUSTOM_METADATA.test(table)) add(table, '*');
  }
}
