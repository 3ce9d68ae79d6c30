/**
 * Why a signup fails after it was accepted: the documented codes of `ScratchOrgInfo.ErrorCode` (Salesforce DX Developer
 * Guide, "Scratch Org Error Codes"; their texts are in the CLI).
 */
import type { OrgData } from '../data/contract.ts';
import type { RecordValues } from '../data/types.ts';
import type { Identity } from '../identity/contract.ts';

/** Object Reference, "ScratchOrgInfo", Namespace: begins with a letter, no double or last underscore, 15 characters. */
const NAMESPACE = /^[A-Za-z](?!.*__)\w{0,14}(?<!_)$/;

/**
 * The code of the first thing wrong, or undefined.
 * @param orgs the data of the hub and of its other scratch orgs: user names are unique across all of them
 */
export function signupProblem(request: RecordValues, hub: Identity, orgs: readonly OrgData[]): string | undefined {
  const username = String(request.SignupUsername);
  if (orgs.some((data) => data.rows('User', { Username: username }).length > 0)) return 'C-1007';
  if (request.Country !== null && !/^[A-Z]{2}$/.test(String(request.Country))) return 'S-2006';
  if (request.SourceOrg !== null) return 'SH-0002';
  if (request.Namespace !== null) return NAMESPACE.test(String(request.Namespace)) ? 'S-1017' : 'S-1026';
  const isCallback = hub.isCallback(String(request.ConnectedAppConsumerKey), String(request.ConnectedAppCallbackUrl));
  return isCallback ? undefined : 'C-1016';
}
