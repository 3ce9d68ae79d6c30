/** Anonymous Apex, by SOAP and by the Tooling API. */
import type { AnonymousResult } from '../../apex/contract.ts';
import { PlatformError } from '../../data/types.ts';
import type { Session } from '../../identity/contract.ts';
import type { LocalOrg } from '../../org.ts';
import type { RestCall, RestReply, RestResource } from '../rest/router.ts';

export const anonymousResources: RestResource[] = [
  { pattern: 'executeAnonymous', tooling: 'only', methods: { GET: run } },
];

/** Raises INSUFFICIENT_ACCESS without Author Apex ("Anonymous Blocks": the permission the API asks for). */
export function executeAnonymous(org: LocalOrg, session: Session, code: string): AnonymousResult {
  if (!org.data.access.hasUserPermission(session.userId, 'AuthorApex')) {
    throw new PlatformError('INSUFFICIENT_ACCESS', 'Running anonymous Apex needs the Author Apex permission.', {
      httpStatus: 403,
    });
  }
  return org.apex.executeAnonymous(session.actor, code);
}

function run(call: RestCall): RestReply {
  const code = call.query.get('anonymousBody');
  if (code === null) throw new PlatformError('MISSING_ARGUMENT', 'Give the code in the parameter anonymousBody.');
  const result = executeAnonymous(call.context.org, call.session, code);
  const { line, column, compiled, success, compileProblem, exceptionMessage, exceptionStackTrace } = result;
  return { body: { line, column, compiled, success, compileProblem, exceptionMessage, exceptionStackTrace } };
}
