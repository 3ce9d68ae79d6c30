/** Open pages hear that something was deployed: signed in, on an org that was asked to tell, until it closes. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { CHANGES_PATH } from '../../../local-org/lightning/live-reload.ts';
import { startServer } from '../../../local-org/server/index.ts';
import type { OrgServer } from '../../../local-org/server/index.ts';
import { ADMIN, startHarness } from '../server/harness.ts';
import type { Harness } from '../server/harness.ts';

let org: Harness;
let server: OrgServer;
let cookie: string;

async function signIn(to: OrgServer): Promise<string> {
  const userId = String(org.data.rows('User', { Username: ADMIN })[0]?.Id);
  const otp = to.identity.issueOneTimePassword(userId);
  const answer = await fetch(`${to.url}/secur/frontdoor.jsp?otp=${otp}`, { redirect: 'manual' });
  return answer.headers.getSetCookie()[0]!.split(';')[0]!;
}

beforeEach(async () => {
  org = await startHarness();
  Object.assign(org.org.metadata, { translation: () => undefined });
  server = await startServer({ org: org.org, port: 0, liveReload: true });
  cookie = await signIn(server);
});
afterEach(async () => {
  await server.close();
  await org.close();
});

const listen = (since = 0): Promise<Response> =>
  fetch(`${server.url}${CHANGES_PATH}?since=${since}`, { headers: { cookie } });

it('each page that listens hears of every change, and the end of the org ends the wait', async () => {
  const answers = [await listen(), await listen()];
  const heard = answers.map(async (answer) => answer.text());
  expect(answers.map((answer) => answer.headers.get('content-type'))).toEqual([
    'text/event-stream',
    'text/event-stream',
  ]);
  expect(answers[0]!.headers.get('content-security-policy')).toContain("default-src 'none'");
  server.reloadPages();
  server.reloadPages();
  await server.close();
  const text = 'retry: 1000\n\ndata: changed\n\ndata: changed\n\n';
  expect(await Promise.all(heard)).toEqual([text, text]);
});

it('a page that went away is forgotten', async () => {
  const leaving = new AbortController();
  await fetch(`${server.url}${CHANGES_PATH}?since=0`, { headers: { cookie }, signal: leaving.signal });
  leaving.abort();
  const staying = await listen();
  server.reloadPages();
  await server.close();
  expect(await staying.text()).toContain('data: changed');
});

it('a page that was written before a change and listens after it hears of it at once', async () => {
  server.reloadPages();
  const [late, up] = [await listen(0), await listen(1)];
  await server.close();
  expect([await late.text(), await up.text()]).toEqual(['retry: 1000\n\ndata: changed\n\n', 'retry: 1000\n\n']);
});

it('nobody hears anything without a session, or from an org that was not asked to tell', async () => {
  cookie = 'sid=nobody';
  expect((await listen()).status).toBe(401);
  const quiet = await fetch(`${org.server.url}${CHANGES_PATH}`, { headers: { cookie: await signIn(org.server) } });
  expect(quiet.status).toBe(404);
});

it('a page that cannot be shown asks again by itself', async () => {
  const page = (to: OrgServer): Promise<Response> => fetch(`${to.url}/lightning/n/None`, { headers: { cookie } });
  const told = await page(server);
  expect([told.status, told.headers.get('refresh')]).toEqual([404, '2']);
  expect((await page(org.server)).headers.get('refresh')).toBeNull();
});
