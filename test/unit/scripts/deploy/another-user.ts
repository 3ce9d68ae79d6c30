/** A second user for tests that need one. */
import { SYSTEM } from '../../../../local-org/data/types.ts';
import type { LocalOrg } from '../../../../local-org/org.ts';

/** Creates a user with the administrator's profile and answers the username. */
export function addUser(org: LocalOrg): string {
  const admin = org.data.rows('User', {})[0]!;
  const username = 'grace.example@example.com';
  const row = {
    Username: username,
    LastName: 'Example',
    Alias: 'grace',
    Email: username,
    ProfileId: admin['ProfileId']!,
    TimeZoneSidKey: 'Europe/Berlin',
    LocaleSidKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    LanguageLocaleKey: 'en_US',
  };
  org.data.insert('User', [row], { ...SYSTEM, actor: { userId: admin['Id'] as string }, allOrNone: true });
  return username;
}
