/** Who is calling: sessions, OAuth clients and one-time links of the embedded org. `createIdentity` in `index.ts` implements it. */
import type { Actor } from '../data/types.ts';
import type { PageLogin } from './login-page.ts';
import type { SoapLogin } from './soap-login.ts';

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

/** A client that acts for users: by an authorization code, or by JWT where it has a certificate. */
export interface ConnectedApp {
  /** The consumer key. */
  clientId: string;
  name: string;
  callbackUrl: string | null;
  /** X.509 certificate or RSA public key, PEM. */
  certificate: string | null;
}

export interface ConnectedAppRegistration {
  name: string;
  callbackUrl?: string;
  certificate?: string;
}

export interface CodeRequest {
  userId: string;
  clientId: string;
  redirectUri: string;
  /** PKCE: SHA-256 of the verifier, base64url. */
  challenge?: string | undefined;
  scope?: string | undefined;
  /** Default 15 minutes. */
  lifetimeMs?: number;
}

/** RFC 7662 §2.2, with the names of Salesforce; only `active` for a token that is none. */
export interface Introspection {
  active: boolean;
  scope?: string;
  client_id?: string;
  username?: string;
  sub?: string;
  token_type?: string;
  iat?: number;
  exp?: number;
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
  /**
   * Registers a client that acts for users; the same name again replaces certificate and callback. Returns its consumer key.
   * Raises `INVALID_CERTIFICATE`.
   */
  registerConnectedApp(registration: ConnectedAppRegistration): string;
  connectedApp(clientId: string): ConnectedApp | undefined;
  /** Takes over an app of another org, consumer key included. */
  importConnectedApp(app: ConnectedApp): void;
  /** Whether the org knows a client by this consumer key. */
  isClient(clientId: string): boolean;
  /** What the org calls a client. */
  clientName(clientId: string): string;
  /** Whether codes for the client may go to this address. */
  isCallback(clientId: string, url: string): boolean;
  /** The user lets the client act for them, or an administrator does. */
  approve(clientId: string, userId: string): void;
  issueCode(request: CodeRequest): string;
  /** Decides a sign-in on the login page. */
  pageLogin(login: PageLogin): { userId: string } | { refusal: string };
  /** The user's new security token comes by mail (the outbox), as it does from Salesforce. Raises `INVALID_NEW_PASSWORD`. */
  setPassword(userId: string, password: string): void;
  /** SOAP `login()`: a new session, or what `soapLogin` raises. */
  soapLogin(login: SoapLogin): { accessToken: string; userId: string };
  /** What a token stands for, asked by the client that holds it. Raises `OAuthError`. */
  introspect(parameters: URLSearchParams): Introspection;
  /** The token endpoint; `audiences` are the login addresses a JWT may name, without trailing slash. Raises `OAuthError`. */
  exchange(parameters: URLSearchParams, audiences?: readonly string[]): TokenAnswer;
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
