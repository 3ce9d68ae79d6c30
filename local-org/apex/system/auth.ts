/** `Auth.SessionManagement` and `Auth.OauthToken` (Apex Reference, "Auth Namespace"; reference/scim.md §7.3). */
import { revokeToken } from '../../identity/oauth-tokens.ts';
import type { TokenKind } from '../../identity/oauth-tokens.ts';
import { NotImplementedError } from '../../data/types.ts';
import type { Runtime, SystemType } from '../runtime/contract.ts';
import type { ApexList } from '../values/collections.ts';
import { id18 } from '../values/id.ts';
import type { ApexEnumValue } from '../values/object.ts';
import { required } from './arguments.ts';
import { refuse } from './refuse.ts';

/** Ends sessions by the ids of their AuthSession rows; ids of sessions that are over already are passed by. */
function invalidateSessions(rt: Runtime, ids: ApexList): void {
  for (const given of ids.items) {
    const id = id18(String(given));
    if (!id || !id.startsWith('0Ak'))
      rt.raise('System.InvalidParameterValueException', `Invalid session id: ${String(given)}`);
    const [row] = rt.data.rows('AuthSession', { Id: id! });
    if (!row) continue;
    if (row.UsersId !== rt.actor.userId && !rt.data.access.hasUserPermission(rt.actor.userId, 'ManageUsers'))
      rt.raise('System.NoAccessException', 'Ending the session of another user needs the permission Manage Users');
    rt.data.remove('AuthSession', { Id: id! });
  }
}

function revoke(rt: Runtime, kind: ApexEnumValue, token: string): boolean {
  if (kind.name === 'ORG_JWT') throw new NotImplementedError('Auth.OauthToken.revokeToken of an ORG_JWT');
  if (!revokeToken(rt.data, kind.name as TokenKind, token))
    rt.raise('System.NoDataFoundException', 'The token is invalid, or was revoked before');
  return true;
}

export const authTypes: SystemType[] = [
  {
    name: 'Auth.SessionManagement',
    statics: {
      invalidateSessions: (rt, ids: ApexList | null) => invalidateSessions(rt, required(rt, ids)),
      getCurrentSession: refuse('Auth.SessionManagement.getCurrentSession'),
      setSessionLevel: refuse('Auth.SessionManagement.setSessionLevel'),
      inOrgNetworkRange: refuse('Auth.SessionManagement.inOrgNetworkRange'),
    },
  },
  {
    name: 'Auth.OauthToken',
    statics: {
      revokeToken: (rt, kind: ApexEnumValue | null, token: string | null) =>
        revoke(rt, required(rt, kind), required(rt, token)),
    },
  },
];
