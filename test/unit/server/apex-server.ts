/** A server over real Apex: compiled classes, an in-memory org, no metadata. */
import type { LocalOrg } from '../../../local-org/org.ts';
import { startServer } from '../../../local-org/server/index.ts';
import type { OrgServer } from '../../../local-org/server/index.ts';
import { openApexOrg } from '../../support/apex-org.ts';

export interface ApexServer {
  org: ReturnType<typeof openApexOrg>;
  server: OrgServer;
  token: string;
  call(method: string, path: string, options?: { body?: string; headers?: Record<string, string> }): Promise<Response>;
  close(): Promise<void>;
}

export async function startApexServer(classes: string[]): Promise<ApexServer> {
  const org = openApexOrg({ classes });
  const metadata = {
    components: () => [],
    component: () => undefined,
    labels: () => new Map(),
  } as unknown as LocalOrg['metadata'];
  const local: LocalOrg = { data: org.data, apex: org.apex, metadata, close: () => org.data.close() };
  const server = await startServer({ org: local, port: 0, log: () => undefined });
  const [admin] = org.data.rows('User', { Id: org.admin.userId });
  const token = server.issueToken(String(admin?.Username));
  return {
    org,
    server,
    token,
    call: (method, path, { body, headers = {} } = {}) =>
      fetch(`${server.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...headers },
        ...(body === undefined ? {} : { body }),
      }),
    async close() {
      await server.close();
      org.data.close();
    },
  };
}
