/** What `sf org login access-token --alias` leaves in a home directory, written by core in a process of its own. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
const PROGRAM = `
import { AuthInfo, StateAggregator } from '@salesforce/core';
const [instanceUrl, accessToken, alias] = process.argv.slice(1);
const authInfo = await AuthInfo.create({ accessTokenOptions: { accessToken, instanceUrl, loginUrl: instanceUrl } });
await authInfo.save();
const state = await StateAggregator.getInstance();
await state.aliases.setAndSave(alias, authInfo.getUsername());
`;

export async function logIn(home: string, org: { url: string; token: string }, alias: string): Promise<void> {
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', PROGRAM, org.url, org.token, alias], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: home, USERPROFILE: home, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true' },
  });
}
