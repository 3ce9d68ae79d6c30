/** Compiles with the real compilers, but only a few base components, so that it takes seconds. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBaseComponents } from '../../../../local-org/lightning/build/base-components.ts';
import type { OrgSources } from '../../../../local-org/lightning/build/keys.ts';
import { baseKey, orgKey } from '../../../../local-org/lightning/build/keys.ts';
import { moduleUrl, readManifest } from '../../../../local-org/lightning/build/manifest.ts';
import type { BuildManifest } from '../../../../local-org/lightning/build/manifest.ts';
import { buildOrgComponents } from '../../../../local-org/lightning/build/org-components.ts';

const SELECTED = ['lightning/badge'];
const TIMEOUT = 120_000;

let cache: string;
let base: BuildManifest;
const shares: number[] = [];

beforeAll(async () => {
  cache = mkdtempSync(join(tmpdir(), 'scim-rollcall-test-'));
  base = readManifest(await buildBaseComponents(cache, (share) => shares.push(share), SELECTED));
}, TIMEOUT);
afterAll(() => rmSync(cache, { recursive: true, force: true }));

function sources(files: Record<string, string>, more: Partial<OrgSources> = {}): OrgSources {
  return {
    bundles: { greeting: files, plain: { 'plain.js': 'export const one = 1;' } },
    labels: { Hello: 'Hello' },
    staticResources: [],
    ...more,
  };
}

const build = (files: Record<string, string>) => buildOrgComponents(cache, base, sources(files));
const component = (imports = '') =>
  `import { LightningElement } from 'lwc';\n${imports}\nexport default class Greeting extends LightningElement {}`;

describe('the base build', () => {
  it('offers the engine, the shell, the platform modules and the selected components', () => {
    expect(Object.keys(base.modules)).toEqual(
      expect.arrayContaining([
        'lwc',
        '@lwc/synthetic-shadow',
        'shell/boot',
        'lightning/badge',
        'lightning/navigation',
        'lightning/platformShowToastEvent',
        '@salesforce/user/Id',
        '@salesforce/i18n/locale',
      ]),
    );
    expect(moduleUrl(base, 'lightning/badge')).toBe(`/lightning/modules/${base.key}/lightning/badge.js`);
    expect(moduleUrl(base, 'lightning/empApi')).toBeUndefined();
  });

  it("leaves no condition of a bundler in the browser's code", () => {
    const engine = readFileSync(join(cache, base.key, 'lwc.js'), 'utf8');
    expect(engine).not.toContain('process.env');
    expect(engine).not.toContain('import.meta.env');
  });

  it('tells how far it is, up to the end', () => {
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  it('is found again without compiling', async () => {
    const again: number[] = [];
    expect(await buildBaseComponents(cache, (share) => again.push(share), SELECTED)).toBe(join(cache, base.key));
    expect(again).toEqual([]);
  });

  it('has another key for other components', () => {
    expect(baseKey()).not.toBe(base.key);
  });
});

describe("the org's components", () => {
  it(
    'are compiled against the addresses of the base build',
    async () => {
      const folder = await build({
        'greeting.js': component(
          "import label from '@salesforce/label/c.Hello';\nimport { one } from 'c/plain';\nconsole.log(label, one);",
        ),
        'greeting.html': '<template><lightning-badge label="one"></lightning-badge></template>',
        'greeting.css': ':host { display: block; }',
      });
      const manifest = readManifest(folder);
      expect(manifest.modules).toEqual({ 'c/greeting': 'c/greeting.js', 'c/plain': 'c/plain.js' });
      const code = readFileSync(join(folder, 'c/greeting.js'), 'utf8');
      expect(code).toContain(`from '/lightning/modules/${base.key}/lightning/badge.js'`);
      expect(code).toContain(`from '/lightning/modules/${base.key}/lwc.js'`);
      expect(code).toContain('"Hello"');
    },
    TIMEOUT,
  );

  it('are compiled once for the same content', async () => {
    const files = { 'greeting.js': component() };
    expect(await build(files)).toBe(await build(files));
  });

  it('have another key when a file, a label or the base build differs', () => {
    const one = sources({ 'greeting.js': component() });
    const keys = [
      orgKey('base-1', one),
      orgKey('base-2', one),
      orgKey('base-1', { ...one, labels: { Hello: 'Hi' } }),
      orgKey('base-1', sources({ 'greeting.js': component('// changed') })),
    ];
    expect(new Set(keys).size).toBe(4);
  });

  it('may be none', async () => {
    const folder = await buildOrgComponents(cache, base, { bundles: {}, labels: {}, staticResources: [] });
    expect(readManifest(folder).modules).toEqual({});
  });

  it.each([
    [
      'a module that this org lacks',
      { 'greeting.js': component("import { subscribe } from 'lightning/empApi';\nsubscribe();") },
      /"lightning\/empApi" is not implemented/,
    ],
    [
      'a label that is not deployed',
      { 'greeting.js': component("import gone from '@salesforce/label/c.Gone';\nconsole.log(gone);") },
      /Custom label "Gone" is not deployed/,
    ],
    [
      'a component that is not deployed',
      { 'greeting.js': component(), 'greeting.html': '<template><c-gone></c-gone></template>' },
      /"c\/gone" is not deployed/,
    ],
    ['a package from npm', { 'greeting.js': component("import _ from 'lodash';\nconsole.log(_);") }, /lodash/],
    [
      'a template that is not closed',
      { 'greeting.js': component(), 'greeting.html': '<template>\n<p>one\n</template>' },
      /c\/greeting\/greeting\.html:\d+: .*LWC/s,
    ],
    ['a script with a syntax error', { 'greeting.js': 'export default class {' }, /c\/greeting\/greeting\.js/],
    ['a file that leaves its bundle', { 'greeting.js': component(), '../../../outside.js': 'x' }, /leaves its bundle/],
  ])('are refused with %s, naming bundle and place', async (_what, files, message) => {
    await expect(build(files)).rejects.toMatchObject({
      name: 'BundleBuildError',
      bundle: 'greeting',
      message: expect.stringMatching(message),
    });
  });
});
