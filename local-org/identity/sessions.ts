/** Sessions of the embedded org. They live in the org's own database, so that a restart keeps everybody signed in. */
import type { OrgData } from '../data/contract.ts';
import type { Session, SessionKind } from './contract.ts';
import { ensureTokenTables } from './tables.ts';
import { hashSecret, newAccessToken } from './tokens.ts';
import type { KnownUser } from './users.ts';
import { userById } from './users.ts';

/** Salesforce's longest session timeout ("Session Settings", Timeout Value: 15 minutes to 24 hours), counted from the last use. */
export const TIMEOUT_MS = 24 * 60 * 60 * 1000;
/** Last use is written at most this often: a write on every call would cost a disk flush each. */
const TOUCH_MS = 5 * 60 * 1000;

interface SessionRow {
  id: string;
  user_id: string;
  kind: SessionKind;
  client_id: string | null;
  last_used: number;
}

export class SessionStore {
  readonly #data: OrgData;

  constructor(data: OrgData) {
    this.#data = data;
    ensureTokenTables(data);
  }

  /** Opens a session and returns its token, the only time it is seen in clear. */
  open(user: KnownUser, kind: SessionKind, clientId: string | null): string {
    const token = newAccessToken(this.#data.orgId);
    const now = this.#data.now();
    this.#data.transaction(
      () => {
        this.#forgetIdle(now.getTime());
        const id = this.#data.put('AuthSession', {
          UsersId: user.id,
          LoginType: kind === 'UI' ? 'Application' : 'OAuth Token',
          SessionType: kind === 'UI' ? 'UI' : 'Oauth2',
          NumSecondsValid: TIMEOUT_MS / 1000,
          SourceIp: '127.0.0.1',
          UserType: 'Standard',
          CreatedDate: stamp(now),
          LastModifiedDate: stamp(now),
        });
        this.#data.sql
          .prepare(
            'INSERT INTO identity_session (token_hash, id, user_id, kind, client_id, last_used) VALUES (?, ?, ?, ?, ?, ?)',
          )
          .run(hashSecret(token), id, user.id, kind, clientId, now.getTime());
      },
      { mixedDml: true },
    );
    return token;
  }

  /**
   * The live session behind a token. A session whose AuthSession row was deleted (that is how an admin ends one,
   * reference/scim.md §7.3), whose user is inactive or frozen, or that was idle too long, is none. `touch` false leaves its
   * timeout as it is.
   */
  find(token: string, touch = true): Session | undefined {
    const hash = hashSecret(token);
    const row = this.#data.sql
      .prepare('SELECT id, user_id, kind, client_id, last_used FROM identity_session WHERE token_hash = ?')
      .get(hash) as SessionRow | undefined;
    if (!row) return undefined;
    const now = this.#data.now().getTime();
    if (now - row.last_used > TIMEOUT_MS || this.#data.rows('AuthSession', { Id: row.id }).length === 0) {
      this.end(token);
      return undefined;
    }
    const user = userById(this.#data, row.user_id);
    if (!user || !user.active || user.frozen) return undefined;
    if (touch && now - row.last_used > TOUCH_MS) {
      this.#data.sql.prepare('UPDATE identity_session SET last_used = ? WHERE token_hash = ?').run(now, hash);
    }
    return {
      id: row.id,
      userId: user.id,
      username: user.username,
      actor: { userId: user.id },
      kind: row.kind,
      clientId: row.client_id,
    };
  }

  /** When the session was last seen used, in epoch milliseconds. */
  lastUsed(token: string): number | undefined {
    const row = this.#data.sql
      .prepare('SELECT last_used FROM identity_session WHERE token_hash = ?')
      .get(hashSecret(token));
    return row?.last_used as number | undefined;
  }

  /** Sessions that nobody used for too long and nobody will look up again. */
  #forgetIdle(now: number): void {
    const idle = this.#data.sql
      .prepare('DELETE FROM identity_session WHERE last_used < ? RETURNING id')
      .all(now - TIMEOUT_MS) as { id: string }[];
    for (const { id } of idle) this.#data.remove('AuthSession', { Id: id });
  }

  end(token: string): boolean {
    return this.#data.transaction(
      () => {
        const hash = hashSecret(token);
        const row = this.#data.sql.prepare('SELECT id FROM identity_session WHERE token_hash = ?').get(hash) as
          { id: string } | undefined;
        if (!row) return false;
        this.#data.sql.prepare('DELETE FROM identity_session WHERE token_hash = ?').run(hash);
        this.#data.remove('AuthSession', { Id: row.id });
        return true;
      },
      { mixedDml: true },
    );
  }
}

/** Date-times as the data layer stores them. */
export function stamp(date: Date): string {
  return date.toISOString().replace('Z', '+0000');
}
