/** OAuth clients (external client apps) and refresh tokens. */
import type { OrgData } from '../data/contract.ts';
import { PlatformError } from '../data/types.ts';
import type { ClientCredentials, ClientRegistration } from './contract.ts';
import { ensureTokenTables } from './tables.ts';
import { hashSecret, randomSecret } from './tokens.ts';
import { userByName } from './users.ts';

/** The Salesforce CLI's own public client (reference/wire.md §2.3): no secret, refresh tokens only. */
export const CLI_CLIENT = 'PlatformCLI';

export interface Client {
  clientId: string;
  name: string;
  secretHash: string;
  runAsUserId: string;
}

export class ClientStore {
  readonly #data: OrgData;

  constructor(data: OrgData) {
    this.#data = data;
    data.sql.exec(`CREATE TABLE IF NOT EXISTS identity_client (
      client_id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, secret_hash TEXT NOT NULL, run_as TEXT NOT NULL) WITHOUT ROWID`);
    ensureTokenTables(data);
  }

  register(registration: ClientRegistration): ClientCredentials {
    const user = userByName(this.#data, registration.runAsUsername);
    if (!user) {
      throw new PlatformError(
        'INVALID_CROSS_REFERENCE_KEY',
        `OAuth client "${registration.name}": there is no user "${registration.runAsUsername}" to run as. Create the user first.`,
      );
    }
    const clientSecret = randomSecret(48);
    const kept = this.#data.sql
      .prepare('SELECT client_id FROM identity_client WHERE name = ?')
      .get(registration.name) as { client_id: string } | undefined;
    // Consumer keys of Salesforce begin with 3MVG9.
    const clientId = kept?.client_id ?? `3MVG9${randomSecret(48)}`;
    this.#data.sql
      .prepare(
        `INSERT INTO identity_client (client_id, name, secret_hash, run_as) VALUES (?, ?, ?, ?)
        ON CONFLICT (client_id) DO UPDATE SET secret_hash = excluded.secret_hash, run_as = excluded.run_as`,
      )
      .run(clientId, registration.name, hashSecret(clientSecret), user.id);
    return { clientId, clientSecret };
  }

  find(clientId: string): Client | undefined {
    const row = this.#data.sql
      .prepare('SELECT client_id, name, secret_hash, run_as FROM identity_client WHERE client_id = ?')
      .get(clientId) as { client_id: string; name: string; secret_hash: string; run_as: string } | undefined;
    return row && { clientId: row.client_id, name: row.name, secretHash: row.secret_hash, runAsUserId: row.run_as };
  }

  issueRefreshToken(userId: string, clientId: string): string {
    // Refresh tokens of Salesforce begin with 5Aep.
    const token = `5Aep${randomSecret(48)}`;
    this.#data.sql
      .prepare('INSERT INTO identity_refresh (token_hash, user_id, client_id) VALUES (?, ?, ?)')
      .run(hashSecret(token), userId, clientId);
    return token;
  }

  refreshToken(token: string): { userId: string; clientId: string } | undefined {
    const row = this.#data.sql
      .prepare('SELECT user_id, client_id FROM identity_refresh WHERE token_hash = ?')
      .get(hashSecret(token)) as { user_id: string; client_id: string } | undefined;
    return row && { userId: row.user_id, clientId: row.client_id };
  }
}
