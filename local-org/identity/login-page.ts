/** Who may sign in on the login page, and how: the decision behind `/services/oauth2/authorize`. */
import type { OrgData } from '../data/contract.ts';
import { recordLogin } from './login-history.ts';
import type { Passwords } from './passwords.ts';
import { userByName } from './users.ts';

export interface PageLogin {
  username: string;
  password: string;
  /** The user whose browser session came with the form. */
  signedInAs?: string | undefined;
  /** Whether only this machine reaches the page: then a user without a password may be picked. */
  isLocal: boolean;
}

/** The user's id, or why not; the reason does not tell a stranger whether the user exists. */
export function pageLogin(
  data: OrgData,
  passwords: Passwords,
  login: PageLogin,
): { userId: string } | { refusal: string } {
  const user = userByName(data, login.username);
  const admitted = user?.active === true && !user.frozen;
  if (user && admitted && user.id === login.signedInAs) return { userId: user.id };
  const known = user && passwords.has(user.id);
  const proven = user && (known ? passwords.matches(user.id, login.password) : login.isLocal);
  if (user && admitted && proven) return { userId: user.id };
  if (user) {
    const status = !admitted ? (user.frozen ? 'User Frozen' : 'User is Inactive') : 'Invalid Password';
    recordLogin(data, user.id, { type: 'Application', application: 'Browser', status });
  }
  return { refusal: 'Please check your username and password. Inactive and frozen users cannot sign in.' };
}
