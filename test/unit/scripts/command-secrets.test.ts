/** What an error repeats, it repeats without secrets: in text, in JSON, in its remedies, its data and in warnings. */
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { ScimCommand, ScimError } from '../../../scripts/command.ts';
import { runCommand } from './commands/run-command.ts';

const TOKEN = '00D000000000001!AQEAQCanaryTokenOfAnError.xyz';
const PASSWORD = 'Canary-Password-Of-An-Error';

/** As a library throws that repeats the request it sent. */
class Unexpected extends ScimCommand {
  override async run(): Promise<never> {
    this.warn(`The header was Bearer ${TOKEN}.`);
    throw new TypeError(`fetch failed: POST /token?client_secret=${PASSWORD} with Authorization: Bearer ${TOKEN}`);
  }
}
class Told extends ScimCommand {
  override async run(): Promise<never> {
    throw new ScimError('Told', `The org "${TOKEN}" cannot be used.`, {
      actions: [`Log in again in place of ${TOKEN}.`],
      data: { list: [{ body: `{"password": "${PASSWORD}"}`, count: 1 }], none: null },
    });
  }
}

afterEach(() => {
  jest.restoreAllMocks();
});

describe.each([
  ['an exception that nobody expected', Unexpected],
  ['an error of ours', Told],
])('%s', (_name, command) => {
  it.each([[[]], [['--json']]])('shows no secret with the flags %j', async (argv) => {
    const { stdout, stderr, exitCode } = await runCommand(command, argv);
    expect([stdout + stderr, exitCode]).toEqual([expect.stringContaining('***'), 1]);
    expect(stdout + stderr).not.toMatch(/Canary/);
  });
});

describe('the data of an error', () => {
  it('keeps its shape', async () => {
    const run = await runCommand(Told, ['--json']);
    expect(run.json()).toMatchObject({ data: { list: [{ body: '{"password": "***"}', count: 1 }], none: null } });
  });
});
