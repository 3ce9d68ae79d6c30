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
