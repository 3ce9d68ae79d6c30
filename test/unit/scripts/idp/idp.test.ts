/** What providers are given: checked against their documented shapes, and against an org that takes the samples. */
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type IdpCommand from '../../../../scripts/commands/scim/idp.ts';
import { USER_ID } from '../../../../scripts/idp/generic.ts';
import { writeArtifacts, type IdpOptions } from '../../../../scripts/idp/index.ts';
import { patchBody, userBody } from '../../../../scripts/idp/scim-shapes.ts';
import { stableUuid } from '../../../../scripts/idp/uuid.ts';
import { loadRules } from '../../../../scripts/rules/load.ts';
import type { RuleBook } from '../../../../scripts/rules/model.ts';
import { logIn } from '../commands/logged-in.ts';
import { runCommand } from '../commands/run-command.ts';
import { openConsoleOrg, type ConsoleOrg } from '../console-org.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
const RULES = path.join(ROOT, 'config/demo/entitlements.yml');
const ADMIN = 'admin@rollcall.example.com';

let home: OwnHome;
let org: ConsoleOrg;
let book: RuleBook;
let folder: string;
let Idp: typeof IdpCommand;

beforeAll(async () => {
  home = useOwnHome();
  ({ default: Idp } = await import('../../../../scripts/commands/scim/idp.ts'));
  org = await openConsoleOrg();
  await logIn(home.path, { url: org.server.url, token: org.server.issueToken(ADMIN) }, 'rollcall');
  (await import('@salesforce/core')).StateAggregator.clearInstance();
  book = await loadRules(ROOT, RULES);
}, 120_000);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-idp-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
afterAll(async () => {
  await org.close();
  home.remove();
});

const write = (options: Partial<IdpOptions>) =>
  writeArtifacts({ provider: 'entra', book, source: null, connection: null, outputDir: folder, ...options });
const read = (...names: string[]): string => readFileSync(path.join(folder, ...names), 'utf8');
interface Role {
  id: string;
  value: string;
  displayName: string;
}
const roles = (): Role[] => (JSON.parse(read('entra/Employees/app-roles.json')) as { appRoles: Role[] }).appRoles;

describe('artifacts for Entra', () => {
  it('map what every user needs and what the rules look at, in the form of a synchronization schema', async () => {
    await write({});
    const schema = JSON.parse(read('entra/Employees/schema.json')) as {
      synchronizationRules: {
        objectMappings: {
          attributeMappings: {
            targetAttributeName: string;
            source: { expression: string };
            matchingPriority: number;
          }[];
        }[];
      }[];
    };
    const mappings = schema.synchronizationRules[0]!.objectMappings[0]!.attributeMappings;
    const byTarget = Object.fromEntries(mappings.map((one) => [one.targetAttributeName, one.source.expression]));
    expect(byTarget).toMatchObject({
      Username: '[userPrincipalName]',
      Department: '[department]',
      Title: '[jobTitle]',
      IsActive: 'Not([IsSoftDeleted])',
      ProfileName: 'SingleAppRoleAssignments([appRoleAssignments])',
    });
    expect(
      mappings.filter(({ matchingPriority }) => matchingPriority > 0).map((one) => one.targetAttributeName),
    ).toEqual(['Username']);
  });

  it('give app roles ids that stay, and record ids as values when an org is asked', async () => {
    await write({});
    const named = roles();
    await write({ connection: org.connection });
    const known = roles();
    expect(known.map(({ id }) => id)).toEqual(named.map(({ id }) => id));
    expect(new Set(known.map(({ id }) => id)).size).toBe(known.length);
    expect(named.find(({ displayName }) => displayName === 'Standard User')!.value).toBe('Standard_User');
    expect(known.find(({ displayName }) => displayName === 'Standard User')!.value).toBe(
      org.idOf('Profile', { Name: 'Standard User' }),
    );
    expect(known.find(({ displayName }) => displayName === 'Quote_Editor')!.value).toMatch(/^0PS/);
  });

  it('say which group gets what, what is not confirmed, and that the schema replaces the whole', async () => {
    await write({});
    expect(read('entra/Employees/group-assignments.csv')).toContain('SG-Finance,Standard User,');
    const readme = read('entra/Employees/README.md');
    expect(readme).toContain('**replaces the whole one**');
    expect(readme).toContain('| Department | `[department]` | API name of the field; not confirmed');
    expect(readme).toContain('No org was asked');
  });
});

describe('artifacts for Okta', () => {
  it('are a mapping with expressions and the groups with their entitlements', async () => {
    const { files } = await write({ provider: 'okta', connection: org.connection });
    expect(files.map((file) => path.basename(file))).toEqual([
      'profile-mapping.csv',
      'group-assignments.csv',
      'README.md',
    ]);
    expect(read('okta/Contractors/profile-mapping.csv')).toContain('Username,user.login,');
    expect(read('okta/Contractors/group-assignments.csv')).toMatch(
      /okta-contractors,Minimum Access - Salesforce \(00e\w{15}\),Project_Viewer \(0PS\w{15}\)/,
    );
    expect(read('okta/Contractors/README.md')).toContain('overwrites the user');
  });
});

describe('samples for a client of its own', () => {
  it('are taken by the org, one after the other, and end with an inactive user', async () => {
    await write({ provider: 'generic', source: 'Employees', connection: org.connection });
    const at = path.join(folder, 'generic/Employees');
    let userId = '';
    const names = readdirSync(at)
      .filter((name) => name.endsWith('.json'))
      .sort();
    for (const name of names) {
      const {
        method,
        path: address,
        body,
      } = JSON.parse(readFileSync(path.join(at, name), 'utf8').replaceAll(USER_ID, userId)) as {
        method: string;
        path: string;
        body?: object;
      };
      const response = await fetch(`${org.server.url}/services/scim/v2${address}`, {
        method,
        headers: { authorization: `Bearer ${org.server.issueToken(ADMIN)}`, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const answer = (await response.json()) as { id?: string };
      expect([name, response.status, answer]).toEqual([name, method === 'POST' ? 201 : 200, answer]);
      if (method === 'POST') userId = answer.id!;
    }
    expect(names.map((name) => name.slice(3, -5))).toEqual([
      'find-user',
      'create-user',
      'change-user',
      'add-permission-sets',
      'add-to-group',
      'deactivate-user',
    ]);
    expect(org.org.data.rows('User', { Id: userId })[0]).toMatchObject({
      IsActive: false,
      Title: 'Lead Engineer',
      Department: 'Engineering',
    });
    const held = org.org.data.rows('PermissionSetAssignment', { AssigneeId: userId });
    expect(held.map((row) => row['PermissionSetId'])).toContain(org.idOf('PermissionSet', { Name: 'Baseline_Access' }));
    expect(readFileSync(path.join(at, 'README.md'), 'utf8')).toContain(
      'ask for a license first and are left out of the sample: Quote_Editor',
    );
  });

  it('need the ids of an org, and a profile that it has', async () => {
    await expect(write({ provider: 'generic', source: 'Employees' })).rejects.toMatchObject({
      name: 'NeedsOrg',
      exitCode: 2,
    });
    const elsewhere = {
      ...book,
      rules: book.rules.map((rule) => ({
        ...rule,
        grants: rule.grants.map((grant) => (grant.type === 'Profile' ? { ...grant, entitlement: 'Nowhere' } : grant)),
      })),
    };
    await expect(
      write({ provider: 'generic', source: 'Employees', book: elsewhere, connection: org.connection }),
    ).rejects.toThrow('The org has none of the profiles that the rules of Employees grant: Nowhere.');
    expect(existsSync(path.join(folder, 'generic'))).toBe(false);
  });

  it('have shapes that refuse what Salesforce refuses', () => {
    const user = {
      schemas: [
        'urn:ietf:params:scim:schemas:core:2.0:User',
        'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
      ],
      userName: 'ada.example@example.com',
      name: { familyName: 'Example', givenName: 'Ada' },
      emails: [{ type: 'work', primary: true, value: 'ada.example@example.com' }],
      active: true,
      entitlements: [{ value: '00e000000000001AAA' }],
    };
    expect(userBody.safeParse(user).success).toBe(true);
    for (const wrong of [
      { entitlements: [] },
      { entitlements: [{ value: '0PG000000000001AAA' }] },
      { name: { familyName: 'Example', givenName: 'Ada', middleName: 'B' } },
      { active: 'False' },
      { emails: [] },
    ])
      expect([wrong, userBody.safeParse({ ...user, ...wrong }).success]).toEqual([wrong, false]);
    const scalar = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'active', value: false }],
    };
    expect(patchBody.safeParse(scalar).success).toBe(false);
  });
});

describe('scim idp', () => {
  it('writes the files and warns of what the org lacks', async () => {
    const own = path.join(folder, 'own.yml');
    writeFileSync(own, readFileSync(RULES, 'utf8').replace('permissionSet: Quote_Editor', 'permissionSet: Not_Here'));
    const run = await runCommand(Idp, ['entra', '-o', 'rollcall', '--file', own, '--output-dir', folder, '--json']);
    expect(run.exitCode).toBe(0);
    expect(run.json()).toMatchObject({
      result: { hasIds: true, missing: ['PermissionSet Not_Here'] },
      warnings: ['The org does not have: PermissionSet Not_Here. Its ids are left out.'],
    });
  });

  it.each([
    [['onelogin', '--output-dir', 'x']],
    [['entra']],
    [['generic', '--output-dir', 'x', '--file', RULES]],
    [['okta', '--output-dir', 'x', '--file', RULES, '--source', 'Nobody']],
  ])('refuses %j with exit code 2', async (argv) => {
    expect((await runCommand(Idp, ['--json', ...argv])).json()).toMatchObject({ exitCode: 2 });
  });
});

describe('a stable id', () => {
  it('is a UUID of version 5, the same for the same name', () => {
    expect(stableUuid('a')).toBe(stableUuid('a'));
    expect(stableUuid('a')).not.toBe(stableUuid('b'));
    expect(stableUuid('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
