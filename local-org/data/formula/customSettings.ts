/** Values of hierarchy custom settings (Apex Developer Guide, "Custom Settings": user before profile before organization). */
import type { Store } from '../storage/store.ts';
import type { RecordValues, Scalar } from '../types.ts';

/** The rows that may hold a value for a user, nearest first. */
export function settingRows(store: Store, userId: string, object: string): RecordValues[] {
  const profileId = store.pick('User', userId, 'ProfileId')?.ProfileId;
  const [organization] = store.ids('Organization', {});
  const owners = [userId, profileId, organization];
  return owners.flatMap((owner) =>
    typeof owner === 'string' ? store.rows(object, { SetupOwnerId: owner, IsDeleted: false }) : [],
  );
}

/** The first value on the way from the user to the organization. A box is never empty: the nearest row decides. */
export function settingValue(store: Store, userId: string, object: string, field: string): Scalar {
  for (const row of settingRows(store, userId, object)) {
    const value = row[field] ?? null;
    if (value !== null) return value;
  }
  return null;
}
