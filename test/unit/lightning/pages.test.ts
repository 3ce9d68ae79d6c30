/** The pages and the call endpoint over HTTP, for an org of a few answers. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBaseComponents } from '../../../local-org/lightning/build/base-components.ts';
import { LightningCompiler } from '../../../local-org/lightning/build/compiler.ts';
import { PlatformError } from '../../../local-org/data/types.ts';
import type { StoredComponent } from '../../../local-org/metadata/contract.ts';
import { SIGNED_IN, sampleOrg, sampleServer } from './sample-org.ts';
import type { SampleOrg } from './sample-org.ts';

const NEEDED = ['lightning/badge'];
/** Compiles fast: the real template needs the data table, which the browser tests compile. */
const SMALL_TEMPLATE = '<template><lightning-badge label={title}></lightning-badge></template>';
const TIMEOUT = 120_000;

let cache: string;
let compiler: LightningCompiler;
let sample: SampleOrg;
let app: FastifyInstance;

beforeAll(async () => {
  cache = mkdtempSync(join(tmpdir(), 'scim-rollcall-test-'));
  await buildBaseComponents(cache, undefined, NEEDED);
  compiler = new LightningCompiler(cache, NEEDED);
}, TIMEOUT);
beforeEach(async () => {
  await app?.close();
  sample = sampleOrg();
  bundle().files.set('lwc/sampleTable/sampleTable.html', Buffer.from(SMALL_TEMPLATE));
  app = await sampleServer(sample, compiler);
});
afterAll(async () => {
  await app.close();
  await compiler.close();
  rmSync(cache, { recursive: true, force: true });
});

function bundle(): StoredComponent {
  const found = sample.components.find(({ fullName }) => fullName === 'sampleTable');
  if (!found) throw new Error('The sample org has no component.');
  return found;
}

const get = (url: string, headers: Record<string, string> = SIGNED_IN) => app.inject({ url, headers });

/** The context that the page gives its components. */
async function contextOf(url: string) {
  const { body } = await get(url);
  const json = /<script type="application\/json" id="page-context">(.*?)<\/script>/s.exec(body)?.[1];
  if (!json) throw new Error(`No page context at ${url}: ${body}`);
  return JSON.parse(json);
}

describe("the user's language", () => {
  it(
    'decides the text direction, the labels, and the names of tabs',
    async () => {
      sample.user.LanguageLocaleKey = 'de';
      expect((await contextOf('/lightning/n/Sample_Users')).labels).toEqual({ Sample_Title: 'Beispielbenutzer' });
      const german = (await get('/lightning/n/Sample_Users')).body;
      expect(german).toContain('<html lang="de" dir="ltr">');
      expect(german).toContain('title="Benutzer"');
      sample.user.LanguageLocaleKey = 'ar';
      const { labels, i18n } = await contextOf('/lightning/n/Sample_Users');
      expect([labels, i18n.dir]).toEqual([{}, 'rtl']);
      expect((await get('/lightning/n/Sample_Users')).body).toContain('<html lang="ar" dir="rtl">');
    },
    TIMEOUT,
  );
});

describe("a tab's page", () => {
  it(
    'places the deployed component with its properties, user and page reference',
    async () => {
      const context = await contextOf('/lightning/n/Sample_Users?c__user=005');
      expect(context.components).toEqual([
        {
          name: 'sampleTable',
          url: expect.stringMatching(/^\/lightning\/modules\/org-[0-9a-f]{16}\/c\/sampleTable\.js$/),
          region: 'component-0',
          properties: { heading: '<Heading>', pageSize: 25, dense: true },
        },
      ]);
      expect(context.pageReference).toEqual({
        type: 'standard__navItemPage',
        attributes: { apiName: 'Sample_Users' },
        state: { c__user: '005' },
      });
      expect(context.user).toMatchObject({ name: 'Ada Example', customPermissions: ['Sample_View'] });
      expect(context.csrfToken).toMatch(/^[\w-]{43}$/);
    },
    TIMEOUT,
  );

  it('frames it with the application and the tabs that the user may open', async () => {
    const { body, statusCode } = await get('/lightning/n/Sample_Users');
    expect(statusCode).toBe(200);
    expect(body).toContain('Sample &amp; Co');
    expect(body).toContain('href="/lightning/n/Sample_Component"');
    expect(body).not.toContain('Sample_Hidden');
    expect(body).toMatch(/aria-current="page"\s*><span[^>]*>Sample Users/);
  });

  it('runs no inline script and may be framed by nobody', async () => {
    const { headers, body } = await get('/lightning/n/Sample_Users');
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    const scripts = [...body.matchAll(/<script([^>]*)>/g)].map(([, attributes]) => attributes);
    for (const attributes of scripts) expect(attributes).toMatch(/src="\/lightning\/|type="application\/json"/);
  });

  it('loads the synthetic shadow before anything else', async () => {
    const { body } = await get('/lightning/n/Sample_Users');
    expect([...body.matchAll(/src="([^"]+)"/g)].map(([, url]) => url?.split('/').at(-1))).toEqual([
      'synthetic-shadow.js',
      'boot.js',
    ]);
  });

  it.each([
    ['/lightning/n/Sample_Hidden', 403, 'You may not open the tab'],
    ['/lightning/n/Nowhere', 404, 'The tab &quot;Nowhere&quot; is not deployed'],
    ['/lightning/n/Sample_Web', 501, 'do not exist in the embedded org'],
    ['/lightning/cmp/c__gone', 404, 'c:gone is not deployed'],
    ['/lightning/cmp/other', 404, '/lightning/cmp/c__name'],
    ['/lightning/r/User/005000000000001AAA/view', 501, 'Record pages of User'],
    ['/lightning/r/nonsense', 404, 'names no record'],
    [
      '/lightning/setup/ManageUsers/page?address=%2F005000000000001AAA',
      501,
      'Setup (/lightning/setup/ManageUsers/page) does not exist',
    ],
    ['/lightning/o/User/list', 501, 'does not exist in the embedded org'],
    ['/lightning/app/Other', 404, 'is not deployed, or none of its tabs is visible'],
  ])('says honestly what is not at %s', async (url, status, message) => {
    const { statusCode, body } = await get(url);
    expect(statusCode).toBe(status);
    expect(body).toContain(message);
  });

  it(
    'names the component that does not compile, with file and line',
    async () => {
      bundle().files.set('lwc/sampleTable/sampleTable.html', Buffer.from('<template>\n<p>\n</template>'));
      const { statusCode, body } = await get('/lightning/n/Sample_Users');
      expect(statusCode).toBe(500);
      expect(body).toContain('Component c:sampleTable does not compile');
      expect(body).toMatch(/sampleTable\.html:\d+/);
    },
    TIMEOUT,
  );
});

describe('addresses that lead to a tab', () => {
  it.each(['/lightning', '/lightning/page/home', '/lightning/app/Sample', '/lightning/app/c__Sample'])(
    '%s opens the first visible tab',
    async (url) => {
      const { statusCode, headers } = await get(url);
      expect(statusCode).toBe(302);
      expect(headers.location).toBe('/lightning/n/Sample_Users');
    },
  );

  it('tells a user without any tab what to ask for', async () => {
    sample.components = [];
    const { statusCode, body } = await get('/lightning/page/home');
    expect(statusCode).toBe(200);
    expect(body).toContain('ask for a permission set that shows its tab');
  });

  it(
    'opens a component by itself',
    async () => {
      expect((await contextOf('/lightning/cmp/c__sampleTable')).pageReference).toEqual({
        type: 'standard__component',
        attributes: { componentName: 'c__sampleTable' },
        state: {},
      });
    },
    TIMEOUT,
  );
});

describe('somebody who is not signed in', () => {
  it.each(['/lightning/n/Sample_Users', '/lightning/page/home', '/lightning/app/Sample'])(
    'gets a page at %s that says how to sign in',
    async (url) => {
      const { statusCode, body } = await get(url, {});
      expect(statusCode).toBe(401);
      expect(body).toContain('sf org open');
      expect(body).toContain(`href="${url}"`);
    },
  );

  it(
    "gets none of the org's components",
    async () => {
      const [component] = (await contextOf('/lightning/n/Sample_Users')).components;
      expect((await get(component.url, {})).statusCode).toBe(401);
      expect((await get(component.url)).statusCode).toBe(200);
    },
    TIMEOUT,
  );
});

describe('files', () => {
  it(
    'have an address that never changes its content',
    async () => {
      const { body } = await get('/lightning/n/Sample_Users');
      const boot = /src="([^"]+boot\.js)"/.exec(body)?.[1] ?? '';
      const { statusCode, headers } = await get(boot, {});
      expect(statusCode).toBe(200);
      expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    },
    TIMEOUT,
  );

  it(
    'contain the style sheets of the page',
    async () => {
      const { body } = await get('/lightning/n/Sample_Users');
      for (const [, url = ''] of body.matchAll(/rel="stylesheet" href="([^"]+)"/g)) {
        expect((await get(url, {})).headers['content-type']).toBe('text/css; charset=utf-8');
      }
    },
    TIMEOUT,
  );

  it.each([
    '/lightning/modules/base-0000000000000000/lwc.js',
    '/lightning/modules/elsewhere/lwc.js',
    '/lightning/static/..%2fplugin.ts',
    '/lightning/slds/2.0.0/..%2f..%2f..%2fpackage.json',
    '/lightning/slds/2.0.0/%00.css',
    '/assets/icons/../../package.json',
    '/lightning/static/gone.css',
    '/lightning/static/tsconfig.json',
  ])('are refused at %s', async (url) => {
    expect((await get(url)).statusCode).toBe(404);
  });
});

describe('static resources', () => {
  const deploy = (name: string, files: Record<string, string>) => {
    sample.components.push({
      ...bundle(),
      type: 'StaticResource',
      fullName: name,
      files: new Map(Object.entries(files).map(([file, content]) => [file, Buffer.from(content)])),
    });
  };
  const META =
    '<StaticResource><cacheControl>Private</cacheControl><contentType>image/svg+xml</contentType></StaticResource>';

  it('are served with their content type, and cannot act as a page', async () => {
    deploy('logo', { 'staticresources/logo.resource': '<svg/>', 'staticresources/logo.resource-meta.xml': META });
    const { statusCode, body, headers } = await get('/resource/logo');
    expect([statusCode, body, headers['content-type']]).toEqual([200, '<svg/>', 'image/svg+xml']);
    expect(headers['content-security-policy']).toContain('sandbox');
  });

  it.each([
    ['/resource/gone', SIGNED_IN, 404],
    ['/resource/logo/inside.js', SIGNED_IN, 501],
    ['/resource/logo', {}, 401],
  ])('are refused at %s for %j', async (url, headers, status) => {
    expect((await get(url, headers as Record<string, string>)).statusCode).toBe(status);
  });

  it(
    'have an address that a component can import',
    async () => {
      deploy('logo', { 'staticresources/logo.resource': '<svg/>', 'staticresources/logo.resource-meta.xml': META });
      bundle().files.set(
        'lwc/sampleTable/sampleTable.js',
        Buffer.from(
          "import { LightningElement } from 'lwc';\nimport logo from '@salesforce/resourceUrl/logo';\nexport default class SampleTable extends LightningElement { title = logo; }",
        ),
      );
      const [component] = (await contextOf('/lightning/n/Sample_Users')).components;
      expect((await get(component.url)).body).toContain('"/resource/logo"');
    },
    TIMEOUT,
  );
});

describe('calls of Apex', () => {
  const call = async (body: unknown, headers: Record<string, string> = {}) => {
    const { csrfToken } = await contextOf('/lightning/n/Sample_Users');
    return app.inject({
      method: 'POST',
      url: '/lightning/api/apex',
      headers: { ...SIGNED_IN, 'x-csrf-token': csrfToken, ...headers },
      payload: body as object,
    });
  };
  const method = (methodName: string, more: object = {}) => ({ className: 'SampleController', methodName, ...more });

  it('return what the method returns, and whether it is cacheable', async () => {
    const answer = await call(method('getUsers', { params: { search: 'ada' }, wired: true }));
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ cacheable: true, returnValue: [{ name: 'Ada Example' }] });
  });

  it('keep only the message of an AuraHandledException', async () => {
    const answer = await call(method('refuse'));
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toEqual({ message: 'Ask an administrator for access.' });
  });

  it('tell type and stack of any other exception', async () => {
    expect((await call(method('fail'))).json()).toEqual({
      message: 'Attempt to de-reference a null object',
      exceptionType: 'System.NullPointerException',
      stackTrace: 'Class.SampleController.fail: line 9, column 1',
      isUserDefinedException: false,
    });
  });

  it('pass on an error of the platform with its status', async () => {
    sample.context.org.apex.invokeAura = () => {
      throw new PlatformError('NOT_IMPLEMENTED', 'Auth.Foo is not implemented in the embedded org.', {
        httpStatus: 501,
      });
    };
    const answer = await call(method('startScan'));
    expect(answer.statusCode).toBe(501);
    expect(answer.json()).toEqual({
      message: 'Auth.Foo is not implemented in the embedded org.',
      errorCode: 'NOT_IMPLEMENTED',
    });
  });

  it('hide a mistake of this program behind an id that its log explains', async () => {
    const answer = await call(method('crash'));
    expect(answer.statusCode).toBe(500);
    const id = /the id ([\w-]+)\./.exec(answer.json().message)?.[1];
    expect(answer.body).not.toContain('/some/path');
    expect(sample.log.join('\n')).toContain(`lightning ${id}: TypeError: a mistake of the engine`);
  });

  it.each([
    [
      'an unknown method',
      method('gone'),
      404,
      "Unable to find Apex action method referenced as 'SampleController.gone'",
    ],
    [
      'a class without access',
      { className: 'OtherController', methodName: 'getUsers' },
      403,
      "You do not have access to the Apex class named 'OtherController'.",
    ],
    ['a wire to a method that is not cacheable', method('startScan', { wired: true }), 400, 'cannot be wired'],
    ['a name that is no identifier', { className: 'a b', methodName: 'x' }, 400, 'not well formed'],
    ['parameters that are no object', method('getUsers', { params: [1] }), 400, 'not well formed'],
  ])('refuse %s', async (_what, body, status, message) => {
    const answer = await call(body);
    expect(answer.statusCode).toBe(status);
    expect(answer.json().message).toContain(message);
  });

  it.each([
    ['a wrong token', { 'x-csrf-token': 'x'.repeat(43) }],
    ['no token', { 'x-csrf-token': '' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
  ])('refuse a request with %s', async (_what, headers) => {
    expect((await call(method('getUsers'), headers)).statusCode).toBe(403);
  });

  it('refuse a request without a session', async () => {
    expect((await call(method('getUsers'), { cookie: '' })).json()).toMatchObject({ errorCode: 'INVALID_SESSION_ID' });
  });

  it('refuse a body that is too large', async () => {
    const answer = await call(method('getUsers', { params: { search: 'x'.repeat(1_100_000) } }));
    expect(answer.statusCode).toBe(413);
  });
});

describe('while the base components are compiled', () => {
  it('the page says how far they are and asks again by itself', async () => {
    const slow = new LightningCompiler(cache);
    slow.share = 0.42;
    slow.base = () => new Promise(() => undefined);
    const server = await sampleServer(sample, slow);
    const { statusCode, headers, body } = await server.inject({ url: '/lightning/n/Sample_Users', headers: SIGNED_IN });
    await server.close();
    expect(statusCode).toBe(503);
    expect(headers).toMatchObject({ 'retry-after': '2', refresh: '2' });
    expect(body).toContain('42 % done');
  });
});
