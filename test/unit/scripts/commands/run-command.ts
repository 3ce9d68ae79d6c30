/** Runs a command in this process, as `node bin/run.js` does, and keeps what it wrote and its exit code. */
import { jest } from '@jest/globals';
import { settings } from '@oclif/core';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../../..');

// Each test file loads oclif anew, and each time it listens for errors of the same standard output: more than ten files in
// one worker made Node warn of a leak, on the standard error that tests look at.
process.stdout.setMaxListeners(100);

export interface CommandRun {
  stdout: string;
  stderr: string;
  exitCode: number;
  /** The only thing on stdout, parsed. Raises when there is anything beside one JSON object. */
  json(): ReturnType<typeof JSON.parse>;
}

/** `during` is called with what is on stdout so far, whenever something is written. */
export async function runCommand(
  command: { run(argv: string[], options: { root: string }): Promise<unknown> },
  argv: string[],
  during: (stdout: string) => void = () => undefined,
): Promise<CommandRun> {
  settings.enableAutoTranspile = false;
  // Otherwise oclif adds hints for plugin authors to stderr.
  process.env['NODE_ENV'] = 'production';
  let stdout = '';
  let stderr = '';
  const out = (text: string): true => {
    stdout += text;
    during(stdout);
    return true;
  };
  const error = (text: string): true => {
    stderr += text;
    return true;
  };
  const spies = [
    jest.spyOn(console, 'log').mockImplementation((text: string) => void out(`${text ?? ''}\n`)),
    jest.spyOn(console, 'error').mockImplementation((text: string) => void error(`${text}\n`)),
    jest.spyOn(process.stdout, 'write').mockImplementation(((text: string) => out(text)) as never),
    jest.spyOn(process.stderr, 'write').mockImplementation(((text: string) => error(text)) as never),
  ];
  const exitCodeBefore = process.exitCode;
  process.exitCode = undefined;
  try {
    await command.run(argv, { root: ROOT });
    return { stdout, stderr, exitCode: Number(process.exitCode ?? 0), json: () => JSON.parse(stdout) };
  } finally {
    process.exitCode = exitCodeBefore;
    process.env['NODE_ENV'] = 'test';
    for (const spy of spies) spy.mockRestore();
  }
}
