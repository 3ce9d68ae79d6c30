/** Connections to an org by access token alone, as the embedded org gives them. */
import { AuthInfo, Connection } from '@salesforce/core';

/**
 * A connection that lives in this process only: with the token in place of a username, core neither looks the user up nor
 * keeps an authorization file in the home directory. `instanceUrl` without a trailing slash.
 */
export async function connectWithToken(instanceUrl: string, accessToken: string): Promise<Connection> {
  const accessTokenOptions = { accessToken, instanceUrl, loginUrl: instanceUrl };
  const authInfo = await AuthInfo.create({ username: accessToken, accessTokenOptions });
  return Connection.create({ authInfo });
}

export interface OrgIdentity {
  orgId: string;
  /** Whose login it is. */
  username: string;
}

/** Org and user of a connection, safe to print: for a connection by token alone, core keeps the token as the username. */
export function identityOf(connection: Connection): OrgIdentity {
  const { orgId, username } = connection.getAuthInfoFields();
  return {
    // A session id begins with the id of its organization.
    orgId: orgId ?? connection.accessToken?.split('!')[0] ?? 'unknown',
    username: !username || username.includes('!') ? 'holder of the access token' : username,
  };
}
