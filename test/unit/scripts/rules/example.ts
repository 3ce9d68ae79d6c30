/** A rule file that uses every key, and what it means. */
import type { RuleBook } from '../../../../scripts/rules/model.ts';

export const EXAMPLE_YAML = `
output: rules/customMetadata
sources:
  Employees:
    label: Entra, employees
    idp: Entra
    integrationUsernames: [scim.entra@example.com, scim.entra2@example.com]
    usesSso: true
    graceMinutes: 40
    firstLoginDays: 30
    leaving: { mode: FreezeThenDeactivate, deadlineMinutes: 60, successor: lead@example.com }
  Partners:
    idp: Okta
    federationIdPattern: 'p-[0-9]+'
    marker: { field: Division, value: Partner }
    active: false
rules:
  Everybody:
    source: Employees
    all: [always]
    grants:
      - profile: Minimum Access - Salesforce
      - permissionSet: Baseline
  Sales:
    label: Sales, all regions
    source: Employees
    severity: Critical
    idpGroup: SG-Sales
    rationale: Sales works deals.
    any:
      - { field: Department, equals: Sales }
      - { field: Country, in: [Germany, France], label: In the region }
      - { field: EmployeeNumber, isNotBlank: true }
      - { roleAndBelow: Sales_Director }
      - { publicGroup: EMEA }
    grants:
      - permissionSetGroup: Sales_Core
        label: Sales core
      - permissionSetLicense: SalesConsoleUser
      - publicGroup: EMEA
      - role: Sales
  Reports_Allowed:
    effect: Allow
    severity: Low
    active: false
    all: [{ always: true, label: Anybody }]
    grants: [{ permissionSet: Report_Builder }]
`;

export const EXAMPLE_BOOK: RuleBook = {
  sources: [
    {
      name: 'Employees',
      label: 'Entra, employees',
      idp: 'Entra',
      integrationUsernames: ['scim.entra@example.com', 'scim.entra2@example.com'],
      federationIdPattern: null,
      markerField: null,
      markerValue: null,
      usesSso: true,
      graceMinutes: 40,
      firstLoginDays: 30,
      leavingMode: 'FreezeThenDeactivate',
      deadlineMinutes: 60,
      successor: 'lead@example.com',
      isActive: true,
    },
    {
      name: 'Partners',
      label: 'Partners',
      idp: 'Okta',
      integrationUsernames: [],
      federationIdPattern: 'p-[0-9]+',
      markerField: 'Division',
      markerValue: 'Partner',
      usesSso: false,
      graceMinutes: null,
      firstLoginDays: null,
      leavingMode: 'Deactivate',
      deadlineMinutes: null,
      successor: null,
      isActive: false,
    },
  ],
  rules: [
    {
      name: 'Everybody',
      label: 'Everybody',
      source: 'Employees',
      effect: 'Require',
      logic: 'All',
      severity: 'Medium',
      idpGroup: null,
      rationale: null,
      isActive: true,
      criteria: [{ label: 'Every user of the source', type: 'Always', field: null, operator: null, value: null }],
      grants: [
        { label: 'Minimum Access - Salesforce', type: 'Profile', entitlement: 'Minimum Access - Salesforce' },
        { label: 'Baseline', type: 'PermissionSet', entitlement: 'Baseline' },
      ],
    },
    {
      name: 'Sales',
      label: 'Sales, all regions',
      source: 'Employees',
      effect: 'Require',
      logic: 'Any',
      severity: 'Critical',
      idpGroup: 'SG-Sales',
      rationale: 'Sales works deals.',
      isActive: true,
      criteria: [
        {
          label: 'Department equals Sales',
          type: 'UserField',
          field: 'Department',
          operator: 'Equals',
          value: 'Sales',
        },
        { label: 'In the region', type: 'UserField', field: 'Country', operator: 'In', value: 'Germany, France' },
        {
          label: 'EmployeeNumber is not blank',
          type: 'UserField',
          field: 'EmployeeNumber',
          operator: 'IsNotBlank',
          value: null,
        },
        {
          label: 'RoleAndBelow Sales_Director',
          type: 'RoleAndBelow',
          field: null,
          operator: null,
          value: 'Sales_Director',
        },
        { label: 'PublicGroup EMEA', type: 'PublicGroup', field: null, operator: null, value: 'EMEA' },
      ],
      grants: [
        { label: 'Sales core', type: 'PermissionSetGroup', entitlement: 'Sales_Core' },
        { label: 'SalesConsoleUser', type: 'PermissionSetLicense', entitlement: 'SalesConsoleUser' },
        { label: 'EMEA', type: 'PublicGroup', entitlement: 'EMEA' },
        { label: 'Sales', type: 'Role', entitlement: 'Sales' },
      ],
    },
    {
      name: 'Reports_Allowed',
      label: 'Reports Allowed',
      source: null,
      effect: 'Allow',
      logic: 'All',
      severity: 'Low',
      idpGroup: null,
      rationale: null,
      isActive: false,
      criteria: [{ label: 'Anybody', type: 'Always', field: null, operator: null, value: null }],
      grants: [{ label: 'Report_Builder', type: 'PermissionSet', entitlement: 'Report_Builder' }],
    },
  ],
};
