/**
 * Preload (`node --import`): writes down who opens a file in which sf keeps logins, as `<module>\t<file>` lines in `WATCH_LOG`.
 * The module is the nearest caller outside Node itself.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

const { HOME, WATCH_LOG } = process.env;
const FOLDERS = ['.sf', '.sfdx'].map((name) => path.join(HOME, name));
const OPENING = [
  'access',
  'copyFile',
  'cp',
  'createReadStream',
  'createWriteStream',
  'open',
  'readFile',
  'readdir',
  'rename',
  'writeFile',
];
const write = fs.appendFileSync.bind(fs);

function watch(target, name) {
  const original = target[name];
  if (typeof original !== 'function') return;
  target[name] = function (file, ...rest) {
    const at = typeof file === 'string' ? path.resolve(file) : file instanceof URL ? file.pathname : '';
    if (FOLDERS.some((folder) => at === folder || at.startsWith(folder + path.sep))) {
      const frames = new Error().stack.split('\n').slice(2);
      const caller =
        frames.find((frame) => !frame.includes('node:') && !frame.includes('watch-auth-files')) ?? 'nobody';
      write(WATCH_LOG, `${caller.trim()}\t${at}\n`);
    }
    return original.call(this, file, ...rest);
  };
}

for (const name of OPENING) {
  watch(fs, name);
  watch(fs, `${name}Sync`);
  watch(fs.promises, name);
}
syncBuiltinESMExports();
