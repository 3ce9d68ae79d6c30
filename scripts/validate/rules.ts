/**
 * Every `Entitlement_Grant__mdt` record must name an entitlement that the project defines, that a new org has, or that
 * `config/known-entitlements.yml` declares as owned by the org.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { parse as parseYaml } from 'yaml';
import type { OrgData } from '../../local-org/data/contract.ts';
import type { Component } from '../../local-org/metadata/package/component.ts';
import { child, childrenNamed, textOf } from '../../local-org/metadata/xml/element.ts';
import type { XmlElement } from '../../local-org/metadata/xml/element.ts';
import { codeEntry } from './codes.ts';
import type { Finding } from './finding.ts';

export const KNOWN_ENTITLEMENTS_FILE = 'config/known-entitlements.yml';

/** Grant type -> key in the file, metadata type in the project, and what a new org has. */
interface EntitlementType {
  key: string;
  metadata?: string;
  standard(data: OrgData): string[];
}

const names = (data: OrgData, object: string, field: string, where = {}): string[] =>
  data.rows(object, where).map((row) => String(row[field]));

const TYPES: Record<string, EntitlementType> = {
  PermissionSet: {
    key: 'permissionSets',
    metadata: 'PermissionSet',
    standard: (data) => names(data, 'PermissionSet', 'Name', { IsOwnedByProfile: false }),
  },
  PermissionSetGroup: {
    key: 'permissionSetGroups',
    metadata: 'PermissionSetGroup',
    standard: (data) => names(data, 'PermissionSetGroup', 'DeveloperName'),
  },
  PermissionSetLicense: {
    key: 'permissionSetLicenses',
    standard: (data) => names(data, 'PermissionSetLicense', 'DeveloperName'),
  },
  PublicGroup: { key: 'publicGroups', metadata: 'Group', standard: (data) => names(data, 'Group', 'DeveloperName') },
  Profile: { key: 'profiles', metadata: 'Profile', standard: (data) => names(data, 'Profile', 'Name') },
  Role: { key: 'roles', metadata: 'Role', standard: (data) => names(data, 'UserRole', 'DeveloperName') },
};

export interface KnownEntitlements {
  byKey: Map<string, Set<string>>;
  findings: Finding[];
}

function configProblem(message: string): Finding {
  return { code: 'config-invalid', severity: 'error', message, file: KNOWN_ENTITLEMENTS_FILE, line: 1, column: 1 };
}

/**
 * Reads `config/known-entitlements.yml`: a mapping from `permissionSets`, `permissionSetGroups`, `permissionSetLicenses`,
 * `publicGroups`, `profiles` and `roles` to lists of developer names (names, for profiles). A missing file declares nothing.
 */
export function readKnownEntitlements(root: string): KnownEntitlements {
  const known: KnownEntitlements = { byKey: new Map(), findings: [] };
  const file = path.join(root, KNOWN_ENTITLEMENTS_FILE);
  if (!existsSync(file)) return known;
  // Most projects have no such file, and need not wait for the YAML library.
  const { parse } = createRequire(import.meta.url)('yaml') as { parse: typeof parseYaml };
  let document: unknown;
  try {
    document = parse(readFileSync(file, 'utf8'), { maxAliasCount: 0 });
  } catch (error) {
    known.findings.push(configProblem(`The file is no valid YAML: ${(error as Error).message.split('\n')[0]}`));
    return known;
  }
  if (document === null) return known;
  if (typeof document !== 'object' || Array.isArray(document)) {
    known.findings.push(configProblem('The file must be a mapping from kinds of entitlements to lists of names.'));
    return known;
  }
  const keys = Object.values(TYPES).map(({ key }) => key);
  for (const [key, value] of Object.entries(document as Record<string, unknown>)) {
    if (!keys.includes(key))
      known.findings.push(configProblem(`Unknown kind "${key}"; known are: ${keys.join(', ')}.`));
    else if (value !== null && !(Array.isArray(value) && value.every((name) => typeof name === 'string')))
      known.findings.push(configProblem(`"${key}" must be a list of names.`));
    else known.byKey.set(key, new Set(((value as string[] | null) ?? []).map((name) => name.toLowerCase())));
  }
  return known;
}

function valueOf(document: XmlElement, field: string): { text: string; element: XmlElement } | undefined {
  for (const entry of childrenNamed(document, 'values')) {
    if (textOf(entry, 'field')?.toLowerCase() !== field.toLowerCase()) continue;
    const element = child(entry, 'value');
    const text = element?.text.trim();
    if (element && text) return { text, element };
  }
  return undefined;
}

/** @param data of a fresh org, for what the platform brings by itself. */
export function checkRules(components: Component[], data: OrgData, known: KnownEntitlements): Finding[] {
  const defined = new Set(components.map(({ type, fullName }) => `${type}:${fullName}`.toLowerCase()));
  const findings = [...known.findings];
  for (const component of components) {
    if (
      component.type !== 'CustomMetadata' ||
      !component.fullName.startsWith('Entitlement_Grant.') ||
      !component.document
    )
      continue;
    const kind = valueOf(component.document, 'Type__c')?.text ?? '';
    const name = valueOf(component.document, 'Entitlement_Name__c');
    const type = TYPES[kind];
    if (!type || !name) continue;
    const wanted = name.text.toLowerCase();
    const exists =
      (type.metadata && defined.has(`${type.metadata}:${wanted}`.toLowerCase())) ||
      type.standard(data).some((standard) => standard.toLowerCase() === wanted) ||
      known.byKey.get(type.key)?.has(wanted);
    if (exists) continue;
    const { severity, fix } = codeEntry('rule-unknown-entitlement');
    findings.push({
      code: 'rule-unknown-entitlement',
      severity,
      ...name.element.at,
      message: `The rule grants the ${kind} "${name.text}", which neither the project, nor a new org, nor ${KNOWN_ENTITLEMENTS_FILE} (${type.key}) knows.`,
      ...(fix === undefined ? {} : { fix }),
    });
  }
  return findings;
}
