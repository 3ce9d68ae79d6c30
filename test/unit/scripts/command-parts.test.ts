import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadMessages } from '../../../scripts/messages.ts';
import { createStages, silentStages } from '../../../scripts/progress/stages.ts';
import { findProject } from '../../../scripts/project.ts';
import { readSeed } from '../../../scripts/start/options.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'scim-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const thrownBy = (work: () => unknown): { name: string; message: string; exitCode?: number } => {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('Nothing was thrown.');
};

describe('messages', () => {
  const messages = loadMessages('scim.org.start');

  it('fills in values in order and splits lists at their bullets', () => {
    expect(messages.text('error.port', 8080)).toBe('Port 8080 on 127.0.0.1 is in use.');
    const examples = messages.list('examples');
    expect(examples.length).toBeGreaterThan(1);
    // Each bullet is one example with one command.
    expect(examples.map((example) => example.split('<%= command.id %>').length)).toEqual(examples.map(() => 2));
  });

  it('name the missing key and the file', () => {
    expect(() => messages.text('no.such')).toThrow('Message "no.such" is missing in scim.org.start.md.');
  });
});

describe('the seed flag', () => {
  const messages = loadMessages('scim.org.start');

  it.each([
    ['none', { kind: 'none' }],
    ['demo', { kind: 'demo' }],
    ['500', { kind: 'count', users: 500 }],
  ])('reads %s', (text, seed) => {
    expect(readSeed(text, messages)).toEqual(seed);
  });

  it.each(['0', '-1', '1.5', 'many', '100001', ''])('refuses "%s" with exit code 2', (text) => {
    const error = thrownBy(() => readSeed(text, messages));
    expect([error.name, error.exitCode]).toEqual(['InvalidSeed', 2]);
  });
});

describe('finding the project', () => {
  it('walks up to sfdx-project.json', () => {
    writeFileSync(
      path.join(folder, 'sfdx-project.json'),
      '{"sourceApiVersion":"66.0","packageDirectories":[{"path":"force-app"}]}',
    );
    const inner = path.join(folder, 'force-app', 'main');
    mkdirSync(inner, { recursive: true });
    expect(findProject(inner)).toEqual({
      root: folder,
      apiVersion: '66.0',
      packageDirectories: [{ path: 'force-app', default: false }],
    });
  });

  it('says what to do where there is none, and what is wrong with a broken one', () => {
    expect(thrownBy(() => findProject(folder)).name).toBe('NotAProject');
    writeFileSync(path.join(folder, 'sfdx-project.json'), '{');
    expect(thrownBy(() => findProject(folder)).message).toMatch(/sfdx-project\.json cannot be read: /);
  });
});

describe('stages', () => {
  const collect = (): { stream: NodeJS.WriteStream; text: () => string } => {
    let text = '';
    const stream = new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk);
        done();
      },
    });
    return { stream: stream as unknown as NodeJS.WriteStream, text: () => text };
  };

  it('print one plain line when they end, with the last note and the time', async () => {
    const output = collect();
    const result = await createStages(output.stream).run('Deploy', (note) => {
      note('3 components');
      return 7;
    });
    expect(result).toBe(7);
    expect(output.text()).toMatch(/^✔ Deploy {2}3 components, \d+\.\d s\n$/);
  });

  it('mark a failure and pass the error on', async () => {
    const output = collect();
    const failing = createStages(output.stream).run('Deploy', () => {
      throw new Error('refused');
    });
    await expect(failing).rejects.toThrow('refused');
    expect(output.text()).toMatch(/^✘ Deploy {2}failed after \d+\.\d s\n$/);
  });

  it('stay silent for --json', async () => {
    expect(await silentStages.run('Deploy', () => 'done')).toBe('done');
  });
});
