/** What Apex can ask about the site it runs in: the embedded org runs none for a site's visitors. */
import type { SystemType } from '../runtime/contract.ts';

export const siteTypes: SystemType[] = [
  { name: 'Network', statics: { getNetworkId: () => null } },
  { name: 'Site', statics: { getSiteId: () => null, getName: () => null, getMasterLabel: () => null } },
  { name: 'Auth.CommunitiesUtil', statics: { isGuestUser: () => false, isInternalUser: () => true } },
];
