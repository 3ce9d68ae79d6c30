/** Logins belong to sf: the toolchain asks @salesforce/core for them and never opens the files itself. No telemetry either. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const sources = ['scripts', 'bin', 'local-org'].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[jt]s$/.test(file))
    .map((file) => ({ file: `${folder}/${file}`, text: readFileSync(path.join(ROOT, folder, file), 'utf8') })),
);
const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
  oclif: Record<string, unknown>;
};

/** Lines that name something, without their comments. */
const mentions = (pattern: RegExp): string[] =>
  sources.flatMap(({ file, text }) =>
    text
      .split('\n')
      .filter((line) => pattern.test(line.replace(/^\s*(?:\*|\/\/|\/\*).*$/, '')))
      .map((line) => `${file}: ${line.trim()}`),
  );

describe('the toolchain', () => {
  it('never names a folder or file in which sf keeps logins, but to leave it out', () => {
    expect(mentions(/['"`/]\.sfd?x?['"`/]|alias\.json|key\.json|homedir|USERPROFILE|env\[?\.?['"]?HOME\b/)).toEqual([
      "scripts/rules/folder.ts: const LEFT_OUT = new Set(['node_modules', '.git', '.sf', '.sfdx']);",
    ]);
  });

  it('asks @salesforce/core for no secret of a login beyond the token that it sends', () => {
    expect(
      mentions(/\b(?:refreshToken|privateKey|clientSecret|getFields\(true|getSfdxAuthUrl|decrypt)\b/).filter(
        (line) => line.startsWith('scripts/') && !line.startsWith('scripts/start/'),
      ),
    ).toEqual([]);
  });

  it('sends nothing home: no hook, and no dependency that does', () => {
    expect(Object.keys(manifest.oclif)).not.toContain('hooks');
    expect(
      Object.keys(manifest.dependencies).filter((name) => /telemetry|insights|analytics|sentry/i.test(name)),
    ).toEqual([]);
    // Core's warnings come the same way; to hear them sends nothing.
    expect(mentions(/telemetry|Lifecycle\.getInstance\(\)\.(?!onWarning\()|applicationinsights/i)).toEqual([]);
  });
});
