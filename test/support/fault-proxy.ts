/**
 * A proxy on 127.0.0.1 between a client and an org that goes wrong on request: it names every request by what it does, and
 * for the n-th of a name answers late, not at all, with an error of the platform, or with the job of a deployment that
 * ended otherwise. Whatever else passes through unchanged. For tests of any command that talks to an org.
 */
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Fault =
  /** Neither reaches the org nor is answered. */
  | 'timeout'
  /** Done by the org; the answer never comes. */
  | 'answer lost'
  | '503'
  /** The connection breaks before the org has the request. */
  | 'reset'
  /** The connection breaks after the org has done it. */
  | 'reset after'
  | 'expired session'
  | 'row lock'
  | 'license limit'
  | 'duplicate'
  /** A deployment of which the org keeps a part. */
  | 'partial success'
  /** A deployment that does not end while the fault lasts. */
  | 'never ending'
  /** A deployment that waits in the org's queue until it is canceled. */
  | 'queued';

export interface SeenRequest {
  /** E.g. `deploy`, `checkDeployStatus`, `query User`, `create PermissionSetAssignment`, `POST /services/scim/v2/Users`. */
  name: string;
  method: string;
  /** Path without the query. */
  path: string;
  body: string;
}

export interface FaultProxy {
  url: string;
  /** Every request so far, the faulty ones included. */
  readonly seen: SeenRequest[];
  /** The n-th request (from 1) of that name from now on, and `times - 1` more after it, goes wrong. */
  inject(fault: Fault, name: string, nth?: number, times?: number): void;
  /** Nothing goes wrong any more; jobs that were held end as they did in the org. */
  heal(): void;
  close(): Promise<void>;
}

interface Injected {
  fault: Fault;
  name: string;
  /** Requests of the name that still pass before it. */
  before: number;
  times: number;
}

const ERRORS: Partial<Record<Fault, { status: number; code: string; message: string }>> = {
  'expired session': { status: 401, code: 'INVALID_SESSION_ID', message: 'Session expired or invalid' },
  'row lock': { status: 400, code: 'UNABLE_TO_LOCK_ROW', message: 'unable to obtain exclusive access to this record' },
  'license limit': { status: 400, code: 'LICENSE_LIMIT_EXCEEDED', message: 'license limit exceeded' },
  duplicate: { status: 400, code: 'DUPLICATE_VALUE', message: 'duplicate value found: unknown duplicates value' },
};
const METADATA = 'http://soap.sforce.com/2006/04/metadata';
const DEPLOYS = new Set(['deploy', 'deployRecentValidation']);

/** `target` without a trailing slash. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const seen: SeenRequest[] = [];
  let injected: Injected[] = [];
  /** Deployments whose end is told otherwise, by job id. */
  const jobs = new Map<string, Fault>();
  const canceled = new Set<string>();

  const faultFor = (name: string): Fault | undefined => {
    for (const one of injected) {
      if (one.name !== name) continue;
      if (one.before > 0) {
        one.before -= 1;
        continue;
      }
      if (one.times === 0) continue;
      one.times -= 1;
      return one.fault;
    }
    return undefined;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await read(request);
    const name = nameOf(request, body.toString('utf8'));
    seen.push({ name, method: request.method!, path: pathOf(request), body: body.toString('utf8') });
    const fault = faultFor(name);
    if (fault === undefined) return pass(request, response, body, name);
    if (fault === 'timeout') return;
    if (fault === 'reset') return void request.socket.destroy();
    if (fault === '503')
      return void response.writeHead(503, { 'content-type': 'text/plain' }).end('Service Unavailable');
    if (fault === 'answer lost' || fault === 'reset after') {
      await forward(target, request, body);
      if (fault === 'reset after') request.socket.destroy();
      return;
    }
    if (DEPLOYS.has(name) && fault !== 'expired session') {
      const keeps = fault === 'partial success' || fault === 'never ending';
      if (fault === 'queued' || (!keeps && name !== 'deploy')) return startNothing(response, name, fault);
      // A deployment that fails keeps nothing: the org only checks it.
      const sent = keeps ? body : Buffer.from(body.toString('utf8').replace(/<checkOnly>false</, '<checkOnly>true<'));
      const answer = await forward(target, request, sent);
      jobs.set(/\b(0Af\w{15})\b/.exec(answer.body.toString('utf8'))?.[1] ?? '', fault);
      return void response.writeHead(answer.status, answer.headers).end(answer.body);
    }
    if (fault === 'never ending') {
      const answer = await forward(target, request, body);
      return void response.writeHead(answer.status, answer.headers).end(running(answer.body.toString('utf8')));
    }
    refuse(request, response, fault);
  };

  /** A job that the org never hears of: nobody but this proxy knows it. */
  const startNothing = (response: ServerResponse, name: string, fault: Fault): void => {
    const id = `0AfFAULT000000${String(jobs.size).padStart(4, '0')}`;
    jobs.set(id, fault);
    const result = name === 'deploy' ? `<done>false</done><id>${id}</id><state>Queued</state>` : id;
    answerSoap(response, `<${name}Response xmlns="${METADATA}"><result>${result}</result></${name}Response>`);
  };

  const cancel = (response: ServerResponse, id: string): void => {
    canceled.add(id);
    const result = `<done>true</done><id>${id}</id>`;
    answerSoap(response, `<cancelDeployResponse xmlns="${METADATA}"><result>${result}</result></cancelDeployResponse>`);
  };

  const pass = async (
    request: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
    name: string,
  ): Promise<void> => {
    const isOfJob = name === 'checkDeployStatus' || name === 'cancelDeploy';
    const id = isOfJob ? /\b(0Af\w{15})\b/.exec(body.toString('utf8'))?.[1] : undefined;
    const fault = id === undefined ? undefined : jobs.get(id);
    if (fault === 'queued' && name === 'cancelDeploy') return cancel(response, id!);
    if (fault !== undefined && fault !== 'partial success' && name === 'checkDeployStatus')
      return answerSoap(response, canceled.has(id!) ? statusOf(id!, CANCELED) : ended(id!, fault));
    const answer = await forward(target, request, body);
    const told = fault === undefined ? answer.body : partly(answer.body.toString('utf8'));
    response.writeHead(answer.status, { 'content-type': answer.headers['content-type'] ?? 'text/plain' }).end(told);
  };

  const server = createServer((request, response) => {
    void handle(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    inject: (fault, name, nth = 1, times = 1) => injected.push({ fault, name, before: nth - 1, times }),
    heal() {
      injected = [];
      for (const [id, fault] of jobs) if (fault === 'never ending') jobs.delete(id);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

function forward(target: string, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const { hostname, port } = new URL(target);
  // The body is whole here, and no answer needs to be unpacked.
  const rest = without(request.headers, ['content-length', 'transfer-encoding', 'accept-encoding']);
  return new Promise((resolve, reject) => {
    const outgoing = send(
      {
        hostname,
        port,
        method: request.method,
        path: request.url,
        headers: { ...rest, 'content-length': body.length },
      },
      (incoming) => {
        void read(incoming).then((content) => {
          const headers = without(incoming.headers, ['content-length', 'transfer-encoding', 'connection']);
          resolve({ status: incoming.statusCode!, headers: headers as Answer['headers'], body: content });
        }, reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function without(headers: IncomingMessage['headers'], names: string[]): IncomingMessage['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

async function read(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function pathOf(request: IncomingMessage): string {
  return request.url!.split('?')[0]!.replace(/^\/+/, '/');
}

function nameOf(request: IncomingMessage, body: string): string {
  const path = pathOf(request);
  if (path.startsWith('/services/Soap/')) return /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(body)?.[1] ?? 'SOAP';
  const soql = new URL(request.url!.replace(/^\/+/, '/'), 'http://org').searchParams.get('q');
  if (soql !== null) return `query ${/\bFROM\s+(\w+)/i.exec(soql)?.[1]}`;
  const record = /^\/services\/data\/v[\d.]+\/(?:tooling\/)?sobjects\/(\w+)(\/\w+)?$/.exec(path);
  const verbs: Record<string, string> = { GET: 'retrieve', POST: 'create', PATCH: 'update', DELETE: 'delete' };
  if (record && (record[2] || request.method === 'POST')) return `${verbs[request.method!]} ${record[1]}`;
  // Whose record or job it is makes no other request of it.
  return `${request.method} ${path.replace(/\/(?:[a-zA-Z0-9]{18}|[0-9a-f]{8}-[0-9a-f-]{27})(?=\/|$)/g, '/{id}')}`;
}

function refuse(request: IncomingMessage, response: ServerResponse, fault: Fault): void {
  const { status, code, message } = ERRORS[fault] ?? { status: 500, code: 'UNKNOWN_EXCEPTION', message: fault };
  if (pathOf(request).startsWith('/services/Soap/')) {
    response
      .writeHead(500, { 'content-type': 'text/xml' })
      .end(
        envelope(
          `<soapenv:Fault><faultcode>sf:${code}</faultcode><faultstring>${code}: ${message}</faultstring></soapenv:Fault>`,
        ),
      );
    return;
  }
  if (pathOf(request).startsWith('/services/scim/') && status !== 401) {
    // Creating answers 409 for every failure, with the platform's message as it is (reference/scim.md §1.9).
    const body = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      detail: `${code}: ${message}`,
      status: '409',
    };
    response.writeHead(409, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    return;
  }
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify([{ errorCode: code, message, fields: [] }]));
}

/** A successful job of which the org kept a part only; shapes as in reference/wire.md §3.4. */
function partly(answer: string): string {
  const failure =
    '<componentFailures><componentType>CustomTab</componentType><fileName>tabs/Lost.tab</fileName><fullName>Lost</fullName>' +
    '<problem>The org kept the rest</problem><problemType>Error</problemType><success>false</success></componentFailures>';
  return answer
    .replace('<status>Succeeded</status>', '<status>SucceededPartial</status>')
    .replace('<details>', `<details>${failure}`);
}

/** A job of a REST resource that has ended, told as one that goes on. */
function running(answer: string): string {
  return answer
    .replace(/("status"\s*:\s*)"(?:Finished|Completed[^"]*)"/g, '$1"Running"')
    .replace(/("state"\s*:\s*)"JobComplete"/g, '$1"InProgress"');
}

/** A job that failed as a whole, or does not end. */
function ended(id: string, fault: Fault): string {
  const { code, message } = ERRORS[fault] ?? { code: '', message: '' };
  if (fault === 'never ending' || fault === 'queued')
    return statusOf(id, '<done>false</done><status>InProgress</status><success>false</success>');
  return statusOf(
    id,
    `<done>true</done><errorMessage>${code}: ${message}</errorMessage><errorStatusCode>${code}</errorStatusCode><status>Failed</status><success>false</success>`,
  );
}

const CANCELED = '<done>true</done><status>Canceled</status><success>false</success>';

function statusOf(id: string, end: string): string {
  return `<checkDeployStatusResponse xmlns="${METADATA}"><result><details/><id>${id}</id>${end}</result></checkDeployStatusResponse>`;
}

function answerSoap(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'text/xml' }).end(envelope(body));
}

function envelope(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
}
