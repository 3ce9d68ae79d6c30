/** The integration users themselves: known, there, active, able to sign in unattended, and used for nothing else. */
import { SOURCE_TYPE } from '../../rules/model.ts';
import { setup, type Examination, type Finding, type Patient } from '../check.ts';
import { forEachName, forEachUser, heldBy, integrationUsernames, loginsOf, type UserRow } from '../identity-user.ts';

const DAY = 24 * 60 * 60 * 1000;
/** What a provider does to users leaves these in the Setup Audit Trail (reference/scim.md §5). */
const PROVISIONING_ACTIONS =
  /user|permset|groupmembership|queuemembership|changed(federationid|username|email|communitynickname|manager|role|profile)|resetpassword|suspendnetwork/i;
const MOST_SEEN = 200;
/** A token beyond these pushes the oldest out (reference/scim.md §7.3). */
const MOST_TOKENS = 5;

export const identityChecks: Examination[] = [
  {
    code: 'identity-named',
    claim: 'Integration users are known.',
    async examine(patient) {
      const names = integrationUsernames(patient);
      if (names.length > 0) return { status: 'good', evidence: names.join(', ') };
      return {
        status: 'warning',
        evidence: 'no source names an integration user, and none was given',
        fix: 'Name it with --integration-user, or in a Provisioning Source.',
      };
    },
  },
  {
    code: 'identity-active',
    claim: 'The integration user is there, active, neither frozen nor locked out.',
    examine: (patient) => forEachName(patient, activity),
  },
  {
    code: 'identity-password',
    claim: "The integration user's password does not run out.",
    examine: (patient) => forEachUser(patient, password),
  },
  {
    code: 'identity-mfa',
    claim: 'No second factor is asked for when the integration user signs in by API.',
    examine: (patient) => forEachUser(patient, secondFactor),
  },
  {
    code: 'identity-single-sign-on',
    claim: 'The integration user signs in to Salesforce itself, not by single sign-on.',
    examine: (patient) => forEachUser(patient, singleSignOn),
  },
  {
    code: 'identity-api-only',
    claim: 'The integration user works by API only.',
    examine: (patient) => forEachUser(patient, apiOnly),
  },
  {
    code: 'identity-dedicated',
    claim: 'Nobody uses the integration user for anything but provisioning.',
    examine: (patient) => forEachUser(patient, dedicated),
  },
  {
    code: 'identity-shared',
    claim: 'Each active source has an integration user of its own.',
    async examine({ records }) {
      if (!records) return { status: 'unknown', evidence: 'the package is not installed' };
      const users = new Map<string, string[]>();
      for (const { type, label, values } of records) {
        if (type !== SOURCE_TYPE || values['Is_Active__c'] !== true) continue;
        for (const name of String(values['Integration_Usernames__c'] ?? '').split(',')) {
          const key = name.trim().toLowerCase();
          if (key) users.set(key, [...(users.get(key) ?? []), label]);
        }
      }
      const shared = [...users].filter(([, sources]) => sources.length > 1);
      if (shared.length === 0) return { status: 'good', evidence: `${users.size} integration users` };
      return shared.map(([name, sources]) => ({
        status: 'bad' as const,
        evidence: `${name} belongs to ${sources.join(' and ')}: who created a user no longer tells its source`,
        fix: 'Give each provider an integration user of its own.',
      }));
    },
  },
  {
    code: 'identity-assignments',
    claim: 'No permission set of the integration user has ended or is about to.',
    examine: (patient) => forEachUser(patient, assignments),
  },
  {
    code: 'identity-tokens',
    claim: `No app keeps ${MOST_TOKENS} tokens of the integration user, so that none is pushed out.`,
    examine: (patient) => forEachUser(patient, tokens),
  },
];

async function activity({ connection, url }: Patient, name: string, user: UserRow | undefined): Promise<Finding> {
  if (!user) {
    return {
      status: 'bad',
      evidence: `no user has the name ${name}`,
      fix: 'Create the user, or correct the name in the Provisioning Source.',
    };
  }
  const link = setup.user(url, user.Id);
  const about = `${user.Username}, profile ${user.Profile?.Name ?? 'not visible'}, license ${user.Profile?.UserLicense?.Name ?? 'not visible'}`;
  if (!user.IsActive) return { status: 'bad', evidence: `${about}: inactive`, fix: 'Activate the user.', link };
  const { records } = await connection.query<{ IsFrozen: boolean; IsPasswordLocked: boolean }>(
    `SELECT IsFrozen, IsPasswordLocked FROM UserLogin WHERE UserId = '${user.Id}'`,
  );
  // Some users have no row; that counts as not frozen (reference/scim.md §7.1).
  if (records[0]?.IsFrozen) return { status: 'bad', evidence: `${about}: frozen`, fix: 'Unfreeze the user.', link };
  if (records[0]?.IsPasswordLocked) {
    return {
      status: 'bad',
      evidence: `${about}: locked out after wrong passwords`,
      fix: 'Unlock the user, and correct the password that the provider keeps before it locks the user again.',
      link,
    };
  }
  return { status: 'good', evidence: about, value: user.Id, link };
}

/** A password matters only to those who sign in with it; tokens of an app go on (reference/metadata.md §1.5). */
async function password(patient: Patient, user: UserRow): Promise<Finding> {
  const link = setup.user(patient.url, user.Id);
  const { all } = await heldBy(patient, user.Id);
  const changed = user.LastPasswordChangeDate ? `changed ${user.LastPasswordChangeDate}` : 'never set';
  if (all.has('PasswordNeverExpires')) {
    return { status: 'good', evidence: `${user.Username}: never expires, ${changed}`, link };
  }
  const { records } = await patient.connection.query<{ PasswordExpirationDate: string | null }>(
    `SELECT PasswordExpirationDate FROM User WHERE Id = '${user.Id}'`,
  );
  const expires = records[0]?.PasswordExpirationDate ?? null;
  const about = `${user.Username}: password ${changed}`;
  if (!expires) return { status: 'good', evidence: `${about}, no date of expiry`, link };
  const days = Math.floor((Date.parse(expires) - patient.now) / DAY);
  const logins = await loginsOf(patient, user.Id);
  const usesPassword = logins.some(({ ApiType }) => /soap/i.test(ApiType ?? ''));
  const evidence = `${about}, ${days < 0 ? 'expired' : 'expires'} ${expires}; ${usesPassword ? 'signs in with it' : 'does not sign in with it'}`;
  if (!usesPassword) return { status: 'good', evidence, link };
  return {
    status: days < 0 ? 'bad' : 'warning',
    evidence,
    fix: 'Sign in by an app instead (client credentials), or give Password Never Expires and change the password by plan: a new password brings a new security token.',
    link,
  };
}

async function secondFactor(patient: Patient, user: UserRow): Promise<Finding> {
  const { all } = await heldBy(patient, user.Id);
  const link = setup.user(patient.url, user.Id);
  if (all.has('TwoFactorApi')) {
    return {
      status: 'bad',
      evidence: `${user.Username} holds Multi-Factor Authentication for API Logins: every sign-in by password asks for a code`,
      fix: 'Take this permission away; protect the user by IP ranges and API Only User instead.',
      link,
    };
  }
  return { status: 'good', evidence: `${user.Username}: none asked by API`, link };
}

async function singleSignOn(patient: Patient, user: UserRow): Promise<Finding> {
  const { all } = await heldBy(patient, user.Id);
  const link = setup.user(patient.url, user.Id);
  if (!all.has('IsSsoEnabled')) return { status: 'good', evidence: `${user.Username}: not by single sign-on`, link };
  return {
    status: 'warning',
    evidence: `${user.Username} holds Is Single Sign-On Enabled: delegated authentication decides on its password`,
    fix: 'Take this permission from the integration user.',
    link,
  };
}

/** Client credentials ask for it, and it closes the user interface (reference/metadata.md §2, §1.4). */
async function apiOnly(patient: Patient, user: UserRow): Promise<Finding> {
  const { all } = await heldBy(patient, user.Id);
  const link = setup.user(patient.url, user.Id);
  if (all.has('ApiUserOnly')) return { status: 'good', evidence: `${user.Username}: API Only User`, link };
  return {
    status: 'warning',
    evidence: `${user.Username} may sign in to the user interface; the client-credentials flow refuses it`,
    fix: 'Assign the permission set SCIM API Only.',
    link,
  };
}

async function dedicated(patient: Patient, user: UserRow): Promise<Finding> {
  const link = setup.user(patient.url, user.Id);
  const logins = await loginsOf(patient, user.Id);
  const byHand = logins.filter(({ LoginType, Status }) => LoginType === 'Application' && Status === 'Success');
  const { records } = await patient.connection.query<{ Action: string; CreatedDate: string }>(
    `SELECT Action, CreatedDate FROM SetupAuditTrail WHERE CreatedById = '${user.Id}' ORDER BY CreatedDate DESC LIMIT ${MOST_SEEN}`,
  );
  const other = [
    ...new Set(records.map(({ Action }) => Action).filter((action) => !PROVISIONING_ACTIONS.test(action))),
  ];
  const seen = [
    ...(byHand.length > 0 ? [`somebody signed in to the user interface on ${byHand[0]?.LoginTime}`] : []),
    ...(other.length > 0 ? [`it changed more than users: ${other.slice(0, 5).join(', ')}`] : []),
  ];
  if (seen.length === 0) {
    return { status: 'good', evidence: `${user.Username}: ${records.length} changes, all to users`, link };
  }
  return {
    status: 'warning',
    evidence: `${user.Username}: ${seen.join('; ')}`,
    fix: 'Use a person’s own login for such work, so that what this user creates is what the provider created.',
    link,
  };
}

async function assignments(patient: Patient, user: UserRow): Promise<Finding> {
  const link = setup.user(patient.url, user.Id);
  const { records } = await patient.connection.query<{
    ExpirationDate: string;
    PermissionSet: { Label: string } | null;
  }>(
    `SELECT ExpirationDate, PermissionSet.Label FROM PermissionSetAssignment WHERE AssigneeId = '${user.Id}' AND ExpirationDate != null ORDER BY ExpirationDate`,
  );
  const [first] = records;
  if (!first) return { status: 'good', evidence: `${user.Username}: no assignment has an end`, link };
  const isOver = Date.parse(first.ExpirationDate) <= patient.now;
  return {
    status: isOver ? 'bad' : 'warning',
    evidence: `${user.Username}: ${records.map(({ PermissionSet, ExpirationDate }) => `${PermissionSet?.Label ?? 'a set'} ${Date.parse(ExpirationDate) <= patient.now ? 'ended' : 'ends'} ${ExpirationDate}`).join(', ')}`,
    fix: 'Assign the set again without an end.',
    link,
  };
}

async function tokens(patient: Patient, user: UserRow): Promise<Finding> {
  const link = setup.node(patient.url, 'ConnectedAppsOAuthUsage');
  const { records } = await patient.connection.query<{ AppName: string; LastUsedDate: string | null }>(
    `SELECT AppName, LastUsedDate FROM OauthToken WHERE UserId = '${user.Id}'`,
  );
  const apps = Object.entries(Object.groupBy(records, ({ AppName }) => AppName ?? 'an unnamed app'));
  const full = apps.filter(([, rows]) => (rows ?? []).length >= MOST_TOKENS);
  const seen = apps.map(([app, rows]) => `${app}: ${rows?.length}`).join(', ') || 'no tokens';
  if (full.length === 0) return { status: 'good', evidence: `${user.Username}: ${seen}`, link };
  return {
    status: 'warning',
    evidence: `${user.Username}: ${seen}; the next sign-in of this app ends the oldest token, which another connection may use`,
    fix: 'Revoke tokens that nobody uses, and give each connection an app of its own.',
    link,
  };
}
