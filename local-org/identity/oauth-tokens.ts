/**
 * The OauthToken rows of Setup's "OAuth Connected Apps Usage" (reference/scim.md §7.3): one for each user and client that
 * holds a token. Who knows a row's DeleteToken may end what it stands for, and nothing else.
 */
import type { OrgData } from '../data/contract.ts';
import { stamp } from './sessions.ts';
import { ensureTokenTables } from './tables.ts';
import { hashSecret, randomSecret } from './tokens.ts';

export type TokenKind = 'ACCESS_TOKEN' | 'REFRESH_TOKEN' | 'DELETE_TOKEN';

/**
 * Notes that a client holds a token for a user.
 * @param uses 1 for a sign-in with it, 0 when it was only issued
 */
export function recordToken(
  data: OrgData,
  userId: string,
  clientId: string,
  application: string,
  uses: 0 | 1 = 1,
): void {
  ensureTokenTables(data);
  const now = stamp(data.now());
  data.transaction(
    () => {
      const known = data.sql
        .prepare('SELECT id FROM identity_oauth_row WHERE user_id = ? AND client_id = ?')
        .get(userId, clientId) as { id: string } | undefined;
      const [row] = known ? data.rows('OauthToken', { Id: known.id }) : [];
      if (row) {
        const count = Number(row.UseCount ?? 0) + uses;
        if (uses > 0) data.put('OauthToken', { Id: row.Id!, LastUsedDate: now, UseCount: count }, ['Id']);
        return;
      }
      const id = data.put('OauthToken', {
        UserId: userId,
        AppName: application,
        CreatedDate: now,
        LastUsedDate: uses > 0 ? now : null,
        UseCount: uses,
        DeleteToken: randomSecret(32),
      });
      data.sql
        .prepare(
          'INSERT INTO identity_oauth_row (id, user_id, client_id) VALUES (?, ?, ?) ON CONFLICT (user_id, client_id) DO UPDATE SET id = excluded.id',
        )
        .run(id, userId, clientId);
    },
    { mixedDml: true },
  );
}

/**
 * Ends what a token stands for: an access token its session, a refresh or delete token all that the client holds for the
 * user. False when nothing in this org has the token.
 */
export function revokeToken(data: OrgData, kind: TokenKind, token: string): boolean {
  ensureTokenTables(data);
  return data.transaction(
    () => {
      switch (kind) {
        case 'ACCESS_TOKEN':
          return revokeSession(data, token);
        case 'REFRESH_TOKEN':
          return revokeRefresh(data, token);
        case 'DELETE_TOKEN':
          return revokeRow(data, token);
      }
    },
    { mixedDml: true },
  );
}

function revokeSession(data: OrgData, token: string): boolean {
  const row = data.sql
    .prepare('DELETE FROM identity_session WHERE token_hash = ? RETURNING id')
    .get(hashSecret(token)) as { id: string } | undefined;
  if (row) data.remove('AuthSession', { Id: row.id });
  return row !== undefined;
}

function revokeRefresh(data: OrgData, token: string): boolean {
  const row = data.sql
    .prepare('SELECT user_id, client_id FROM identity_refresh WHERE token_hash = ?')
    .get(hashSecret(token)) as { user_id: string; client_id: string } | undefined;
  if (row) endAll(data, row.user_id, row.client_id);
  return row !== undefined;
}

function revokeRow(data: OrgData, token: string): boolean {
  const [row] = data.rows('OauthToken', { DeleteToken: token });
  if (!row) return false;
  const owner = data.sql
    .prepare('SELECT user_id, client_id FROM identity_oauth_row WHERE id = ?')
    .get(String(row.Id)) as { user_id: string; client_id: string } | undefined;
  if (owner) endAll(data, owner.user_id, owner.client_id);
  data.remove('OauthToken', { Id: row.Id! });
  return true;
}

/** Refresh tokens, sessions and the row of one client and user. */
function endAll(data: OrgData, userId: string, clientId: string): void {
  data.sql.prepare('DELETE FROM identity_refresh WHERE user_id = ? AND client_id = ?').run(userId, clientId);
  const sessions = data.sql
    .prepare('DELETE FROM identity_session WHERE user_id = ? AND client_id = ? RETURNING id')
    .all(userId, clientId) as { id: string }[];
  for (const { id } of sessions) data.remove('AuthSession', { Id: id });
  const rows = data.sql
    .prepare('DELETE FROM identity_oauth_row WHERE user_id = ? AND client_id = ? RETURNING id')
    .all(userId, clientId) as { id: string }[];
  for (const { id } of rows) data.remove('OauthToken', { Id: id });
}
