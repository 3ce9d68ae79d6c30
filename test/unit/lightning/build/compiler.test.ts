/** The worker thread is the real one; a few base components keep it short. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LightningCompiler } from '../../../../local-org/lightning/build/compiler.ts';

const TIMEOUT = 120_000;
const NOTHING = { bundles: {}, labels: {}, staticResources: [] };
const broken = { bundles: { broken: { 'broken.js': 'export default class {' } }, labels: {}, staticResources: [] };

let cache: string;
let compiler: LightningCompiler;

beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), 'scim-rollcall-test-'));
  compiler = new LightningCompiler(cache, ['lightning/badge']);
});
afterAll(async () => {
  await compiler.close();
  rmSync(cache, { recursive: true, force: true });
});

describe('the compiler behind the pages', () => {
  it(
    'builds in a thread while this one goes on, and says how far it is',
    async () => {
      const shares: number[] = [];
      let turns = 0;
      const timer = setInterval(() => {
        turns += 1;
      }, 5);
      const build = await compiler.base((share) => shares.push(share));
      clearInterval(timer);
      expect(build.manifest.modules['lightning/badge']).toBe('lightning/badge.js');
      expect(turns).toBeGreaterThan(10);
      expect(shares.at(-1)).toBe(1);
      expect(compiler.share).toBe(1);
    },
    TIMEOUT,
  );

  it('gives everybody the same build', async () => {
    const [one, two] = await Promise.all([compiler.base(), compiler.base()]);
    expect(one).toBe(two);
  });

  it(
    'compiles the components of an org and keeps them',
    async () => {
      const one = await compiler.org(NOTHING);
      expect(one.manifest.key).toMatch(/^org-[0-9a-f]{16}$/);
      expect(await compiler.org({ ...NOTHING })).toBe(one);
    },
    TIMEOUT,
  );

  it(
    'names the bundle that does not compile',
    async () => {
      await expect(compiler.org(broken)).rejects.toMatchObject({ name: 'BundleBuildError', bundle: 'broken' });
    },
    TIMEOUT,
  );

  it(
    'fails what is in progress when it is closed, and works again afterwards',
    async () => {
      // A base build of its own takes the thread seconds: it cannot be over before it is closed.
      const other = new LightningCompiler(join(cache, 'other'), ['lightning/badge']);
      const interrupted = other.base().catch((error: Error) => error.message);
      await other.close();
      expect(await interrupted).toBe('The Lightning compiler was closed.');
      expect((await compiler.org({ ...NOTHING, labels: { one: 'again' } })).manifest.key).toMatch(/^org-/);
      await compiler.close();
      expect((await compiler.org({ ...NOTHING, labels: { one: 'and again' } })).manifest.key).toMatch(/^org-/);
    },
    TIMEOUT,
  );
});
