/** Whatever lies in a folder: a clear finding or error, no crash, and bounded work. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ApexSource } from '../../../local-org/apex/contract.ts';
import { withDeepCode } from '../../../scripts/validate/deep-apex.ts';
import { validate } from '../../../scripts/validate/index.ts';
import type { Finding } from '../../../scripts/validate/index.ts';
import { readFiles } from '../../../scripts/validate/read-files.ts';
import { xml } from '../metadata/support/package.ts';

const CLASS = xml('ApexClass', '<apiVersion>67.0</apiVersion>\n<status>Active</status>');
/** Bytes that are no text, the same at every run. */
const GARBAGE = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919 + (index >> 3)) % 256));

let root = '';
const write = (file: string, content: string | Uint8Array): void => {
  const full = path.join(root, 'app', file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, content);
};
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'rollcall-bad-')));
  mkdirSync(path.join(root, 'app'));
  writeFileSync(
    path.join(root, 'sfdx-project.json'),
    JSON.stringify({ packageDirectories: [{ path: 'app', default: true }], sourceApiVersion: '67.0' }),
  );
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const told = (findings: Finding[]): string[] =>
  [...new Set(findings.map(({ code, file }) => `${code} ${file.replace(/^app\//, '')}`))].sort();

describe('a project of everything that goes wrong', () => {
  it('is reported file by file', async () => {
    write('classes/Garbage.cls', GARBAGE);
    write('classes/Garbage.cls-meta.xml', CLASS);
    write('classes/Meta.cls', 'public class Meta {}');
    write('classes/Meta.cls-meta.xml', GARBAGE);
    write(
      'permissionsets/Bomb.permissionset-meta.xml',
      '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]>\n<PermissionSet><label>&d;</label></PermissionSet>',
    );
    write('permissionsets/Deep.permissionset-meta.xml', '<a>'.repeat(100_000));
    write('permissionsets/Empty.permissionset-meta.xml', '');
    write('permissionsets/Garbage.permissionset-meta.xml', GARBAGE);
    write('permissionsets/Huge.permissionset-meta.xml', '');
    truncateSync(path.join(root, 'app/permissionsets/Huge.permissionset-meta.xml'), 10 ** 9);
    write('lwc/garbage/garbage.js', GARBAGE);
    write('lwc/garbage/garbage.js-meta.xml', xml('LightningComponentBundle', '<isExposed>false</isExposed>'));
    write(
      'staticresources/bomb.resource-meta.xml',
      xml('StaticResource', '<cacheControl>Public</cacheControl>\n<contentType>application/zip</contentType>'),
    );
    // The head of a zip whose single entry claims four gigabytes: it is kept as it is, and never opened.
    write(
      'staticresources/bomb.zip',
      Buffer.from('504b03040a00000008000000000000000000ffffffffffffffff0100000061', 'hex'),
    );
    symlinkSync('..', path.join(root, 'app/loop'));
    symlinkSync('nowhere', path.join(root, 'app/classes/Dangling.cls'));
    const { findings } = await validate({ paths: [root] });
    expect(told(findings)).toEqual([
      'apex-compile classes/Garbage.cls',
      'file-unreadable permissionsets/Huge.permissionset-meta.xml',
      'lwc-compile lwc/garbage/garbage.js',
      'xml-malformed classes/Meta.cls-meta.xml',
      'xml-malformed permissionsets/Bomb.permissionset-meta.xml',
      'xml-malformed permissionsets/Deep.permissionset-meta.xml',
      'xml-malformed permissionsets/Empty.permissionset-meta.xml',
      'xml-malformed permissionsets/Garbage.permissionset-meta.xml',
    ]);
  });
});

describe('files that cannot be read', () => {
  it('are told with what the file system said', () => {
    const { contents, unreadable } = readFiles(root, ['sfdx-project.json', 'app', 'gone.cls']);
    expect([...contents.keys()]).toEqual(['sfdx-project.json']);
    expect(unreadable.get('app')).toMatch(/EISDIR/);
    expect(unreadable.get('gone.cls')).toMatch(/ENOENT/);
  });

  it('are too many when no deploy could hold them', () => {
    write('a.cls', 'x'.repeat(60));
    write('b.cls', 'x'.repeat(60));
    expect(readFiles(root, ['app/a.cls'], 100).contents.size).toBe(1);
    expect(() => readFiles(root, ['app/a.cls', 'app/b.cls'], 100)).toThrow(
      /more than 100 bytes, more than one deploy can/,
    );
  });
});

describe('code that is nested without end', () => {
  const source = (name: string): ApexSource => ({ kind: 'class', name, apiVersion: 67, body: '' });
  it('is told of the one class, and the others are compiled', () => {
    const compile = withDeepCode((sources) => {
      if (sources.some(({ name }) => name === 'Deep')) throw new RangeError('Maximum call stack size exceeded');
      return sources.flatMap(({ name }) => [
        { name, line: 2, column: 1, problem: 'Invalid type: Deep' },
        { name, line: 3, column: 1, problem: 'Invalid type: Other' },
      ]);
    });
    expect(compile([source('Deep'), source('Flat')])).toEqual([
      { name: 'Deep', line: 1, column: 1, problem: 'The code is nested too deeply to be compiled' },
      { name: 'Flat', line: 3, column: 1, problem: 'Invalid type: Other' },
    ]);
  });

  it('hides no other error', () => {
    const fail = withDeepCode(() => {
      throw new TypeError('broken');
    });
    expect(() => fail([source('A')])).toThrow('broken');
  });
});
