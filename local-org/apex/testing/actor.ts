/** The user that tests run as: whoever runs them; here the org's first active administrator. */
import type { OrgData } from '../../data/contract.ts';
import type { Actor } from '../../data/types.ts';

/** Raises a clear error where the org has no active administrator. */
export function testActor(data: OrgData): Actor {
  const profile = data.rows('Profile', { Name: 'System Administrator' }, ['Id'])[0];
  const user = data.rows('User', { ProfileId: profile?.Id ?? null, IsActive: true }, ['Id'])[0];
  if (!user)
    throw new Error(
      'Apex tests need an active user with the System Administrator profile to run as; the org has none.',
    );
  return { userId: String(user.Id) };
}
