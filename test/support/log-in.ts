/** What `sf org login access-token --alias` leaves in a home directory, written by core in a process of its own. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PROGRAM = `
import { AuthInfo, StateAggregator } from '@salesforce/core';
const [instanceUrl, accessToken, ...aliases] = process.argv.slice(1);
const authInfo = await AuthInfo.create({ accessTokenOptions: { accessToken, instanceUrl, loginUrl: instanceUrl } });
await authInfo.save();
const state = await StateAggregator.getInstance();
for (const alias of aliases) await state.aliases.setAndSave(alias, authInfo.getUsername());
`;

export async function logInAs(home: string, org: { url: string; token: string }, aliases: string[]): Promise<void> {
  await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', PROGRAM, org.url, org.token, ...aliases],
    {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], HOME: home, USERPROFILE: home, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true' },
    },
  );
}
