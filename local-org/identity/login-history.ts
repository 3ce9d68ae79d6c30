/** Leaves the traces of a sign-in that admins and the console read: LoginHistory and User.LastLoginDate. */
import type { OrgData } from '../data/contract.ts';
import { stamp } from './sessions.ts';

/** `Status` as Login History shows it: `Success`, or why not. */
export function recordLogin(
  data: OrgData,
  userId: string,
  login: { type: string; application: string; status: string; apiType?: string; apiVersion?: string },
): void {
  const now = stamp(data.now());
  data.transaction(
    () => {
      data.put('LoginHistory', {
        UserId: userId,
        LoginTime: now,
        LoginType: login.type,
        Application: login.application,
        Status: login.status,
        SourceIp: '127.0.0.1',
        ...(login.apiType !== undefined && { ApiType: login.apiType }),
        ...(login.apiVersion !== undefined && { ApiVersion: login.apiVersion }),
      });
      if (login.status === 'Success') data.put('User', { Id: userId, LastLoginDate: now }, ['Id']);
    },
    { mixedDml: true },
  );
}
