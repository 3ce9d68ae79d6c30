/**
 * The example company for an org that is there to be tried out: its rules as metadata, and three users over SCIM as the
 * person who deploys, so that the console has something to say. Never for production: Salesforce deletes no users.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Connection } from '@salesforce/core';
import { ScimError } from '../command.ts';
import { createScimClient, USER_SCHEMA } from '../provision/scim-client.ts';
import { quote } from '../soql.ts';
import type { Conversation } from './conversation.ts';
import type { OrgFacts } from './org-facts.ts';

export const SAMPLE_FOLDER = path.join('config', 'demo', 'main');
const BY_HAND = path.join('default', 'customMetadata', 'Provisioning_Source.By_Hand.md-meta.xml');
/** Whom the source names in the embedded org. */
const SHIPPED_OWNER = 'admin@rollcall.example.com';
const PROFILE = 'Minimum Access - Salesforce';

/** One as it should be, one who lacks the baseline, one who holds more than the rules grant (config/demo/README.md). */
const USERS = [
  { name: 'complete', family: 'Complete', sets: ['Baseline_Access'] },
  { name: 'incomplete', family: 'Incomplete', sets: [] },
  { name: 'privileged', family: 'Privileged', sets: ['Baseline_Access', 'User_Access_Desk'] },
];

export interface SampleUser {
  username: string;
  outcome: 'created' | 'there';
  /** Id of the User. */
  id: string;
}

/** Raises `SampleDataRefused` (exit 2) for production. */
export function requireTrialOrg(org: Pick<OrgFacts, 'name' | 'kind'>): void {
  if (org.kind !== 'production') return;
  throw new ScimError(
    'SampleDataRefused',
    `${org.name} is a production org; example users cannot be deleted from it.`,
    {
      actions: ['Leave out --sample-data, or deploy to a scratch org or sandbox.'],
      exitCode: 2,
    },
  );
}

/**
 * Runs `work` with a copy of the example rules in which the source "By hand" names `owner` as its integration user, since
 * who deploys is who provisions the example users. The copy is gone afterwards.
 */
export async function withSampleRules<T>(
  projectRoot: string,
  owner: string,
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'scim-sample-'));
  try {
    await cp(path.join(projectRoot, SAMPLE_FOLDER), folder, { recursive: true });
    const file = path.join(folder, BY_HAND);
    const escaped = owner.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll(SHIPPED_OWNER, escaped));
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Creates the users that are missing. Raises `Stopped`, `ScimRequestFailed`, or `SampleNotPossible`. */
export async function provisionSamples(
  connection: Connection,
  conversation: Conversation,
  org: OrgFacts,
): Promise<SampleUser[]> {
  const entitlements = new Map<string, string>();
  const read = async (soql: string): Promise<string | undefined> =>
    (await conversation.read(() => connection.query<{ Id: string }>(soql))).records[0]?.Id;
  for (const name of new Set(USERS.flatMap(({ sets }) => sets))) {
    const id = await read(`SELECT Id FROM PermissionSet WHERE Name = '${quote(name)}'`);
    if (!id) throw new ScimError('SampleNotPossible', `The org has no permission set "${name}".`);
    entitlements.set(name, id);
  }
  const profile = await read(`SELECT Id FROM Profile WHERE Name = '${PROFILE}'`);
  if (!profile) throw new ScimError('SampleNotPossible', `The org has no profile "${PROFILE}".`);
  const samples: SampleUser[] = [];
  for (const { name, family, sets } of USERS) {
    // Unique across all orgs of Salesforce, and no longer than the nickname that is made of it (40 characters).
    const username = `${name}@${org.id.slice(0, 15).toLowerCase()}.example.com`;
    const look = (): Promise<string | undefined> => read(`SELECT Id FROM User WHERE Username = '${username}'`);
    const there = await look();
    if (there) {
      samples.push({ username, outcome: 'there', id: there });
      continue;
    }
    const scim = createScimClient(`${org.instanceUrl}/services/scim/v2`, connection.accessToken ?? '');
    const create = async (): Promise<string> => {
      const resource = await scim.post('/Users', {
        schemas: [USER_SCHEMA],
        userName: username,
        name: { givenName: 'Rollcall', familyName: family },
        emails: [{ type: 'work', primary: true, value: username }],
        active: true,
        entitlements: [profile, ...sets.map((set) => entitlements.get(set)!)].map((value) => ({ value })),
      });
      return resource.id;
    };
    samples.push({ username, outcome: 'created', id: await conversation.ensure(create, look) });
  }
  return samples;
}
