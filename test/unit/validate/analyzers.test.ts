import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openOrgData } from '../../../local-org/data/index.ts';
import { readSourcePackage } from '../../../local-org/metadata/index.ts';
import { PROVISIONING_MINIMUM } from '../../../local-org/metadata/permissions/dependencies.ts';
import { withAssumptions } from '../../../scripts/validate/assumed.ts';
import { readApexLs, runApexLs, weighSecondOpinion } from '../../../scripts/validate/apex-ls.ts';
import type { Finding } from '../../../scripts/validate/finding.ts';
import { checkIntegrationIdentity } from '../../../scripts/validate/integration-identity.ts';
import { checkLeadingComment, checkPackaging } from '../../../scripts/validate/packaging.ts';
import type { Project } from '../../../scripts/project.ts';
import { Known } from '../../../scripts/validate/known.ts';
import { checkRules } from '../../../scripts/validate/rules.ts';
import { xml } from '../metadata/support/package.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const components = (files: Record<string, string>) =>
  readSourcePackage(
    Object.entries(files).map(([name, text]) => ({ path: name, read: () => encode(text) })),
    '67.0',
  ).components;
const permission = (name: string, enabled = true): string =>
  `<userPermissions>\n<enabled>${enabled}</enabled>\n<name>${name}</name>\n</userPermissions>`;

describe('rules', () => {
  const grant = (type: string, name: string) =>
    components({
      'app/customMetadata/Entitlement_Grant.G.md-meta.xml': xml(
        'CustomMetadata',
        `<label>G</label>
<values><field>Entitlement_Name__c</field>
<value xsi:type="xsd:string">${name}</value></values>
<values><field>Type__c</field><value xsi:type="xsd:string">${type}</value></values>`,
      ),
      'app/permissionsets/Own.permissionset-meta.xml': xml('PermissionSet', '<label>Own</label>'),
    });
  const data = openOrgData({ file: ':memory:' });
  const nothing = new Known();

  it.each([
    ['PermissionSet', 'Own'],
    ['Profile', 'Standard User'],
    ['PermissionSetLicense', 'SalesforceAPIIntegrationPsl'],
  ])('may grant the %s %s', (type, name) => {
    expect(checkRules(grant(type, name), data, nothing)).toEqual([]);
  });

  it('may grant what the org is said to own', () => {
    const known = new Known();
    known.add('Role', 'Boss');
    expect(checkRules(grant('Role', 'Boss'), data, known)).toEqual([]);
  });

  it('are reported, at the name, when nobody knows what they grant', () => {
    expect(checkRules(grant('PermissionSetGroup', 'Nope'), data, nothing)).toMatchObject([
      {
        code: 'rule-unknown-entitlement',
        severity: 'error',
        file: 'app/customMetadata/Entitlement_Grant.G.md-meta.xml',
        line: 5,
        message: expect.stringContaining('"Nope"'),
      },
    ]);
  });
});

describe('the integration identity', () => {
  const profile = (body: string, folder = 'force-app/integration/default') =>
    checkIntegrationIdentity(
      components({
        [`${folder}/profiles/P.profile-meta.xml`]: xml('Profile', `${body}\n<userLicense>Salesforce</userLicense>`),
      }),
    );
  const minimum = PROVISIONING_MINIMUM.map((name) => permission(name)).join('\n');

  it('is API Enabled, Manage Users and the fifteen that Manage Users needs', () => {
    expect(PROVISIONING_MINIMUM).toHaveLength(17);
    expect(profile(minimum)).toEqual([]);
    expect(profile(`${minimum}\n${permission('ViewAllData', false)}`)).toEqual([]);
  });

  it('is reported for each excess and each lack by name', () => {
    const findings = profile(minimum.replace(permission('ViewRoles'), permission('ModifyAllData')));
    expect(findings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'identity-excess The provisioning profile needs no user permission ModifyAllData.',
      'identity-lack The provisioning profile lacks the user permission ViewRoles.',
    ]);
  });

  it('needs no data, no code and no custom permission', () => {
    const findings = profile(`<classAccesses><apexClass>A</apexClass><enabled>true</enabled></classAccesses>
<customPermissions><enabled>true</enabled><name>C</name></customPermissions>
<fieldPermissions><editable>false</editable><field>Account.Name</field><readable>true</readable></fieldPermissions>
<objectPermissions><allowRead>true</allowRead><object>Account</object></objectPermissions>
${minimum}`);
    expect(findings.map(({ code }) => code)).toEqual([
      'identity-excess',
      'identity-excess',
      'identity-excess',
      'identity-excess',
    ]);
  });

  it('is only looked for among the integration metadata', () => {
    expect(profile('', 'force-app/main/default')).toEqual([]);
  });
});

describe('packaging traps', () => {
  const project: Project = {
    root: '/p',
    apiVersion: '67.0',
    packageDirectories: [
      { path: 'app', default: true },
      { path: 'own', default: false },
    ],
  };
  const codes = (files: Record<string, string>, own = project): string[] =>
    checkPackaging(components(files), own).map(({ code, line }) => `${code}:${line}`);

  it('are profiles and user permissions in the packageable directory', () => {
    expect(
      codes({
        'app/profiles/P.profile-meta.xml': xml('Profile', ''),
        'own/profiles/Q.profile-meta.xml': xml('Profile', ''),
        'app/permissionsets/S.permissionset-meta.xml': xml(
          'PermissionSet',
          `<label>S</label>\n${permission('ApiEnabled')}`,
        ),
      }),
    ).toEqual(['packaging-profile:2', 'packaging-user-permissions:4']);
  });

  it('are connected apps, ids of one org, reserved names and a version that is too new', () => {
    expect(
      codes(
        {
          'own/connectedApps/A.connectedApp-meta.xml': xml('ConnectedApp', ''),
          'own/extlClntAppOauthSettings/A.ecaOauth-meta.xml': xml(
            'ExtlClntAppOauthSettings',
            '<oauthLink>x</oauthLink>',
          ),
          'own/objects/Group__c/Group__c.object-meta.xml': xml('CustomObject', ''),
        },
        { ...project, apiVersion: '68.0' },
      ),
    ).toEqual([
      'packaging-api-version:1',
      'packaging-connected-app:2',
      'packaging-org-id:3',
      'packaging-reserved-name:2',
    ]);
  });

  it("are comments before the root of an object's file", () => {
    const file = 'app/objects/A__c/fields/B__c.field-meta.xml';
    expect(checkLeadingComment(file, encode('<?xml version="1.0"?>\n<!-- mine -->\n<CustomField/>'))).toMatchObject([
      { code: 'packaging-comment' },
    ]);
    expect(
      checkLeadingComment(file, encode('<?xml version="1.0"?>\n<CustomField><!-- mine --></CustomField>')),
    ).toEqual([]);
    expect(
      checkLeadingComment('app/objects/A__c/A__c.object-meta.xml', encode('<!-- mine --><CustomObject/>')),
    ).toEqual([]);
    expect(checkLeadingComment('app/tabs/T.tab-meta.xml', encode('<!-- mine --><CustomTab/>'))).toEqual([]);
  });
});

describe('references into installed packages', () => {
  const error = (code: string, message: string): Finding => ({
    code,
    severity: 'error',
    message,
    file: 'app/classes/A.cls',
    line: 3,
    column: 5,
  });
  const judged = (code: string, message: string, namespace?: string): string =>
    withAssumptions(
      [error(code, message)],
      namespace === undefined ? {} : { namespace },
      new Map([['A.cls', Buffer.from('npsp__Fund__c f;')]]),
    )
      .map((finding) => `${finding.severity} ${finding.code}`)
      .join();

  it.each([
    ['apex-compile', 'Invalid type: npsp__Fund__c'],
    ['apex-compile', 'Variable does not exist: npsp'],
    ['apex-compile', 'Invalid type: NPSP.Api'],
    ['apex-compile', "No such column 'npsp__Fund__c' on entity 'Account'."],
    ['missing-reference', 'In field: apexClass - no ApexClass named npsp__Api found'],
    ['lwc-reference', "Unable to find Apex action class referenced as 'npsp.Api'."],
    ['lwc-reference', 'Invalid reference npsp/button of type module in file a.js'],
    ['missing-reference', 'In field: field - no CustomField named %%%NAMESPACE%%%Fund__c found'],
  ])('are information: %s %s', (code, message) => {
    expect(judged(code, message)).toBe('info assumed-present');
  });

  it.each([
    ['apex-compile', 'Invalid type: Fund__c'],
    ['apex-compile', 'Invalid type: Fund__Share'],
    ['apex-compile', 'Variable does not exist: npspp'],
    ['lwc-reference', 'Invalid reference lightnig/button of type module in file a.js'],
    ['missing-reference', 'In field: eventChannel - no PlatformEventChannel named Bikes__chn found'],
    ['metadata-invalid', 'The component a is not available: it must declare the target lightning__RecordPage'],
    ['metadata-schema', 'Error parsing file: Element npsp__x invalid at this location in type CustomField'],
  ])('are nothing else: %s %s', (code, message) => {
    expect(judged(code, message)).toBe(`error ${code}`);
  });

  describe('by a plain word before a dot', () => {
    const withFiles = (message: string, files: Record<string, string>, dependencies: string[] = []): string[] =>
      withAssumptions(
        [error('apex-compile', message)],
        { dependencies },
        new Map(Object.entries(files).map(([file, text]) => [file, Buffer.from(text)])),
      ).map(({ severity }) => severity);
    const uses = { 'A.cls': "Nebula.Logger.info('Nebula'); // Nebula\nnew Nebula.Entry(1);" };

    it('are taken for one where the project depends on a package of that name', () => {
      const missing = 'Variable does not exist: Nebula';
      expect(withFiles(missing, uses, ['Nebula Logger - Core@4.13'])).toEqual(['info']);
      expect(withFiles(missing, uses, ['Other Package'])).toEqual(['error']);
      expect(withFiles(missing, uses)).toEqual(['error']);
    });

    it.each(['Nebula.log();', 'Nebula n;', 'Nebula.DEFAULT_LEVEL.name();', 'new Nebula();', 'Nebula.Entry();'])(
      'are none where the word is a class elsewhere: %s',
      (code) => {
        expect(withFiles('Invalid type: Nebula.Entry', { ...uses, 'B.cls': code }, ['Nebula'])).toEqual(['error']);
      },
    );

    it('are taken for one where it is installed, or stands before two names', () => {
      const file = 'app/installedPackages/acme.installedPackage-meta.xml';
      expect(withFiles('Invalid type: acme.Entry', { [file]: '' })).toEqual(['info']);
      expect(withFiles('Invalid type: acme.Outer.Inner', {})).toEqual(['info']);
      expect(withFiles('Invalid type: Outer.Inner', {})).toEqual(['error']);
    });

    it('are taken for classes of a package that they are named for', () => {
      expect(withFiles('Invalid type: fflib_SObjectDomain', {}, ['fflib-apex-common@1.0'])).toEqual(['info']);
      expect(withFiles('Invalid type: fflib_SObjectDomain', {})).toEqual(['error']);
    });
  });

  it('leave the names of the package itself to be judged', () => {
    expect(judged('apex-compile', 'Invalid type: npsp__Fund__c', 'npsp')).toBe('error apex-compile');
  });
});

describe('a second opinion of apex-ls', () => {
  const apexLs = (message: string, line = 2, file = 'A.cls'): Finding => ({
    code: 'apex-ls',
    severity: 'error',
    message,
    file,
    line,
    column: 1,
  });
  const own = (code: string, severity: Finding['severity'], line: number): Finding => ({
    ...apexLs('x', line),
    code,
    severity,
  });
  const unjudged = own('not-checked', 'warning', 9);

  it('is an error in a class that the org could not judge to the end', () => {
    expect(weighSecondOpinion([apexLs('Wrong type')], [unjudged])).toMatchObject([{ severity: 'error' }]);
  });

  it('is a warning where the org accepted the class, or apex-ls knows too little', () => {
    expect(weighSecondOpinion([apexLs('Wrong type')], [])).toMatchObject([{ severity: 'warning' }]);
    const unknown = apexLs("No type declaration found for 'AccountTeamMember'");
    expect(weighSecondOpinion([unknown], [unjudged])).toMatchObject([{ severity: 'warning' }]);
  });

  it('is left out on a line that has an error already', () => {
    expect(weighSecondOpinion([apexLs('Wrong type')], [own('apex-compile', 'error', 2)])).toEqual([]);
  });

  it('is one warning for a file that its grammar cannot read', () => {
    const broken = [apexLs("mismatched input '('", 3), apexLs("missing ';' at 'ORDER'", 4), apexLs('Wrong type', 5)];
    expect(weighSecondOpinion(broken, [unjudged])).toMatchObject([{ severity: 'warning', line: 3 }]);
  });
});

describe('apex-ls', () => {
  const java = spawnSync('java', ['-version']).error === undefined;

  it('finds a type error in a real project', async () => {
    if (!java) {
      process.stderr.write('apex-ls itself was not tested: Java was not found. Install Java 11 or newer to test it.\n');
      return;
    }
    const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'rollcall-apex-ls-')));
    mkdirSync(path.join(root, 'app/classes'), { recursive: true });
    writeFileSync(
      path.join(root, 'sfdx-project.json'),
      JSON.stringify({ packageDirectories: [{ path: 'app', default: true }], sourceApiVersion: '65.0' }),
    );
    writeFileSync(path.join(root, 'app/classes/A.cls'), "public class A {\n  Integer x() { return 'a'; }\n}\n");
    writeFileSync(path.join(root, 'app/classes/A.cls-meta.xml'), xml('ApexClass', '<apiVersion>65.0</apiVersion>'));
    const { findings, notices } = await runApexLs(root, 1);
    rmSync(root, { recursive: true, force: true });
    expect(notices).toEqual([]);
    expect(findings).toMatchObject([{ code: 'apex-ls', file: 'app/classes/A.cls', line: 2 }]);
  });

  it('is told about, and fails nothing, where Java is missing', async () => {
    expect(await runApexLs('/p', 1, 'no-such-java')).toEqual({
      findings: [],
      notices: ['apex-ls was not run: Java was not found. Install Java 11 or newer to have it.'],
    });
  });

  it('is read with columns from 1, without types that it cannot know', () => {
    const output = JSON.stringify({
      files: [
        {
          path: '/p/app/classes/A.cls',
          messages: [
            {
              start: { line: 2, offset: 16 },
              category: 'Error',
              message: "Incompatible return type, 'System.String' is not assignable to 'System.Integer'",
            },
            {
              start: { line: 3, offset: 0 },
              category: 'Missing',
              message: "No type declaration found for 'Database.Cursor'",
            },
          ],
        },
      ],
    });
    expect(readApexLs(`warming up\n${output}`, '/p')).toEqual([
      {
        code: 'apex-ls',
        severity: 'error',
        message: "Incompatible return type, 'System.String' is not assignable to 'System.Integer'",
        file: 'app/classes/A.cls',
        line: 2,
        column: 17,
      },
    ]);
    expect(readApexLs('', '/p')).toEqual([]);
  });
});
