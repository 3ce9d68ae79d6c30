/** Random secrets and their hashes. Only hashes are ever stored. */
import { createHash, randomBytes } from 'node:crypto';

/**
 * An opaque access token: organization id (15 characters), `!`, then 72 random bytes.
 * Clients take what follows the `!` only from letters, digits, `_` and `.` (reference/wire.md §1.3), so `-` of base64url becomes `.`.
 */
export function newAccessToken(orgId: string): string {
  return `${orgId.slice(0, 15)}!AQE${randomSecret(72)}`;
}

/** `bytes` random bytes in letters, digits, `_` and `.`. */
export function randomSecret(bytes: number): string {
  return randomBytes(bytes).toString('base64url').replaceAll('-', '.');
}

/** SHA-256 in hex. Enough for secrets of 32 random bytes and more: nothing to guess from a dictionary. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}
