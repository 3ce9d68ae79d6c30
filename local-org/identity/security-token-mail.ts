/** A security token reaches its user by mail only (Help, "Reset Your Security Token"). */
import type { OrgData } from '../data/contract.ts';
import { addEmail } from '../data/outbox/index.ts';

export function mailSecurityToken(data: OrgData, userId: string, token: string): void {
  const [user] = data.rows('User', { Id: userId }, ['Username', 'Email']);
  addEmail(data, {
    senderId: userId,
    senderName: 'Salesforce',
    to: [String(user?.Email ?? '')],
    cc: [],
    bcc: [],
    subject: 'Your new Salesforce security token',
    text: `Username: ${String(user?.Username)}\nSecurity token (case-sensitive): ${token}\n`,
    html: null,
    external: 0,
    attachments: [],
  });
}
