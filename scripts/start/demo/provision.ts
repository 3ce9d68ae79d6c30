/**
 * Plays the last two weeks of the example company into the org, over HTTP: identity providers provision by SCIM,
 * administrators grant by REST. Nobody writes a gap: each arises from what was forgotten, refused or came too late.
 */
import type { Connection } from '@salesforce/core';
import {
  createScimClient,
  ENTERPRISE_SCHEMA,
  PATCH_OP,
  USER_SCHEMA,
  type ScimClient,
} from '../../provision/scim-client.ts';
import { administer } from './administrators.ts';
import { leave } from './leavers.ts';
import { people, type Person, type SourceName } from './people.ts';

export interface DemoWorld {
  /** The administrator's connection. */
  connection: () => Promise<Connection>;
  scimUrl: string;
  /** A fresh access token of a source's integration user. */
  sourceToken(source: SourceName): Promise<string>;
  /** Moves the org's clock to so many days before now. */
  daysAgo(days: number): void;
  /** Seats of a permission set license, by developer name. */
  setSeats(license: string, seats: number): void;
  /** While paused, a changed permission set group stays Outdated, as in an org that is busy calculating. */
  pauseGroupCalculation(paused: boolean): void;
  note(text: string): void;
}

/** A person and the id that the org gave. */
export type Provisioned = Person & { id: string };

export interface Catalog {
  /** Entitlement id by API name (permission sets) or name (profiles). */
  entitlements: Map<string, string>;
  roles: Map<string, string>;
  groups: Map<string, string>;
}

const IMPORT_DAY = 12;
const NEWCOMER_DAY = 2;
/** Requests of one provider under way at once; a real one sends a few in parallel. */
const PARALLEL = 4;

/** Provisions `total` users and answers them. Raises `ScimRequestFailed` when the service refuses one. */
export async function provisionDemo(world: DemoWorld, total: number): Promise<Provisioned[]> {
  const everybody = people(total);
  const provisioned: Provisioned[] = [];
  for (const [arrival, day] of [
    ['import', IMPORT_DAY],
    ['newcomer', NEWCOMER_DAY],
  ] as const) {
    world.daysAgo(day);
    const catalog = await readCatalog(await world.connection());
    for (const source of ['Employees', 'Contractors'] as const) {
      const client = createScimClient(world.scimUrl, await world.sourceToken(source));
      const batch = everybody.filter((person) => person.arrival === arrival && person.source === source);
      provisioned.push(
        ...(await createAll(client, batch, catalog, () =>
          world.note(`${provisioned.length + batch.length} of ${total} users`),
        )),
      );
    }
    if (arrival === 'import') await administer(world, provisioned, catalog);
  }
  world.daysAgo(1);
  await leave(world, provisioned);
  world.daysAgo(0);
  world.note(`${provisioned.length} users`);
  return provisioned;
}

async function readCatalog(connection: Connection): Promise<Catalog> {
  const read = async (soql: string, key: string): Promise<[string, string][]> => {
    const { records } = await connection.query<Record<string, string>>(soql);
    return records.map((record) => [record[key]!, record['Id']!]);
  };
  const [profiles, sets, roles, groups] = await Promise.all([
    read('SELECT Id, Name FROM Profile', 'Name'),
    read('SELECT Id, Name FROM PermissionSet WHERE IsOwnedByProfile = false', 'Name'),
    read('SELECT Id, DeveloperName FROM UserRole', 'DeveloperName'),
    read("SELECT Id, DeveloperName FROM Group WHERE Type = 'Regular'", 'DeveloperName'),
  ]);
  return { entitlements: new Map([...profiles, ...sets]), roles: new Map(roles), groups: new Map(groups) };
}

async function createAll(
  client: ScimClient,
  batch: Person[],
  catalog: Catalog,
  note: () => void,
): Promise<Provisioned[]> {
  const created: Provisioned[] = [];
  const queue = [...batch];
  const worker = async (): Promise<void> => {
    for (let person = queue.shift(); person; person = queue.shift()) {
      const resource = await client.post('/Users', userBody(person, catalog));
      created.push({ ...person, id: resource.id });
      if (created.length % 50 === 0) note();
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return created;
}

function userBody(person: Person, { entitlements, roles }: Catalog): unknown {
  const role = person.role ? roles.get(person.role) : undefined;
  return {
    schemas: [USER_SCHEMA, ENTERPRISE_SCHEMA],
    userName: person.userName,
    ...(person.externalId ? { externalId: person.externalId } : {}),
    name: { givenName: person.givenName, familyName: person.familyName },
    emails: [{ type: 'work', primary: true, value: person.userName }],
    addresses: [{ type: 'work', country: person.country }],
    title: person.title,
    active: true,
    entitlements: [person.profile, ...person.permissionSets].map((name) => ({ value: entitlements.get(name) })),
    ...(role ? { roles: [{ value: role }] } : {}),
    [ENTERPRISE_SCHEMA]: { department: person.department, employeeNumber: person.employeeNumber },
  };
}

/** Adds users to a public group with Salesforce's own PATCH shape. */
export function addToGroup(client: ScimClient, groupId: string, userIds: string[]): Promise<unknown> {
  const members = userIds.map((value) => ({ value }));
  return client.patch(`/Groups/${groupId}`, {
    schemas: [PATCH_OP],
    Operations: [{ op: 'add', path: 'members', value: { members } }],
  });
}

/** Deactivates one user. */
export function deactivate(client: ScimClient, userId: string): Promise<unknown> {
  return client.patch(`/Users/${userId}`, {
    schemas: [PATCH_OP],
    Operations: [{ op: 'replace', value: { active: false } }],
  });
}

/** Adds permission sets to one user, as an identity provider's next cycle does. */
export function addPermissionSets(client: ScimClient, userId: string, permissionSetIds: string[]): Promise<unknown> {
  const entitlements = permissionSetIds.map((value) => ({ value }));
  return client.patch(`/Users/${userId}`, {
    schemas: [PATCH_OP],
    Operations: [{ op: 'add', value: { entitlements } }],
  });
}
