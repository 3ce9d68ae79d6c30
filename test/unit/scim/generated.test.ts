/**
 * SCIM against a model in memory, on generated users and requests: filters find what the model finds, patches leave what the
 * model says, and what was read can be written back without a change. `ROLLCALL_SEED` tries other ones.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Choices } from '../../support/choices.ts';
import { newUser, openScimApp, PATCH_OP } from '../../support/scim-app.ts';
import type { ScimApp, ScimBody } from '../../support/scim-app.ts';

const SEED = Number(process.env['ROLLCALL_SEED'] ?? 67);
const RUNS = Number(process.env['ROLLCALL_WORLDS'] ?? 60);
const TEST_MILLISECONDS = 120_000;
const USERS = 24;
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const TEXTS = ['Rep', 'rep', 'Lead "East"', "O'Hara", 'a%b', 'a_b', 'back\\slash', 'Äbc', 'Support rep'];
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo'];

/** What a user is, by the attribute that filters name; null where it has none. */
type Model = Record<string, string | boolean | null>;

const TITLE = 'title';
const GIVEN = 'name.givenName';
const DEPARTMENT = `${ENTERPRISE}:department`;
const NUMBER = `${ENTERPRISE}:employeeNumber`;
const DIVISION = `${ENTERPRISE}:division`;

let scim: ScimApp;
let profileId: string;
const models = new Map<string, Model>();

beforeAll(async () => {
  scim = await openScimApp();
  profileId = scim.idOf('Profile', 'Name', 'Standard User');
  const choices = new Choices(SEED);
  for (let number = 0; number < USERS; number += 1) {
    const name = `user${number}`;
    const text = (): string | null => (choices.rarely(4) ? null : choices.of(TEXTS));
    const model: Model = {
      userName: `${name}@example.com`,
      externalId: `${name}-fed`,
      active: !choices.rarely(4),
      'name.familyName': choices.of(TEXTS),
      [GIVEN]: text(),
      [TITLE]: text(),
      [DEPARTMENT]: text(),
      [NUMBER]: text(),
      [DIVISION]: null,
      timezone: choices.of(ZONES),
    };
    const answer = await scim.call('POST', '/Users', newUser(name, profileId, bodyOf(model)));
    if (answer.status !== 201) throw new Error(answer.text);
    models.set(answer.body.id, model);
  }
}, TEST_MILLISECONDS);
afterAll(() => scim.close());

/** The attributes of a model that it has, as a create sends them. */
function bodyOf(model: Model): Record<string, unknown> {
  const given = model[GIVEN];
  return {
    active: model['active'],
    timezone: model['timezone'],
    name: { familyName: model['name.familyName'], ...(given === null ? {} : { givenName: given }) },
    ...(model[TITLE] === null ? {} : { title: model[TITLE] }),
    [ENTERPRISE]: Object.fromEntries(
      [DEPARTMENT, NUMBER]
        .filter((attribute) => model[attribute] !== null)
        .map((attribute) => [attribute.slice(ENTERPRISE.length + 1), model[attribute]]),
    ),
  };
}

interface Clause {
  text: string;
  holds(model: Model): boolean;
}

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** An attribute without a value is unlike every value, and neither contains nor exceeds one. Case does not count. */
const OPERATORS: Record<string, (held: string | null, wanted: string) => boolean> = {
  eq: (held, wanted) => held === wanted,
  ne: (held, wanted) => held !== wanted,
  co: (held, wanted) => held !== null && held.includes(wanted),
  sw: (held, wanted) => held !== null && held.startsWith(wanted),
  ew: (held, wanted) => held !== null && held.endsWith(wanted),
};
const FILTERED = ['userName', 'externalId', 'name.familyName', GIVEN, TITLE, DEPARTMENT, NUMBER];

function clause(choices: Choices): Clause {
  if (choices.rarely(6)) {
    const wanted = choices.rarely(2);
    return { text: `active eq "${wanted}"`, holds: (model) => model['active'] === wanted };
  }
  const attribute = choices.of(FILTERED);
  if (choices.rarely(8)) return { text: `${attribute} pr`, holds: (model) => model[attribute] !== null };
  const operator = choices.of(Object.keys(OPERATORS));
  const whole = choices.of([...TEXTS, 'user1', 'user1@example.com', 'user7-fed']);
  const wanted = operator === 'eq' || operator === 'ne' ? whole : whole.slice(0, 1 + choices.below(whole.length));
  const fold = (value: Model[string]): string | null => (typeof value === 'string' ? value.toLowerCase() : null);
  return {
    text: `${attribute} ${choices.rarely(4) ? operator.toUpperCase() : operator} ${quoted(wanted)}`,
    holds: (model) => OPERATORS[operator]!(fold(model[attribute]!), wanted.toLowerCase()),
  };
}

/** Clauses joined by one word, bracketed wherever another one begins. */
function filter(choices: Choices, depth = 0): Clause {
  if (depth === 3 || choices.rarely(2)) return clause(choices);
  const isAll = choices.rarely(2);
  const parts = choices.some(2, 3, () => filter(choices, depth + 1));
  const text = parts.map((part) => part.text).join(isAll ? ' and ' : ' or ');
  return {
    text: depth === 0 ? text : `(${text})`,
    holds: (model) => parts[isAll ? 'every' : 'some']((part) => part.holds(model)),
  };
}

const assertAll = (ask: (choices: Choices) => Promise<void>): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.nat(), async (number) => ask(new Choices(number))),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  );

it(
  'any filter finds the users that the model finds, page by page',
  () =>
    assertAll(async (choices) => {
      const { text, holds } = filter(choices);
      const found: string[] = [];
      let total = 0;
      const count = 3 + choices.below(20);
      do {
        const path = `/Users?filter=${encodeURIComponent(text)}&startIndex=${found.length + 1}&count=${count}`;
        const { status, body } = await scim.call('GET', path);
        expect({ text, status }).toEqual({ text, status: 200 });
        total = body.totalResults;
        found.push(...(body.Resources ?? []).map((user) => user.id));
      } while (found.length < total);
      const expected = [...models].filter(([, model]) => holds(model)).map(([id]) => id);
      expect({ text, found: found.filter((id) => models.has(id)) }).toEqual({ text, found: expected.sort() });
    }),
  TEST_MILLISECONDS,
);

/** An operation and what it does to a model. */
function operation(choices: Choices): { json: unknown; apply(model: Model): void } {
  if (choices.rarely(4)) {
    const attribute = choices.of([GIVEN, TITLE, DEPARTMENT, NUMBER, DIVISION]);
    const path = attribute.slice(attribute.lastIndexOf(attribute === GIVEN ? '.' : ':') + 1);
    return { json: { op: choices.of(['remove', 'Remove']), path }, apply: (model) => void (model[attribute] = null) };
  }
  const changes: Model = {};
  const value: Record<string, unknown> = {};
  for (const attribute of [TITLE, DEPARTMENT, NUMBER, DIVISION, 'timezone', 'active', GIVEN]) {
    if (!choices.rarely(3)) continue;
    const next =
      attribute === 'active' ? choices.rarely(2) : attribute === 'timezone' ? choices.of(ZONES) : choices.of(TEXTS);
    changes[attribute] = next;
    if (attribute === GIVEN) value['name'] = { givenName: next };
    else value[attribute.slice(attribute.lastIndexOf(':') + 1)] = next;
  }
  return {
    json: { op: choices.of(['replace', 'Replace', 'add']), value },
    apply: (model) => void Object.assign(model, changes),
  };
}

/** The resource as the model has it. */
function modelOf(user: ScimBody): Model {
  const read = user as unknown as { externalId?: string; name: Model; [ENTERPRISE]?: Model };
  const enterprise = read[ENTERPRISE] ?? {};
  return {
    userName: user.userName,
    externalId: read.externalId ?? null,
    active: user.active,
    'name.familyName': read.name['familyName'] ?? null,
    [GIVEN]: read.name['givenName'] ?? null,
    [TITLE]: user.title ?? null,
    [DEPARTMENT]: enterprise['department'] ?? null,
    [NUMBER]: enterprise['employeeNumber'] ?? null,
    [DIVISION]: enterprise['division'] ?? null,
    timezone: user.timezone,
  };
}

it(
  'any patches leave the user as the model says, and a refused one leaves it as it was',
  () =>
    assertAll(async (choices) => {
      const [id, model] = choices.of([...models]);
      const operations = choices.some(1, 3, () => operation(choices));
      const json = operations.map((one) => one.json);
      const body = { schemas: [PATCH_OP], Operations: choices.rarely(4) ? [...json, { op: 'shuffle' }] : json };
      const isRefused = body.Operations.length > json.length;
      const answer = await scim.call('PATCH', `/Users/${id}`, body);
      expect({ body, status: answer.status }).toEqual({ body, status: isRefused ? 400 : 200 });
      if (!isRefused) for (const one of operations) one.apply(model);
      expect({ body, user: modelOf((await scim.call('GET', `/Users/${id}`)).body) }).toEqual({ body, user: model });
    }),
  TEST_MILLISECONDS,
);

const without = (user: ScimBody, attributes: string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(user).filter(([name]) => !attributes.includes(name)));

it(
  'what GET gives can be PUT again, and changes nothing',
  () =>
    assertAll(async (choices) => {
      const [id, model] = choices.of([...models]);
      const { body: before } = await scim.call('GET', `/Users/${id}`);
      const sent = without(before, ['id', 'meta']);
      const answer = await scim.call('PUT', `/Users/${id}`, sent);
      expect({ sent, status: answer.status, detail: answer.body?.detail }).toEqual({
        sent,
        status: 200,
        detail: undefined,
      });
      const { body: after } = await scim.call('GET', `/Users/${id}`);
      expect(without(after, ['meta'])).toEqual({ id, ...sent });
      expect(modelOf(after)).toEqual(model);
    }),
  TEST_MILLISECONDS,
);
