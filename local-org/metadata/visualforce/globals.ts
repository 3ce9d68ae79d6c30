/**
 * Global variables of expressions (Visualforce Developer Guide, "Global Variables"). Labels, static resources, pages and fields
 * of `$ObjectType` are among the references of a page, because a deletion asks for them, too.
 */
import type { DeployContext } from '../deploy/context.ts';
import { isMissing } from '../references/certain.ts';
import { slipOf } from '../../data/schema/slips.ts';
import { problemOfRecordPath } from './paths.ts';
import { classNamed, memberOf } from './types.ts';

const GLOBALS = [
  ...['$Action', '$Api', '$Asset', '$Cache', '$Component', '$ComponentLabel', '$CurrentPage', '$FieldSet', '$Label'],
  ...['$MessageChannel', '$Network', '$ObjectType', '$Organization', '$Page', '$Permission', '$Profile', '$Request'],
  ...['$RemoteAction', '$Resource', '$SControl', '$Setup', '$Site', '$System', '$User', '$UserRole'],
];
/** Variables that are a record. */
const RECORDS: Readonly<Record<string, string>> = {
  $organization: 'Organization',
  $profile: 'Profile',
  $user: 'User',
  $userrole: 'UserRole',
};

function doesNotExist(names: string[]): string {
  return `Field ${names.join('.')} does not exist. Check spelling.`;
}

function isLost(type: string, fullName: string, context: DeployContext): boolean {
  return isMissing({ field: 'expression', type, fullName, at: { file: '', line: 1, column: 1 } }, context);
}

/** `$ObjectType.Widget__c`, and its field sets. */
function objectProblem([, object = '', part = '', name = '']: string[], context: DeployContext): string | undefined {
  if (isLost('CustomObject', object, context)) return doesNotExist(['$ObjectType', object]);
  if (part.toLowerCase() !== 'fieldsets' || name === '' || name.includes('__')) return undefined;
  const hasSets = context.resolves('CustomObject', object);
  return hasSets && isLost('FieldSet', `${object}.${name}`, context)
    ? doesNotExist(['$ObjectType', object, part, name])
    : undefined;
}

/** `$RemoteAction.Class.method` (Visualforce Developer Guide, "JavaScript Remoting"). */
function remoteProblem([, className = '', method = '']: string[], context: DeployContext): string | undefined {
  const found = classNamed(className, context);
  if (!found || method === '') return undefined;
  return memberOf(found, method, context).missing ? doesNotExist(['$RemoteAction', className, method]) : undefined;
}

export function problemOfGlobal(names: string[], context: DeployContext): string | undefined {
  const [first = '', second = '', third = ''] = names;
  const key = first.toLowerCase();
  const record = RECORDS[key];
  if (record !== undefined) return second === '' ? undefined : recordProblem(record, names, context);
  if (key === '$objecttype' && second !== '') return objectProblem(names, context);
  if (key === '$remoteaction') return remoteProblem(names, context);
  if (key === '$permission' && names.length === 2 && !second.includes('__'))
    return isLost('CustomPermission', second, context) ? doesNotExist(names) : undefined;
  if (key === '$setup' && names.length === 3)
    return isLost('CustomField', `${second}.${third}`, context) ? doesNotExist(names) : undefined;
  if (key === '$action' && names.length === 3)
    return isLost('CustomObject', second, context) ? doesNotExist(names) : undefined;
  if (GLOBALS.some((global) => global.toLowerCase() === key)) return undefined;
  return slipOf(first, GLOBALS) === undefined ? undefined : doesNotExist([first]);
}

function recordProblem(object: string, names: string[], context: DeployContext): string | undefined {
  return problemOfRecordPath(object, names.slice(1), context) === undefined ? undefined : doesNotExist(names);
}
