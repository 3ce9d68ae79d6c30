/** A login under one alias. */
import { logInAs } from '../../../support/log-in.ts';

export async function logIn(home: string, org: { url: string; token: string }, alias: string): Promise<void> {
  await logInAs(home, org, [alias]);
}
