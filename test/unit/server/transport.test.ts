import { describe, expect, it } from '@jest/globals';
import { localPath } from '../../../local-org/server/auth/front-door.ts';
import { hostAllowed } from '../../../local-org/server/transport.ts';
import { versionOf } from '../../../local-org/server/versions.ts';

describe('the Host header', () => {
  it.each(['127.0.0.1:8080', 'localhost', 'LOCALHOST:1', '[::1]:8080'])('%s is this machine', (host) => {
    expect(hostAllowed(host, [])).toBe(true);
  });

  it.each([undefined, '', 'evil.example.com', '127.0.0.1.example.com:80', 'localhost.example.com'])(
    '%s is not',
    (host) => {
      expect(hostAllowed(host, [])).toBe(false);
    },
  );

  it('may name a host that was allowed on purpose', () => {
    expect(hostAllowed('rollcall.example.com:8080', ['rollcall.example.com'])).toBe(true);
  });
});

describe('API versions in paths', () => {
  it.each(['v20.0', 'v36.0', 'v50.0', 'v51.0', 'v67.0', 'v68.0'])('%s is served', (segment) => {
    expect(versionOf(segment)).toBe(segment.slice(1));
  });

  it.each(['v19.0', 'v69.0', 'v67', 'v67.1', 'latest', ''])('"%s" does not exist', (segment) => {
    expect(() => versionOf(segment)).toThrow(expect.objectContaining({ errorCode: 'NOT_FOUND', httpStatus: 404 }));
  });
});

describe('where the front door may lead', () => {
  const origin = 'http://127.0.0.1:8080';

  it.each([
    ['/lightning/n/SCIM_Rollcall?c__show=missing', '/lightning/n/SCIM_Rollcall?c__show=missing'],
    ['lightning/page/home', '/lightning/page/home'],
    ['http://127.0.0.1:8080/lightning/page/home', '/lightning/page/home'],
  ])('%s stays in the org', (asked, path) => {
    expect(localPath(asked, origin)).toBe(path);
  });

  it.each([
    undefined,
    null,
    '',
    'https://evil.example.com/',
    '//evil.example.com',
    '/\\evil.example.com',
    'javascript:alert(1)',
    'http://127.0.0.1:9999/',
    'http://[bad',
  ])('%s does not', (asked) => {
    expect(localPath(asked, origin)).toBeUndefined();
  });
});
