/**
 * Sources and rules as people write them in `entitlements.yml`, and as the package's custom metadata holds them.
 * Names of fields and choices are those of `force-app/main/default/objects/*__mdt`; a test compares both.
 */

export const SOURCE_TYPE = 'Provisioning_Source';
export const RULE_TYPE = 'Entitlement_Rule';
export const CRITERION_TYPE = 'Entitlement_Criterion';
export const GRANT_TYPE = 'Entitlement_Grant';
export const RECORD_TYPES = [SOURCE_TYPE, RULE_TYPE, CRITERION_TYPE, GRANT_TYPE] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

/** Salesforce's limits of a custom metadata record. */
export const MAX_NAME = 40;
export const MAX_LABEL = 40;

export const IDP_KINDS = ['Entra', 'Okta', 'OneLogin', 'Ping', 'JumpCloud', 'Google', 'Other'] as const;
export const LEAVING_MODES = ['Deactivate', 'FreezeThenDeactivate'] as const;
export const EFFECTS = ['Require', 'Allow'] as const;
export const SEVERITIES = ['Critical', 'High', 'Medium', 'Low'] as const;

/** Criteria that name something; beside them stand `always` and User fields. */
export const NAMED_CRITERIA = {
  publicGroup: 'PublicGroup',
  profile: 'Profile',
  role: 'Role',
  roleAndBelow: 'RoleAndBelow',
  permissionSet: 'PermissionSet',
  permissionSetGroup: 'PermissionSetGroup',
} as const;

/** How a User field is compared; the value is the operator's name in Salesforce. */
export const OPERATORS = {
  equals: 'Equals',
  notEquals: 'NotEquals',
  in: 'In',
  notIn: 'NotIn',
  startsWith: 'StartsWith',
  endsWith: 'EndsWith',
  contains: 'Contains',
  matches: 'Matches',
  greaterThan: 'GreaterThan',
  lessThan: 'LessThan',
  isBlank: 'IsBlank',
  isNotBlank: 'IsNotBlank',
} as const;

export const GRANTS = {
  profile: 'Profile',
  permissionSet: 'PermissionSet',
  permissionSetGroup: 'PermissionSetGroup',
  permissionSetLicense: 'PermissionSetLicense',
  publicGroup: 'PublicGroup',
  role: 'Role',
} as const;

export interface Source {
  name: string;
  label: string;
  idp: (typeof IDP_KINDS)[number];
  integrationUsernames: string[];
  federationIdPattern: string | null;
  markerField: string | null;
  markerValue: string | null;
  usesSso: boolean;
  graceMinutes: number | null;
  firstLoginDays: number | null;
  leavingMode: (typeof LEAVING_MODES)[number];
  deadlineMinutes: number | null;
  successor: string | null;
  isActive: boolean;
}

export interface Criterion {
  label: string;
  /** `Always`, `UserField`, or one of NAMED_CRITERIA's values. */
  type: string;
  field: string | null;
  operator: string | null;
  value: string | null;
}

export interface Grant {
  label: string;
  /** One of GRANTS' values. */
  type: string;
  entitlement: string;
}

export interface Rule {
  name: string;
  label: string;
  /** Null only for an Allow rule, which then counts for every source. */
  source: string | null;
  effect: (typeof EFFECTS)[number];
  logic: 'All' | 'Any';
  severity: (typeof SEVERITIES)[number];
  idpGroup: string | null;
  rationale: string | null;
  isActive: boolean;
  criteria: Criterion[];
  grants: Grant[];
}

export interface RuleBook {
  sources: Source[];
  rules: Rule[];
}

/** Label of a criterion that was given none: what it says, as far as 40 characters go. */
export function criterionLabel({ type, field, operator, value }: Omit<Criterion, 'label'>): string {
  const text =
    type === 'Always'
      ? 'Every user of the source'
      : [type === 'UserField' ? field : type, operator && words(operator), value].filter(Boolean).join(' ');
  return text.slice(0, MAX_LABEL).trimEnd();
}

/** `NotEquals` -> `not equals`. */
export const words = (name: string): string => name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
