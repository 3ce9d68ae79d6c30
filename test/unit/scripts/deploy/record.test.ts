/** The record of a run on disk: what survives, who may have it, and what is no record. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { recordsOf, type RunRecord } from '../../../../scripts/deploy/record.ts';
import { errorOf } from '../raised.ts';

const ORG = '00D000000000001AAA';
let root: string;
const folder = (): string => path.join(root, '.rollcall', 'deploy');
const file = (): string => path.join(folder(), `${ORG}.json`);

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'rollcall-record-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const run = (change: Partial<RunRecord> = {}): RunRecord => ({
  id: 'one',
  org: { id: ORG, username: 'ada.example@example.com', kind: 'sandbox' },
  startedAt: '2026-11-30T10:00:00.000Z',
  status: 'open',
  source: 'hash',
  options: { route: 'direct' },
  steps: [{ id: 'core', state: 'running', before: null, job: '0Af000000000001AAA' }],
  created: [{ type: 'ApexClass', fullName: 'Roster' }],
  assignments: [],
  ...change,
});
const keep = (record: RunRecord): void => {
  const lock = recordsOf(root).open(record.org.id);
  lock.keep(record);
  lock.close();
};

describe('a record', () => {
  it('is read as it was written, by the org', () => {
    keep(run());
    expect(recordsOf(root).find(ORG)).toEqual(run());
    expect(recordsOf(root).find('00D000000000002AAA')).toBeUndefined();
  });

  it('leaves no half-written file beside it', () => {
    keep(run());
    expect(readdirSync(folder()).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('is written anew with each save', () => {
    const lock = recordsOf(root).open(ORG);
    const kept = lock.keep(run());
    kept.run.steps[0]!.state = 'done';
    kept.save();
    lock.close();
    expect(recordsOf(root).find(ORG)!.steps[0]!.state).toBe('done');
  });

  it('is listed with others, the newest first', () => {
    keep(run());
    keep(run({ id: 'two', org: { ...run().org, id: '00D000000000002AAA' }, startedAt: '2026-12-01T10:00:00.000Z' }));
    expect(
      recordsOf(root)
        .all()
        .map(({ id }) => id),
    ).toEqual(['two', 'one']);
  });
});

describe('a file that is no record', () => {
  it.each([
    ['a cut-off file', (text: string) => text.slice(0, 40)],
    ['a list that somebody extended', (text: string) => text.replace('"Roster"', '"Account"')],
    ['an id that is none', (text: string) => text.replace('0Af000000000001AAA', '../../x')],
    ['another format', (text: string) => text.replace('"format": 1', '"format": 2')],
  ])('is refused by name with what to do: %s', async (_case, change) => {
    keep(run());
    writeFileSync(file(), change(readFileSync(file(), 'utf8')));
    const error = await errorOf(() => recordsOf(root).find(ORG));
    expect([error.name, error.message]).toEqual(['RecordUnreadable', expect.stringContaining(file())]);
    expect(error.actions[0]).toContain('Setup › Deployment Status');
  });

  it('is not looked for outside its folder', async () => {
    expect(await errorOf(() => recordsOf(root).find('../../etc/passwd'))).toMatchObject({ name: 'RecordUnreadable' });
  });
});

describe('an org', () => {
  it('is deployed to by one process at a time', async () => {
    const lock = recordsOf(root).open(ORG);
    const error = await errorOf(() => recordsOf(root).open(ORG));
    expect([error.name, error.actions[0]]).toEqual(['DeployRunning', expect.stringContaining('scim deploy resume')]);
    lock.close();
    recordsOf(root).open(ORG).close();
  });
});
