/** What a person has to do in Setup after a deployment because no API offers it; only what applies to this org. */
import type { Connection } from '@salesforce/core';
import { loadMessages } from '../messages.ts';
import type { Conversation } from './conversation.ts';
import type { Extra } from './directories.ts';
import type { OrgFacts } from './org-facts.ts';
import { Stopped } from './stopped.ts';

const messages = loadMessages('scim.deploy.checklist');

export type ManualStep =
  | 'integration-user'
  | 'provisioning-source'
  | 'soap-login'
  | 'external-client-app'
  | 'single-sign-on'
  | 'record-page'
  | 'translations';

export interface ChecklistItem {
  id: ManualStep;
  what: string;
  why: string;
  /** Where in Setup. */
  link: string;
}

/** Without it SOAP login() is refused after Summer '26; the deployment may have assigned it. */
export const ANY_API_AUTH = 'SCIM_Use_Any_Api_Auth';

/** Setup pages by the addresses that Setup itself shows for them. */
const PAGES: Record<ManualStep, string> = {
  'integration-user': 'ManageUsers',
  'provisioning-source': 'CustomMetadata',
  'soap-login': 'UserInterfaceUI',
  'external-client-app': 'ManageExternalClientApplication',
  'single-sign-on': 'SingleSignOn',
  'record-page': 'FlexiPageList',
  translations: 'LabelWorkbenchSetup',
};

export interface Installation {
  sources: { kind: string; usesSso: boolean }[];
  /** True when an active user has the integration profile. */
  hasIntegrationUser: boolean;
  /** Integration users of the run that no active source names. */
  unnamed: string[];
  extras: { name: Extra; problem: string | null }[];
}

/** Pure: which steps apply to an installation. */
export function manualSteps(found: Installation): ManualStep[] {
  const known = found.sources.length > 0;
  const extra = (name: Extra): Installation['extras'][number] | undefined =>
    found.extras.find((one) => one.name === name);
  const translations = extra('translations');
  const applies: Record<ManualStep, boolean> = {
    'integration-user': !found.hasIntegrationUser,
    'provisioning-source': found.unnamed.length > 0,
    // Entra's gallery app signs in by SOAP login(), which new orgs switch off (reference/metadata.md §4.1).
    'soap-login': !known || found.sources.some(({ kind }) => kind === 'Entra'),
    // Clients that bring an OAuth token of their own app (reference/metadata.md §4.4).
    'external-client-app': !known || found.sources.some(({ kind }) => !['Entra', 'Okta', 'OneLogin'].includes(kind)),
    'single-sign-on': found.sources.some(({ usesSso }) => usesSso),
    'record-page': extra('record-page')?.problem === null,
    translations: translations !== undefined && translations.problem !== null,
  };
  return (Object.keys(PAGES) as ManualStep[]).filter((step) => applies[step]);
}

/**
 * The items with their links. What the org does not let this user read counts as not known; `assigned` are the permission
 * sets that the run assigned or found assigned.
 */
export async function checklist(
  connection: Connection,
  conversation: Conversation,
  org: OrgFacts,
  facts: { profile: string; integrationUsers: string[]; assigned: string[]; extras: Installation['extras'] },
): Promise<ChecklistItem[]> {
  const rows = async <Row extends object>(soql: string): Promise<Row[]> => {
    try {
      return (await conversation.read(() => connection.query<Row>(soql))).records;
    } catch (error) {
      if (error instanceof Stopped) throw error;
      return [];
    }
  };
  const sources = await rows<{ Idp_Kind__c: string; Uses_Sso__c: boolean; Integration_Usernames__c: string | null }>(
    'SELECT Idp_Kind__c, Uses_Sso__c, Integration_Usernames__c FROM Provisioning_Source__mdt WHERE Is_Active__c = true',
  );
  const named = sources.flatMap((row) => (row.Integration_Usernames__c ?? '').split(',').map((name) => name.trim()));
  const unnamed = facts.integrationUsers.filter((user) => !named.some((name) => isNameOf(name, user)));
  const users = await rows(`SELECT Id FROM User WHERE IsActive = true AND Profile.Name = '${facts.profile}' LIMIT 1`);
  const steps = manualSteps({
    sources: sources.map((row) => ({ kind: row.Idp_Kind__c, usesSso: row.Uses_Sso__c })),
    hasIntegrationUser: facts.integrationUsers.length > 0 || users.length > 0,
    unnamed,
    extras: facts.extras,
  });
  return steps.map((id) => ({
    id,
    what:
      id === 'provisioning-source'
        ? messages.text(id, unnamed.join(', '))
        : messages.text(id === 'soap-login' && facts.assigned.includes(ANY_API_AUTH) ? 'soap-login.switch' : id),
    why: messages.text(`${id}.why`),
    link: `${org.instanceUrl}/lightning/setup/${PAGES[id]}/home`,
  }));
}

/** As a source names a user: in a sandbox the username has a suffix (docs/domain.md). */
function isNameOf(name: string, username: string): boolean {
  const [written, held] = [name.toLowerCase(), username.toLowerCase()];
  return written !== '' && (held === written || held.startsWith(`${written}.`));
}
