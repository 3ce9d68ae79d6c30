/** Makes the org that a request asks for: a data file of its own, its administrator, and the client that asked for it. */
import { randomBytes } from 'node:crypto';
import { formatId } from '../data/ids.ts';
import { SYSTEM } from '../data/types.ts';
import type { RecordValues } from '../data/types.ts';
import type { Identity } from '../identity/contract.ts';
import { openLocalOrg } from '../open.ts';
import type { LocalOrg } from '../org.ts';
import { SIGNUP_INSTANCE } from './requests.ts';

/**
 * The code waits in the hub's record until a client fetches it, maybe by `sf org resume scratch`, whose own memory of the
 * request ends after a day.
 */
const CODE_LIFETIME_MS = 24 * 60 * 60 * 1000;
const ORGANIZATION_TYPES: Record<string, string> = {
  Developer: 'Developer Edition',
  Enterprise: 'Enterprise Edition',
  'Partner Developer': 'Developer Edition',
  'Partner Enterprise': 'Enterprise Edition',
};

/** An id that no other org of this machine has. */
export function newOrgId(): string {
  return formatId('00D', randomBytes(5).readUIntBE(0, 5));
}

/** Opens the new org and gives it what the request says. Closes it again when that fails. */
export function createScratchOrg(
  request: RecordValues,
  options: { file: string; orgId: string; clock: () => Date },
): LocalOrg {
  const org = openLocalOrg({ ...options, adminUsername: String(request.SignupUsername) });
  try {
    // Scratch orgs track their source without being asked (reference/wire.md §4.3).
    org.data.enableFeature('SourceTracking');
    org.data.transaction(
      () => {
        describeOrganization(org, request, options.orgId);
        describeAdministrator(org, request);
      },
      { mixedDml: true },
    );
    return org;
  } catch (error) {
    org.close();
    throw error;
  }
}

function describeOrganization({ data }: LocalOrg, request: RecordValues, orgId: string): void {
  data.put(
    'Organization',
    {
      Id: orgId,
      Name: request.OrgName ?? 'Company',
      OrganizationType: ORGANIZATION_TYPES[String(request.Edition)] ?? 'Developer Edition',
      // A sandbox with a trial's end is what clients take for a scratch org (reference/wire.md §2.1).
      IsSandbox: true,
      TrialExpirationDate: `${String(request.ExpirationDate)}T00:00:00.000+0000`,
      InstanceName: SIGNUP_INSTANCE,
      LanguageLocaleKey: request.SignupLanguage ?? 'en_US',
      Country: request.SignupCountry ?? null,
    },
    ['Id'],
  );
}

function describeAdministrator({ data }: LocalOrg, request: RecordValues): void {
  const [user] = data.rows('User', { Username: String(request.SignupUsername) });
  const id = String(user?.Id);
  const [result] = data.update(
    'User',
    [
      {
        Id: id,
        FirstName: 'User',
        LastName: 'User',
        Alias: 'UUser',
        Email: request.SignupEmail ?? request.SignupUsername ?? null,
        LanguageLocaleKey: request.SignupLanguage ?? 'en_US',
      },
    ],
    { ...SYSTEM, actor: { userId: id }, allOrNone: true },
  );
  if (!result?.success)
    throw new Error(`The administrator cannot be made: ${result?.errors[0]?.message ?? 'no result'}`);
}

/**
 * Takes the client that asked for the org over into it, approved for its administrator, as a signup does with the connected
 * app that the request names (Object Reference, "ScratchOrgInfo", ConnectedAppConsumerKey).
 * @returns the authorization code, or null for a client with a certificate, which signs in by JWT.
 */
export function authorizeClient(request: RecordValues, org: LocalOrg, hub: Identity, scratch: Identity): string | null {
  const clientId = String(request.ConnectedAppConsumerKey);
  const app = hub.connectedApp(clientId);
  if (app) scratch.importConnectedApp(app);
  const userId = String(org.data.rows('User', { Username: String(request.SignupUsername) })[0]?.Id);
  scratch.approve(clientId, userId);
  if (app?.certificate) return null;
  return scratch.issueCode({
    userId,
    clientId,
    redirectUri: String(request.ConnectedAppCallbackUrl),
    lifetimeMs: CODE_LIFETIME_MS,
  });
}
