import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createScimClient, type ScimClient } from '../../../../scripts/provision/scim-client.ts';
import { errorOf } from '../raised.ts';

interface Received {
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>;
  body: string;
}

let server: Server;
let client: ScimClient;
let received: Received[];
let answer: { status: number; body: string };

beforeEach(async () => {
  received = [];
  answer = { status: 200, body: '{"id":"005000000000001AAA"}' };
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      received.push({ request: { method: request.method, url: request.url, headers: request.headers }, body });
      response.writeHead(answer.status).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  client = createScimClient(`http://127.0.0.1:${port}/scim`, 'a-token');
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

describe('the SCIM client', () => {
  it('sends JSON with the token and answers the resource', async () => {
    expect(await client.post('/Users', { active: true })).toEqual({ id: '005000000000001AAA' });
    expect(received).toMatchObject([
      {
        request: {
          method: 'POST',
          url: '/scim/Users',
          headers: { authorization: 'Bearer a-token', 'content-type': 'application/json' },
        },
        body: '{"active":true}',
      },
    ]);
  });

  it('sends no body where there is none', async () => {
    await client.get('/Users/1');
    await client.patch('/Users/1', {});
    expect(received.map(({ request, body }) => [request.method, body])).toEqual([
      ['GET', ''],
      ['PATCH', '{}'],
    ]);
  });

  it.each([
    [
      'the documented error',
      '{"schemas":["x"],"status":"409","detail":"DUPLICATE_USERNAME:Duplicate Username."}',
      'DUPLICATE_USERNAME:Duplicate Username.',
    ],
    [
      'an error whose JSON is broken (reference/scim.md §1.9)',
      '{"schemas":"["x"]","status":"409","detail":"said \\"no\\""}',
      'said \\"no\\"',
    ],
    ['a page of a proxy', '<html>Bad Gateway</html>', '<html>Bad Gateway</html>'],
  ])('raises the detail of %s', async (_name, body, detail) => {
    answer = { status: 409, body };
    expect(await errorOf(() => client.post('/Users', {}))).toMatchObject({
      name: 'ScimRequestFailed',
      message: `POST /Users answered 409: ${detail}`,
    });
  });

  it('does not repeat more than the beginning of a long answer, and never the token', async () => {
    answer = { status: 500, body: 'x'.repeat(100_000) };
    const { message } = await errorOf(() => client.get('/Users'));
    expect(message.length).toBeLessThan(600);
    expect(message).not.toContain('a-token');
  });

  it('names the request whose answer is no JSON although it succeeded', async () => {
    answer = { status: 200, body: '<html>Welcome</html>' };
    expect(await errorOf(() => client.get('/Users'))).toMatchObject({
      name: 'ScimAnswerUnreadable',
      message: 'GET /Users answered 200 with something that is no JSON: <html>Welcome</html>',
    });
  });
});
