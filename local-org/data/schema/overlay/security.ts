/** Logins, sessions, tokens, audit trail (reference/metadata.md §5 and trap 14; reference/scim.md §7.3). */
import type { FieldOverlay, Overlay } from '../overlay.ts';

/** Selectable and groupable, not filterable (trap 14). */
const shownOnly: FieldOverlay = { filterable: false, sortable: false, groupable: true };

export const SECURITY: Overlay = {
  LoginHistory: {
    prefix: '0Ya',
    access: '',
    fields: {
      UserId: { referenceTo: ['User'], relationshipName: null, indexed: true },
      Status: shownOnly,
      Application: shownOnly,
      ApiType: shownOnly,
      ApiVersion: shownOnly,
      Browser: shownOnly,
      Platform: shownOnly,
      SourceIp: shownOnly,
      ClientVersion: shownOnly,
      LoginType: { length: 40 },
    },
  },
  SetupAuditTrail: {
    prefix: '0Ym',
    access: '',
    fields: {
      Display: { type: 'string', length: 1024, filterable: false, sortable: false, groupable: false },
      Section: { ...shownOnly, groupable: false },
      Action: { length: 40 },
      CreatedById: { referenceTo: ['User'] },
      CreatedDate: {},
    },
  },
  AuthSession: {
    prefix: '0Ak',
    access: 'd',
    setup: true,
    fields: { UsersId: { referenceTo: ['User'], relationshipName: 'Users' } },
  },
  OauthToken: {
    prefix: '0Qt',
    access: '',
    fields: { UserId: { referenceTo: ['User'], relationshipName: 'User' } },
  },
  ConnectedApplication: { prefix: '0H4', access: '' },
  ExternalClientApplication: { prefix: '0xI', access: '' },
};
