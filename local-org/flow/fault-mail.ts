/**
 * The mail about a flow that failed where nobody waits for its answer (Help, "Default Flow Error Handling", "What Happens When
 * a Process Fails?"). It goes to the running user: who has changed a flow last, an org that was deployed to does not tell apart.
 */
import type { Runtime } from '../apex/runtime/contract.ts';
import { addEmail } from '../data/outbox/index.ts';
import type { Interview } from './interview.ts';

/** Tests send no mail. */
export function mailFaults(rt: Runtime, interviews: readonly Interview[]): void {
  if (rt.test) return;
  const [user] = rt.data.rows('User', { Id: rt.actor.userId });
  for (const { flow, at, failure } of interviews)
    if (failure && typeof user?.Email === 'string')
      addEmail(rt.data, {
        senderId: rt.actor.userId,
        senderName: 'FlowApplication',
        to: [user.Email],
        cc: [],
        bcc: [],
        subject: `Error Occurred During Flow "${flow.name}": ${failure.message}`,
        text: `An error occurred at element ${at?.name ?? ''}.\n${failure.message}`,
        html: null,
        external: 0,
        attachments: [],
      });
}
