/** Who left the example company: most were deactivated by SCIM, a few only frozen. */
import { createScimClient } from '../../provision/scim-client.ts';
import { deactivate, type DemoWorld, type Provisioned } from './provision.ts';

/** Every so many-th user of a source has left. */
const DEACTIVATED_EVERY = 23;
const DEACTIVATED_FIRST = 9;

export async function leave(world: DemoWorld, users: Provisioned[]): Promise<void> {
  for (const source of ['Employees', 'Contractors'] as const) {
    const client = createScimClient(world.scimUrl, await world.sourceToken(source));
    const gone = users
      .filter((user) => user.source === source)
      .filter((_user, index) => index % DEACTIVATED_EVERY === DEACTIVATED_FIRST);
    for (const user of gone) await deactivate(client, user.id);
  }
  await returnFreedSeats(world);
  await freeze(world, users.filter((user) => user.department === 'Operations').slice(2, 4));
  await freeze(world, users.filter((user) => user.source === 'Contractors').slice(11, 12));
}

/** At renewal the company gave back the seats that its leavers had freed: none is left for those who joined since. */
async function returnFreedSeats(world: DemoWorld): Promise<void> {
  const connection = await world.connection();
  const soql = "SELECT UsedLicenses FROM PermissionSetLicense WHERE DeveloperName = 'SalesConsoleUser'";
  const { records } = await connection.query<{ UsedLicenses: number }>(soql);
  world.setSeats('SalesConsoleUser', records[0]!.UsedLicenses);
}

/** SCIM cannot freeze: somebody did it in Setup, and the deactivation never followed. */
async function freeze(world: DemoWorld, users: Provisioned[]): Promise<void> {
  const connection = await world.connection();
  for (const user of users) {
    const { records } = await connection.query<{ Id: string }>(`SELECT Id FROM UserLogin WHERE UserId = '${user.id}'`);
    await connection.sobject('UserLogin').update({ Id: records[0]!.Id, IsFrozen: true });
  }
}
