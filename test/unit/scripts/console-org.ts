/** The package with the demo rules in an org in memory, behind HTTP, and the administrator's connection to it. */
import type { Connection } from '@salesforce/core';
import { SYSTEM, type RecordValues } from '../../../local-org/data/types.ts';
import { startServer, type OrgServer } from '../../../local-org/server/index.ts';
import { openPackageOrg, type PackageOrg } from '../../support/package-org.ts';

export interface ConsoleOrg extends PackageOrg {
  server: OrgServer;
  connection: Connection;
  /** Connection of another user. */
  as(username: string): Promise<Connection>;
  /** Id of the first row. */
  idOf(object: string, where: RecordValues): string;
  insert(object: string, row: RecordValues, actorId?: string): string;
  update(object: string, row: RecordValues): void;
  /** A user with the profile Standard User; created by the administrator, or by whom `actorId` names. */
  insertUser(username: string, fields?: RecordValues, actorId?: string): string;
  close(): Promise<void>;
}

/** Needs a home of its own (own-home.ts) before. */
export async function openConsoleOrg(folders = ['force-app/main', 'config/demo']): Promise<ConsoleOrg> {
  const { connectWithToken } = await import('../../../scripts/deploy/connection.ts');
  const opened = openPackageOrg(folders);
  const { org, admin } = opened;
  const server = await startServer({ org, port: 0 });
  const as = (username: string): Promise<Connection> => connectWithToken(server.url, server.issueToken(username));
  const idOf = (object: string, where: RecordValues): string => org.data.rows(object, where)[0]!['Id'] as string;
  const insert = (object: string, row: RecordValues, actorId = admin.userId): string =>
    org.data.insert(object, [row], { ...SYSTEM, actor: { userId: actorId }, allOrNone: true })[0]!.id as string;
  return {
    ...opened,
    server,
    connection: await as('admin@rollcall.example.com'),
    as,
    idOf,
    insert,
    update: (object, row) => void org.data.update(object, [row], { ...SYSTEM, actor: admin, allOrNone: true }),
    insertUser: (username, fields = {}, actorId = admin.userId) =>
      insert(
        'User',
        {
          Username: username,
          LastName: username,
          Alias: username.slice(0, 8),
          Email: username,
          ProfileId: idOf('Profile', { Name: 'Standard User' }),
          TimeZoneSidKey: 'Europe/Berlin',
          LocaleSidKey: 'en_US',
          EmailEncodingKey: 'UTF-8',
          LanguageLocaleKey: 'en_US',
          ...fields,
        },
        actorId,
      ),
    async close() {
      await server.close();
      org.close();
    },
  };
}
