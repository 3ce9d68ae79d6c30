/** Samples of every SCIM request that a provisioning client of one's own needs, with the ids of the org that was asked. */
import { ScimError } from '../command.ts';
import type { Artifact } from './artifact.ts';
import type { Ids } from './ids.ts';
import type { Needs } from './needs.ts';
import { sample, URNS, type Sample } from './scim-shapes.ts';

/** Stands where the id from the answer to the create belongs. */
export const USER_ID = '{id of the user}';
const USERNAME = 'ada.example@example.com';
const FALLBACK_PROFILE = 'Minimum Access - Salesforce';

/**
 * In the order a client sends them.
 * @throws {ScimError} `NeedsOrg` (exit 2) without an org: a sample without a real profile id is refused by Salesforce
 */
export function genericArtifacts(needs: Needs, ids: Ids): Artifact[] {
  const samples = samplesOf(needs, ids);
  return [
    ...samples.map(([name, request], index) => ({
      name: `${String(index + 1).padStart(2, '0')}-${name}.json`,
      text: `${JSON.stringify(sample.parse(request), null, 2)}\n`,
    })),
    { name: 'README.md', text: readme(needs, ids, samples) },
  ];
}

function samplesOf(needs: Needs, ids: Ids): [string, Sample][] {
  const { ENTERPRISE } = URNS;
  const profile = needs.profiles.map((name) => ids.profile(name)).find((id) => id !== null);
  if (!profile) {
    throw new ScimError(
      'NeedsOrg',
      ids.isKnown
        ? `The org has none of the profiles that the rules of ${needs.source.name} grant: ${needs.profiles.join(', ') || 'they grant none'}.`
        : 'Samples need the id of a profile, which only an org knows.',
      {
        actions: [
          ids.isKnown
            ? `Let a rule of this source grant a profile that is there, such as ${FALLBACK_PROFILE}.`
            : 'Name one with --target-org.',
        ],
        exitCode: 2,
      },
    );
  }
  // What asks for a permission set license is refused until somebody assigned that in Salesforce.
  const free = needs.permissionSets.filter((name) => !ids.needsLicense(name));
  const sets = free.map((name) => ids.permissionSet(name)).filter((id) => id !== null);
  const group = needs.publicGroups.map((name) => ids.publicGroup(name)).find((id) => id !== null);
  const patch = (path: string, operation: object): Sample =>
    ({ method: 'PATCH', path, body: { schemas: [URNS.PATCH_OP], Operations: [operation] } }) as Sample;
  const user = `/Users/${USER_ID}`;
  const filter = encodeURIComponent(`userName eq "${USERNAME}"`);
  return [
    ['find-user', { method: 'GET', path: `/Users?filter=${filter}` }],
    [
      'create-user',
      {
        method: 'POST',
        path: '/Users',
        body: {
          schemas: [URNS.CORE, ENTERPRISE],
          userName: USERNAME,
          ...(needs.source.usesSso ? { externalId: 'ada.example' } : {}),
          name: { familyName: 'Example', givenName: 'Ada' },
          emails: [{ type: 'work', primary: true, value: USERNAME }],
          active: true,
          title: 'Engineer',
          entitlements: [{ value: profile }],
          [ENTERPRISE]: { department: 'Engineering', employeeNumber: '1017' },
        },
      },
    ],
    ['change-user', patch(user, { op: 'replace', value: { title: 'Lead Engineer' } })],
    ...(sets.length > 0
      ? ([
          [
            'add-permission-sets',
            patch(user, { op: 'add', value: { entitlements: sets.map((value) => ({ value })) } }),
          ],
        ] as [string, Sample][])
      : []),
    ...(group
      ? ([
          [
            'add-to-group',
            patch(`/Groups/${group}`, { op: 'add', path: 'members', value: { members: [{ value: USER_ID }] } }),
          ],
        ] as [string, Sample][])
      : []),
    ['deactivate-user', patch(user, { op: 'replace', value: { active: false } })],
  ];
}

function readme(needs: Needs, ids: Ids, samples: [string, Sample][]): string {
  const licensed = needs.permissionSets.filter((name) => ids.needsLicense(name));
  const list = samples.map(([name, { method, path }], index) => `${index + 1}. \`${name}\`: \`${method} ${path}\``);
  return `# A SCIM client of your own, source ${needs.source.label}

Made by \`scim idp generic\` from the rules, with the ids of the org that was asked. Each file has \`method\`, \`path\` and \`body\`; send it to \`https://<My Domain>/services/scim/v2\` with the integration user's access token as \`Authorization: Bearer …\` and \`Content-Type: application/json\`. Put the id of the answer to the create where \`${USER_ID}\` stands.

${list.join('\n')}

* Exactly one profile and one email on create; \`name.middleName\`, \`costCenter\` and others are refused (reference/scim.md §1.9).
* PATCH without \`path\`: a path with a single value is refused by some releases (§1.6). \`active\` is a JSON boolean.
* \`replace\` with permission sets takes **all** others away; \`add\` refuses one that is already there (§2.4).
* Permission set groups and licenses cannot be sent by SCIM.${licensed.length > 0 ? ` These sets ask for a license first and are left out of the sample: ${licensed.join(', ')}.` : ''}${needs.others.length > 0 ? ` The rules also grant: ${needs.others.join(', ')}.` : ''}
* DELETE deactivates; Salesforce never deletes users.
`;
}
