/** The SCIM service over an org in memory, without the rest of the server: requests by `inject`, one caller. */
import fastify, { type FastifyInstance } from 'fastify';
import { openOrgData, type OrgDatabase } from '../../local-org/data/index.ts';
import { SYSTEM } from '../../local-org/data/types.ts';
import { registerScim } from '../../local-org/scim/plugin.ts';
import { applySwitch, defaultSwitches } from '../../local-org/scim/switches.ts';
import type { ServerContext } from '../../local-org/server/context.ts';
import { PlatformError } from '../../local-org/data/types.ts';

export interface ScimAnswer {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  body: ScimBody;
}

/** Every attribute that a test reads; which of them an answer has depends on the request. */
export interface ScimBody {
  id: string;
  schemas: string[];
  detail: string;
  displayName: string;
  userName: string;
  title?: string;
  timezone: string;
  active: boolean;
  type: string;
  name: string;
  entitlements: { value: string; display: string; type: string }[];
  groups: unknown[];
  members?: { value: string }[];
  meta: { version: string; location: string };
  totalResults: number;
  itemsPerPage: number;
  startIndex?: number;
  Resources: ScimBody[];
}

export interface ScimApp {
  data: OrgDatabase;
  adminId: string;
  /** `as` replaces the caller; `null` sends no token. */
  call(
    method: string,
    path: string,
    body?: unknown,
    options?: { as?: string | null; headers?: Record<string, string> },
  ): Promise<ScimAnswer>;
  idOf(object: string, field: string, value: string): string;
  close(): Promise<void>;
}

export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** An org with the standard profiles, and every switch as documented but the named ones. */
export async function openScimApp(switches: string[] = []): Promise<ScimApp> {
  const data = openOrgData({ file: ':memory:' });
  const admin = data.query("SELECT Id FROM User WHERE Username = 'admin@rollcall.example.com'", {
    ...SYSTEM,
    actor: { userId: '' },
  });
  const adminId = admin.records[0]!.values['Id'] as string;
  let caller: string | null = adminId;
  const context = {
    org: { data },
    url: 'http://127.0.0.1:8080',
    requireSession: () => {
      if (!caller) throw new PlatformError('INVALID_SESSION_ID', 'Session expired or invalid', { httpStatus: 401 });
      return { actor: { userId: caller } };
    },
    log: () => undefined,
  } as unknown as ServerContext;
  const app: FastifyInstance = fastify();
  registerScim(app, context, switches.reduce(applySwitch, defaultSwitches()));
  await app.ready();
  return {
    data,
    adminId,
    async call(method, path, body, options = {}) {
      caller = options.as === undefined ? adminId : options.as;
      const response = await app.inject({
        method: method as 'GET',
        url: `/services/scim/v2${path}`,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...options.headers },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      });
      return {
        status: response.statusCode,
        headers: response.headers,
        text: response.payload,
        body: parse(response.payload) as ScimBody,
      };
    },
    idOf(object, field, value) {
      const row = data.rows(object, { [field]: value })[0];
      if (!row) throw new Error(`No ${object} with ${field} ${value}`);
      return row['Id'] as string;
    },
    async close() {
      await app.close();
      data.close();
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A create body in Salesforce's documented shape (reference/scim.md §3.1). */
export function newUser(name: string, profileId: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    schemas: [
      'urn:ietf:params:scim:schemas:core:2.0:User',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    ],
    userName: `${name}@example.com`,
    externalId: `${name}-fed`,
    name: { familyName: 'Example', givenName: name },
    emails: [{ type: 'work', primary: true, value: `${name}@example.com` }],
    active: true,
    entitlements: [{ value: profileId, primary: 'true' }],
    ...more,
  };
}
