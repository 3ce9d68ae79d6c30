/**
 * The objects that only a Dev Hub has (Object Reference, "ScratchOrgInfo" and "ActiveScratchOrg"; lengths from the
 * Salesforce Field Reference pages of the same names). `without` is currency, which this org does not have.
 */
import type { FieldOverlay, Overlay } from '../overlay.ts';

/** Editions of scratch orgs (project-scratch-def schema of `@salesforce/schemas`). */
export const SCRATCH_EDITIONS = [
  'Developer',
  'Enterprise',
  'Group',
  'Professional',
  'Partner Developer',
  'Partner Enterprise',
  'Partner Group',
  'Partner Professional',
] as const;

const edition: FieldOverlay = { picklist: SCRATCH_EDITIONS, restricted: true, createOnly: true };
const readOnly: FieldOverlay = { readOnly: true };
const long = { type: 'textarea', length: 2000 } as const;
const owner: FieldOverlay = { referenceTo: ['User'], relationshipName: 'Owner' };

export const DEV_HUB: Overlay = {
  ScratchOrgInfo: {
    prefix: '2SR',
    sharing: 'Private',
    access: 'cud',
    label: 'Scratch Org Info',
    plural: 'Scratch Org Infos',
    fields: {
      Name: { readOnly: true, nameField: true, label: 'Number', length: 255 },
      OwnerId: owner,
      OrgName: { length: 80, createOnly: true },
      Edition: edition,
      AdminEmail: { type: 'email', length: 80, createOnly: true },
      AuthCode: { readOnly: true, length: 120 },
      ConnectedAppCallbackUrl: { ...long, required: true, createOnly: true },
      ConnectedAppConsumerKey: { length: 120, required: true, createOnly: true },
      Country: { length: 3, createOnly: true },
      DeletedBy: { readOnly: true, length: 15 },
      DeletedDate: readOnly,
      Description: long,
      DurationDays: { createOnly: true },
      ErrorCode: { readOnly: true, length: 8 },
      ExpirationDate: readOnly,
      Features: { type: 'textarea', length: 10_000, createOnly: true },
      HasSampleData: { createOnly: true },
      Language: { length: 255, createOnly: true },
      LastLoginDate: readOnly,
      LoginUrl: { ...long, readOnly: true },
      Namespace: { length: 15, createOnly: true },
      Package2AncestorIds: { ...long, createOnly: true },
      Release: { picklist: ['preview', 'previous'], restricted: true, createOnly: true },
      // Fifteen characters (reference/wire.md §8.3).
      ScratchOrg: { readOnly: true, length: 15, indexed: true },
      SignupCountry: { readOnly: true, length: 3 },
      SignupEmail: { type: 'email', readOnly: true, length: 80 },
      SignupInstance: { readOnly: true, length: 15 },
      SignupLanguage: { readOnly: true, length: 255 },
      SignupTrialDays: readOnly,
      SignupUsername: { readOnly: true, length: 80 },
      Snapshot: { length: 80, createOnly: true },
      SourceOrg: { length: 18, createOnly: true },
      Status: {
        picklist: ['New', 'Creating', 'Active', 'Error', 'Deleted'],
        restricted: true,
        readOnly: true,
        default: 'New',
      },
      Username: { length: 80, createOnly: true },
    },
  },
  ActiveScratchOrg: {
    prefix: '2AS',
    sharing: 'Private',
    access: 'ud',
    label: 'Active Scratch Org',
    fields: {
      Name: { readOnly: true, nameField: true, label: 'Number', length: 255 },
      OwnerId: owner,
      Description: long,
      Edition: { ...edition, readOnly: true },
      ExpirationDate: readOnly,
      Features: { type: 'textarea', length: 10_000, readOnly: true },
      HasSampleData: readOnly,
      LastLoginDate: readOnly,
      Namespace: { readOnly: true, length: 15 },
      OrgName: { readOnly: true, length: 80 },
      ScratchOrg: { readOnly: true, length: 15, indexed: true },
      // A deleted request takes the org with it; a deleted org leaves its request behind as its log.
      ScratchOrgInfoId: {
        readOnly: true,
        referenceTo: ['ScratchOrgInfo'],
        relationshipName: 'ScratchOrgInfo',
        cascade: true,
      },
      SignupEmail: { type: 'email', readOnly: true, length: 80 },
      SignupInstance: { readOnly: true, length: 8 },
      SignupTrialDays: readOnly,
      SignupUsername: { readOnly: true, length: 80, indexed: true },
    },
  },
};
