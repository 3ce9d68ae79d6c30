/** Whether anybody is there, before a command begins. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useOwnHome, type OwnHome } from '../own-home.ts';

let home: OwnHome;
let connect: (url: string) => Promise<void>;
let busy: Server;

beforeAll(async () => {
  home = useOwnHome();
  const { AuthInfo, Connection } = await import('@salesforce/core');
  const { requireReachable } = await import('../../../../scripts/requests/reachable.ts');
  connect = async (instanceUrl) => {
    const accessToken = '00D000000000001!AQ.reachable';
    const accessTokenOptions = { accessToken, instanceUrl, loginUrl: instanceUrl };
    const authInfo = await AuthInfo.create({ username: accessToken, accessTokenOptions });
    // With a version: core itself would ask for the newest one, which takes as long.
    await requireReachable(await Connection.create({ authInfo, connectionOptions: { version: '67.0' } }));
  };
  busy = createServer((_request, response) => response.writeHead(503).end());
  await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
}, 60_000);
afterAll(async () => {
  await new Promise((resolve) => busy.close(resolve));
  home.remove();
});

/** Of this machine, and closed. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('an org', () => {
  it('whose host refuses the connection is told at once, with its address and what to do', async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    const began = performance.now();
    await expect(connect(url)).rejects.toMatchObject({
      name: 'OrgUnreachable',
      message: expect.stringMatching(new RegExp(`^Nobody answers at ${url}: .*ECONNREFUSED`)),
      actions: expect.arrayContaining([expect.stringContaining('scim org start')]),
    });
    // The client alone would try for 15 seconds.
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('that is busy is left to the requests themselves, which are repeated', async () => {
    const { port } = busy.address() as AddressInfo;
    await expect(connect(`http://127.0.0.1:${port}`)).resolves.toBeUndefined();
  });
});
