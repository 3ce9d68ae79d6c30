/**
 * Every `Entitlement_Grant__mdt` record must name an entitlement that the project defines, that a new org has, or that
 * `config/known-entitlements.yml` declares as owned by the org.
 */
import type { OrgData } from '../../local-org/data/contract.ts';
import type { Component } from '../../local-org/metadata/package/component.ts';
import { child, childrenNamed, textOf } from '../../local-org/metadata/xml/element.ts';
import type { XmlElement } from '../../local-org/metadata/xml/element.ts';
import { codeEntry } from './codes.ts';
import type { Finding } from './finding.ts';
import { ENTITLEMENT_KEYS, KNOWN_ENTITLEMENTS_FILE } from './known.ts';
import type { Known } from './known.ts';

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
export function checkRules(components: Component[], data: OrgData, known: Known): Finding[] {
  const defined = new Set(components.map(({ type, fullName }) => `${type}:${fullName}`.toLowerCase()));
  const findings: Finding[] = [];
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
      known.has(ENTITLEMENT_KEYS[type.key] as string, wanted);
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
