/** What no documented API tells: a checklist with the place to look at. */
import { setup } from './check.ts';

export interface ManualItem {
  /** Stable. */
  code: string;
  /** What can go wrong. */
  cause: string;
  /** What to look at. */
  step: string;
  /** Where in Setup; null when it is at the provider. */
  link: string | null;
  /** Where the fact stands. */
  source: string;
}

type Written = Omit<ManualItem, 'link'> & { node?: string };

const ITEMS: Written[] = [
  {
    code: 'manual-soap-toggle',
    cause: 'SOAP login() is off, and an old connector signs in by it.',
    step: 'Setup › User Interface › Enable SOAP API login(). No API reads or writes this switch; the check soap-login infers it.',
    node: 'UserInterfaceUI',
    source: 'reference/scim.md §6.3',
  },
  {
    code: 'manual-usernames-elsewhere',
    cause: 'A user name is taken in another Salesforce org, a sandbox or trial included.',
    step: 'At the provider: map a name with a suffix of your own; no org sees the user names of others.',
    source: 'reference/scim.md §1.9',
  },
  {
    code: 'manual-nicknames',
    cause:
      'Two people get the same nickname, or one of more than 40 characters: without nickName the service takes the whole user name.',
    step: 'At the provider: map nickName to something short and unique.',
    source: 'reference/scim.md §1.9, §2.1',
  },
  {
    code: 'manual-email-confirmation',
    cause: 'An e-mail change waits until the person confirms it, and comes back in every cycle.',
    step: 'Setup › Deliverability and Organization-Wide Addresses: verify your domain; tell people to confirm.',
    node: 'OrgEmailSettings',
    source: 'reference/scim.md §4.1, §7.5',
  },
  {
    code: 'manual-app-secret',
    cause: 'The consumer secret of the app is old, or known to too many.',
    step: 'Setup › External Client App Manager › the app › Settings: rotate it; no documented API tells its age.',
    node: 'ManageExternalClientApplication',
    source: 'reference/metadata.md §4.4',
  },
  {
    code: 'manual-app-permitted',
    cause: 'Only pre-authorized users may use the app, and the integration user is not one.',
    step: 'Setup › External Client App Manager › the app › Policies: permitted users, profiles and permission sets.',
    node: 'ManageExternalClientApplication',
    source: 'reference/metadata.md §4.4',
  },
  {
    code: 'manual-lead-owner',
    cause:
      'A provisioned user is default owner of leads, default workflow user, Web-to-Lead creator, in an assignment or approval rule, or sole recipient of an alert: Salesforce refuses to deactivate them.',
    step: 'Setup › Lead Settings, Process Automation Settings, Web-to-Lead, assignment rules: name queues or administrators.',
    node: 'ProcessAutomationSettings',
    source: 'reference/scim.md §7.2',
  },
  {
    code: 'manual-password-policy',
    cause: 'The profile has a password policy or session setting of its own.',
    step: 'Setup › Profiles › the profile of the integration user › Password Policies, Session Settings.',
    node: 'EnhancedProfiles',
    source: 'reference/metadata.md §1.5',
  },
  {
    code: 'manual-entra-client',
    cause: "Entra's own SCIM client sends no entitlements, so no profile; every create is refused.",
    step: 'At Entra: use the gallery app, or a gateway that adds the profile; append ?aadOptscim062020 to the tenant URL.',
    source: 'reference/scim.md §0.1, §3.2',
  },
  {
    code: 'manual-entra-roles',
    cause: 'A person or group is assigned with Default Access, or with several app roles.',
    step: 'At Entra: Enterprise applications › Salesforce › Users and groups; column Role shows exactly one profile. The scope is not "Sync all users".',
    source: 'reference/scim.md §4.1',
  },
  {
    code: 'manual-okta-sets',
    cause: "Okta's profile push overwrites the permission sets that were assigned in Salesforce.",
    step: 'At Okta: unmap the permission set attribute, or master every set there.',
    source: 'reference/scim.md §4.2',
  },
  {
    code: 'manual-payload',
    cause:
      'The client sends attributes that Salesforce refuses (middle name, cost center, empty roles, two addresses, booleans as text, en-US).',
    step: 'At the provider: read one request of the provisioning log against docs/scim.md; "scim explain" names each refusal.',
    source: 'reference/scim.md §1.6, §1.9, §3.3',
  },
  {
    code: 'manual-group-push',
    cause:
      'Groups are pushed in a shape that Salesforce does not read, or are expected to grant entitlements; SCIM groups are public groups.',
    step: 'At the provider: switch group provisioning off, and let rules look at public groups or User fields.',
    source: 'reference/scim.md §0.1, §3.1, §3.2',
  },
];

/** Every item, with its address in this org. */
export function manualItems(url: string): ManualItem[] {
  return ITEMS.map(({ node, ...item }) => ({ ...item, link: node ? setup.node(url, node) : null }));
}
