/** `UserInfo` and `FeatureManagement` (Apex Reference). */
import type { RecordValues, Scalar } from '../../data/types.ts';
import type { Runtime, SystemFunction, SystemType } from '../runtime/contract.ts';
import { NotImplementedError } from '../../data/types.ts';
import { userLocale } from '../values/locale.ts';
import { required } from './arguments.ts';
import { ApexTimeZone } from './datetime.ts';

const user =
  (read: (row: RecordValues) => Scalar | undefined): SystemFunction =>
  (rt) =>
    read(userRow(rt)) ?? null;
const org =
  (read: (row: RecordValues) => Scalar | undefined): SystemFunction =>
  (rt) =>
    read(rt.data.rows('Organization')[0] ?? {}) ?? null;

export const userInfoType: SystemType = {
  name: 'UserInfo',
  statics: {
    getUserId: (rt) => rt.actor.userId,
    getUserName: user((row) => row.Username),
    getUserEmail: user((row) => row.Email),
    getFirstName: user((row) => row.FirstName),
    getLastName: user((row) => row.LastName),
    getName: user((row) => [row.FirstName, row.LastName].filter(Boolean).join(' ')),
    getProfileId: user((row) => row.ProfileId),
    getUserRoleId: user((row) => row.UserRoleId),
    getUserType: user((row) => row.UserType ?? 'Standard'),
    getLanguage: user((row) => row.LanguageLocaleKey),
    getLocale: user((row) => row.LocaleSidKey),
    getTimeZone: (rt) => new ApexTimeZone(userLocale(rt).zone),
    getOrganizationId: (rt) => rt.data.orgId,
    getOrganizationName: org((row) => row.Name),
    getDefaultCurrency: org((row) => row.DefaultCurrencyIsoCode ?? 'USD'),
    isMultiCurrencyOrganization: () => false,
    // No managed package is installed: a namespace or an id of none raises TypeException ("UserInfo Class").
    isCurrentUserLicensed: (rt, namespace: string | null) =>
      rt.raise('System.TypeException', `Invalid namespace: ${required(rt, namespace)}`),
    hasPackageLicense: (rt, id: string | null) =>
      rt.raise('System.TypeException', `Invalid package id: ${required(rt, id)}`),
    getUiTheme: () => 'Theme4d',
    getUiThemeDisplayed: () => 'Theme4d',
    // The embedded org gives Apex no session of the caller: nothing may leak from it.
    getSessionId: () => null,
  },
};

export const featureManagementType: SystemType = {
  name: 'FeatureManagement',
  statics: {
    checkPermission: (rt, name: string | null) =>
      rt.data.access.hasCustomPermission(rt.actor.userId, required(rt, name)),
    checkPackageBooleanValue: () => {
      throw new NotImplementedError('FeatureManagement.checkPackageBooleanValue');
    },
  },
};

function userRow(rt: Runtime): RecordValues {
  return rt.data.rows('User', { Id: rt.actor.userId })[0] ?? {};
}
