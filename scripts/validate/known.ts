/**
 * What the target org owns and the project does not hold, as people declare it: `config/known-entitlements.yml`, read whenever
 * it is there, and the files of `--known`. Each is a mapping from metadata types to lists of names:
 *
 *     CustomObject: [Invoice__c]           # with every field
 *     CustomField: [Account.Region__c, Case.*]
 *     ApexClass: [Billing]
 *     UserPermission: [ManageBilling]
 *
 * `permissionSets`, `permissionSetGroups`, `permissionSetLicenses`, `publicGroups`, `profiles` and `roles` stand for the types
 * of entitlements. Names ignore case; a `*` at the end stands for any rest.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as Yaml from 'yaml';
import { metadataRegistry } from '../../local-org/metadata/package/registry.ts';
import { didYouMean } from '../../local-org/metadata/schema/did-you-mean.ts';
import type { Finding } from './finding.ts';

export const KNOWN_ENTITLEMENTS_FILE = 'config/known-entitlements.yml';
/** Key of an entitlement in the file -> its metadata type. */
export const ENTITLEMENT_KEYS: Readonly<Record<string, string>> = {
  permissionSets: 'PermissionSet',
  permissionSetGroups: 'PermissionSetGroup',
  permissionSetLicenses: 'PermissionSetLicense',
  publicGroups: 'Group',
  profiles: 'Profile',
  roles: 'Role',
};
/** What references name although it is no metadata type. */
const MORE_TYPES = ['PermissionSetLicense', 'UserPermission', 'UserLicense', 'User'];
/** Nobody types in more; a wrong file may be of any size. */
const MAX_BYTES = 5_000_000;

/** Names that count as there. */
export class Known {
  readonly findings: Finding[] = [];
  readonly #exact = new Map<string, Set<string>>();
  readonly #begins = new Map<string, string[]>();

  add(type: string, name: string): void {
    const key = type.toLowerCase();
    const lower = name.toLowerCase();
    if (lower.endsWith('*')) this.#begins.set(key, [...(this.#begins.get(key) ?? []), lower.slice(0, -1)]);
    else this.#exact.set(key, (this.#exact.get(key) ?? new Set()).add(lower));
  }

  /** Whether the org is said to own a component. A known object has every field, unless the project says what it has. */
  has(type: string, name: string): boolean {
    const key = type.toLowerCase();
    const lower = name.toLowerCase();
    if (this.#exact.get(key)?.has(lower)) return true;
    if (this.#begins.get(key)?.some((start) => lower.startsWith(start))) return true;
    return key === 'customfield' && lower.includes('.') && this.has('CustomObject', lower.slice(0, lower.indexOf('.')));
  }

  /** Known names of a type that begin and end as given: a field whose object a message does not tell. */
  hasField(name: string): boolean {
    const end = `.${name.toLowerCase()}`;
    return [...(this.#exact.get('customfield') ?? [])].some((field) => field.endsWith(end));
  }
}

function typeOf(key: string): string | undefined {
  const registry = metadataRegistry();
  const type = ENTITLEMENT_KEYS[key];
  if (type) return type;
  if (MORE_TYPES.includes(key) || registry.parentOf(key)) return key;
  return registry.type(key)?.name === key ? key : undefined;
}

function keys(): string[] {
  const types = metadataRegistry().types();
  return [
    ...Object.keys(ENTITLEMENT_KEYS),
    ...MORE_TYPES,
    ...types.flatMap(({ name, children }) => [name, ...children.map((child) => child.name)]),
  ];
}

function unknownKey(key: string): string {
  const meant = didYouMean(key, keys());
  const hint = meant ? `Did you mean ${meant}?` : 'Known are metadata types and';
  const list = meant ? '' : ` ${Object.keys(ENTITLEMENT_KEYS).join(', ')}.`;
  return `Unknown kind "${key}". ${hint}${list}`;
}

function readInto(known: Known, file: string, text: string): void {
  const problem = (message: string, line = 1): void =>
    void known.findings.push({ code: 'config-invalid', severity: 'error', message, file, line, column: 1 });
  // Most projects have no such file, and need not wait for the YAML library.
  const yaml = createRequire(import.meta.url)('yaml') as typeof Yaml;
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error) {
    problem(`The file is no valid YAML: ${error.message.split('\n')[0]}`, lines.linePos(error.pos[0]).line);
    return;
  }
  if (document.contents === null) return;
  if (!yaml.isMap(document.contents)) {
    problem('The file must be a mapping from metadata types to lists of names.');
    return;
  }
  for (const { key: node, value } of document.contents.items) {
    const key = String(yaml.isScalar(node) ? node.value : node);
    const line = yaml.isScalar(node) && node.range ? lines.linePos(node.range[0]).line : 1;
    const type = typeOf(key);
    const names = yaml.isSeq(value) ? value.items.map((item) => (yaml.isScalar(item) ? item.value : undefined)) : [];
    const isEmpty = value === null || (yaml.isScalar(value) && value.value === null);
    if (!type) problem(unknownKey(key), line);
    else if (!isEmpty && !(yaml.isSeq(value) && names.every((name) => typeof name === 'string')))
      problem(`"${key}" must be a list of names.`, line);
    else for (const name of names) known.add(type, String(name));
  }
}

/** Every file of known names, absolute, each once: that of the project when it is there, and those of `--known`. */
export function knownFiles(root: string, files: string[]): string[] {
  const own = path.join(root, KNOWN_ENTITLEMENTS_FILE);
  return [...new Set([...(existsSync(own) ? [own] : []), ...files.map((file) => path.resolve(file))])];
}

/**
 * @param root of the project.
 * @param files of `--known`, absolute or from the working directory; each must be there.
 */
export function readKnown(root: string, files: string[] = []): Known {
  const known = new Known();
  for (const file of knownFiles(root, files)) {
    const inside = path.relative(root, file).split(path.sep).join('/');
    const shown = inside.startsWith('..') ? file : inside;
    try {
      const text = readFileSync(file);
      if (text.byteLength > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES} bytes`);
      readInto(known, shown, text.toString('utf8'));
    } catch (error) {
      const message = `The file of known names cannot be read: ${(error as Error).message}`;
      known.findings.push({ code: 'config-invalid', severity: 'error', message, file: shown, line: 1, column: 1 });
    }
  }
  return known;
}
