/** SCIM attribute <-> User field, the one table that reading, writing, filtering and /Schemas share (reference/scim.md §2.1, §2.2). */

export const CORE_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE_SCHEMA = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
/** Accepted in both spellings, answered in the first (§2.3). */
export const ALIAS_SCHEMAS = ['urn:salesforce:schemas:extension:1.0', 'urn:salesforce:schemas:extension:2.0'];
/** The org's custom User fields. */
export const customSchema = (orgId: string): string => `urn:salesforce:schemas:extension:${orgId}`;

export interface TextAttribute {
  scim: string;
  field: string;
  /** Written when a create does not send it. */
  default?: string;
}

/** Simple text attributes at the top of the resource. */
export const TEXT_ATTRIBUTES: TextAttribute[] = [
  { scim: 'title', field: 'Title' },
  { scim: 'preferredLanguage', field: 'LanguageLocaleKey', default: 'en_US' },
  { scim: 'emailEncodingKey', field: 'EmailEncodingKey', default: 'UTF-8' },
  { scim: 'locale', field: 'LocaleSidKey', default: 'en_US' },
  { scim: 'timezone', field: 'TimeZoneSidKey', default: 'America/Los_Angeles' },
];

/** Text attributes of the enterprise extension; read flat or inside the extension's object (§2.2). */
export const ENTERPRISE_ATTRIBUTES: TextAttribute[] = [
  { scim: 'employeeNumber', field: 'EmployeeNumber' },
  { scim: 'division', field: 'Division' },
  { scim: 'department', field: 'Department' },
];

export const ADDRESS_ATTRIBUTES: TextAttribute[] = [
  { scim: 'streetAddress', field: 'Street' },
  { scim: 'locality', field: 'City' },
  { scim: 'region', field: 'State' },
  { scim: 'postalCode', field: 'PostalCode' },
  { scim: 'country', field: 'Country' },
];

/** Phone type (any case) -> field. */
export const PHONE_FIELDS: ReadonlyMap<string, string> = new Map([
  ['work', 'Phone'],
  ['mobile', 'MobilePhone'],
  ['fax', 'Fax'],
]);

/** Attributes that are refused by name wherever they appear (§1.9 row 11). */
export const UNSUPPORTED_NAME_PARTS = ['middleName', 'honorificPrefix', 'honorificSuffix'];

/** Filterable attribute -> User field; names are exact keys (§1.5). */
export const FILTER_FIELDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    id: 'Id',
    userName: 'Username',
    externalId: 'FederationIdentifier',
    'name.familyName': 'LastName',
    'name.givenName': 'FirstName',
    'name.formatted': 'Name',
    displayName: 'Name',
    nickName: 'CommunityNickname',
    emails: 'Email',
    'emails.value': 'Email',
    userType: 'UserType',
    active: 'IsActive',
    'meta.created': 'CreatedDate',
    'meta.lastModified': 'LastModifiedDate',
    ...Object.fromEntries(TEXT_ATTRIBUTES.map(({ scim, field }) => [scim, field])),
    ...Object.fromEntries(ADDRESS_ATTRIBUTES.map(({ scim, field }) => [`addresses.${scim}`, field])),
    ...Object.fromEntries(ENTERPRISE_ATTRIBUTES.map(({ scim, field }) => [`${ENTERPRISE_SCHEMA}:${scim}`, field])),
    [`${ENTERPRISE_SCHEMA}:manager.value`]: 'ManagerId',
    'urn:salesforce:schemas:extension:1.0:alias': 'Alias',
  }),
);

/** Attributes that a filter must name by a sub-attribute. */
export const COMPLEX_ATTRIBUTES = [
  'name',
  'meta',
  'addresses',
  `${ENTERPRISE_SCHEMA}:manager`,
  `${ENTERPRISE_SCHEMA}:delegatedApprover`,
];

/** User types that the service shows (§1.4). */
export const LISTED_USER_TYPES = [
  'Standard',
  'PowerPartner',
  'PowerCustomerSuccess',
  'CustomerSuccess',
  'SelfService',
  'CspLitePortal',
  'CsnOnly',
];

/** Names that `attributes` and `excludedAttributes` know at the top of a user. */
export const TOP_LEVEL = [
  'schemas',
  'id',
  'userName',
  'externalId',
  'name',
  'displayName',
  'nickName',
  'profileUrl',
  'emails',
  'addresses',
  'phoneNumbers',
  'photos',
  'userType',
  'title',
  'preferredLanguage',
  'emailEncodingKey',
  'locale',
  'timezone',
  'active',
  'entitlements',
  'roles',
  'groups',
  'meta',
  ENTERPRISE_SCHEMA,
  ALIAS_SCHEMAS[0]!,
];
