import { describe, expect, it } from '@jest/globals';
import { parseMultipart } from '../../../local-org/server/deploy/multipart.ts';

const TYPE = 'multipart/form-data; boundary=----b1';

function body(...parts: string[]): Buffer {
  return Buffer.from(`${parts.map((part) => `------b1\r\n${part}\r\n`).join('')}------b1--\r\n`, 'latin1');
}

describe('parseMultipart', () => {
  it('gives the bytes of each part by name', () => {
    const parts = parseMultipart(
      TYPE,
      body(
        'Content-Disposition: form-data; name="file"; filename="package.xml"\r\nContent-Type: application/zip\r\n\r\nPK\x03\x04\r\n\xff',
        'Content-Disposition: form-data; name="entity_content"\r\nContent-Type: application/json\r\n\r\n{"deployOptions":{}}',
      ),
    );
    expect(parts.get('file')).toEqual(Buffer.from('PK\x03\x04\r\n\xff', 'latin1'));
    expect(parts.get('entity_content')?.toString()).toBe('{"deployOptions":{}}');
  });

  it('takes a quoted boundary', () => {
    const parts = parseMultipart(
      'multipart/form-data; boundary="----b1"',
      body('Content-Disposition: form-data; name="a"\r\n\r\n1'),
    );
    expect(parts.get('a')?.toString()).toBe('1');
  });

  it.each([
    ['another content type', 'application/json', body()],
    ['no boundary in the body', TYPE, Buffer.from('x')],
    ['a part that is cut off', TYPE, Buffer.from('------b1\r\nContent-Disposition: form-data; name="a"\r\n\r\n1')],
    ['a part without a name', TYPE, body('Content-Type: text/plain\r\n\r\n1')],
  ])('refuses %s', (_what, type, bytes) => {
    expect(() => parseMultipart(type, bytes)).toThrow(
      expect.objectContaining({ errorCode: 'INVALID_MULTIPART_REQUEST' }),
    );
  });
});
