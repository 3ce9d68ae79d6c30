/**
 * Assertions of the JWT bearer flow (Help, "OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration"): RS256, `iss` the
 * consumer key, `sub` the user name, `aud` this login server, `exp` not past. Errors are those of that page and of
 * "OAuth Authorization Errors".
 */
import { verify } from 'node:crypto';
import type { ConnectedApps } from './connected-apps.ts';
import { publicKeyOf } from './connected-apps.ts';
import { OAuthError } from './contract.ts';

/** "The validity … must be within 3 minutes", which is also how far clocks may be apart. */
const SKEW_MS = 3 * 60 * 1000;
/** Seconds of today have ten digits; the CLI writes milliseconds (reference/wire.md §2.3). */
const MILLISECONDS_FROM = 1e11;
/** Far more than an assertion of these claims is long. */
const MOST_CHARACTERS = 16_384;

export interface Assertion {
  clientId: string;
  application: string;
  username: string;
}

/**
 * Checks an assertion; whether the user has approved the client is the caller's to check.
 * @param audiences login addresses of this org, without trailing slash
 * Raises `OAuthError`.
 */
export function readAssertion(
  assertion: string,
  apps: ConnectedApps,
  options: { audiences: readonly string[]; now: Date },
): Assertion {
  const [head = '', body = '', signature = '', ...rest] = assertion.split('.');
  const header = decode(head);
  const claims = decode(body);
  if (!header || !claims || rest.length > 0 || assertion.length > MOST_CHARACTERS) throw refused('invalid assertion');
  const app = apps.find(text(claims.iss));
  if (!app?.certificate) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  if (header.alg !== 'RS256' || !isSigned(`${head}.${body}`, signature, app.certificate)) {
    throw refused('invalid assertion');
  }
  if (!isAudience(claims.aud, options.audiences)) throw refused('audience is invalid');
  const expires = momentOf(claims.exp);
  if (expires === undefined) throw refused('invalid assertion');
  // The platform's own words for an assertion that is too old.
  if (expires + SKEW_MS < options.now.getTime()) throw refused('expired authorization code');
  return { clientId: app.clientId, application: app.name, username: text(claims.sub) || text(claims.prn) };
}

function isSigned(content: string, signature: string, certificate: string): boolean {
  return verify(
    'RSA-SHA256',
    Buffer.from(content, 'ascii'),
    publicKeyOf(certificate),
    Buffer.from(signature, 'base64url'),
  );
}

/** With and without the slash at the end: the CLI sends both spellings (reference/wire.md §2.3, §8.1). */
function isAudience(claim: unknown, audiences: readonly string[]): boolean {
  const named = Array.isArray(claim) ? claim : [claim];
  return named.some((one) => audiences.includes(text(one).replace(/\/$/, '')));
}

function momentOf(claim: unknown): number | undefined {
  const value = typeof claim === 'string' ? Number(claim) : claim;
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return value >= MILLISECONDS_FROM ? value : value * 1000;
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function refused(description: string): OAuthError {
  return new OAuthError('invalid_grant', description);
}
