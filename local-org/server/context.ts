/** What every feature module of the server gets: the org, who is calling, and where the server is. */
import type { FastifyRequest } from 'fastify';
import type { DevHub } from '../devhub/index.ts';
import type { Identity, Session } from '../identity/contract.ts';
import type { LiveReload } from '../lightning/live-reload.ts';
import type { LocalOrg } from '../org.ts';

export interface ServerContext {
  readonly org: LocalOrg;
  readonly identity: Identity;
  /** Whether only this machine reaches the org. */
  readonly isLocal: boolean;
  /** Present when the org is a Dev Hub. */
  readonly devHub?: DevHub | undefined;
  /** Present when open pages load again as soon as something is deployed. */
  readonly liveReload?: LiveReload | undefined;
  /** Origin that clients reach, e.g. `http://127.0.0.1:8080`; no trailing slash. Known once the server listens. */
  readonly url: string;
  /**
   * The API session of a request (`Authorization: Bearer` or `OAuth`). Raises `INVALID_SESSION_ID` (401) without a live
   * one and `API_DISABLED_FOR_ORG` (403) when its user lacks API Enabled. Cookies do not count: no page can forge a call.
   */
  requireSession(request: FastifyRequest): Session;
  /** The session of a browser (cookie `sid`, set by `/secur/frontdoor.jsp`), for pages; undefined when signed out. */
  browserSession(request: FastifyRequest): Session | undefined;
  /** One line for the operator, never with a secret in it. */
  log(line: string): void;
}
