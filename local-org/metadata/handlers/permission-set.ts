/** PermissionSet and MutingPermissionSet. A deploy replaces: what the file does not grant is taken away (API 40+). */
import type { OrgData } from '../../data/contract.ts';
import { PlatformError } from '../../data/types.ts';
import type { Scalar } from '../../data/types.ts';
import type { DeployContext } from '../deploy/context.ts';
import { putRow } from '../deploy/rows.ts';
import type { Component } from '../package/component.ts';
import { checkGrants } from '../permissions/check.ts';
import { readGrants } from '../permissions/grants.ts';
import { bringLicense, mayBeElsewhere, seatless } from '../permissions/licenses.ts';
import { permissionColumns, writeGrants } from '../permissions/write.ts';
import { child, flag, placeOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { TypeHandler } from './handler.ts';

const MAX_LABEL = 80;
const NAME = /^[A-Za-z](?:_?[A-Za-z0-9])*$/;

/** A user license by label or definition key, or a permission set license by developer name (reference/metadata.md §3.1). */
function licenseId(data: OrgData, license: string): Scalar | undefined {
  return (
    data.rows('UserLicense', { Name: license })[0]?.['Id'] ??
    data.rows('UserLicense', { LicenseDefinitionKey: license })[0]?.['Id'] ??
    data.rows('PermissionSetLicense', { DeveloperName: license })[0]?.['Id']
  );
}

function checkHead(component: Component, context: DeployContext): void {
  const document = component.document as XmlElement;
  const label = textOf(document, 'label');
  if (!NAME.test(component.fullName) || component.fullName.length > MAX_LABEL) {
    context.problem(
      component,
      `API Name: the name can only contain underscores and alphanumeric characters, must begin with a letter, and have at most ${MAX_LABEL} characters: ${component.fullName}`,
    );
  }
  if (label && label.length > MAX_LABEL)
    context.problem(component, `Label: data value too large: ${label} (max length=${MAX_LABEL})`, {
      at: placeOf(document, 'label'),
    });
  const license = textOf(document, 'license');
  if (license && licenseId(context.data, license) === undefined) {
    const at = placeOf(document, 'license');
    if (mayBeElsewhere(context.data, license)) context.warn(component, seatless(license), at);
    else context.missing(component, 'license', 'UserLicense', license, at);
  }
}

const NOTHING = { inheritedPermissions: new Set<string>(), inheritedObjects: new Map() };

export const permissionSetHandler: TypeHandler = {
  types: ['PermissionSet'],
  check(component, context) {
    checkHead(component, context);
    checkGrants(component, readGrants(component.document as XmlElement), context, { ...NOTHING, dependencies: true });
  },
  apply(component, { data, store }) {
    const document = component.document as XmlElement;
    const grants = readGrants(document);
    const row = data.rows('PermissionSet', { Name: component.fullName, IsOwnedByProfile: false })[0];
    const license = textOf(document, 'license');
    if (license && licenseId(data, license) === undefined) bringLicense(data, license);
    const id = putRow(
      data,
      'PermissionSet',
      {
        Name: component.fullName,
        IsOwnedByProfile: false,
        Label: textOf(document, 'label') ?? component.fullName,
        Description: textOf(document, 'description') ?? null,
        HasActivationRequired: flag(document, 'hasActivationRequired'),
        IsCustom: true,
        Type: flag(document, 'hasActivationRequired') ? 'Session' : 'Regular',
        NamespacePrefix: null,
        LicenseId: (license && licenseId(data, license)) || null,
        ...permissionColumns(data, row, grants.userPermissions, true),
      },
      ['Name', 'IsOwnedByProfile'],
    );
    writeGrants(data, store, id, grants, true);
    return { id, existed: row !== undefined };
  },
  remove(fullName, { data }) {
    for (const row of data.rows('PermissionSet', { Name: fullName, IsOwnedByProfile: false })) {
      const id = row['Id'] ?? null;
      if (data.rows('PermissionSetAssignment', { PermissionSetId: id }).length > 0)
        throw new PlatformError(
          'DELETE_FAILED',
          "You can't delete this permission set because it's assigned to one or more users",
        );
      removeParent(data, 'PermissionSet', id);
    }
  },
};

/** Takes a permission set and the rows that hang on it. */
function removeParent(data: OrgData, object: string, id: Scalar): void {
  for (const dependent of ['ObjectPermissions', 'FieldPermissions', 'SetupEntityAccess', 'PermissionSetTabSetting'])
    data.remove(dependent, { ParentId: id });
  data.remove('PermissionSetGroupComponent', { PermissionSetId: id });
  data.remove(object, { Id: id });
  data.access.invalidate();
}

export const mutingPermissionSetHandler: TypeHandler = {
  types: ['MutingPermissionSet'],
  check(component, context) {
    const document = component.document as XmlElement;
    checkGrants(component, readGrants(document), context, { ...NOTHING, dependencies: false });
    const license = child(document, 'license');
    if (license) context.problem(component, 'A muting permission set has no license', { at: license.at });
  },
  apply(component, { data, store }) {
    const document = component.document as XmlElement;
    const grants = readGrants(document);
    const row = data.rows('MutingPermissionSet', { DeveloperName: component.fullName })[0];
    const id = putRow(
      data,
      'MutingPermissionSet',
      {
        DeveloperName: component.fullName,
        MasterLabel: textOf(document, 'label') ?? component.fullName,
        ...permissionColumns(data, row, grants.userPermissions, true),
      },
      ['DeveloperName'],
    );
    writeGrants(data, store, id, grants, true);
    return { id, existed: row !== undefined };
  },
  remove(fullName, { data }) {
    for (const row of data.rows('MutingPermissionSet', { DeveloperName: fullName }))
      removeParent(data, 'MutingPermissionSet', row['Id'] ?? null);
  },
};
