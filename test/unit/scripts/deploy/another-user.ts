/** Further users for tests that need them. */
import { SYSTEM } from '../../../../local-org/data/types.ts';
import type { LocalOrg } from '../../../../local-org/org.ts';

const USERNAME = 'grace.example@example.com';

/** Creates a user, with the administrator's profile unless another is named, and answers the username. */
export function addUser(org: LocalOrg, username = USERNAME, profile?: string): string {
  const admin = org.data.rows('User', {})[0]!;
  const named = profile === undefined ? undefined : org.data.rows('Profile', { Name: profile })[0]!['Id'];
  const row = {
    Username: username,
    LastName: 'Example',
    Alias: username.slice(0, 5),
    Email: username,
    ProfileId: named ?? admin['ProfileId']!,
    TimeZoneSidKey: 'Europe/Berlin',
    LocaleSidKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    LanguageLocaleKey: 'en_US',
  };
  org.data.insert('User', [row], { ...SYSTEM, actor: { userId: admin['Id'] as string }, allOrNone: true });
  return username;
}
