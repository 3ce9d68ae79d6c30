/**
 * The provisioning profile must hold exactly the minimum: API Enabled, Manage Users and what Manage Users depends on
 * (reference/metadata.md §1.3; DESIGN.md §4, shape A). Explicit negatives are welcome.
 */
import type { Component } from '../../local-org/metadata/package/component.ts';
import { PROVISIONING_MINIMUM } from '../../local-org/metadata/permissions/dependencies.ts';
import { readGrants } from '../../local-org/metadata/permissions/grants.ts';
import type { XmlElement } from '../../local-org/metadata/xml/element.ts';
import { codeEntry } from './codes.ts';
import type { Finding } from './finding.ts';

/** Profiles below a folder of this name are provisioning identities. */
const FOLDER = /(^|\/)integration\//;

function finding(code: 'identity-excess' | 'identity-lack', message: string, at: XmlElement['at']): Finding {
  const { severity, fix } = codeEntry(code);
  return { code, severity, message, ...at, ...(fix === undefined ? {} : { fix }) };
}

function checkProfile(component: Component): Finding[] {
  const document = component.document as XmlElement;
  const grants = readGrants(document);
  const enabled = new Set(grants.userPermissions.filter((permission) => permission.enabled).map(({ name }) => name));
  const excess = (what: string, element: XmlElement): Finding =>
    finding('identity-excess', `The provisioning profile needs no ${what}.`, element.at);
  return [
    ...grants.userPermissions
      .filter(({ name, enabled: on }) => on && !PROVISIONING_MINIMUM.includes(name))
      .map(({ name, element }) => excess(`user permission ${name}`, element)),
    ...grants.objects
      .filter(({ element: _element, object: _object, ...rights }) => Object.values(rights).some(Boolean))
      .map(({ object, element }) => excess(`access to the object ${object}`, element)),
    ...grants.fields
      .filter(({ readable }) => readable)
      .map(({ field, element }) => excess(`access to the field ${field}`, element)),
    ...grants.classes
      .filter((grant) => grant.enabled)
      .map(({ name, element }) => excess(`access to the Apex class ${name}`, element)),
    ...grants.customPermissions
      .filter((grant) => grant.enabled)
      .map(({ name, element }) => excess(`custom permission ${name}`, element)),
    ...PROVISIONING_MINIMUM.filter((name) => !enabled.has(name)).map((name) =>
      finding('identity-lack', `The provisioning profile lacks the user permission ${name}.`, document.at),
    ),
  ];
}

export function checkIntegrationIdentity(components: Component[]): Finding[] {
  return components
    .filter((component) => component.type === 'Profile' && component.document && FOLDER.test(component.at.file))
    .flatMap(checkProfile);
}
