/**
 * Artifacts for Microsoft Entra ID: the attribute mapping of the Salesforce gallery app, and app roles for an app of your
 * own. Facts and their confidence: reference/scim.md §3.2, §4.1; the names of directories, rule and mapping, and the form of
 * functions are those of Graph's own example for Salesforce ("Configure synchronization with directory extension attributes").
 */
import type { Ids } from './ids.ts';
import type { Needs } from './needs.ts';
import {
  appRoles,
  synchronizationSchema,
  type AppRole,
  type AttributeMapping,
  type MappingSource,
} from './entra-shapes.ts';
import type { Artifact } from './artifact.ts';
import { toCsv, toMarkdownTable } from './table.ts';
import { stableUuid } from './uuid.ts';

const AZURE = 'Azure Active Directory';
const SALESFORCE = 'salesforce.com';

/** User field -> Entra attribute, for what rules look at. */
const ATTRIBUTES: Record<string, string> = {
  department: 'department',
  title: 'jobTitle',
  companyname: 'companyName',
  employeenumber: 'employeeId',
  street: 'streetAddress',
  city: 'city',
  state: 'state',
  postalcode: 'postalCode',
  country: 'country',
  phone: 'telephoneNumber',
  mobilephone: 'mobile',
  email: 'mail',
  firstname: 'givenName',
  lastname: 'surname',
  username: 'userPrincipalName',
};
/** Mapped for every user, whatever the rules look at. */
const ALWAYS = ['Username', 'Email', 'FirstName', 'LastName'];

export function entraArtifacts(needs: Needs, ids: Ids): Artifact[] {
  const mappings = mappingsOf(needs);
  const schema = synchronizationSchema.parse(schemaOf(mappings));
  const roles = appRoles.parse(rolesOf(needs, ids));
  return [
    { name: 'schema.json', text: `${JSON.stringify(schema, null, 2)}\n` },
    { name: 'app-roles.json', text: `${JSON.stringify({ appRoles: roles }, null, 2)}\n` },
    { name: 'group-assignments.csv', text: toCsv(assignments(needs)) },
    { name: 'README.md', text: readme(needs, ids, mappings) },
  ];
}

const attribute = (name: string): MappingSource => ({
  type: 'Attribute',
  name,
  expression: `[${name}]`,
  parameters: [],
});

const call = (name: string, argument: string): MappingSource => ({
  type: 'Function',
  name,
  expression: `${name}([${argument}])`,
  parameters: [{ key: 'source', value: attribute(argument) }],
});

const mapping = (
  targetAttributeName: string,
  source: MappingSource,
  more: Partial<AttributeMapping> = {},
): AttributeMapping => ({
  targetAttributeName,
  source,
  defaultValue: null,
  exportMissingReferences: false,
  flowBehavior: 'FlowWhenChanged',
  flowType: 'Always',
  matchingPriority: 0,
  ...more,
});

function mappingsOf({ fields, source }: Needs): AttributeMapping[] {
  const wanted = [
    ...ALWAYS,
    ...fields.filter((field) => !ALWAYS.some((name) => name.toLowerCase() === field.toLowerCase())),
  ];
  const simple = wanted.flatMap((field): AttributeMapping[] => {
    const name = ATTRIBUTES[field.toLowerCase()];
    if (!name) return [];
    return [mapping(field, attribute(name), field === 'Username' ? { matchingPriority: 1 } : {})];
  });
  return [
    ...simple,
    ...(source.usesSso ? [mapping('FederationIdentifier', attribute('objectId'))] : []),
    mapping('IsActive', call('Not', 'IsSoftDeleted'), { defaultValue: 'True' }),
    mapping('ProfileName', call('SingleAppRoleAssignments', 'appRoleAssignments')),
  ];
}

function schemaOf(mappings: AttributeMapping[]): object {
  const sources = new Set(mappings.map(({ source }) => source.parameters[0]?.value.name ?? source.name));
  const definition = (name: string) => ({ name, type: /^Is[A-Z]/.test(name) ? 'Boolean' : 'String' });
  return {
    directories: [
      { name: AZURE, objects: [{ name: 'User', attributes: [...sources].map(definition) }] },
      {
        name: SALESFORCE,
        objects: [{ name: 'User', attributes: mappings.map((one) => definition(one.targetAttributeName)) }],
      },
    ],
    synchronizationRules: [
      {
        name: 'USER_OUTBOUND_USER',
        sourceDirectoryName: AZURE,
        targetDirectoryName: SALESFORCE,
        objectMappings: [
          {
            name: 'Synchronize Azure Active Directory Users to salesforce.com',
            enabled: true,
            flowTypes: 'Add, Update, Delete',
            sourceObjectName: 'User',
            targetObjectName: 'User',
            attributeMappings: mappings,
          },
        ],
      },
    ],
  };
}

/** The value is what a mapping can hand on: the record id where an org was asked, else the name with _ for blanks. */
function rolesOf({ profiles, permissionSets, source }: Needs, ids: Ids): AppRole[] {
  const taken = new Set<string>();
  const role = (type: string, name: string, id: string | null): AppRole => {
    // "Allowed characters": no blanks among them, and no value twice in an app (Graph, appRole).
    let value = id ?? name.replace(/[^\w.+-]/g, '_');
    if (taken.has(value)) value = `${value}_${type.replace(' ', '_')}`;
    taken.add(value);
    return {
      id: stableUuid(`${source.name}/${type}/${name}`),
      allowedMemberTypes: ['User'],
      displayName: name,
      description: `Salesforce ${type} ${name}`,
      isEnabled: true,
      value,
    };
  };
  return [
    ...profiles.map((name) => role('profile', name, ids.profile(name))),
    ...permissionSets.map((name) => role('permission set', name, ids.permissionSet(name))),
  ];
}

function assignments({ rules }: Needs) {
  return {
    head: ['Entra group', 'Salesforce profile (app role)', 'Permission sets (not by the gallery app)', 'Rule'],
    rows: rules.map(({ idpGroup, grants, label }) => {
      const of = (type: string): string =>
        grants
          .filter((grant) => grant.type === type)
          .map((grant) => grant.entitlement)
          .join('; ');
      return [idpGroup ?? '', of('Profile'), of('PermissionSet'), label];
    }),
  };
}

function readme(needs: Needs, ids: Ids, mappings: AttributeMapping[]): string {
  const unmapped = needs.fields.filter((field) => !ATTRIBUTES[field.toLowerCase()]);
  const rows = mappings.map(({ targetAttributeName, source }) => [
    targetAttributeName,
    `\`${source.expression}\``,
    SURE.has(targetAttributeName)
      ? 'documented by Microsoft'
      : 'API name of the field; not confirmed: compare with the list in your app',
  ]);
  return `# Microsoft Entra ID, source ${needs.source.label}

Made by \`scim idp entra\` from the rules. ${ids.isKnown ? 'Values of app roles are record ids of the org that was asked.' : 'No org was asked: values of app roles are names. Name one with --target-org to get record ids.'}

## schema.json: attribute mapping of the gallery app

${toMarkdownTable({ head: ['Salesforce attribute', 'Source', 'How sure'], rows })}

It has the form of Microsoft Graph's \`synchronizationSchema\`. Saving a schema **replaces the whole one**, so do not send this file as it is:

1. Read yours: \`GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema\`, or *Provisioning › Mappings › Show advanced options › Review your schema here*. Keep a copy.
2. Put each of these \`attributeMappings\` into the object mapping of the same name; leave what else is there (alias, nickname, language, locale, time zone), and every \`id\`, as it is.
3. Save the whole schema with \`PUT\`, and try one user with *Provision on demand*.

The profile comes from the app role that the user is assigned: exactly one, and never *Default Access*. \`SingleAppRoleAssignments\` cannot be used with the scope *Sync all users*. The gallery app hands out profiles only; permission sets come from \`scim remediate\`, Flow or group rules in Salesforce.
${needs.source.usesSso ? '\n`FederationIdentifier` must be what single sign-on sends as NameID: change its source if yours is not the object id.\n' : ''}${unmapped.length > 0 ? `\nRules also look at ${unmapped.join(', ')}, for which no Entra attribute is known here: map it by hand, or its rules apply to nobody.\n` : ''}
## app-roles.json: roles of an app of your own

For an app registration that provisions by SCIM: the list \`appRoles\` of its manifest. Ids stay the same from run to run, so assignments survive. **Not for the gallery app**: it imports the profiles as roles by itself, and they must not be edited by hand. Entra's generic SCIM client sends no \`entitlements\` on create, which Salesforce requires; it needs a translating proxy (reference/scim.md §3.2).

## group-assignments.csv

Which group gets which app role, rule by rule.
${needs.others.length > 0 ? `\nGranted by the rules, but not by provisioning: ${needs.others.join(', ')}.\n` : ''}`;
}

/** Names that Microsoft's tutorial or example uses. */
const SURE = new Set(['IsActive', 'ProfileName']);
