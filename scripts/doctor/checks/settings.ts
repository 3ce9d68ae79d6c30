/** Settings of the org that stop or weaken provisioning, read by readMetadata (reference/metadata.md §4.2). */
import { setup, type Examination, type Patient } from '../check.ts';
import { forEachUser, heldBy } from '../identity-user.ts';

/** SOAP answers carry texts, typed ones booleans. */
const isOn = (value: unknown): boolean => value === true || value === 'true';

/** @throws what the org says; an org that does not answer with the settings counts as unknown too */
async function settings<Shape>({ connection }: Patient, type: string, name: string): Promise<Partial<Shape>> {
  const read = connection.metadata.read.bind(connection.metadata) as unknown as (
    metadataType: string,
    fullName: string,
  ) => Promise<Partial<Shape> | Partial<Shape>[]>;
  const answer = await read(type, name);
  const [found] = Array.isArray(answer) ? answer : [answer];
  if (!found || Object.keys(found).length === 0) throw new Error(`the org gives no ${type}`);
  return found;
}

interface SecuritySettings {
  sessionSettings: { lockSessionsToIp?: unknown; enforceIpRangesEveryRequest?: unknown; sessionTimeout?: string };
}
interface OauthOidcSettings {
  blockOAuthUnPwFlow: unknown;
}
interface ConnectedAppSettings {
  enableAdminApprovedAppsOnly: unknown;
}
interface UserManagementSettings {
  enableProfileFiltering: unknown;
  enableRestrictEmailDomains: unknown;
  enableEnhancedConcealPersonalInfo: unknown;
}

export const settingsChecks: Examination[] = [
  {
    code: 'session-settings',
    claim: 'Sessions are not tied to one address.',
    async examine(patient) {
      const { sessionSettings = {} } = await settings<SecuritySettings>(patient, 'SecuritySettings', 'Security');
      const link = setup.node(patient.url, 'SecuritySession');
      const tied = [
        ...(isOn(sessionSettings.lockSessionsToIp) ? ['sessions are locked to the address they began at'] : []),
        ...(isOn(sessionSettings.enforceIpRangesEveryRequest) ? ['login IP ranges are enforced on every request'] : []),
      ];
      const timeout = `session timeout ${sessionSettings.sessionTimeout ?? 'unknown'}: a token that is pasted into a provider ends with it`;
      if (tied.length === 0) return { status: 'good', evidence: timeout, link };
      return {
        status: 'warning',
        evidence: `${tied.join('; ')}; ${timeout}`,
        fix: 'Providers call from many addresses: enter all of them in the login IP ranges, or switch this off.',
        link,
      };
    },
  },
  {
    code: 'password-flow',
    claim: 'The OAuth username-password flow is blocked, and nothing needs it.',
    async examine(patient) {
      const { blockOAuthUnPwFlow } = await settings<OauthOidcSettings>(patient, 'OauthOidcSettings', 'OauthOidc');
      const link = setup.node(patient.url, 'OauthOidcSettings');
      if (isOn(blockOAuthUnPwFlow)) {
        return { status: 'good', evidence: 'blocked; a connector with grant_type=password cannot sign in', link };
      }
      return {
        status: 'warning',
        evidence: 'allowed: passwords travel to whoever holds a client id',
        fix: "Block it, after moving connectors that use grant_type=password to client credentials. Orgs since Summer '23 block it from the start.",
        link,
      };
    },
  },
  {
    code: 'api-access-control',
    claim: 'API Access Control lets the integration user through.',
    async examine(patient) {
      const type = 'ConnectedAppSettings';
      const { enableAdminApprovedAppsOnly } = await settings<ConnectedAppSettings>(patient, type, 'ConnectedApp');
      const link = setup.node(patient.url, 'ConnectedApplication');
      if (!isOn(enableAdminApprovedAppsOnly)) return { status: 'good', evidence: 'not in use', link };
      const users = await forEachUser(patient, async (_, user) => {
        const may = (await heldBy(patient, user.Id)).all.has('UseAnyApiClient');
        return {
          status: may ? 'good' : 'warning',
          evidence: `API Access Control is on; ${user.Username} ${may ? 'holds' : 'lacks'} Use Any API Client`,
          ...(!may && {
            fix: 'Install and pre-authorize the app that the provider signs in with; Use Any API Client would open it to every app.',
          }),
          link,
        };
      });
      return users.length > 0 ? users : { status: 'warning', evidence: 'API Access Control is on', link };
    },
  },
  {
    code: 'user-management',
    claim: 'No setting for users refuses or hides what providers send.',
    async examine(patient) {
      const type = 'UserManagementSettings';
      const found = await settings<UserManagementSettings>(patient, type, 'UserManagement');
      const link = setup.node(patient.url, 'UserManagementSettings');
      const effects = [
        ...(isOn(found.enableRestrictEmailDomains)
          ? ['e-mail domains are restricted: users of other domains are refused']
          : []),
        ...(isOn(found.enableProfileFiltering)
          ? ['profiles are filtered: without View All Profiles the integration user sees only its own']
          : []),
        ...(isOn(found.enableEnhancedConcealPersonalInfo)
          ? ['personal data is concealed: without View Concealed Field Data users may not be matched']
          : []),
      ];
      if (effects.length === 0) return { status: 'good', evidence: 'none', link };
      return {
        status: 'warning',
        evidence: effects.join('; '),
        fix: 'Add the domains, or give the integration user the named permission.',
        link,
      };
    },
  },
];
