/** Artifacts for Okta's Salesforce app: a profile mapping to enter, and group assignments (reference/scim.md §4.2). */
import type { Artifact } from './artifact.ts';
import type { Ids } from './ids.ts';
import type { Needs } from './needs.ts';
import { toCsv, toMarkdownTable, type Table } from './table.ts';

/** User field -> attribute of Okta's base user profile (Okta Universal Directory), as an expression of its language. */
const EXPRESSIONS: Record<string, string> = {
  username: 'user.login',
  email: 'user.email',
  firstname: 'user.firstName',
  lastname: 'user.lastName',
  department: 'user.department',
  division: 'user.division',
  title: 'user.title',
  companyname: 'user.organization',
  employeenumber: 'user.employeeNumber',
  street: 'user.streetAddress',
  city: 'user.city',
  state: 'user.state',
  postalcode: 'user.zipCode',
  country: 'user.countryCode',
  phone: 'user.primaryPhone',
  mobilephone: 'user.mobilePhone',
  usertype: 'user.userType',
};
const ALWAYS: [string, string][] = [
  ['Username', 'in the form of an e-mail address, unique in all Salesforce orgs'],
  ['Email', 'every user'],
  ['FirstName', 'every user'],
  ['LastName', 'every user'],
];

export function oktaArtifacts(needs: Needs, ids: Ids): Artifact[] {
  const table = mappingTable(needs);
  return [
    { name: 'profile-mapping.csv', text: toCsv(table) },
    { name: 'group-assignments.csv', text: toCsv(assignments(needs, ids)) },
    { name: 'README.md', text: readme(needs, ids, table) },
  ];
}

function mappingTable({ fields, source, rules }: Needs): Table {
  const users = (field: string): string =>
    rules
      .filter(({ criteria }) => criteria.some((one) => one.field?.toLowerCase() === field.toLowerCase()))
      .map(({ label }) => label)
      .join('; ');
  const rows = ALWAYS.map(([field, why]) => [field, EXPRESSIONS[field.toLowerCase()]!, why]);
  if (source.usesSso)
    rows.push(['FederationIdentifier', 'user.login', 'single sign-on: must be what is sent as NameID']);
  for (const field of fields) {
    if (ALWAYS.some(([name]) => name.toLowerCase() === field.toLowerCase())) continue;
    rows.push([
      field,
      EXPRESSIONS[field.toLowerCase()] ?? '',
      EXPRESSIONS[field.toLowerCase()] ? users(field) : `${users(field)}: no base attribute is known; choose one`,
    ]);
  }
  return { head: ['Salesforce attribute', 'Okta expression', 'Needed for'], rows };
}

function assignments({ rules }: Needs, ids: Ids): Table {
  const named = (name: string, id: string | null): string => (id === null ? name : `${name} (${id})`);
  return {
    head: ['Okta group', 'Profile', 'Permission sets', 'Rule'],
    rows: rules.map(({ idpGroup, grants, label }) => {
      const of = (type: string, idOf: (name: string) => string | null): string =>
        grants
          .filter((grant) => grant.type === type)
          .map(({ entitlement }) => named(entitlement, idOf(entitlement)))
          .join('; ');
      return [idpGroup ?? '', of('Profile', ids.profile), of('PermissionSet', ids.permissionSet), label];
    }),
  };
}

function readme(needs: Needs, ids: Ids, table: Table): string {
  return `# Okta, source ${needs.source.label}

Made by \`scim idp okta\` from the rules. ${ids.isKnown ? 'Ids are those of the org that was asked.' : 'No org was asked: entitlements stand with their names.'} Okta has no import for profile mappings of an app: enter them in *Profile Editor › Mappings › Okta User to Salesforce.com*. Expressions are of the Okta Expression Language over the base user profile; whether your app's schema names an attribute as below is not confirmed (its labels differ between the REST and the SOAP variant): compare before you save.

${toMarkdownTable(table)}

## Groups

\`group-assignments.csv\` says which Okta group is assigned with which profile and permission sets.

* Every assigned user needs a profile, of the license that they have; the license is never switched by a profile.
* **Each profile push overwrites the user's permission sets in Salesforce.** Let either Okta or Salesforce master them: sets that \`scim remediate\` or people assign are lost with the next push otherwise.
* The integration user's profile carries *API Enabled* and *Manage Users* itself, not a permission set.
* Freezing and deactivating are separate cards in Okta Workflows; freezing keeps the license.
${needs.others.length > 0 ? `\nGranted by the rules, but not confirmed to be in Okta's app: ${needs.others.join(', ')}.\n` : ''}`;
}
