/** What the example company's administrators did after the first import, once: what arrived later has none of it. */
import type { Connection } from '@salesforce/core';
import { createScimClient } from '../../provision/scim-client.ts';
import { addPermissionSets, addToGroup, type Catalog, type DemoWorld, type Provisioned } from './provision.ts';

/** The company bought fewer Sales Console seats than it has people in Sales. */
const SALES_CONSOLE_SHARE = 0.85;
const ASSIGNMENT_BATCH = 200;
/** Temporary support staff got the case console until three days ago. */
const TEMPORARY_UNTIL_DAYS = 3;
const DAY = 24 * 60 * 60 * 1000;
const EMEA = ['Germany', 'France', 'United Kingdom', 'Spain'];

export async function administer(world: DemoWorld, users: Provisioned[], catalog: Catalog): Promise<void> {
  const connection = await world.connection();
  const sales = users.filter((user) => user.department === 'Sales');
  world.setSeats('SalesConsoleUser', Math.floor(sales.length * SALES_CONSOLE_SHARE));
  await grantSalesCore(connection, sales);
  await grantQuoting(world, connection, users, catalog);
  await grantReports(connection, users);
  await fillGroups(world, users, catalog);
  await grantCaseConsole(connection, users, catalog);
  await grantUnexpected(connection, users, catalog);
  await changeReportsBundle(world, connection, catalog);
}

/** License first, then the group: whoever comes after the last seat gets neither. */
async function grantSalesCore(connection: Connection, sales: Provisioned[]): Promise<void> {
  const license = await idOf(
    connection,
    "SELECT Id FROM PermissionSetLicense WHERE DeveloperName = 'SalesConsoleUser'",
  );
  const group = await idOf(connection, "SELECT Id FROM PermissionSetGroup WHERE DeveloperName = 'Sales_Core'");
  const seated = await assign(
    connection,
    'PermissionSetLicenseAssign',
    sales.map((user) => ({ AssigneeId: user.id, PermissionSetLicenseId: license })),
  );
  await assign(
    connection,
    'PermissionSetAssignment',
    seated.map(({ AssigneeId }) => ({ AssigneeId: AssigneeId!, PermissionSetGroupId: group })),
  );
}

/** The quoting license went to all but the last three account executives; Entra's next cycle adds the set where it can. */
async function grantQuoting(
  world: DemoWorld,
  connection: Connection,
  users: Provisioned[],
  catalog: Catalog,
): Promise<void> {
  const executives = users.filter((user) => user.title === 'Account Executive').slice(0, -3);
  const license = await idOf(connection, "SELECT Id FROM PermissionSetLicense WHERE DeveloperName = 'SalesUserPsl'");
  const licensed = await assign(
    connection,
    'PermissionSetLicenseAssign',
    executives.map((user) => ({ AssigneeId: user.id, PermissionSetLicenseId: license })),
  );
  const client = createScimClient(world.scimUrl, await world.sourceToken('Employees'));
  for (const { AssigneeId } of licensed)
    await addPermissionSets(client, AssigneeId!, [catalog.entitlements.get('Quote_Editor')!]);
}

async function grantReports(connection: Connection, users: Provisioned[]): Promise<void> {
  const group = await idOf(connection, "SELECT Id FROM PermissionSetGroup WHERE DeveloperName = 'Reports_Bundle'");
  const analysts = users.filter((user) => user.department === 'Finance' || user.department === 'Operations');
  await assign(
    connection,
    'PermissionSetAssignment',
    analysts.map((user) => ({ AssigneeId: user.id, PermissionSetGroupId: group })),
  );
}

/** Entra pushes its groups once; a few memberships were pending in the directory that day. */
async function fillGroups(world: DemoWorld, users: Provisioned[], { groups }: Catalog): Promise<void> {
  const client = createScimClient(world.scimUrl, await world.sourceToken('Employees'));
  const employees = users.filter((user) => user.source === 'Employees');
  const emea = employees.filter((user) => EMEA.includes(user.country)).filter((_user, index) => index % 25 !== 7);
  await addToGroup(
    client,
    groups.get('EMEA')!,
    emea.map((user) => user.id),
  );
  const support = employees.filter((user) => user.department === 'Support');
  await addToGroup(
    client,
    groups.get('Support_Agents')!,
    support.map((user) => user.id),
  );
}

async function grantCaseConsole(
  connection: Connection,
  users: Provisioned[],
  { entitlements }: Catalog,
): Promise<void> {
  const set = entitlements.get('Case_Console')!;
  const expires = new Date(Date.now() - TEMPORARY_UNTIL_DAYS * DAY).toISOString();
  const support = users.filter((user) => user.department === 'Support');
  const rows = support.map((user, index) => ({
    AssigneeId: user.id,
    PermissionSetId: set,
    ...(index % 12 === 5 ? { ExpirationDate: expires } : {}),
  }));
  await assign(connection, 'PermissionSetAssignment', rows);
}

/** Granted by hand for a week that never ended. */
async function grantUnexpected(connection: Connection, users: Provisioned[], { entitlements }: Catalog): Promise<void> {
  const rows = [
    ...users
      .filter((user) => user.department === 'People')
      .slice(0, 1)
      .map((user) => ({ AssigneeId: user.id, PermissionSetId: entitlements.get('User_Access_Desk')! })),
    ...users
      .filter((user) => user.department === 'Engineering')
      .slice(0, 6)
      .map((user) => ({ AssigneeId: user.id, PermissionSetId: entitlements.get('Dashboard_Viewer')! })),
  ];
  await assign(connection, 'PermissionSetAssignment', rows);
}

/** Somebody changed the bundle, and the org has not calculated it since. */
async function changeReportsBundle(world: DemoWorld, connection: Connection, { entitlements }: Catalog): Promise<void> {
  const group = await idOf(connection, "SELECT Id FROM PermissionSetGroup WHERE DeveloperName = 'Reports_Bundle'");
  world.pauseGroupCalculation(true);
  await assign(connection, 'PermissionSetGroupComponent', [
    { PermissionSetGroupId: group, PermissionSetId: entitlements.get('Project_Viewer')! },
  ]);
}

/** Inserts rows, partial success allowed; answers the rows that were accepted. */
async function assign<Row extends Record<string, string>>(
  connection: Connection,
  object: string,
  rows: Row[],
): Promise<Row[]> {
  const accepted: Row[] = [];
  for (let start = 0; start < rows.length; start += ASSIGNMENT_BATCH) {
    const batch = rows.slice(start, start + ASSIGNMENT_BATCH);
    const results = await connection.sobject(object).create(batch, { allOrNone: false });
    accepted.push(...batch.filter((_row, index) => results[index]?.success));
  }
  return accepted;
}

async function idOf(connection: Connection, soql: string): Promise<string> {
  const { records } = await connection.query<{ Id: string }>(soql);
  if (!records[0]) throw new Error(`The demo needs a row that the org does not have: ${soql}`);
  return records[0].Id;
}
