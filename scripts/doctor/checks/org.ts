/** The org itself: its release, its addresses, its SCIM service, its size and what is left of its limits. */
import { setup, type Examination, type Patient } from '../check.ts';

/** The package's source API version. */
const WANTED_VERSION = 67;
const TIMEOUT = 30_000;
/** Of the day's API calls; a provider was seen to use 97 % of them (reference/scim.md §4.1). */
const FEW_CALLS = 0.1;
/** `startIndex` beyond 2,001 is refused (reference/scim.md §1.4). */
const MOST_PAGED_USERS = 2000;
/** Entitlements are listed up to this many (reference/scim.md §1.1). */
const MOST_LISTED_ENTITLEMENTS = 200;
const MY_DOMAIN = /^https:\/\/[\w.-]+\.my\.salesforce\.(?:com|mil)$|^https?:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?$/i;

interface OrganizationRow {
  Id: string;
  Name: string;
  OrganizationType: string;
  IsSandbox: boolean;
  TrialExpirationDate: string | null;
  InstanceName: string | null;
}

export const orgChecks: Examination[] = [
  {
    code: 'org-version',
    claim: `The org knows API ${WANTED_VERSION}.0.`,
    async examine({ connection }) {
      const version = await connection.retrieveMaxApiVersion();
      const isNew = Number(version) >= WANTED_VERSION;
      return {
        status: isNew ? 'good' : 'bad',
        evidence: `API ${version}`,
        ...(!isNew && { fix: 'Wait for the next release of Salesforce, or deploy with an older --api-version.' }),
      };
    },
  },
  {
    code: 'org-addresses',
    claim: 'The addresses to enter at the provider are those of My Domain.',
    async examine({ url }) {
      if (!MY_DOMAIN.test(url)) {
        return {
          status: 'warning',
          evidence: `${url} is no My Domain address; tokens of one domain are refused at another`,
          fix: 'Use https://<MyDomain>.my.salesforce.com for the SCIM and the token address.',
          link: setup.node(url, 'OrgDomain'),
        };
      }
      const address = (claim: string, value: string) => ({ status: 'good' as const, claim, evidence: value, value });
      return [
        address('My Domain, the tenant or instance URL.', url),
        address('SCIM base URL.', `${url}/services/scim/v2`),
        address('Token URL.', `${url}/services/oauth2/token`),
        address('Authorization URL.', `${url}/services/oauth2/authorize`),
      ];
    },
  },
  {
    code: 'org-extension',
    claim: 'Custom User fields are sent under the URN of this org.',
    async examine({ connection }) {
      const { Id } = await organization(connection);
      const urn = `urn:salesforce:schemas:extension:${Id}`;
      return { status: 'good', evidence: `"${urn}": { "Field__c": … }`, value: urn };
    },
  },
  {
    code: 'org-trial',
    claim: 'The org is not a trial.',
    async examine({ connection, url }) {
      const { OrganizationType, IsSandbox, TrialExpirationDate, InstanceName } = await organization(connection);
      const about = `${OrganizationType}${IsSandbox ? ', sandbox' : ''}${InstanceName ? ` on ${InstanceName}` : ''}`;
      if (!TrialExpirationDate || IsSandbox) return { status: 'good', evidence: about };
      return {
        status: 'warning',
        evidence: `${about}, trial until ${TrialExpirationDate}: Entra's gallery app cannot provision into trial orgs`,
        fix: 'Use a developer org, a sandbox or a bought org.',
        link: setup.company(url),
      };
    },
  },
  {
    code: 'scim-service',
    claim: 'The SCIM service answers to this login.',
    async examine({ connection, url }) {
      const address = `${url}/services/scim/v2`;
      const response = await fetch(`${address}/ServiceProviderConfig`, {
        headers: { authorization: `Bearer ${connection.accessToken}` },
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT),
      });
      return {
        status: response.ok ? 'good' : 'bad',
        evidence: `HTTP ${response.status}`,
        value: address,
        ...(!response.ok && {
          fix: 'The user needs API Enabled; run it again as the integration user, and paste the answer into "scim explain".',
        }),
      };
    },
  },
  {
    code: 'api-calls',
    claim: "The day's API calls are not used up.",
    async examine({ connection, url }) {
      const limits = await connection.request<{ DailyApiRequests: { Max: number; Remaining: number } }>(
        `/services/data/v${connection.version}/limits`,
      );
      const { Max, Remaining } = limits.DailyApiRequests;
      const evidence = `${(Max - Remaining).toLocaleString('en-US')} of ${Max.toLocaleString('en-US')} used`;
      if (Max === 0 || Remaining > Max * FEW_CALLS) return { status: 'good', evidence };
      return {
        status: Remaining <= 0 ? 'bad' : 'warning',
        evidence,
        fix: 'See in Setup › API Usage who makes them; provision fewer people, lengthen the cycle, or leave out attributes that change all the time.',
        link: setup.company(url),
      };
    },
  },
  {
    code: 'users-paged',
    claim: 'A client can page through all users.',
    async examine({ connection }) {
      const { totalSize } = await connection.query('SELECT COUNT() FROM User');
      const evidence = `${totalSize.toLocaleString('en-US')} users`;
      if (totalSize <= MOST_PAGED_USERS) return { status: 'good', evidence };
      return {
        status: 'warning',
        evidence: `${evidence}; SCIM refuses a startIndex beyond ${MOST_PAGED_USERS + 1}`,
        fix: 'Let the client match by filter (userName eq "…"), or page by filter=id gt "<last id>"; a full import by startIndex stops there.',
        value: 'filter=id gt "005000000000000AAA"&count=200',
      };
    },
  },
  {
    code: 'entitlements-listed',
    claim: 'A client sees all entitlements.',
    async examine({ connection }) {
      const profiles = await connection.query('SELECT COUNT() FROM Profile');
      const sets = await connection.query('SELECT COUNT() FROM PermissionSet WHERE IsOwnedByProfile = false');
      const total = profiles.totalSize + sets.totalSize;
      const evidence = `${profiles.totalSize} profiles, ${sets.totalSize} permission sets`;
      if (total <= MOST_LISTED_ENTITLEMENTS) return { status: 'good', evidence };
      return {
        status: 'warning',
        evidence: `${evidence}; /Entitlements lists ${MOST_LISTED_ENTITLEMENTS}`,
        fix: 'Enter ids by hand (they stand under "Profiles that can be sent"), or let the client ask for single entitlements.',
      };
    },
  },
];

async function organization(connection: Patient['connection']): Promise<OrganizationRow> {
  const { records } = await connection.query<OrganizationRow>(
    'SELECT Id, Name, OrganizationType, IsSandbox, TrialExpirationDate, InstanceName FROM Organization',
  );
  if (!records[0]) throw new Error('the org tells nothing about itself');
  return records[0];
}
