/** What each kind of client sends, in the shapes that its documentation shows, and what the service answers: test/fixtures/providers. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { openLocalOrg } from '../../../local-org/open.ts';
import { applySwitch, defaultSwitches } from '../../../local-org/scim/switches.ts';
import { startServer } from '../../../local-org/server/index.ts';

interface Step {
  does: string;
  /** Method and path; a path without /services is one of SCIM 2.0. */
  send: string;
  body?: Record<string, unknown>;
  /** Attributes of the body that are not sent after all. */
  without?: string[];
  status: number;
  /** A part of the answer. */
  has?: Record<string, unknown>;
  /** Attributes that are not in it. */
  lacks?: string[];
  /** What a SCIM error says, in part. */
  detail?: string[];
  /** The code of an error of the platform. */
  error?: string;
  /** What later steps call the answer's id. */
  keep?: string;
}

interface Conversation {
  client: string;
  source: string;
  switches?: string[];
  headers: Record<string, string>;
  steps: Step[];
}

const FOLDER = path.join(import.meta.dirname, '../../fixtures/providers');
const CONVERSATIONS = readdirSync(FOLDER).map((file) => ({
  name: path.basename(file, '.yml'),
  ...(parse(readFileSync(path.join(FOLDER, file), 'utf8'), { merge: true }) as Conversation),
}));
const SCIM = '/services/scim/v2';

interface Open {
  url: string;
  token: string;
  /** Ids by the names that conversations use. */
  ids: Map<string, string>;
  close(): Promise<void>;
}

async function open(switches: string[]): Promise<Open> {
  const org = openLocalOrg({ file: ':memory:' });
  const server = await startServer({ org, port: 0, scimSwitches: switches.reduce(applySwitch, defaultSwitches()) });
  const ids = new Map([
    ['profile', String(org.data.rows('Profile', { Name: 'Standard User' })[0]?.['Id'])],
    ['group', org.data.put('Group', { Name: 'Field', DeveloperName: 'Field', Type: 'Regular' })],
    ['set', org.data.put('PermissionSet', { Name: 'Desk', Label: 'Desk', IsOwnedByProfile: false, Type: 'Regular' })],
  ]);
  return {
    url: server.url,
    token: server.issueToken('admin@rollcall.example.com'),
    ids,
    async close() {
      await server.close();
      org.close();
    },
  };
}

/** `${ada}` -> the id. */
const filled = <T>(value: T, ids: Map<string, string>): T =>
  JSON.parse(JSON.stringify(value).replaceAll(/\$\{(\w+)\}/g, (_, name: string) => ids.get(name) ?? name)) as T;

function bodyOf({ body, without = [] }: Step): { body?: string } {
  if (!body) return {};
  return { body: JSON.stringify(Object.fromEntries(Object.entries(body).filter(([key]) => !without.includes(key)))) };
}

async function play(
  step: Step,
  { url, token }: Open,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  const [, method = '', address = ''] = /^(\w+) (.*)$/.exec(step.send) ?? [];
  const [where = '', query] = (address.startsWith('/services') ? address : SCIM + address).split('?', 2);
  const asked = query === undefined ? '' : `?${query.replaceAll(' ', '%20').replaceAll('"', '%22')}`;
  const answer = await fetch(url + where + asked, {
    method,
    headers: { ...headers, authorization: `Bearer ${token}` },
    ...bodyOf(step),
  });
  return { status: answer.status, text: await answer.text() };
}

describe.each(CONVERSATIONS)('$client', ({ name, headers, switches = [], steps }) => {
  it(`is answered as test/fixtures/providers/${name}.yml says`, async () => {
    const org = await open(switches);
    try {
      for (const raw of steps) {
        const step = filled(raw, org.ids);
        const { status, text } = await play(step, org, headers);
        expect({ does: step.does, status, text: status === step.status ? '' : text }).toEqual({
          does: step.does,
          status: step.status,
          text: '',
        });
        const read = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
        expect({ does: step.does, ...read }).toMatchObject(step.has ?? {});
        for (const key of step.lacks ?? []) expect(read).not.toHaveProperty([key]);
        for (const part of step.detail ?? []) expect(read['detail']).toContain(part);
        expect(text).toContain(step.error ?? '');
        if (step.keep) org.ids.set(step.keep, String(read['id']));
      }
    } finally {
      await org.close();
    }
  });
});
