/** A validation that is killed leaves the project as it was: nothing but the tool's own cache is ever written. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { copyProject } from '../fixtures/faults/plant.ts';
import type { ProjectCopy } from '../fixtures/faults/plant.ts';

const BIN = path.join(import.meta.dirname, '../../bin/run.js');

let project: ProjectCopy;
beforeAll(() => {
  project = copyProject();
});
afterAll(() => project.remove());

/** Every file of the project with what is in it. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const entries = readdirSync(project.root, { recursive: true, withFileTypes: true });
  for (const entry of entries.sort((a, b) =>
    path.join(a.parentPath, a.name) < path.join(b.parentPath, b.name) ? -1 : 1,
  )) {
    const file = path.join(entry.parentPath, entry.name);
    hash.update(file);
    if (entry.isFile()) hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

function killedAfter(milliseconds: number): Promise<string | null> {
  const child = spawn(process.execPath, [BIN, 'scim', 'validate', '--no-java'], { cwd: project.root, stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
  return new Promise((resolve) => {
    child.on('exit', (_code, signal) => {
      clearTimeout(timer);
      resolve(signal);
    });
  });
}

it.each([50, 250, 450, 650])('killed after %i ms, it leaves the project as it was', async (milliseconds) => {
  const before = fingerprint();
  const signal = await killedAfter(milliseconds);
  // A fast machine may be done by then; that leaves nothing behind either.
  expect([null, 'SIGKILL']).toContain(signal);
  expect(fingerprint()).toBe(before);
});
