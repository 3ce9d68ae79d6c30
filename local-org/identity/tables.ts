/** Private tables of sessions and tokens, in the org's own file. */
import type { OrgData } from '../data/contract.ts';

const TABLES = [
  `CREATE TABLE IF NOT EXISTS identity_session (
      token_hash TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, user_id TEXT NOT NULL, kind TEXT NOT NULL,
      client_id TEXT, last_used INTEGER NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS identity_refresh (
      token_hash TEXT PRIMARY KEY, user_id TEXT NOT NULL, client_id TEXT NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS identity_oauth_row (
      id TEXT PRIMARY KEY, user_id TEXT NOT NULL, client_id TEXT NOT NULL, UNIQUE (user_id, client_id)) WITHOUT ROWID`,
];

/** Tables of tokens; also made when Apex revokes in an org that nobody put on HTTP. */
export function ensureTokenTables(data: OrgData): void {
  for (const table of TABLES) data.sql.exec(table);
}
