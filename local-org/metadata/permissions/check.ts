/** Whether everything that a permission set or profile grants exists and may be granted (reference/metadata.md §0, §1, §3.1). */
import { mastersOf } from '../../data/schema/masters.ts';
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { isMissing } from '../references/certain.ts';
import { placeOf } from '../xml/element.ts';
import { missingUserPermissions, objectRightProblems } from './dependencies.ts';
import type { ObjectRights } from './dependencies.ts';
import type { Grants, NamedGrant, ObjectGrant } from './grants.ts';
import { isPublished, isUnpublished } from './user-permissions.ts';

interface Options {
  /** User permissions that stay enabled although the file does not name them (profiles are overlays). */
  inheritedPermissions: ReadonlySet<string>;
  /** Rights that stay although the file does not name them. */
  inheritedObjects: ReadonlyMap<string, ObjectRights>;
  /** Muting permission sets take away, so nothing depends on anything. */
  dependencies: boolean;
}

function duplicates<T extends { element: NamedGrant['element'] }>(
  component: Component,
  entries: T[],
  name: (entry: T) => string,
  context: DeployContext,
): void {
  const seen = new Set<string>();
  for (const entry of entries) {
    const key = name(entry).toLowerCase();
    if (seen.has(key))
      context.problem(component, `Duplicate ${entry.element.name} specified: ${name(entry)}`, { at: entry.element.at });
    seen.add(key);
  }
}

function checkUserPermissions(component: Component, grants: Grants, context: DeployContext, options: Options): void {
  const enabled = new Set(options.inheritedPermissions);
  for (const { name, enabled: on } of grants.userPermissions) {
    if (on) enabled.add(name);
    else enabled.delete(name);
  }
  for (const { name, enabled: on, element } of grants.userPermissions) {
    if (isUnpublished(context.data, name)) {
      if (on)
        context.warn(
          component,
          `Kept, and not acted on: nothing in the embedded org asks for the permission ${name}.`,
          placeOf(element, 'name'),
        );
    } else if (!isPublished(context.data, name)) {
      context.problem(component, `Unknown user permission: ${name}`, { at: placeOf(element, 'name') });
    } else if (on && options.dependencies) {
      const missing = missingUserPermissions(name, enabled);
      if (missing.length > 0)
        context.problem(component, `Permission ${name} depends on permission(s): ${missing.join(', ')}`, {
          at: placeOf(element, 'name'),
        });
    }
  }
  duplicates(component, grants.userPermissions, ({ name }) => name, context);
}

function masters(object: string, context: DeployContext): string[] {
  const describe = context.data.schema.find(object);
  return describe ? mastersOf(describe).flatMap((field) => field.referenceTo) : [];
}

function checkObjects(component: Component, grants: Grants, context: DeployContext, options: Options): void {
  const rights = new Map<string, ObjectRights>(
    [...options.inheritedObjects].map(([name, held]) => [name.toLowerCase(), held]),
  );
  for (const grant of grants.objects) rights.set(grant.object.toLowerCase(), grant);
  for (const grant of grants.objects) {
    if (!context.resolves('CustomObject', grant.object)) {
      const at = placeOf(grant.element, 'object');
      if (isMissing({ field: 'object', type: 'CustomObject', fullName: grant.object, at }, context))
        context.missing(component, 'object', 'CustomObject', grant.object, at);
      continue;
    }
    if (!options.dependencies) continue;
    const parents = new Map(masters(grant.object, context).map((master) => [master, rights.get(master.toLowerCase())]));
    for (const problem of objectRightProblems(grant.object, grant, parents))
      context.problem(component, problem, { at: placeOf(grant.element, 'object') });
  }
  duplicates<ObjectGrant>(component, grants.objects, ({ object }) => object, context);
}

/** Required standard fields that may be hidden all the same: checkboxes, and amounts of lines (`OrderItem.UnitPrice`). */
const IN_DOUBT = new Set(['boolean', 'currency', 'double', 'int']);

function checkFields(component: Component, grants: Grants, context: DeployContext): void {
  for (const grant of grants.fields) {
    const [object = '', name = ''] = grant.field.split('.', 2);
    const at = placeOf(grant.element, 'field');
    const field = context.data.schema.field(object, name) ?? context.data.schema.field(object, `${name}Id`);
    if (!field) {
      // Features bring standard fields that the catalogue does not have.
      if (isMissing({ field: 'field', type: 'CustomField', fullName: grant.field, at }, context))
        context.missing(component, 'field', 'CustomField', grant.field, at);
    } else if (field.custom && !field.permissionable) {
      context.problem(component, `You cannot deploy to a required field: ${grant.field}`, { at });
    } else if (!field.custom && !field.nillable && !field.permissionable && !IN_DOUBT.has(field.type)) {
      context.problem(component, `You cannot deploy to a required field: ${grant.field}`, { at });
    }
  }
  duplicates(component, grants.fields, ({ field }) => field, context);
}

function checkNamed(
  component: Component,
  entries: NamedGrant[],
  element: string,
  type: string,
  context: DeployContext,
): void {
  for (const entry of entries) {
    if (!context.resolves(type, entry.name))
      context.missing(component, element, type, entry.name, placeOf(entry.element, element));
  }
  duplicates(component, entries, ({ name }) => name, context);
}

/** `Credential - Principal`, or `Credential-Principal` (PermissionSet reference, "externalCredentialPrincipalAccesses"). */
function credentialOf(name: string): string {
  return name.split(/\s*-\s*/)[0] ?? name;
}

/** What an org may also have by itself is only called missing where the name must be somebody's own. */
function checkOwn(
  component: Component,
  entries: NamedGrant[],
  element: string,
  type: string,
  fullName: (name: string) => string,
  context: DeployContext,
): void {
  for (const entry of entries) {
    const at = placeOf(entry.element, element);
    const reference = { field: element, type, fullName: fullName(entry.name), at };
    if (isMissing(reference, context)) context.missing(component, element, type, reference.fullName, at);
  }
  duplicates(component, entries, ({ name }) => name, context);
}

/** `Master` stands for records without a record type. */
function ownRecordTypes(grants: Grants): NamedGrant[] {
  return grants.recordTypes
    .filter(({ recordType }) => !recordType.endsWith('.Master'))
    .map(({ recordType, visible, element }) => ({ name: recordType, enabled: visible, element }));
}

/** Reports every grant that cannot be made. */
export function checkGrants(component: Component, grants: Grants, context: DeployContext, options: Options): void {
  checkUserPermissions(component, grants, context, options);
  checkObjects(component, grants, context, options);
  checkFields(component, grants, context);
  checkOwn(component, grants.classes, 'apexClass', 'ApexClass', (name) => name, context);
  checkNamed(component, grants.customPermissions, 'name', 'CustomPermission', context);
  checkNamed(component, grants.customTypes, 'name', 'CustomObject', context);
  checkOwn(component, grants.pages, 'apexPage', 'ApexPage', (name) => name, context);
  checkOwn(component, grants.applications, 'application', 'CustomApplication', (name) => name, context);
  checkOwn(component, grants.flows, 'flow', 'Flow', (name) => name, context);
  checkOwn(component, ownRecordTypes(grants), 'recordType', 'RecordType', (name) => name, context);
  checkOwn(component, grants.externalSources, 'externalDataSource', 'ExternalDataSource', (name) => name, context);
  checkOwn(component, grants.principals, 'externalCredentialPrincipal', 'ExternalCredential', credentialOf, context);
  for (const { tab, element } of grants.tabs) {
    const at = placeOf(element, 'tab');
    const reference = { field: 'tab', type: 'CustomTab', fullName: tab, at };
    if (!context.resolves('CustomTab', tab) && isMissing(reference, context))
      context.missing(component, 'tab', 'CustomTab', tab, at);
  }
  duplicates(component, grants.tabs, ({ tab }) => tab, context);
  for (const { kind, element } of grants.unavailable) {
    context.problem(component, `Not available for deploy in the embedded org: ${kind}`, { at: element.at });
  }
}
