/** The provisioning sources of the demo, their users, and the first scan. */
import type { Connection } from '@salesforce/core';
import { DEFAULT_ADMIN, setSeats, type OrgDatabase } from '../../local-org/data/index.ts';
import type { LocalOrg } from '../../local-org/org.ts';
import type { OrgServer } from '../../local-org/server/index.ts';
import { ScimError } from '../command.ts';
import { connectWithToken } from '../deploy/connection.ts';
import { INTEGRATION_PROFILE } from '../deploy/pipeline.ts';
import { sleep } from '../requests/pause.ts';
import { provisionDemo } from './demo/provision.ts';
import type { SourceName } from './demo/people.ts';
import type { Seed, SourceAccess } from './options.ts';

const DEMO_USERS = 250;
const DAY = 24 * 60 * 60 * 1000;
/** Seats for everybody in the demo and what a visitor adds. */
const SPARE_SEATS = 1000;

const SOURCES: { name: SourceName; label: string; username: string; lastName: string }[] = [
  {
    name: 'Employees',
    label: 'Entra provisioning',
    username: 'scim.entra@example.com',
    lastName: 'Entra Provisioning',
  },
  { name: 'Contractors', label: 'Okta provisioning', username: 'scim.okta@example.com', lastName: 'Okta Provisioning' },
];

export interface Sources {
  access: SourceAccess[];
  token(source: SourceName): Promise<string>;
}

/** Creates the integration users where missing, and an OAuth client for each: secrets are shown once, so every start makes new ones. */
export async function prepareSources(server: OrgServer): Promise<Sources> {
  const connection = await connectWithToken(server.url, server.issueToken(DEFAULT_ADMIN));
  const access: SourceAccess[] = [];
  for (const { name, label, username, lastName } of SOURCES) {
    await ensureIntegrationUser(connection, username, lastName);
    const client = server.identity.registerClient({ name: label, runAsUsername: username });
    access.push({ name, username, ...client, accessToken: await clientCredentials(server.url, client) });
  }
  return {
    access,
    token: (source) =>
      clientCredentials(
        server.url,
        access.find((entry) => entry.name === source)!,
      ),
  };
}

async function ensureIntegrationUser(connection: Connection, username: string, lastName: string): Promise<void> {
  const found = await connection.query(`SELECT Id FROM User WHERE Username = '${username}'`);
  if (found.totalSize > 0) return;
  const profile = await connection.query<{ Id: string }>(
    `SELECT Id FROM Profile WHERE Name = '${INTEGRATION_PROFILE}'`,
  );
  await connection.sobject('User').create({
    Username: username,
    LastName: lastName,
    Alias: username.split(/[.@]/)[1]!.slice(0, 8),
    Email: username,
    ProfileId: profile.records[0]!.Id,
    TimeZoneSidKey: 'Europe/Berlin',
    LocaleSidKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    LanguageLocaleKey: 'en_US',
  });
}

async function clientCredentials(url: string, client: { clientId: string; clientSecret: string }): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: client.clientId,
    client_secret: client.clientSecret,
  });
  const response = await fetch(`${url}/services/oauth2/token`, { method: 'POST', body });
  const answer = (await response.json()) as { access_token?: string; error_description?: string };
  if (!answer.access_token)
    throw new ScimError('TokenRefused', `The token endpoint refused client credentials: ${answer.error_description}`);
  return answer.access_token;
}

export interface SeedOptions {
  org: LocalOrg;
  server: OrgServer;
  sources: Sources;
  seed: Seed;
  note(text: string): void;
}

/** Provisions the users; the org's clock is back at now afterwards, also when that fails. */
export async function seedUsers({ org, server, sources, seed, note }: SeedOptions): Promise<void> {
  const data = org.data as OrgDatabase;
  const total = seed.kind === 'count' ? seed.users : DEMO_USERS;
  setSeats(data, 'Salesforce', total + SPARE_SEATS);
  setSeats(data, 'SalesUserPsl', total);
  try {
    await provisionDemo(
      {
        connection: () => connectWithToken(server.url, server.issueToken(DEFAULT_ADMIN)),
        scimUrl: `${server.url}/services/scim/v2`,
        sourceToken: (source) => sources.token(source),
        daysAgo: (days) => data.setClock(() => new Date(Date.now() - days * DAY)),
        setSeats: (license, seats) => setSeats(data, license, seats),
        pauseGroupCalculation: (paused) => {
          data.groupCalculation = paused ? 'paused' : 'immediate';
        },
        note,
      },
      total,
    );
  } finally {
    data.setClock(() => new Date());
  }
}

/** Starts the console's own scan and waits for it. Raises `ScanFailed` with what the job says. */
export async function scan(server: OrgServer, note: (text: string) => void): Promise<void> {
  const connection = await connectWithToken(server.url, server.issueToken(DEFAULT_ADMIN));
  const started = await connection.tooling.executeAnonymous("ProvisioningConsoleController.startScan('Full');");
  if (!started.success)
    throw new ScimError('ScanFailed', started.compileProblem ?? started.exceptionMessage ?? 'The scan did not start.');
  const soql =
    'SELECT Status, ExtendedStatus, NumberOfErrors, JobItemsProcessed, TotalJobItems FROM AsyncApexJob ' +
    "WHERE JobType = 'BatchApex' ORDER BY CreatedDate DESC LIMIT 1";
  for (;;) {
    const { records } = await connection.query<{
      Status: string;
      ExtendedStatus: string | null;
      NumberOfErrors: number;
    }>(soql);
    const job = records[0];
    if (job && job.Status === 'Completed' && job.NumberOfErrors === 0) break;
    if (job && ['Failed', 'Aborted', 'Completed'].includes(job.Status)) {
      throw new ScimError('ScanFailed', `The scan ended as ${job.Status}: ${job.ExtendedStatus ?? 'no reason given'}`);
    }
    await sleep(100);
  }
  const found = await connection.query(
    "SELECT Id FROM Entitlement_Finding__c WHERE Kind__c = 'Missing' AND Resolved_At__c = null",
  );
  note(`${found.totalSize} missing entitlements`);
}
