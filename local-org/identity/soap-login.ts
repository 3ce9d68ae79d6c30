/**
 * SOAP `login()`: user name, and password with security token behind it (reference/scim.md §6). Off in a new org, and on
 * for good once somebody switched it on.
 */
import type { OrgData } from '../data/contract.ts';
import { PlatformError } from '../data/types.ts';
import { recordLogin } from './login-history.ts';
import type { Passwords } from './passwords.ts';
import { userByName, type KnownUser } from './users.ts';

const SWITCH = 'soapLogin';
const APPLICATION = 'SOAP API';
const REFUSED = 'Invalid username, password, security token; or user locked out.';

/** Setup › User Interface › Enable SOAP API login(); the page cannot switch it off again. */
export function enableSoapLogin(data: OrgData): void {
  data.setMeta(SWITCH, 'on');
}

/** @param version of the address that was called, e.g. `64.0` */
export interface SoapLogin {
  username: string;
  /** Password, then security token. */
  password: string;
  version: string;
}

/**
 * The user who signs in. Raises `INVALID_OPERATION` where the switch is off, `INVALID_LOGIN`,
 * `LOGIN_MUST_USE_SECURITY_TOKEN`, `API_DISABLED_FOR_ORG`, or `INSUFFICIENT_ACCESS` without Use Any API Auth.
 */
export function soapLogin(data: OrgData, passwords: Passwords, login: SoapLogin): KnownUser {
  if (data.meta(SWITCH) === undefined)
    throw new PlatformError('INVALID_OPERATION', 'SOAP API login() is disabled by default in this org');
  const user = userByName(data, login.username);
  if (!user) throw new PlatformError('INVALID_LOGIN', REFUSED);
  const refuse = (status: string, errorCode: string, message = REFUSED): PlatformError => {
    record(data, user, login, status);
    return new PlatformError(errorCode, message);
  };
  if (user.frozen) throw refuse('User Frozen', 'INVALID_LOGIN');
  if (!user.active) throw refuse('User is Inactive', 'INVALID_LOGIN');
  const proof = passwords.proof(user.id, login.password);
  if (proof === 'wrong') throw refuse('Invalid Password', 'INVALID_LOGIN');
  if (proof === 'without token') throw refuse('API security token required', 'LOGIN_MUST_USE_SECURITY_TOKEN');
  if (!data.access.hasUserPermission(user.id, 'ApiEnabled')) {
    const message = 'API is not enabled for this Organization or Partner';
    throw refuse('API is disabled for the User', 'API_DISABLED_FOR_ORG', message);
  }
  if (!data.access.hasUserPermission(user.id, 'UseAnyApiAuth')) {
    const message = 'SOAP API login() requires the Use Any API Auth user permission';
    throw refuse('No Use Any API Auth Permission', 'INSUFFICIENT_ACCESS', message);
  }
  record(data, user, login, 'Success');
  return user;
}

function record(data: OrgData, user: KnownUser, login: SoapLogin, status: string): void {
  const api = { apiType: 'SOAP Partner', apiVersion: login.version };
  recordLogin(data, user.id, { type: 'Other Apex API', application: APPLICATION, status, ...api });
}
