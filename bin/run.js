#!/usr/bin/env node
/**
 * Entry of the command line. The toolchain needs Node 22.19 or newer (node:sqlite, type stripping); on an older Node this
 * file hands over to the pinned Node that the npm dependency `node` brings.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const MINIMUM = [22, 19];

/** True when the running Node can strip types and has node:sqlite. */
function isRecentEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
}

/** Path of the Node binary in the npm package `node`, or undefined where it is not installed. */
function pinnedNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json');
    const binary = path.join(path.dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

/** Runs this file again under `binary`; signals and the exit code pass through. */
function handOver(binary) {
  const child = spawn(binary, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`Cannot start ${binary}: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    // As shells report a process that a signal ended.
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}

if (isRecentEnough()) {
  await import('./main.js');
} else {
  const binary = pinnedNode();
  if (binary) {
    handOver(binary);
  } else {
    console.error(
      `Node ${MINIMUM.join('.')} or newer is needed and this is ${process.version}. Run "npm install" in the project: it brings one.`,
    );
    process.exitCode = 1;
  }
}
