import { reduceErrors } from 'c/rollcallErrors';

describe('c-rollcall-errors', () => {
  it('reads the message of an Apex exception', () => {
    expect(reduceErrors({ status: 500, body: { message: 'You lack the permission.' } })).toEqual([
      'You lack the permission.',
    ]);
  });

  it('reads every message of a UI API read', () => {
    expect(reduceErrors({ body: [{ message: 'One' }, { message: 'Two' }] })).toEqual(['One', 'Two']);
  });

  it('reads page, field and output errors of a DML error', () => {
    const body = {
      message: 'An error occurred',
      pageErrors: [{ message: 'Page' }],
      fieldErrors: { Name: [{ message: 'Field' }] },
      output: { errors: [{ message: 'Output' }], fieldErrors: { Email: [{ message: 'Output field' }] } },
    };
    expect(reduceErrors({ body })).toEqual(['Page', 'Output', 'Field', 'Output field']);
  });

  it('reads JavaScript errors, texts and text bodies', () => {
    expect(reduceErrors([new Error('Offline'), 'Plain', { body: 'Body' }])).toEqual(['Offline', 'Plain', 'Body']);
  });

  it('falls back to the status text', () => {
    expect(reduceErrors({ statusText: 'Service Unavailable' })).toEqual(['Service Unavailable']);
    expect(reduceErrors({ body: {}, statusText: 'Gateway Timeout' })).toEqual(['Gateway Timeout']);
  });

  it('reports a message once', () => {
    expect(reduceErrors(['Same', 'Same '])).toEqual(['Same']);
  });

  it('finds nothing in nothing', () => {
    expect(reduceErrors(undefined)).toEqual([]);
    expect(reduceErrors([null, {}, { body: { message: 42 } }])).toEqual([]);
  });
});
