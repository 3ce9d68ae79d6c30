/** Whether the org has a component: by its records where records are the truth, else by the component store. */
import type { Org } from './context.ts';
import { isStandardTab } from '../lightning/standard.ts';
import { profileName } from '../permissions/profile-names.ts';

function splitField(fullName: string): [string, string] {
  const dot = fullName.indexOf('.');
  return dot < 0 ? [fullName, ''] : [fullName.slice(0, dot), fullName.slice(dot + 1)];
}

/** Custom metadata records are named `Type.Record`, without `__mdt`. */
function hasCustomMetadata({ data }: Org, fullName: string): boolean {
  const [type, record] = splitField(fullName);
  const object = data.schema.find(`${type}__mdt`);
  return object !== undefined && data.rows(object.name, { DeveloperName: record }).length > 0;
}

const BY_RECORD: Record<string, (org: Org, fullName: string) => boolean> = {
  CustomObject: ({ data }, name) => data.schema.find(name) !== undefined,
  CustomField: ({ data }, name) => data.schema.field(...splitField(name)) !== undefined,
  CustomMetadata: hasCustomMetadata,
  PermissionSet: ({ data }, name) => data.rows('PermissionSet', { Name: name, IsOwnedByProfile: false }).length > 0,
  PermissionSetGroup: ({ data }, name) => data.rows('PermissionSetGroup', { DeveloperName: name }).length > 0,
  MutingPermissionSet: ({ data }, name) => data.rows('MutingPermissionSet', { DeveloperName: name }).length > 0,
  Profile: ({ data }, name) => data.rows('Profile', { Name: profileName(name) }).length > 0,
  CustomPermission: ({ data }, name) => data.rows('CustomPermission', { DeveloperName: name }).length > 0,
  Role: ({ data }, name) => data.rows('UserRole', { DeveloperName: name }).length > 0,
  Group: ({ data }, name) => data.rows('Group', { DeveloperName: name, Type: 'Regular' }).length > 0,
  Queue: ({ data }, name) => data.rows('Group', { DeveloperName: name, Type: 'Queue' }).length > 0,
  CustomTab: (org, name) => isStandardTab(org.data, name) || org.store.has('CustomTab', name),
};

export function orgHas(org: Org, type: string, fullName: string): boolean {
  return BY_RECORD[type]?.(org, fullName) ?? org.store.has(type, fullName);
}
