/** Who is calling: sessions, OAuth clients and one-time links of the embedded org. `createIdentity` in `index.ts` implements it. */
import type { Actor } from '../data/types.ts';

/** How a session came to be; `UI` sessions live in a browser cookie and may not call the API. */
export type SessionKind = 'API' | 'UI';

/** A live session, checked against the user's present state. */
export interface Session {
  /** Id of the AuthSession row, 18 characters. */
  readonly id: string;
  readonly userId: string;
  readonly username: string;
  readonly actor: Actor;
  readonly kind: SessionKind;
  /** Consumer key of the OAuth client, null for tokens issued by the host. */
  readonly clientId: string | null;
}

export interface ClientRegistration {
  /** Label of the external client app, e.g. `Entra provisioning`. */
  name: string;
  /** The client-credentials user ("Run As"). */
  runAsUsername: string;
}

export interface ClientCredentials {
  clientId: string;
  /** Shown once: only its hash is stored. */
  clientSecret: string;
}

/** An answer of the OAuth token endpoint, RFC 6749 §5.1 with Salesforce's additions. */
export interface TokenAnswer {
  accessToken: string;
  userId: string;
  issuedAt: Date;
  scope: string;
  refreshToken?: string;
}

export interface Identity {
  /** A new access token of an active user. Raises `INVALID_LOGIN` for an unknown, inactive or frozen one. */
  issueToken(username: string, options?: { kind?: SessionKind; clientId?: string; application?: string }): string;
  /** The session behind a token; undefined when it is unknown, expired or revoked, or its user is inactive or frozen. */
  session(token: string): Session | undefined;
  /** Ends the session or refresh token; false when there was none. */
  revoke(token: string): boolean;
  /** Creates an external client app with the client-credentials flow; the same name again replaces its secret. */
  registerClient(registration: ClientRegistration): ClientCredentials;
  issueRefreshToken(username: string, clientId: string): string;
  /** The token endpoint. Raises `OAuthError`. */
  exchange(parameters: URLSearchParams): TokenAnswer;
  /** A password for `/secur/frontdoor.jsp?otp=…`, good once and for a minute. */
  issueOneTimePassword(userId: string): string;
  /** Turns it into the access token of a new UI session; undefined when it is unknown, used or too old. */
  redeemOneTimePassword(otp: string): string | undefined;
}

/** RFC 6749 §5.2: becomes `{"error","error_description"}`. */
export class OAuthError extends Error {
  readonly error: string;
  readonly httpStatus: number;
  constructor(error: string, description: string, httpStatus = 400) {
    super(description);
    this.name = 'OAuthError';
    this.error = error;
    this.httpStatus = httpStatus;
  }
}
