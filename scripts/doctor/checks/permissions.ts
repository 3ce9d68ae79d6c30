/** What the integration users effectively hold, against the shape they should have (reference/metadata.md §1, §2). */
import { PROVISIONING_MINIMUM } from '../../../local-org/metadata/permissions/dependencies.ts';
import { quote } from '../../soql.ts';
import { setup, type Examination, type Finding, type Patient } from '../check.ts';
import {
  forEachUser,
  heldBy,
  INTEGRATION_LICENSE,
  INTEGRATION_PSL,
  isSoap,
  loginsOf,
  type Held,
  type UserRow,
} from '../identity-user.ts';
import { beyondMinimum, DANGEROUS, HARDENED, NEEDED_FOR, withReason } from '../permissions.ts';

const MOST_SHOWN = 12;

export const permissionChecks: Examination[] = [
  {
    code: 'identity-shape',
    claim: 'The integration user has one of the two shapes that providers work with.',
    examine: (patient) => forEachUser(patient, shape),
  },
  {
    code: 'identity-permissions',
    claim: 'The integration user holds what provisioning needs.',
    examine: (patient) => forEachUser(patient, lacks),
  },
  {
    code: 'identity-excess',
    claim: 'The integration user holds nothing beyond that.',
    examine: (patient) => forEachUser(patient, excess),
  },
  {
    code: 'identity-federation-id',
    claim: 'The integration user may write the Federation ID, which externalId becomes.',
    examine: (patient) => forEachUser(patient, federationId),
  },
  {
    code: 'any-api-auth',
    claim: "The integration user may use SOAP login() after Summer '26, if it signs in that way.",
    examine: (patient) => forEachUser(patient, anyApiAuth),
  },
];

const isIntegration = ({ Profile }: UserRow): boolean => Profile?.UserLicense?.Name === INTEGRATION_LICENSE;

/** A: a Salesforce license, everything on the profile. B: the Integration license, everything in sets, PSL first. */
async function shape(patient: Patient, user: UserRow): Promise<Finding> {
  const link = setup.user(patient.url, user.Id);
  if (isIntegration(user)) {
    const { totalSize } = await patient.connection.query(
      `SELECT Id FROM PermissionSetLicenseAssign WHERE AssigneeId = '${user.Id}' AND PermissionSetLicense.DeveloperName = '${quote(INTEGRATION_PSL)}'`,
    );
    if (totalSize > 0) {
      return {
        status: 'good',
        evidence: `${user.Username}: shape B, license ${INTEGRATION_LICENSE} with Salesforce API Integration; for SCIM clients with client credentials, not for Entra's gallery app or Okta`,
        link,
      };
    }
    return {
      status: 'bad',
      evidence: `${user.Username}: shape B without the permission set license Salesforce API Integration`,
      fix: 'Assign Salesforce API Integration, then the permission set SCIM Provisioning (API Integration).',
      link,
    };
  }
  const { all, byProfile } = await heldBy(patient, user.Id);
  const elsewhere = ['ApiEnabled', 'ManageUsers'].filter((name) => all.has(name) && !byProfile.has(name));
  if (elsewhere.length === 0) {
    return {
      status: 'good',
      evidence: `${user.Username}: shape A, profile ${user.Profile?.Name ?? 'not visible'}`,
      link,
    };
  }
  return {
    status: 'warning',
    evidence: `${user.Username}: ${elsewhere.join(' and ')} come from permission sets; Entra's gallery app and Okta want them on the profile itself`,
    fix: 'Give the user the profile SCIM Provisioning Integration.',
    link,
  };
}

async function lacks(patient: Patient, user: UserRow): Promise<Finding> {
  const { all } = await heldBy(patient, user.Id);
  const missing = PROVISIONING_MINIMUM.filter((name) => !all.has(name));
  const link = setup.user(patient.url, user.Id);
  if (missing.length === 0) {
    return { status: 'good', evidence: `${user.Username}: all ${PROVISIONING_MINIMUM.length}`, link };
  }
  const named = missing.map((name) => withReason(name, NEEDED_FOR)).join(', ');
  if (HARDENED.every((name) => all.has(name))) {
    return {
      status: 'warning',
      evidence: `${user.Username} has the hardened set without Manage Users, so it lacks ${named}`,
      fix: 'Try it with --probe: whether SCIM takes it is not documented, and public groups need Manage Users.',
      link,
    };
  }
  return {
    status: 'bad',
    evidence: `${user.Username} lacks ${named}`,
    fix: isIntegration(user)
      ? 'Assign the license Salesforce API Integration, then the permission set SCIM Provisioning (API Integration).'
      : 'Give the user the profile SCIM Provisioning Integration; Entra and Okta want these permissions on the profile itself.',
    link,
  };
}

async function excess(patient: Patient, user: UserRow): Promise<Finding> {
  const { dangerous, other } = beyondMinimum((await heldBy(patient, user.Id)).all);
  const count = dangerous.length + other.length;
  const link = setup.user(patient.url, user.Id);
  if (count === 0) return { status: 'good', evidence: `${user.Username}: nothing`, link };
  const shown = [...dangerous.map((name) => withReason(name, DANGEROUS)), ...other].slice(0, MOST_SHOWN).join(', ');
  return {
    status: dangerous.length > 0 ? 'bad' : 'warning',
    evidence: `${user.Username} also holds ${count}: ${shown}${count > MOST_SHOWN ? ' …' : ''}`,
    fix: 'Run "scim deploy", which writes explicit negatives into the profile, and take other sets away.',
    link,
  };
}

/** `INVALID:externalId_not_available_in_your_organization;` when the field is hidden (reference/scim.md §1.9 row 10). */
async function federationId(patient: Patient, user: UserRow): Promise<Finding> {
  const { connection, url } = patient;
  const link = setup.userObject(url, 'FieldsAndRelationships');
  const field = (await connection.describe('User')).fields.find(({ name }) => name === 'FederationIdentifier');
  if (!field) {
    return {
      status: 'warning',
      evidence: 'this login does not see User.FederationIdentifier',
      fix: 'Make the field visible, or delete the mapping of externalId.',
      link,
    };
  }
  if (!field.permissionable) {
    return { status: 'good', evidence: `${user.Username}: nobody can be kept from the field`, link };
  }
  const { records } = await connection.query<{ PermissionsEdit: boolean }>(
    "SELECT PermissionsEdit FROM FieldPermissions WHERE SobjectType = 'User' AND Field = 'User.FederationIdentifier' AND ParentId IN " +
      `(SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '${user.Id}')`,
  );
  if (records.some(({ PermissionsEdit }) => PermissionsEdit)) {
    return { status: 'good', evidence: `${user.Username} may edit it`, link };
  }
  return {
    status: 'warning',
    evidence: `${user.Username}: ${records.length > 0 ? 'read only' : 'no field permission'}; a request with externalId is refused`,
    fix: 'Give its profile or set edit access to User.FederationIdentifier, or delete the mapping of externalId.',
    link,
  };
}

/** The permission is unknown to releases before API 67 (reference/scim.md §6.2). */
async function anyApiAuth(patient: Patient, user: UserRow): Promise<Finding> {
  const held: Held = await heldBy(patient, user.Id);
  const link = setup.user(patient.url, user.Id);
  const usesSoap = (await loginsOf(patient, user.Id)).some(isSoap);
  const how = usesSoap ? 'signs in by SOAP login()' : 'was not seen to sign in by SOAP login()';
  if (!held.known.has('UseAnyApiAuth')) {
    return {
      status: 'good',
      evidence: `${user.Username} ${how}; this release of the org does not know Use Any API Auth, so it does not ask for it`,
      link,
    };
  }
  if (held.all.has('UseAnyApiAuth') || !usesSoap) {
    return {
      status: 'good',
      evidence: `${user.Username} ${how}, ${held.all.has('UseAnyApiAuth') ? 'and holds' : 'so it needs no'} Use Any API Auth`,
      link,
    };
  }
  return {
    status: 'warning',
    evidence: `${user.Username} ${how} and lacks Use Any API Auth, which new orgs ask for`,
    fix: 'Assign the permission set SCIM Use Any API Auth. It is not Use Any API Client, which is another permission.',
    link,
  };
}
