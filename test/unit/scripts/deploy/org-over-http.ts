/** An embedded org in memory behind HTTP, and the administrator's connection to it. */
import type { Connection } from '@salesforce/core';
import { DEFAULT_ADMIN } from '../../../../local-org/data/index.ts';
import { openLocalOrg } from '../../../../local-org/open.ts';
import type { LocalOrg } from '../../../../local-org/org.ts';
import { startServer } from '../../../../local-org/server/index.ts';

export const ADMIN = DEFAULT_ADMIN;

export interface OrgOverHttp {
  org: LocalOrg;
  url: string;
  token: string;
  connection: Connection;
  /** A token of another user. */
  issueToken(username: string): string;
  close(): Promise<void>;
}

/** Needs a home of its own (own-home.ts) before. */
export async function orgOverHttp(): Promise<OrgOverHttp> {
  const { connectWithToken } = await import('../../../../scripts/deploy/connection.ts');
  const org = openLocalOrg({ file: ':memory:' });
  const server = await startServer({ org, port: 0 });
  const token = server.issueToken(ADMIN);
  return {
    org,
    url: server.url,
    token,
    connection: await connectWithToken(server.url, token),
    issueToken: server.issueToken,
    async close() {
      await server.close();
      org.close();
    },
  };
}
