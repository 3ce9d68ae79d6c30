/**
 * Clients that act for users: their callback addresses, the certificate of those that sign in by JWT, and who has approved
 * them. (Clients that act as themselves are in `clients.ts`.)
 */
import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { OrgData } from '../data/contract.ts';
import { PlatformError } from '../data/types.ts';
import { CLI_CLIENT } from './clients.ts';
import type { ConnectedApp, ConnectedAppRegistration } from './contract.ts';
import { randomSecret } from './tokens.ts';

const TABLES = `
  CREATE TABLE IF NOT EXISTS identity_connected_app (
    client_id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, callback_url TEXT, certificate TEXT) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS identity_approval (
    client_id TEXT NOT NULL, user_id TEXT NOT NULL, PRIMARY KEY (client_id, user_id)) WITHOUT ROWID;`;

interface AppRow {
  client_id: string;
  name: string;
  callback_url: string | null;
  certificate: string | null;
}

export class ConnectedApps {
  readonly #data: OrgData;

  constructor(data: OrgData) {
    this.#data = data;
    data.sql.exec(TABLES);
  }

  /** Registers an app, or gives the one of that name another certificate and callback; returns its consumer key. */
  register(registration: ConnectedAppRegistration): string {
    const { name, certificate, callbackUrl } = registration;
    if (certificate !== undefined) publicKeyOf(certificate);
    const kept = this.#data.sql.prepare('SELECT client_id FROM identity_connected_app WHERE name = ?').get(name);
    // Consumer keys of Salesforce begin with 3MVG9.
    const clientId = (kept?.client_id as string | undefined) ?? `3MVG9${randomSecret(48)}`;
    this.put({ clientId, name, callbackUrl: callbackUrl ?? null, certificate: certificate ?? null });
    return clientId;
  }

  put(app: ConnectedApp): void {
    this.#data.sql
      .prepare(
        `INSERT INTO identity_connected_app (client_id, name, callback_url, certificate) VALUES (?, ?, ?, ?)
         ON CONFLICT (client_id) DO UPDATE SET callback_url = excluded.callback_url, certificate = excluded.certificate`,
      )
      .run(app.clientId, app.name, app.callbackUrl, app.certificate);
  }

  find(clientId: string): ConnectedApp | undefined {
    const row = this.#data.sql.prepare('SELECT * FROM identity_connected_app WHERE client_id = ?').get(clientId) as
      AppRow | undefined;
    return (
      row && {
        clientId: row.client_id,
        name: row.name,
        callbackUrl: row.callback_url,
        certificate: row.certificate,
      }
    );
  }

  /** Whether a code of this client may go to this address; false for a client that the org does not have, too. */
  isCallback(clientId: string, url: string): boolean {
    if (clientId === CLI_CLIENT) return isCliCallback(url);
    const app = this.find(clientId);
    if (!app) return false;
    // An app that signs in by JWT gets no code; the CLI names its own callback all the same (reference/wire.md §8.1).
    return app.callbackUrl === url || (app.certificate !== null && isCliCallback(url));
  }

  approve(clientId: string, userId: string): void {
    this.#data.sql
      .prepare('INSERT OR IGNORE INTO identity_approval (client_id, user_id) VALUES (?, ?)')
      .run(clientId, userId);
  }

  isApproved(clientId: string, userId: string): boolean {
    const row = this.#data.sql
      .prepare('SELECT 1 FROM identity_approval WHERE client_id = ? AND user_id = ?')
      .get(clientId, userId);
    return row !== undefined;
  }
}

/**
 * The CLI's own redirect server: `http://localhost:1717/OauthRedirect`, or another port of `oauthLocalPort`. A native app's
 * loopback address matches whatever its port (RFC 8252 §7.3).
 */
function isCliCallback(url: string): boolean {
  return /^http:\/\/localhost:\d{1,5}\/OauthRedirect$/.test(url);
}

/** The key in a PEM certificate or public key. Raises `INVALID_CERTIFICATE` for what is neither, or no RSA key. */
export function publicKeyOf(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch (error) {
    throw invalid(`it holds no X.509 certificate or public key in PEM form (${(error as Error).message})`);
  }
  // A private key would do, and its owner would not want it here.
  if (/PRIVATE KEY/.test(pem)) throw invalid('it holds a private key; give the certificate or the public key');
  if (key.asymmetricKeyType !== 'rsa') throw invalid(`its key is of type ${key.asymmetricKeyType}; RS256 needs RSA`);
  return key;
}

function invalid(why: string): PlatformError {
  return new PlatformError('INVALID_CERTIFICATE', `The certificate cannot be used: ${why}.`);
}
