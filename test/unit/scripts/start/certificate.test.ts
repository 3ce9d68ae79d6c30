import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readCertificate } from '../../../../scripts/start/options.ts';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-pem-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, content: string): string => {
  writeFileSync(path.join(folder, name), content);
  return path.join(folder, name);
};

describe('--jwt-certificate', () => {
  it('reads a public key in PEM form', () => {
    const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    expect(readCertificate(file('public.pem', pem))).toBe(pem);
    expect(readCertificate(undefined)).toBeUndefined();
  });

  it('names the file and the remedy, as a bad flag, when it holds no certificate', () => {
    const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const [name, content, why] of [
      ['nonsense.pem', 'nonsense', /nonsense\.pem: .*no X\.509 certificate/],
      ['private.pem', privateKey, /private\.pem: .*private key; give the certificate/],
    ] as const) {
      const read = (): unknown => readCertificate(file(name, content));
      expect(read).toThrow(why);
      expect(read).toThrow(
        expect.objectContaining({
          name: 'InvalidCertificate',
          exitCode: 2,
          actions: [expect.stringContaining('openssl')],
        }),
      );
    }
    expect(() => readCertificate(path.join(folder, 'missing.pem'))).toThrow(/missing\.pem.*ENOENT/);
  });

  it('says no word of a private key that it was given', () => {
    const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const secret = pem.split('\n')[1] ?? '';
    expect(() => readCertificate(file('secret.pem', pem))).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret) }),
    );
  });
});
