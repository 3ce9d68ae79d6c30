/** `Blob`, `EncodingUtil`, `Crypto`, `UUID` (Apex Reference). */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSign,
  createVerify,
  randomBytes,
  randomUUID,
  timingSafeEqual,
} from 'node:crypto';
import { NotImplementedError } from '../../data/types.ts';
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { ApexBlob } from '../values/blob.ts';
import { textHash } from '../values/keys.ts';
import { ApexUuid } from '../values/uuid.ts';
import { required } from './arguments.ts';

export const blobType: SystemType = {
  name: 'Blob',
  is: (value) => value instanceof ApexBlob,
  statics: {
    valueOf: (rt: Runtime, text: string | null) => ApexBlob.fromText(required(rt, text)),
    toPdf: () => {
      throw new NotImplementedError('Blob.toPdf');
    },
  },
  methods: {
    size: (_rt, self: ApexBlob) => self.bytes.length,
    // On null it says what a null argument does, unlike other methods (trailheadapps/apex-recipes asserts the words).
    toString: (rt: Runtime, self: ApexBlob | null) =>
      required(rt, self).toText() ?? rt.raise('System.StringException', 'BLOB is not a valid UTF-8 string'),
  },
};

export const encodingType: SystemType = {
  name: 'EncodingUtil',
  statics: {
    base64Encode: (rt, blob: ApexBlob | null) => required(rt, blob).toBase64(),
    base64Decode: (rt, text: string | null) => {
      const source = required(rt, text);
      if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(source))
        rt.raise('System.StringException', 'Unrecognized base64 character');
      return ApexBlob.fromBase64(source);
    },
    convertToHex: (rt, blob: ApexBlob | null) => Buffer.from(required(rt, blob).bytes).toString('hex'),
    convertFromHex: (rt, text: string | null) => {
      const source = required(rt, text);
      if (!/^([0-9a-fA-F]{2})*$/.test(source))
        rt.raise('System.StringException', 'Unrecognized hexadecimal character or odd number of them');
      return new ApexBlob(new Uint8Array(Buffer.from(source, 'hex')));
    },
    urlEncode: (rt, text: string | null, charset: string | null) => {
      utf8(rt, charset);
      return encodeURIComponent(required(rt, text))
        .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
        .replaceAll('%20', '+');
    },
    urlDecode: (rt, text: string | null, charset: string | null) => {
      utf8(rt, charset);
      try {
        return decodeURIComponent(required(rt, text).replaceAll('+', ' '));
      } catch {
        return rt.raise('System.IllegalArgumentException', 'URLDecoder: Illegal hex characters in escape (%) pattern');
      }
    },
  },
};

/** Apex algorithm names -> Node's. */
const DIGESTS: Record<string, string> = {
  md5: 'md5',
  sha1: 'sha1',
  'sha-1': 'sha1',
  'sha-256': 'sha256',
  sha256: 'sha256',
  'sha-512': 'sha512',
  sha512: 'sha512',
  'sha3-256': 'sha3-256',
  'sha3-384': 'sha3-384',
  'sha3-512': 'sha3-512',
};
const MACS: Record<string, string> = { hmacmd5: 'md5', hmacsha1: 'sha1', hmacsha256: 'sha256', hmacsha512: 'sha512' };
const SIGNATURES: Record<string, string> = {
  rsa: 'sha1',
  'rsa-sha1': 'sha1',
  'rsa-sha256': 'sha256',
  'rsa-sha384': 'sha384',
  'rsa-sha512': 'sha512',
};
const CIPHERS: Record<string, string> = { aes128: 'aes-128-cbc', aes192: 'aes-192-cbc', aes256: 'aes-256-cbc' };

export const cryptoType: SystemType = {
  name: 'Crypto',
  statics: {
    generateDigest: (rt, algorithm: string | null, input: ApexBlob | null) =>
      blob(
        createHash(named(rt, DIGESTS, algorithm))
          .update(required(rt, input).bytes)
          .digest(),
      ),
    generateMac: (rt, algorithm: string | null, input: ApexBlob | null, key: ApexBlob | null) =>
      blob(
        createHmac(named(rt, MACS, algorithm), required(rt, key).bytes)
          .update(required(rt, input).bytes)
          .digest(),
      ),
    verifyHmac: (rt, algorithm: string | null, input: ApexBlob | null, key: ApexBlob | null, mac: ApexBlob | null) => {
      const expected = createHmac(named(rt, MACS, algorithm), required(rt, key).bytes)
        .update(required(rt, input).bytes)
        .digest();
      const given = required(rt, mac).bytes;
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
    getRandomInteger: () => randomBytes(4).readInt32LE(),
    getRandomLong: () => randomBytes(8).readBigInt64LE(),
    generateAesKey: (rt, bits: number) => {
      if (![128, 192, 256].includes(bits))
        rt.raise('System.InvalidParameterValueException', 'Invalid AES key size. Must be 128, 192, or 256 bits.');
      return blob(randomBytes(bits / 8));
    },
    'encrypt(String,Blob,Blob,Blob)': (
      rt,
      algorithm: string | null,
      key: ApexBlob | null,
      iv: ApexBlob | null,
      input: ApexBlob | null,
    ) => cipher(rt, algorithm, key, required(rt, iv).bytes, required(rt, input).bytes, true),
    'decrypt(String,Blob,Blob,Blob)': (
      rt,
      algorithm: string | null,
      key: ApexBlob | null,
      iv: ApexBlob | null,
      input: ApexBlob | null,
    ) => cipher(rt, algorithm, key, required(rt, iv).bytes, required(rt, input).bytes, false),
    encryptWithManagedIV: (rt, algorithm: string | null, key: ApexBlob | null, input: ApexBlob | null) => {
      const iv = randomBytes(16);
      return blob(Buffer.concat([iv, cipher(rt, algorithm, key, iv, required(rt, input).bytes, true).bytes]));
    },
    decryptWithManagedIV: (rt, algorithm: string | null, key: ApexBlob | null, input: ApexBlob | null) => {
      const { bytes } = required(rt, input);
      return cipher(rt, algorithm, key, bytes.subarray(0, 16), bytes.subarray(16), false);
    },
    sign: (rt, algorithm: string | null, input: ApexBlob | null, key: ApexBlob | null) =>
      guarded(rt, () =>
        blob(
          createSign(named(rt, SIGNATURES, algorithm))
            .update(required(rt, input).bytes)
            .sign({ key: Buffer.from(required(rt, key).bytes), format: 'der', type: 'pkcs8' }),
        ),
      ),
    'verify(String,Blob,Blob,Blob)': (
      rt,
      algorithm: string | null,
      input: ApexBlob | null,
      signature: ApexBlob | null,
      key: ApexBlob | null,
    ) =>
      guarded(rt, () =>
        createVerify(named(rt, SIGNATURES, algorithm))
          .update(required(rt, input).bytes)
          .verify(
            { key: Buffer.from(required(rt, key).bytes), format: 'der', type: 'spki' },
            required(rt, signature).bytes,
          ),
      ),
  },
};

export const uuidType: SystemType = {
  name: 'UUID',
  is: (value) => value instanceof ApexUuid,
  statics: {
    randomUUID: () => new ApexUuid(randomUUID()),
    fromString: (rt, text: string | null) => {
      const value = required(rt, text);
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
        ? new ApexUuid(value.toLowerCase())
        : rt.raise('System.IllegalArgumentException', `Invalid UUID string: ${value}`);
    },
  },
  methods: {
    equals: (_rt, self: ApexUuid, other: unknown) => other instanceof ApexUuid && other.text === self.text,
    hashCode: (_rt, self: ApexUuid) => textHash(self.text),
    toString: (_rt: Runtime, self: ApexUuid) => self.text,
  },
};

function blob(bytes: Buffer): ApexBlob {
  return new ApexBlob(new Uint8Array(bytes));
}

function named(rt: Runtime, table: Record<string, string>, name: string | null): string {
  return (
    table[required(rt, name).toLowerCase()] ?? rt.raise('System.NoSuchAlgorithmException', `${name} not available`)
  );
}

function utf8(rt: Runtime, charset: string | null): void {
  if (required(rt, charset).toUpperCase() !== 'UTF-8')
    throw new NotImplementedError(`The character set ${charset} in EncodingUtil`);
}

function cipher(
  rt: Runtime,
  algorithm: string | null,
  key: ApexBlob | null,
  iv: Uint8Array,
  input: Uint8Array,
  encrypt: boolean,
): ApexBlob {
  const name = named(rt, CIPHERS, algorithm);
  return guarded(rt, () => {
    const engine = (encrypt ? createCipheriv : createDecipheriv)(name, required(rt, key).bytes, iv);
    return blob(Buffer.concat([engine.update(input), engine.final()]));
  });
}

/** Key and padding errors of Node as the platform's SecurityException. */
function guarded<T>(rt: Runtime, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error)
      return rt.raise(
        'System.SecurityException',
        'Given final block not properly padded, or the key does not fit the algorithm.',
      );
    throw error;
  }
}
