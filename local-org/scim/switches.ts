/**
 * Points where the evidence about Salesforce's SCIM service is split (reference/scim.md §11). Each is a named switch whose
 * default follows Salesforce Help, else the 2018 pilot. Set by `--scim-switch name=value` and by tests.
 */
import { PlatformError } from '../data/types.ts';

/** Switch name -> allowed values, the default first. */
export const SWITCHES = {
  /** §1.9: the error's `schemas` holds the text of an array; escaped it is valid JSON, as relayed it is not. */
  errorBody: ['escaped', 'unescaped'],
  /** §1.6: PATCH with `path` and a scalar `value` (Entra's default shape). */
  scalarPath: ['reject', 'accept'],
  /** §1.6: `"False"` where a boolean belongs. */
  stringBooleans: ['reject', 'accept'],
  /** §3.2: group PATCH whose `value` is an array. */
  groupValueArray: ['reject', 'accept'],
  /** §1.6: the enterprise URN as an object inside a PATCH value. */
  patchExtensionBlock: ['ignore', 'apply'],
  /** §1.6: userName, externalId, phoneNumbers in a PATCH. */
  patchIdentifiers: ['ignore', 'apply'],
  /** §1.9: a platform failure inside PATCH or DELETE. */
  unexpectedFailure: ['apex-error', 'scim-error'],
  /** §1.10: status of a create of an active user without password. */
  createStatus: ['201', '200'],
  /** §1.8: DELETE renames the username to `<id>_<username>`. */
  renameOnDelete: ['off', 'on'],
  /** §1.4: users a page when `count` is absent. */
  pageSize: ['10', '20', '200'],
  /** §1.4: an empty list of users has no `Resources` key. */
  emptyList: ['without-resources', 'with-resources'],
} as const;

export type SwitchName = keyof typeof SWITCHES;
export type Switches = { [Name in SwitchName]: (typeof SWITCHES)[Name][number] };

export function defaultSwitches(): Switches {
  return Object.fromEntries(Object.entries(SWITCHES).map(([name, values]) => [name, values[0]])) as Switches;
}

/** Reads `name=value`; raises `INVALID_SWITCH` with the allowed names or values. */
export function applySwitch(switches: Switches, assignment: string): Switches {
  const [name = '', value = ''] = assignment.split('=', 2);
  if (!(name in SWITCHES)) {
    throw new PlatformError(
      'INVALID_SWITCH',
      `There is no SCIM switch "${name}". Known: ${Object.keys(SWITCHES).join(', ')}.`,
    );
  }
  const allowed: readonly string[] = SWITCHES[name as SwitchName];
  if (!allowed.includes(value)) {
    throw new PlatformError('INVALID_SWITCH', `SCIM switch "${name}" takes ${allowed.join(' or ')}, not "${value}".`);
  }
  return { ...switches, [name]: value };
}
