/**
 * Fifty clients at once over SCIM, REST and Apex: no update is lost, nothing waits for ever, and nothing fails that is not
 * documented to. `ROLLCALL_CROWD_SECONDS` sets for how long (docs/bench.md speaks of a minute).
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { USER_SCHEMA } from '../../scripts/provision/scim-client.ts';
import type { OrgProcess } from '../support/org-process.ts';
import { startOrgProcess } from '../support/org-process.ts';

const V = '/services/data/v67.0';
const CLIENTS = 50;
const SECONDS = Number(process.env['ROLLCALL_CROWD_SECONDS'] ?? 4);
/** Node's own memory and a cache of 64 MiB for SQLite; far below what a leak a request would come to. */
const MOST_MEMORY_MIB = 1024;
const LIMIT_MS = SECONDS * 1000 + 120_000;

let org: OrgProcess;
let profileId: string;
let counterId: string;

interface Answer {
  status: number;
  json: Record<string, unknown>;
}

const call = async (method: string, resource: string, body?: object): Promise<Answer> => {
  const response = await fetch(`${org.instanceUrl}${resource}`, {
    method,
    headers: { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return { status: response.status, json: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
};

const rows = async (soql: string): Promise<Record<string, unknown>[]> =>
  (await call('GET', `${V}/query?${new URLSearchParams({ q: soql }).toString()}`)).json.records as Record<
    string,
    unknown
  >[];

const anonymous = (code: string): Promise<Answer> =>
  call('GET', `${V}/tooling/executeAnonymous?${new URLSearchParams({ anonymousBody: code }).toString()}`);

beforeAll(async () => {
  org = await startOrgProcess();
  profileId = String((await rows("SELECT Id FROM Profile WHERE Name = 'Chatter Free User'"))[0]?.Id);
  counterId = String((await call('POST', `${V}/sobjects/Account`, { Name: 'Counter', NumberOfEmployees: 0 })).json.id);
}, 60_000);

afterAll(() => org.stop());

/** Counts what one client got acknowledged, and whatever was answered otherwise. */
class Client {
  readonly username: string;
  increments = 0;
  accounts = 0;
  title = '';
  readonly unexpected: unknown[] = [];
  private readonly number: number;
  private userId = '';

  constructor(number: number) {
    this.number = number;
    this.username = `crowd.${number}@example.com`;
  }

  async run(until: number): Promise<this> {
    const created = await call('POST', '/services/scim/v2/Users', {
      schemas: [USER_SCHEMA],
      userName: this.username,
      name: { givenName: 'Crowd', familyName: String(this.number) },
      emails: [{ value: this.username, primary: true }],
      entitlements: [{ value: profileId }],
    });
    this.userId = String(created.json.id);
    this.expects(201, created);
    for (let turn = 0; performance.now() < until; turn += 1) await this.turn(turn);
    return this;
  }

  private async turn(turn: number): Promise<void> {
    const title = `Title ${turn}`;
    const patched = await call('PATCH', `/services/scim/v2/Users/${this.userId}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', value: { title } }],
    });
    if (this.expects(200, patched)) this.title = title;
    const account = await call('POST', `${V}/sobjects/Account`, { Name: this.username });
    if (this.expects(201, account)) this.accounts += 1;
    const counted = await anonymous(
      `Account a = [SELECT NumberOfEmployees FROM Account WHERE Id = '${counterId}' FOR UPDATE]; a.NumberOfEmployees += 1; update a;`,
    );
    if (this.expects(200, counted) && counted.json.success === true) this.increments += 1;
    else this.unexpected.push(counted.json);
  }

  private expects(status: number, answer: Answer): boolean {
    if (answer.status !== status) this.unexpected.push(answer);
    return answer.status === status;
  }
}

describe('fifty clients at once', () => {
  it(
    'lose no update, are all answered as documented, and leave the memory bounded',
    async () => {
      const until = performance.now() + SECONDS * 1000;
      const crowd = Array.from({ length: CLIENTS }, (_, number) => new Client(number));
      const clients = await Promise.all(crowd.map((client) => client.run(until)));
      expect(clients.flatMap(({ unexpected }) => unexpected)).toEqual([]);
      const sum = (of: (client: Client) => number): number => clients.reduce((all, client) => all + of(client), 0);
      const [counter] = await rows(`SELECT NumberOfEmployees FROM Account WHERE Id = '${counterId}'`);
      expect(counter?.NumberOfEmployees).toBe(sum(({ increments }) => increments));
      expect(sum(({ increments }) => increments)).toBeGreaterThanOrEqual(CLIENTS);
      const [accounts] = await rows("SELECT COUNT(Id) n FROM Account WHERE Name LIKE 'crowd.%'");
      expect(accounts?.n).toBe(sum(({ accounts: made }) => made));
      const users = await rows("SELECT Username, Title FROM User WHERE Username LIKE 'crowd.%'");
      expect(new Map(users.map(({ Username, Title }) => [Username, Title]))).toEqual(
        new Map(clients.map(({ username, title }) => [username, title])),
      );
      const { json } = await call('GET', '/__health');
      expect(json.memoryMiB).toBeLessThan(MOST_MEMORY_MIB);
      expect(org.log()).toBe('');
    },
    LIMIT_MS,
  );
});
