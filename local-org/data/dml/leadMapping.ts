/** Which fields of a lead become which fields of what it is converted to (Help, "Lead Conversion Field Mapping"). */
import type { RecordValues, SObjectDescribe } from '../types.ts';

/** Target field -> field of the lead. */
type Mapping = Readonly<Record<string, string>>;

const ADDRESS = ['Street', 'City', 'State', 'PostalCode', 'Country'];
const address = (kind: string): Mapping => Object.fromEntries(ADDRESS.map((part) => [`${kind}${part}`, part]));

const ACCOUNT: Mapping = {
  Name: 'Company',
  AccountSource: 'LeadSource',
  AnnualRevenue: 'AnnualRevenue',
  Fax: 'Fax',
  Industry: 'Industry',
  NumberOfEmployees: 'NumberOfEmployees',
  Phone: 'Phone',
  Rating: 'Rating',
  Website: 'Website',
  ...address('Billing'),
};

const CONTACT: Mapping = {
  FirstName: 'FirstName',
  LastName: 'LastName',
  Salutation: 'Salutation',
  Description: 'Description',
  DoNotCall: 'DoNotCall',
  Email: 'Email',
  Fax: 'Fax',
  HasOptedOutOfEmail: 'HasOptedOutOfEmail',
  HasOptedOutOfFax: 'HasOptedOutOfFax',
  LeadSource: 'LeadSource',
  MobilePhone: 'MobilePhone',
  Phone: 'Phone',
  Title: 'Title',
  ...address('Mailing'),
};

const OPPORTUNITY: Mapping = { Name: 'Company', LeadSource: 'LeadSource' };

const MAPPINGS: Readonly<Record<string, Mapping>> = { Account: ACCOUNT, Contact: CONTACT, Opportunity: OPPORTUNITY };

/** Values that the lead gives the target; `into` is the record that exists already, of which only empty fields are filled. */
export function mappedValues(target: SObjectDescribe, lead: RecordValues, into?: RecordValues): RecordValues {
  const values: RecordValues = {};
  for (const [field, source] of Object.entries(MAPPINGS[target.name] ?? {})) {
    const value = lead[source] ?? null;
    if (value === null || !target.fields.has(field)) continue;
    if (into && isSet(into[field])) continue;
    values[field] = value;
  }
  return values;
}

const isSet = (value: unknown): boolean => value !== null && value !== undefined && value !== '' && value !== false;
