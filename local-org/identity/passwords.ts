/**
 * Passwords that somebody set (SOAP `setPassword`): who has one must give it on the login page. Users of a new org have
 * none. With each comes a new security token, for SOAP `login()`. Only salted scrypt hashes are stored.
 */
import { randomBytes, randomInt, scryptSync, timingSafeEqual } from 'node:crypto';
import type { OrgData } from '../data/contract.ts';
import { PlatformError } from '../data/types.ts';

/** The password policy of a new org (Help, "Set Password Policies"): 8 characters, letters and numbers. */
const SHORTEST = 8;
const HASH_BYTES = 32;
/** As Salesforce makes them: case-sensitive, letters and digits (Help, "Reset Your Security Token"). */
const TOKEN_LENGTH = 24;
const TOKEN_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const TABLES = ['identity_password', 'identity_security_token'] as const;
type Table = (typeof TABLES)[number];

/** How a text that SOAP `login()` takes for a password stands to what the user has. */
export type Proof = 'complete' | 'without token' | 'wrong';

export class Passwords {
  readonly #data: OrgData;

  constructor(data: OrgData) {
    this.#data = data;
    for (const table of TABLES) {
      data.sql.exec(
        `CREATE TABLE IF NOT EXISTS ${table} (user_id TEXT PRIMARY KEY, salt TEXT NOT NULL, hash TEXT NOT NULL) WITHOUT ROWID`,
      );
    }
  }

  /** Answers the security token that goes with it. Raises `INVALID_NEW_PASSWORD` for a password that the policy refuses. */
  set(userId: string, password: string): string {
    if (password.length < SHORTEST) throw refused(`Your password must be at least ${SHORTEST} characters long.`);
    if (!/\p{L}/u.test(password) || !/\d/.test(password)) {
      throw refused('Your password must include letters and numbers');
    }
    const token = Array.from({ length: TOKEN_LENGTH }, () => TOKEN_CHARACTERS[randomInt(TOKEN_CHARACTERS.length)]).join(
      '',
    );
    this.#keep('identity_password', userId, password);
    this.#keep('identity_security_token', userId, token);
    return token;
  }

  has(userId: string): boolean {
    return this.#row('identity_password', userId) !== undefined;
  }

  matches(userId: string, password: string): boolean {
    return this.#matches('identity_password', userId, password);
  }

  /** SOAP `login()` takes the password with the token behind it. */
  proof(userId: string, given: string): Proof {
    if (this.matches(userId, given)) return 'without token';
    const [password, token] = [given.slice(0, -TOKEN_LENGTH), given.slice(-TOKEN_LENGTH)];
    const isComplete = this.#matches('identity_security_token', userId, token) && this.matches(userId, password);
    return isComplete ? 'complete' : 'wrong';
  }

  #keep(table: Table, userId: string, secret: string): void {
    const salt = randomBytes(16);
    this.#data.sql
      .prepare(
        `INSERT INTO ${table} (user_id, salt, hash) VALUES (?, ?, ?) ON CONFLICT (user_id) DO UPDATE SET salt = excluded.salt, hash = excluded.hash`,
      )
      .run(userId, salt.toString('hex'), scryptSync(secret, salt, HASH_BYTES).toString('hex'));
  }

  #matches(table: Table, userId: string, secret: string): boolean {
    const row = this.#row(table, userId);
    if (!row) return false;
    const given = scryptSync(secret, Buffer.from(row.salt, 'hex'), HASH_BYTES);
    return timingSafeEqual(given, Buffer.from(row.hash, 'hex'));
  }

  #row(table: Table, userId: string): { salt: string; hash: string } | undefined {
    return this.#data.sql.prepare(`SELECT salt, hash FROM ${table} WHERE user_id = ?`).get(userId) as
      { salt: string; hash: string } | undefined;
  }
}

function refused(message: string): PlatformError {
  return new PlatformError('INVALID_NEW_PASSWORD', message);
}
