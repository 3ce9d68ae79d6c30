/** The profiles that providers send: their ids, and what about them makes a create fail or goes too far. */
import { quote } from '../../soql.ts';
import { once, setup, type Examination, type Patient } from '../check.ts';
import { grantNames } from '../granted.ts';
import { DANGEROUS } from '../permissions.ts';

const MOST_LISTED = 20;

interface ProfileRow {
  Id: string;
  Name: string;
  PermissionsIsSsoEnabled: boolean;
  PermissionsModifyAllData: boolean;
  PermissionsViewAllData: boolean;
  PermissionsManageUsers: boolean;
  UserLicense: { Name: string } | null;
}

export const profileChecks: Examination[] = [
  {
    code: 'profile-values',
    claim: 'Profiles that can be sent, with their ids.',
    async examine(patient) {
      return (await profilesOf(patient)).map(({ Id, Name }) => ({
        status: 'good',
        claim: `The profile "${Name}" can be sent.`,
        evidence: `entitlements: [{"value":"${Id}"}]; app role in Entra: ${Name}`,
        value: Id,
        link: setup.record(patient.url, 'EnhancedProfiles', Id),
      }));
    },
  },
  {
    code: 'profile-single-sign-on',
    claim: 'No profile to be sent has "Is Single Sign-On Enabled".',
    async examine(patient) {
      const affected = (await profilesOf(patient)).filter((profile) => profile.PermissionsIsSsoEnabled);
      if (affected.length === 0) return { status: 'good', evidence: 'none has it' };
      return affected.map(({ Id, Name }) => ({
        status: 'warning' as const,
        evidence: `${Name}: users cannot be created over SCIM with it (known issue W-5942786)`,
        fix: 'Take Is Single Sign-On Enabled off the profile and give it by a permission set, or create with another profile and change it after.',
        link: setup.record(patient.url, 'EnhancedProfiles', Id),
      }));
    },
  },
  {
    code: 'profile-privileged',
    claim: 'No rule sends a profile of an administrator.',
    async examine(patient) {
      if (!patient.records) return { status: 'unknown', evidence: 'the package is not installed' };
      const named = grantNames(patient.records, 'Profile');
      const affected = (await profilesOf(patient)).filter(
        (profile) =>
          named.includes(profile.Name) &&
          (profile.PermissionsModifyAllData || profile.PermissionsViewAllData || profile.PermissionsManageUsers),
      );
      if (affected.length === 0) return { status: 'good', evidence: named.join(', ') || 'no rule names a profile' };
      return affected.map((profile) => ({
        status: 'bad' as const,
        evidence: `${profile.Name}: ${[
          ...(profile.PermissionsModifyAllData ? [`ModifyAllData (${DANGEROUS['ModifyAllData']})`] : []),
          ...(profile.PermissionsViewAllData ? [`ViewAllData (${DANGEROUS['ViewAllData']})`] : []),
          ...(profile.PermissionsManageUsers ? ['ManageUsers (creates administrators)'] : []),
        ].join(', ')}; whoever joins a group of the directory gets this`,
        fix: 'Send a profile with minimum access, and give administrators their rights by hand.',
        link: setup.record(patient.url, 'EnhancedProfiles', profile.Id),
      }));
    },
  },
  {
    code: 'profile-licenses',
    claim: 'Profiles that rules send belong to one user license.',
    async examine(patient) {
      if (!patient.records) return { status: 'unknown', evidence: 'the package is not installed' };
      const named = grantNames(patient.records, 'Profile');
      const found = (await profilesOf(patient)).filter(({ Name }) => named.includes(Name));
      const licenses = [...new Set(found.map(({ UserLicense }) => UserLicense?.Name ?? 'not visible'))];
      const evidence = found
        .map(({ Name, UserLicense }) => `${Name}: ${UserLicense?.Name ?? 'not visible'}`)
        .join(', ');
      if (licenses.length <= 1) return { status: 'good', evidence: evidence || 'no rule names a profile' };
      return {
        status: 'warning',
        evidence: `${evidence}; a move from one to the other is refused while the user holds what the other license does not allow`,
        fix: 'Keep a person within one license, or take the sets away before the profile changes.',
      };
    },
  },
];

/** Those that rules name, else the first ones of internal users. */
function profilesOf(patient: Patient): Promise<ProfileRow[]> {
  return once(patient, 'profiles', async () => {
    const named = grantNames(patient.records, 'Profile');
    const where = named.length > 0 ? ` AND Name IN (${named.map((name) => `'${quote(name)}'`).join(', ')})` : '';
    const { records } = await patient.connection.query<ProfileRow>(
      'SELECT Id, Name, PermissionsIsSsoEnabled, PermissionsModifyAllData, PermissionsViewAllData, PermissionsManageUsers, UserLicense.Name ' +
        `FROM Profile WHERE UserType = 'Standard'${where} ORDER BY Name LIMIT ${MOST_LISTED}`,
    );
    return records;
  });
}
