/** PermissionSetGroup. Written through ordinary DML, so that the data layer keeps the companion set and the status right. */
import type { DmlOptions, RecordValues, SaveResult, Scalar } from '../../data/types.ts';
import { PlatformError, SYSTEM } from '../../data/types.ts';
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { childrenNamed, flag, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { TypeHandler } from './handler.ts';

/** A group has at most one muting permission set (PermissionSetGroup reference, "mutingPermissionSets"). */
const MAX_MUTING = 1;

function dml(context: DeployContext): DmlOptions {
  return { ...SYSTEM, actor: context.actor, allOrNone: true };
}

function expectSaved(results: SaveResult[]): SaveResult[] {
  for (const { errors } of results) {
    const error = errors[0];
    if (error) throw new PlatformError(error.statusCode, error.message, { fields: error.fields });
  }
  return results;
}

function memberIds(component: Component, { data }: DeployContext): Scalar[] {
  const document = component.document as XmlElement;
  const sets = childrenNamed(document, 'permissionSets').map(
    (element) => data.rows('PermissionSet', { Name: element.text.trim(), IsOwnedByProfile: false })[0]?.['Id'] ?? null,
  );
  const muting = childrenNamed(document, 'mutingPermissionSets').map(
    (element) => data.rows('MutingPermissionSet', { DeveloperName: element.text.trim() })[0]?.['Id'] ?? null,
  );
  return [...sets, ...muting].filter((id) => id !== null);
}

function syncMembers(groupId: string, wanted: Scalar[], context: DeployContext): void {
  const { data } = context;
  const present = data.rows('PermissionSetGroupComponent', { PermissionSetGroupId: groupId });
  const stale = present
    .filter((row) => !wanted.includes(row['PermissionSetId'] ?? null))
    .map((row) => String(row['Id']));
  const missing = wanted.filter((id) => !present.some((row) => row['PermissionSetId'] === id));
  if (stale.length > 0) expectSaved(data.delete('PermissionSetGroupComponent', stale, dml(context)));
  if (missing.length > 0) {
    const rows: RecordValues[] = missing.map((id) => ({ PermissionSetGroupId: groupId, PermissionSetId: id }));
    expectSaved(data.insert('PermissionSetGroupComponent', rows, dml(context)));
  }
}

export const permissionSetGroupHandler: TypeHandler = {
  types: ['PermissionSetGroup'],
  check(component, context) {
    const document = component.document as XmlElement;
    for (const set of childrenNamed(document, 'permissionSets')) {
      if (!context.resolves('PermissionSet', set.text.trim()))
        context.missing(component, 'permissionSets', 'PermissionSet', set.text.trim(), set.at);
    }
    const muting = childrenNamed(document, 'mutingPermissionSets');
    for (const set of muting) {
      if (!context.resolves('MutingPermissionSet', set.text.trim()))
        context.missing(component, 'mutingPermissionSets', 'MutingPermissionSet', set.text.trim(), set.at);
    }
    const second = muting[MAX_MUTING];
    if (second)
      context.problem(component, 'A permission set group can have only one muting permission set', { at: second.at });
  },
  apply(component, context) {
    const { data } = context;
    const document = component.document as XmlElement;
    const values: RecordValues = {
      MasterLabel: textOf(document, 'label') ?? component.fullName,
      Description: textOf(document, 'description') ?? null,
      HasActivationRequired: flag(document, 'hasActivationRequired'),
    };
    const row = data.rows('PermissionSetGroup', { DeveloperName: component.fullName })[0];
    let id: string;
    if (row) {
      id = String(row['Id']);
      const changed = Object.entries(values).some(([field, value]) => (row[field] ?? null) !== value);
      if (changed) expectSaved(data.update('PermissionSetGroup', [{ Id: id, ...values }], dml(context)));
    } else {
      id = String(
        expectSaved(
          data.insert('PermissionSetGroup', [{ DeveloperName: component.fullName, ...values }], dml(context)),
        )[0]?.id,
      );
    }
    syncMembers(id, memberIds(component, context), context);
    return { id, existed: row !== undefined };
  },
  remove(fullName, context) {
    const ids = context.data.rows('PermissionSetGroup', { DeveloperName: fullName }).map((row) => String(row['Id']));
    expectSaved(context.data.delete('PermissionSetGroup', ids, dml(context)));
  },
};
