/** When the organization works (Object Reference, "BusinessHours"). The catalogue has the Apex class of that name only. */
import type { FieldOverlay, Overlay } from '../overlay.ts';
import { TIME_ZONES } from './locales.ts';

/** In the order of `Date.getUTCDay`. */
export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

const times: Record<string, FieldOverlay> = Object.fromEntries(
  WEEKDAYS.flatMap((day) => [
    [`${day}StartTime`, { type: 'time' as const }],
    [`${day}EndTime`, { type: 'time' as const }],
  ]),
);

const user: FieldOverlay = { type: 'reference', referenceTo: ['User'] };

export const HOURS: Overlay = {
  BusinessHours: {
    prefix: '01m',
    label: 'Business Hours',
    plural: 'Business Hours',
    // Administrators keep them in Setup.
    access: '',
    sharing: 'Read',
    fields: {
      Name: { type: 'string', length: 80, required: true },
      IsActive: { type: 'boolean' },
      IsDefault: { type: 'boolean' },
      ...times,
      TimeZoneSidKey: { type: 'picklist', picklist: TIME_ZONES, restricted: true, required: true, label: 'Time Zone' },
      CreatedDate: { type: 'datetime' },
      CreatedById: user,
      LastModifiedDate: { type: 'datetime' },
      LastModifiedById: user,
      SystemModstamp: { type: 'datetime' },
    },
  },
};
