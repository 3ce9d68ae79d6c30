/**
 * Passwords that somebody set (SOAP `setPassword`): who has one must give it on the login page. Users of a new org have
 * none. Only a salted scrypt hash is stored.
 */
import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { OrgData } from '../data/contract.ts';
import { PlatformError } from '../data/types.ts';

/** The password policy of a new org (Help, "Set Password Policies"): 8 characters, letters and numbers. */
const SHORTEST = 8;
const HASH_BYTES = 32;
const TABLE = `CREATE TABLE IF NOT EXISTS identity_password (
  user_id TEXT PRIMARY KEY, salt TEXT NOT NULL, hash TEXT NOT NULL) WITHOUT ROWID`;

export class Passwords {
  readonly #data: OrgData;

  constructor(data: OrgData) {
    this.#data = data;
    data.sql.exec(TABLE);
  }

  /** Raises `INVALID_NEW_PASSWORD` for one that the policy refuses. */
  set(userId: string, password: string): void {
    if (password.length < SHORTEST) throw refused(`Your password must be at least ${SHORTEST} characters long.`);
    if (!/\p{L}/u.test(password) || !/\d/.test(password)) {
      throw refused('Your password must include letters and numbers');
    }
    const salt = randomBytes(16);
    this.#data.sql
      .prepare(
        'INSERT INTO identity_password (user_id, salt, hash) VALUES (?, ?, ?) ON CONFLICT (user_id) DO UPDATE SET salt = excluded.salt, hash = excluded.hash',
      )
      .run(userId, salt.toString('hex'), scryptSync(password, salt, HASH_BYTES).toString('hex'));
  }

  has(userId: string): boolean {
    return this.#row(userId) !== undefined;
  }

  matches(userId: string, password: string): boolean {
    const row = this.#row(userId);
    if (!row) return false;
    const given = scryptSync(password, Buffer.from(row.salt, 'hex'), HASH_BYTES);
    return timingSafeEqual(given, Buffer.from(row.hash, 'hex'));
  }

  #row(userId: string): { salt: string; hash: string } | undefined {
    return this.#data.sql.prepare('SELECT salt, hash FROM identity_password WHERE user_id = ?').get(userId) as
      { salt: string; hash: string } | undefined;
  }
}

function refused(message: string): PlatformError {
  return new PlatformError('INVALID_NEW_PASSWORD', message);
}
