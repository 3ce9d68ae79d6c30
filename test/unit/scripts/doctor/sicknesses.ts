/** What the tests of causes share: rows, records and fields of a sick org, and the two things that are expected of a check. */
import { describe, expect, it } from '@jest/globals';
import { GRANT_TYPE, RULE_TYPE, SOURCE_TYPE } from '../../../../scripts/rules/model.ts';
import type { MetadataRecord } from '../../../../scripts/rules/records.ts';
import { checked, type Sickness } from './sick-org.ts';

export const held = (...names: string[]): Sickness => ({
  rows: { PermissionSetAssignment: [{ PermissionSetId: '0PS1', PermissionSet: { IsOwnedByProfile: true } }] },
  sets: { '0PS1': Object.fromEntries(names.map((name) => [`Permissions${name}`, true])) },
});
export const login = (values: Record<string, unknown>) => ({
  LoginHistory: [
    {
      LoginTime: '2026-11-29T00:00:00.000+0000',
      Status: 'Success',
      LoginType: 'Remote Access 2.0',
      ApiType: null,
      ApiVersion: null,
      Application: null,
      SourceIp: '192.0.2.1',
      ...values,
    },
  ],
});
export const record = (
  type: MetadataRecord['type'],
  name: string,
  values: MetadataRecord['values'],
): MetadataRecord => ({
  type,
  name,
  label: name,
  values,
});
export const source = (name: string, values: MetadataRecord['values'] = {}) =>
  record(SOURCE_TYPE, name, { Is_Active__c: true, ...values });
export const RULE = record(RULE_TYPE, 'Sales', { Is_Active__c: true });
export const grants = (type: string, ...names: string[]) => [
  RULE,
  ...names.map((name, at) =>
    record(GRANT_TYPE, `G${at}`, { Type__c: type, Entitlement_Name__c: name, Rule__c: 'Sales' }),
  ),
];
export const profile = (values: Record<string, unknown>) => ({
  Id: '00e000000000009AAA',
  Name: 'Sales User',
  PermissionsIsSsoEnabled: false,
  PermissionsModifyAllData: false,
  PermissionsViewAllData: false,
  PermissionsManageUsers: false,
  UserLicense: { Name: 'Salesforce' },
  ...values,
});
export const field = (values: Record<string, unknown>) => ({
  name: 'Region__c',
  type: 'string',
  custom: true,
  createable: true,
  nillable: true,
  defaultedOnCreate: false,
  permissionable: true,
  ...values,
});
/** Each: code of the check, the cause in words, the org, the status, and what was seen. */
export function itIsTold(causes: [string, string, Sickness, string, RegExp][]): void {
  describe('a cause that is there', () => {
    it.each(causes)('%s: %s', async (code, _, sickness, status, evidence) => {
      const [found] = (await checked(code, sickness)).filter((check) => check.status !== 'good');
      expect(found).toMatchObject({ code, status, evidence: expect.stringMatching(evidence) });
      expect(found?.fix).toMatch(/\w{3}.*\.$/);
      expect(found?.severity).not.toBe('none');
    });
  });
}

/** Each: code of the check, and an org that does not have the cause. */
export function itIsGood(orgs: [string, Sickness][]): void {
  describe('a cause that is not there', () => {
    it.each(orgs)('%s is good', async (code, sickness) => {
      expect((await checked(code, sickness)).map(({ status }) => status)).toEqual(['good']);
    });
  });
}
