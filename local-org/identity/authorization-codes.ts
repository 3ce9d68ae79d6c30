/** Authorization codes (RFC 6749 §4.1): good once, for one client and one redirect address, and only with its verifier. */
import { createHash } from 'node:crypto';
import type { OrgData } from '../data/contract.ts';
import type { CodeRequest } from './contract.ts';
import { OAuthError } from './contract.ts';
import { hashSecret, randomSecret } from './tokens.ts';

/** "An authorization code … expires after 15 minutes" (Help, "OAuth 2.0 Web Server Flow for Web App Integration"). */
const LIFETIME_MS = 15 * 60 * 1000;
const TABLE = `CREATE TABLE IF NOT EXISTS identity_code (
  code_hash TEXT PRIMARY KEY, user_id TEXT NOT NULL, client_id TEXT NOT NULL, redirect_uri TEXT NOT NULL,
  challenge TEXT, scope TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID`;
/** What a client gets that asked for nothing in particular (`SFDX_AUTH_SCOPES` of the CLI). */
export const DEFAULT_SCOPE = 'refresh_token api web';

interface CodeRow {
  user_id: string;
  client_id: string;
  redirect_uri: string;
  challenge: string | null;
  scope: string;
  until: number;
}

export class AuthorizationCodes {
  readonly #data: OrgData;

  constructor(data: OrgData) {
    this.#data = data;
    data.sql.exec(TABLE);
  }

  issue(request: CodeRequest): string {
    const now = this.#data.now().getTime();
    this.#data.sql.prepare('DELETE FROM identity_code WHERE until < ?').run(now);
    // Codes of Salesforce begin with aPrx.
    const code = `aPrx${randomSecret(48)}`;
    this.#data.sql
      .prepare(
        'INSERT INTO identity_code (code_hash, user_id, client_id, redirect_uri, challenge, scope, until) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        hashSecret(code),
        request.userId,
        request.clientId,
        request.redirectUri,
        request.challenge ?? null,
        request.scope ?? DEFAULT_SCOPE,
        now + (request.lifetimeMs ?? LIFETIME_MS),
      );
    return code;
  }

  /**
   * Spends a code. Also a try that fails spends it, so that nobody can guess on.
   * Raises `OAuthError` in the words of Help, "OAuth Authorization Errors".
   */
  redeem(parameters: URLSearchParams): { userId: string; clientId: string; scope: string } {
    const row = this.#data.sql
      .prepare('DELETE FROM identity_code WHERE code_hash = ? RETURNING *')
      .get(hashSecret(parameters.get('code') ?? '')) as CodeRow | undefined;
    if (!row) throw new OAuthError('invalid_grant', 'invalid authorization code');
    if (row.until < this.#data.now().getTime()) throw new OAuthError('invalid_grant', 'expired authorization code');
    if (row.client_id !== parameters.get('client_id'))
      throw new OAuthError('invalid_client_id', 'client identifier invalid');
    if (row.redirect_uri !== parameters.get('redirect_uri'))
      throw new OAuthError('redirect_uri_mismatch', 'redirect_uri must match configuration');
    if (row.challenge !== null && challengeOf(parameters.get('code_verifier') ?? '') !== row.challenge)
      throw new OAuthError('invalid_grant', 'invalid code verifier');
    return { userId: row.user_id, clientId: row.client_id, scope: row.scope };
  }
}

/** The `code_challenge` of a verifier: SHA-256 in base64url (RFC 7636 §4.2; Salesforce takes no other method). */
function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier, 'ascii').digest('base64url');
}
