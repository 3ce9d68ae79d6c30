/** All overlays, by object name. */
import type { Overlay } from '../overlay.ts';
import { ACCESS } from './access.ts';
import { APEX } from './apex.ts';
import { DEV_HUB } from './devHub.ts';
import { HOURS } from './hours.ts';
import { IDENTITY } from './identity.ts';
import { PLATFORM } from './platform.ts';
import { SALES } from './sales.ts';
import { APPROVALS } from './approvals.ts';
import { SECURITY } from './security.ts';
import { SITES } from './sites.ts';

export const OVERLAY: Overlay = {
  ...IDENTITY,
  ...ACCESS,
  ...SECURITY,
  ...PLATFORM,
  ...APEX,
  ...SALES,
  ...HOURS,
  ...DEV_HUB,
  ...SITES,
  ...APPROVALS,
};
