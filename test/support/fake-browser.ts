/**
 * A browser for `sf org login web`: opens the login page, presses Allow as the user in ROLLCALL_LOGIN_AS (or Deny), and
 * follows the redirect to the CLI. `xdg-open` runs what BROWSER names and waits for its end, and the CLI answers the
 * redirect only after that: so the work is done by a second process.
 */
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SCRIPT = `#!${process.execPath}
const { spawn } = require('node:child_process');
const url = process.argv[2];
if (!process.env.ROLLCALL_DETACHED) {
  spawn(process.execPath, [__filename, url], {
    detached: true, stdio: 'ignore', env: { ...process.env, ROLLCALL_DETACHED: '1' },
  }).unref();
} else {
  const field = (page, name) =>
    new RegExp('name="' + name + '" value="([^"]*)"').exec(page)[1].replaceAll('&amp;', '&');
  (async () => {
    const page = await (await fetch(url)).text();
    const body = new URLSearchParams({
      request: field(page, 'request'), token: field(page, 'token'),
      username: process.env.ROLLCALL_LOGIN_AS, decision: process.env.ROLLCALL_DECISION ?? 'allow',
    });
    const answer = await fetch(url.split('?')[0], { method: 'POST', redirect: 'manual', body });
    await fetch(answer.headers.get('location'));
  })();
}
`;

/** Writes the browser into a folder; the environment that makes `sf` use it. */
export function fakeBrowser(
  folder: string,
  username: string,
  decision: 'allow' | 'deny' = 'allow',
): Record<string, string> {
  const file = path.join(folder, 'browser.cjs');
  writeFileSync(file, SCRIPT);
  chmodSync(file, 0o755);
  return { BROWSER: file, DISPLAY: '', ROLLCALL_LOGIN_AS: username, ROLLCALL_DECISION: decision };
}

/** An RSA key and its public key, as PEM files in a folder. */
export function keyPair(folder: string): { key: string; certificate: string } {
  const key = path.join(folder, 'key.pem');
  const certificate = path.join(folder, 'certificate.pem');
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(key, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(certificate, pair.publicKey.export({ type: 'spki', format: 'pem' }));
  return { key, certificate };
}
