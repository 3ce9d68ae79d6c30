/** What a failed request means for what may be done next. */
import { describe, expect, it } from '@jest/globals';
import { meaningOf } from '../../../../scripts/requests/meaning.ts';

const caused = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(''), { code }) });

describe('a failed request', () => {
  it.each([
    ['a refused connection', caused('ECONNREFUSED'), 'unsent'],
    ['an unknown host', caused('ENOTFOUND'), 'unsent'],
    ['a reset connection', caused('ECONNRESET'), 'unanswered'],
    ['a socket that the other side closed', caused('UND_ERR_SOCKET'), 'unanswered'],
    ['503', Object.assign(new Error('Service Unavailable'), { name: 'ERROR_HTTP_503' }), 'unanswered'],
    ['a maintenance page', new Error('HTTP response contains html content. Check that the org exists'), 'unanswered'],
    ['SCIM 502', new Error('POST /Users answered 502: bad gateway'), 'unanswered'],
    ['a row lock', Object.assign(new Error('unable to obtain'), { errorCode: 'UNABLE_TO_LOCK_ROW' }), 'locked'],
    ['an ended session', Object.assign(new Error('x'), { name: 'sf:INVALID_SESSION_ID' }), 'session'],
    ['a refresh token that was revoked', new Error('expired access/refresh token'), 'session'],
    ['no API requests left', Object.assign(new Error('x'), { errorCode: 'REQUEST_LIMIT_EXCEEDED' }), 'limited'],
    ['a duplicate', Object.assign(new Error('x'), { errorCode: 'DUPLICATE_VALUE' }), 'refused'],
    ['SCIM 409', new Error('POST /Users answered 409: user exists'), 'refused'],
    ['anything else', new Error('no such column'), 'refused'],
  ])('by %s is known as what it is', (_case, error, meaning) => {
    expect(meaningOf(error)).toBe(meaning);
  });
});
