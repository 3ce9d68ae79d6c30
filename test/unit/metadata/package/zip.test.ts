import { describe, expect, it } from '@jest/globals';
import { zipSync } from 'fflate';
import { MAX_FILES, MAX_ZIP_BYTES, readZip, writeZip } from '../../../../local-org/metadata/package/zip.ts';
import { bytes } from '../support/package.ts';

describe('readZip', () => {
  it('gives back what writeZip wrote, and writes the same bytes twice', () => {
    const files = bytes({ 'package.xml': '<Package/>', 'classes/A.cls': 'public class A {}' });
    expect([...readZip(writeZip(files))]).toEqual([...files]);
    expect(writeZip(files)).toEqual(writeZip(files));
  });

  it('leaves folder entries out', () => {
    expect([...readZip(zipSync({ 'a/': new Uint8Array(), 'a/b.txt': new Uint8Array([1]) })).keys()]).toEqual([
      'a/b.txt',
    ]);
  });

  it.each(['../evil.txt', '/etc/x', 'a/../../b', 'C:/x', 'a\\b'])(
    'refuses the path %j, which leaves the package',
    (name) => {
      expect(() => readZip(zipSync({ [name]: new Uint8Array([1]) }))).toThrow(/leaves the package/);
    },
  );

  it('refuses a name that unpacking would lose', () => {
    // The library cannot write the name either: another one of its length is overwritten in both headers.
    const zip = Buffer.from(zipSync({ 'other.xml': new Uint8Array([1]) }));
    for (let at = zip.indexOf('other.xml'); at >= 0; at = zip.indexOf('other.xml')) zip.write('__proto__', at);
    expect(() => readZip(zip)).toThrow(/__proto__/);
  });

  it('says so when the bytes are no zip', () => {
    expect(() => readZip(new TextEncoder().encode('no zip at all'))).toThrow(/can't be read/);
  });

  it('holds the limits of the Metadata API: bytes, files, and what they unpack to', () => {
    expect(() => readZip(new Uint8Array(MAX_ZIP_BYTES + 1))).toThrow(/Maximum size of request/);
    const many = Object.fromEntries(
      Array.from({ length: MAX_FILES + 1 }, (_, index) => [`f${index}`, new Uint8Array()]),
    );
    expect(() => readZip(zipSync(many, { level: 0 }))).toThrow(/more than 10000 files/);
    expect(() => readZip(zipSync({ bomb: new Uint8Array(20_000_000) }))).toThrow(/times its size/);
  });
});
