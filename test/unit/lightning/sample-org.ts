/**
 * An org of a few answers for the tests of the Lightning page: the metadata of test/fixtures/lightning, one user, one Apex
 * class. The page's tests against the real org are in test/browser.
 */
import { DatabaseSync } from 'node:sqlite';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApexError } from '../../../local-org/apex/contract.ts';
import type { LightningCompiler } from '../../../local-org/lightning/build/compiler.ts';
import { registerLightning } from '../../../local-org/lightning/plugin.ts';
import { makeOutbox } from '../../../local-org/data/outbox/index.ts';
import type { StoredComponent } from '../../../local-org/metadata/contract.ts';
import type { ServerContext } from '../../../local-org/server/context.ts';

export const FIXTURES = fileURLToPath(new URL('../../fixtures/lightning', import.meta.url));
export const USER_ID = '005000000000001AAA';
export const SIGNED_IN = { cookie: 'theme=dark; sid=00Dsample!token' };

const USERS = [
  { userId: '005000000000002AAA', name: 'Ada Example', missing: 2, evaluatedAt: '2026-11-21T09:00:00.000Z' },
  { userId: '005000000000003AAA', name: 'Grace Sample', missing: 0, evaluatedAt: '2026-11-21T09:00:00.000Z' },
  { userId: '005000000000004AAA', name: 'Linus Placeholder', missing: 1, evaluatedAt: '2026-11-21T09:00:00.000Z' },
];

function stored(type: string, fullName: string, files: Record<string, Uint8Array>): StoredComponent {
  const stamp = { createdDate: '', createdById: USER_ID, lastModifiedDate: '', lastModifiedById: USER_ID };
  return { type, fullName, id: '0000', files: new Map(Object.entries(files)), ...stamp };
}

/** Components of one type as the metadata engine would hold them. */
export function fixtureComponents(type: string): StoredComponent[] {
  const places: Record<string, [folder: string, suffix: string]> = {
    CustomApplication: ['applications', '.app'],
    CustomTab: ['tabs', '.tab'],
    FlexiPage: ['flexipages', '.flexipage'],
  };
  if (type === 'LightningComponentBundle') {
    const folder = join(FIXTURES, 'lwc');
    return readdirSync(folder).map((name) =>
      stored(
        type,
        name,
        Object.fromEntries(
          readdirSync(join(folder, name)).map((file) => [
            `lwc/${name}/${file}`,
            readFileSync(join(folder, name, file)),
          ]),
        ),
      ),
    );
  }
  const [folder, suffix] = places[type] ?? ['none', ''];
  if (!existsSync(join(FIXTURES, folder))) return [];
  return readdirSync(join(FIXTURES, folder)).map((file) =>
    stored(type, file.slice(0, -suffix.length), { [`${folder}/${file}`]: readFileSync(join(FIXTURES, folder, file)) }),
  );
}

/** What the sample org answers; tests change it to see what the page makes of it. */
export interface SampleOrg {
  context: ServerContext;
  log: string[];
  components: StoredComponent[];
  labels: Map<string, string>;
  /** Translations: labels by name, others by kind and name. */
  german: Map<string, string>;
  /** The signed-in user's row. */
  user: Record<string, unknown>;
}

interface AuraAnswer {
  (params: Record<string, unknown>): unknown;
}

const METHODS: Record<string, { cacheable: boolean; run: AuraAnswer }> = {
  getUsers: {
    cacheable: true,
    run: ({ search, show }) =>
      USERS.filter(
        ({ name, missing }) =>
          name.toLowerCase().includes(String(search ?? '').toLowerCase()) && (show !== 'missing' || missing > 0),
      ),
  },
  startScan: { cacheable: false, run: () => ({ status: 'Queued' }) },
  refuse: {
    cacheable: false,
    run: () => {
      throw new ApexError(
        'System.AuraHandledException',
        'Ask an administrator for access.',
        'Class.SampleController.refuse: line 3, column 1',
      );
    },
  },
  fail: {
    cacheable: false,
    run: () => {
      throw new ApexError(
        'System.NullPointerException',
        'Attempt to de-reference a null object',
        'Class.SampleController.fail: line 9, column 1',
      );
    },
  },
  crash: {
    cacheable: false,
    run: () => {
      throw new TypeError('a mistake of the engine at /some/path');
    },
  },
};

const USER_FIELDS = new Map(
  ['Name', 'Title'].map((name) => [
    name,
    { name, label: name, type: 'string', nameField: name === 'Name', calculated: false, referenceTo: [] },
  ]),
);

export function sampleOrg(): SampleOrg {
  const sample: SampleOrg = {
    context: undefined as unknown as ServerContext,
    log: [],
    components: ['CustomApplication', 'CustomTab', 'FlexiPage', 'LightningComponentBundle'].flatMap(fixtureComponents),
    labels: new Map([['Sample_Title', 'Sample users']]),
    german: new Map([
      ['Sample_Title', 'Beispielbenutzer'],
      ['CustomTab:Sample_Users', 'Benutzer'],
    ]),
    user: {},
  };
  const user = {
    Id: USER_ID,
    Name: 'Ada Example',
    LocaleSidKey: 'de_DE',
    LanguageLocaleKey: 'en_US',
    TimeZoneSidKey: 'Europe/Berlin',
  };
  sample.user = user;
  const sql = new DatabaseSync(':memory:');
  makeOutbox(sql);
  const org = {
    data: {
      access: {
        tabVisible: (_user: string, tab: string) => tab !== 'Sample_Hidden',
        hasClassAccess: (_user: string, name: string) => name === 'SampleController',
        hasCustomPermission: (_user: string, name: string) => name === 'Sample_View',
        hasUserPermission: () => false,
        field: () => ({ readable: true, editable: false }),
      },
      rows: (object: string) => (object === 'User' ? [user] : []),
      // Notifications are the only thing of the page that lives in tables of its own.
      sql,
      now: () => new Date('2026-11-21T09:00:00.000Z'),
      query: () => ({ records: [{ type: 'User', values: { Name: 'Ada Example', Title: 'Engineer' } }] }),
      schema: {
        get: () => ({ name: 'User', label: 'User', fields: USER_FIELDS }),
        byKeyPrefix: (prefix: string) => (prefix === '005' ? { name: 'User' } : undefined),
      },
    },
    metadata: {
      components: (type: string) => sample.components.filter((component) => component.type === type),
      component: (type: string, name: string) =>
        sample.components.find((component) => component.type === type && component.fullName === name),
      labels: (language?: string) => new Map([...sample.labels, ...(language === 'de' ? sample.german : [])]),
      translation: (language: string, kind: string, name: string) =>
        language === 'de' ? sample.german.get(`${kind}:${name}`) : undefined,
    },
    apex: {
      auraMethod: (className: string, methodName: string) => {
        const method = METHODS[methodName];
        return method && { className, methodName, cacheable: method.cacheable, parameters: [], returnType: 'Object' };
      },
      invokeAura: (_actor: unknown, _class: string, method: string, params: Record<string, unknown>) =>
        METHODS[method]?.run(params),
    },
  };
  const session = {
    id: '0Ak000000000001AAA',
    userId: USER_ID,
    username: 'ada.example@example.com',
    actor: { userId: USER_ID },
    kind: 'UI' as const,
    clientId: null,
  };
  sample.context = {
    org: org as unknown as ServerContext['org'],
    identity: undefined as unknown as ServerContext['identity'],
    url: 'http://127.0.0.1',
    isLocal: true,
    requireSession: () => session,
    browserSession: (request: FastifyRequest) =>
      request.headers.cookie?.includes('sid=00Dsample!token') ? session : undefined,
    log: (line: string) => sample.log.push(line),
  };
  return sample;
}

/** A server with only the Lightning pages on it; the caller closes it. */
export async function sampleServer(sample: SampleOrg, compiler?: LightningCompiler): Promise<FastifyInstance> {
  const app = Fastify();
  await app.register(async (scope) => registerLightning(scope, sample.context, compiler));

  return app;
}
