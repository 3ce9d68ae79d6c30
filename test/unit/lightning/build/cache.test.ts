import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  cachedBuild,
  defaultCacheDir,
  pruneBuilds,
  publishBuild,
} from '../../../../local-org/lightning/build/cache.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scim-rollcall-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const complete = async (draft: string) => writeFileSync(join(draft, 'manifest.json'), '{}');

describe('the cache of compiled modules', () => {
  it('creates the preferred folder when it can', () => {
    expect(defaultCacheDir(join(folder, 'a', 'b'))).toBe(join(folder, 'a', 'b'));
  });

  it('falls back to the temporary folder when the preferred one cannot be made', () => {
    writeFileSync(join(folder, 'file'), '');
    const fallback = defaultCacheDir(join(folder, 'file', 'below'));
    expect(fallback.startsWith(join(tmpdir(), 'scim-rollcall-'))).toBe(true);
  });

  it('finds a build only when it is complete', async () => {
    mkdirSync(join(folder, 'base-1'));
    expect(cachedBuild(folder, 'base-1')).toBeUndefined();
    await publishBuild(folder, 'base-2', complete);
    expect(cachedBuild(folder, 'base-2')).toBe(join(folder, 'base-2'));
  });

  it('leaves nothing behind when writing fails', async () => {
    await expect(publishBuild(folder, 'base-1', () => Promise.reject(new Error('disk full')))).rejects.toThrow(
      'disk full',
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps the build of the process that was first', async () => {
    await publishBuild(folder, 'base-1', async (draft) => {
      await complete(draft);
      writeFileSync(join(draft, 'first'), '');
    });
    const published = await publishBuild(folder, 'base-1', complete);
    expect(existsSync(join(published, 'first'))).toBe(true);
    expect(readdirSync(folder)).toEqual(['base-1']);
  });

  it.each([
    ['org' as const, 8],
    ['base' as const, 3],
  ])('drops the %s builds that were used longest ago, and no others', (kind, kept) => {
    for (let age = 0; age < 12; age += 1) {
      const path = join(folder, `${kind}-${age.toString(16).padStart(16, '0')}`);
      mkdirSync(path);
      const used = new Date(Date.UTC(2026, 0, 1) - age * 60_000);
      utimesSync(path, used, used);
    }
    mkdirSync(join(folder, 'elsewhere'));
    pruneBuilds(folder, kind);
    const left = readdirSync(folder);
    expect(left.filter((name) => name.startsWith(`${kind}-`))).toHaveLength(kept);
    expect(left).toContain(`${kind}-0000000000000000`);
    expect(left).not.toContain(`${kind}-000000000000000b`);
    expect(left).toContain('elsewhere');
  });
});
