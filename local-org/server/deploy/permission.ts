/** Who may use the Metadata API. */
import type { OrgData } from '../../data/contract.ts';
import { PlatformError } from '../../data/types.ts';
import type { Session } from '../../identity/contract.ts';

/** Raises INSUFFICIENT_ACCESS: every call of the API needs one of two permissions (Metadata API Developer Guide, "Prerequisites"). */
export function requireMetadataAccess(data: OrgData, session: Session): void {
  const may = ['ModifyMetadata', 'ModifyAllData'].some((name) => data.access.hasUserPermission(session.userId, name));
  if (may) return;
  throw new PlatformError(
    'INSUFFICIENT_ACCESS',
    'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions',
  );
}
