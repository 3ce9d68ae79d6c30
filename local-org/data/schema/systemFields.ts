/** Fields that the platform fills by itself (Object Reference, "System Fields"). */

/** Never empty. */
export const ALWAYS_SET: ReadonlySet<string> = new Set([
  'Id',
  'CreatedById',
  'CreatedDate',
  'LastModifiedById',
  'LastModifiedDate',
  'SystemModstamp',
  'IsDeleted',
]);

/** Set by the platform on every object that has them; never by a client. */
export const SYSTEM_FIELDS: ReadonlySet<string> = new Set([
  ...ALWAYS_SET,
  'LastActivityDate',
  'LastViewedDate',
  'LastReferencedDate',
]);
