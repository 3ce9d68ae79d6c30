import { describe, expect, it } from '@jest/globals';
import { ApexError } from '../../../local-org/apex/contract.ts';
import { NotImplementedError, PlatformError } from '../../../local-org/data/types.ts';
import { toRestErrors } from '../../../local-org/server/errors.ts';

const quiet = (): void => undefined;

describe('errors in REST form', () => {
  it('keep code, text, fields and status of the platform', () => {
    const error = new PlatformError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [Name]', {
      fields: ['Name'],
    });
    expect(toRestErrors(error, quiet)).toEqual({
      status: 400,
      errors: [
        { message: 'Required fields are missing: [Name]', errorCode: 'REQUIRED_FIELD_MISSING', fields: ['Name'] },
      ],
    });
  });

  it('answer 501 for what does not exist, so that clients do not retry for 15 seconds', () => {
    expect(toRestErrors(new NotImplementedError('Bulk API 2.0'), quiet)).toEqual({
      status: 501,
      errors: [{ message: 'Bulk API 2.0 is not implemented in the embedded org.', errorCode: 'NOT_IMPLEMENTED' }],
    });
  });

  it('show an Apex exception with its stack', () => {
    const answer = toRestErrors(
      new ApexError('System.QueryException', 'boom', 'Class.Demo.run: line 3, column 1'),
      quiet,
    );
    expect(answer.errors[0]?.message).toBe('System.QueryException: boom\n\nClass.Demo.run: line 3, column 1');
  });

  it('tell nothing of an unexpected failure but an id that the log has too', () => {
    const lines: string[] = [];
    const answer = toRestErrors(new Error('cannot read /srv/private/secret'), (line) => lines.push(line));
    const text = answer.errors[0]?.message ?? '';
    const id = text.split(': ')[1] ?? '?';
    expect(answer.status).toBe(500);
    expect(text).not.toContain('secret');
    expect(lines.join('\n')).toContain(`error ${id}: Error: cannot read /srv/private/secret`);
  });

  it.each([
    [413, 'REQUEST_LIMIT_EXCEEDED'],
    [415, 'UNSUPPORTED_MEDIA_TYPE'],
    [400, 'BAD_REQUEST'],
  ])('name refusals of the transport: %i', (statusCode, errorCode) => {
    const answer = toRestErrors(Object.assign(new Error('x'), { statusCode }), quiet);
    expect(answer).toEqual({ status: statusCode, errors: [expect.objectContaining({ errorCode })] });
  });
});
