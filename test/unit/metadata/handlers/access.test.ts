import { beforeEach, describe, expect, it } from '@jest/globals';
import { manifest, problems, problemTexts, SETTING, testOrg, WIDGET, xml } from '../support/package.ts';
import type { Files, TestOrg } from '../support/package.ts';

const CODE = {
  'classes/Foo.cls': 'public class Foo {}',
  'classes/Foo.cls-meta.xml': xml('ApexClass', '<apiVersion>67.0</apiVersion>\n<status>Active</status>'),
};
const PERMISSION = {
  'customPermissions/May.customPermission': xml('CustomPermission', '<isLicensed>false</isLicensed><label>May</label>'),
};
const TAB = {
  'tabs/Widget__c.tab': xml('CustomTab', '<customObject>true</customObject><motif>Custom77: Locked</motif>'),
};
const APP = {
  'applications/App.app': xml(
    'CustomApplication',
    '<formFactors>Large</formFactors><label>App</label><navType>Standard</navType><tabs>Widget__c</tabs><uiType>Lightning</uiType>',
  ),
};
const BASE: Files = {
  'package.xml': manifest({
    CustomObject: ['Widget__c', 'Setting__mdt'],
    ApexClass: ['Foo'],
    CustomPermission: ['May'],
    CustomTab: ['Widget__c'],
    CustomApplication: ['App'],
  }),
  ...WIDGET,
  ...SETTING,
  ...CODE,
  ...PERMISSION,
  ...TAB,
  ...APP,
};

const permission = (name: string, enabled = true): string =>
  `<userPermissions><enabled>${enabled}</enabled><name>${name}</name></userPermissions>`;
const rights = (object: string, ...granted: string[]): string =>
  `<objectPermissions>${['allowCreate', 'allowDelete', 'allowEdit', 'allowRead', 'modifyAllRecords']
    .map((name) => `<${name}>${granted.includes(name)}</${name}>`)
    .join(
      '',
    )}<object>${object}</object><viewAllRecords>${granted.includes('viewAllRecords')}</viewAllRecords></objectPermissions>`;
const fieldAccess = (field: string, editable = false): string =>
  `<fieldPermissions><editable>${editable}</editable><field>${field}</field><readable>true</readable></fieldPermissions>`;

function set(body: string, label = '<label>P</label>'): Files {
  return {
    'package.xml': manifest({ PermissionSet: ['P'] }),
    'permissionsets/P.permissionset': xml('PermissionSet', `${body}\n${label}`),
  };
}

function profile(body: string, name = 'Provisioner'): Files {
  return { 'package.xml': manifest({ Profile: [name] }), [`profiles/${name}.profile`]: xml('Profile', body) };
}

describe('access metadata', () => {
  let org: TestOrg;
  const row = (): Record<string, unknown> =>
    org.data.rows('PermissionSet', { Name: 'P', IsOwnedByProfile: false })[0] ?? {};
  const owned = (name: string): Record<string, unknown> => {
    const found = org.data.rows('Profile', { Name: name })[0];
    return org.data.rows('PermissionSet', { ProfileId: found?.['Id'] ?? null, IsOwnedByProfile: true })[0] ?? {};
  };

  beforeEach(() => {
    org = testOrg();
    org.deploy(BASE);
  });

  describe('PermissionSet', () => {
    const FULL = `<applicationVisibilities><application>App</application><visible>true</visible></applicationVisibilities>
<classAccesses><apexClass>Foo</apexClass><enabled>true</enabled></classAccesses>
<customMetadataTypeAccesses><enabled>true</enabled><name>Setting__mdt</name></customMetadataTypeAccesses>
<customPermissions><enabled>true</enabled><name>May</name></customPermissions>
${fieldAccess('Widget__c.Code__c', true)}
<label>P</label>
${rights('Widget__c', 'allowRead', 'allowEdit')}
<tabSettings><tab>Widget__c</tab><visibility>Visible</visibility></tabSettings>
${permission('ApiEnabled')}`;

    it('becomes the records that access is computed from', () => {
      expect(problemTexts(org.deploy(set(FULL, '')))).toEqual([]);
      const id = String(row()['Id']);
      expect(row()).toMatchObject({ Label: 'P', PermissionsApiEnabled: true, IsCustom: true, Type: 'Regular' });
      expect(org.data.rows('ObjectPermissions', { ParentId: id })).toMatchObject([
        { SobjectType: 'Widget__c', PermissionsRead: true, PermissionsEdit: true, PermissionsDelete: false },
      ]);
      expect(org.data.rows('FieldPermissions', { ParentId: id })).toMatchObject([
        { Field: 'Widget__c.Code__c', PermissionsEdit: true },
      ]);
      expect(
        org.data
          .rows('SetupEntityAccess', { ParentId: id })
          .map((access) => access['SetupEntityType'])
          .sort(),
      ).toEqual(['ApexClass', 'CustomEntityDefinition', 'CustomPermission', 'TabSet']);
      expect(org.data.rows('PermissionSetTabSetting', { ParentId: id })).toMatchObject([
        { Name: 'Widget__c', Visibility: 'DefaultOn' },
      ]);
    });

    it('takes away what the next deploy does not name', () => {
      org.deploy(set(FULL, ''));
      org.deploy(set(permission('ViewSetup') + permission('ViewRoles')));
      const id = String(row()['Id']);
      expect(row()).toMatchObject({ PermissionsApiEnabled: false, PermissionsViewSetup: true });
      for (const object of ['ObjectPermissions', 'FieldPermissions', 'SetupEntityAccess', 'PermissionSetTabSetting'])
        expect(org.data.rows(object, { ParentId: id })).toEqual([]);
    });

    it('needs for Manage Users all fifteen others, and says which are missing', () => {
      expect(problemTexts(org.deploy(set(permission('ManageUsers'))))).toEqual([
        'Permission ManageUsers depends on permission(s): AssignPermissionSets, DelegatedTwoFactor, FreezeUsers, ManageInternalUsers, ManageIpAddresses, ManageLoginAccessPolicies, ManagePasswordPolicies, ManageProfilesPermissionsets, ManageRoles, ManageSharing, MonitorLoginHistory, ResetPasswords, ViewAllUsers, ViewRoles, ViewSetup',
      ]);
    });

    it.each([
      [permission('NoSuchPermission'), 'Unknown user permission: NoSuchPermission'],
      [
        rights('Widget__c', 'allowDelete', 'allowRead'),
        'Permission Delete Widget__c depends on permission(s): Edit Widget__c',
      ],
      [rights('Widget__c', 'viewAllRecords'), 'Permission View All Widget__c depends on permission(s): Read Widget__c'],
      [
        rights('Widget__c', 'modifyAllRecords', 'allowRead'),
        'Permission Modify All Widget__c depends on permission(s): Edit Widget__c, Delete Widget__c, View All Widget__c',
      ],
      [rights('Nope__c', 'allowRead'), 'In field: object - no CustomObject named Nope__c found'],
      [fieldAccess('Widget__c.Nope__c'), 'In field: field - no CustomField named Widget__c.Nope__c found'],
      [fieldAccess('Widget__c.Owner_Name__c'), 'You cannot deploy to a required field: Widget__c.Owner_Name__c'],
      [
        '<classAccesses><apexClass>Nope</apexClass><enabled>true</enabled></classAccesses>',
        'In field: apexClass - no ApexClass named Nope found',
      ],
      [
        '<customPermissions><enabled>true</enabled><name>Nope</name></customPermissions>',
        'In field: name - no CustomPermission named Nope found',
      ],
      [
        '<tabSettings><tab>Nope</tab><visibility>Visible</visibility></tabSettings>',
        'In field: tab - no CustomTab named Nope found',
      ],
      [
        '<applicationVisibilities><application>Nope</application><visible>true</visible></applicationVisibilities>',
        'In field: application - no CustomApplication named Nope found',
      ],
      ['<license>Salesforc</license>', 'In field: license - no UserLicense named Salesforc found'],
      ['<flowAccesses><enabled>true</enabled><flow>F</flow></flowAccesses>', 'In field: flow - no Flow named F found'],
      [permission('ApiEnabled') + permission('ApiEnabled'), 'Duplicate userPermissions specified: ApiEnabled'],
    ])('refuses %s', (body, problem) => {
      expect(problemTexts(org.deploy(set(body)))).toContain(problem);
    });

    it('keeps a set for a license that only some orgs have', () => {
      expect(org.deploy(set('<license>Einstein Agent</license>')).success).toBe(true);
    });

    it('keeps read-only what the platform fills, whatever a set says of it', () => {
      const formula =
        '<fields><fullName>Sum__c</fullName><formula>1 + 1</formula><label>Sum</label><precision>18</precision><scale>2</scale><type>Number</type></fields>';
      org.deploy({
        'package.xml': manifest({ CustomField: ['Widget__c.Sum__c'] }),
        'objects/Widget__c.object': xml('CustomObject', formula),
      });
      expect(problemTexts(org.deploy(set(fieldAccess('Widget__c.Sum__c', true))))).toEqual([]);
      expect(org.data.rows('FieldPermissions', { Field: 'Widget__c.Sum__c' })).toMatchObject([
        { PermissionsRead: true, PermissionsEdit: false },
      ]);
    });

    it('keeps a permission of real orgs that the published reference leaves out', () => {
      const outcome = org.deploy(set(permission('ViewFlowUsageAndFlowEventData')));
      expect(outcome.success).toBe(true);
      expect(problemTexts(outcome)).toEqual([
        'Kept, and not acted on: nothing in the embedded org asks for the permission ViewFlowUsageAndFlowEventData.',
      ]);
    });

    it('knows standard tabs and apps, and licenses by label and by developer name', () => {
      expect(
        problemTexts(
          org.deploy(
            set(
              '<tabSettings><tab>standard-Account</tab><visibility>Available</visibility></tabSettings><applicationVisibilities><application>standard__LightningSales</application><visible>true</visible></applicationVisibilities><license>Salesforce</license>'.replace(
                /(<tab.*?<\/tabSettings>)(<app.*?<\/applicationVisibilities>)(.*)/,
                '$2$3$1',
              ),
            ),
          ),
        ),
      ).toEqual([]);
      expect(problemTexts(org.deploy(set('<license>SalesforceAPIIntegrationPsl</license>')))).toEqual([]);
      expect(row()['LicenseId']).toBe(
        org.data.rows('PermissionSetLicense', { DeveloperName: 'SalesforceAPIIntegrationPsl' })[0]?.['Id'],
      );
    });

    it('refuses read on a detail without read on its master', () => {
      org.deploy({
        'package.xml': manifest({ CustomObject: ['Detail__c'] }),
        'objects/Detail__c.object': xml(
          'CustomObject',
          '<deploymentStatus>Deployed</deploymentStatus><fields><fullName>Widget__c</fullName><label>Widget</label><referenceTo>Widget__c</referenceTo><relationshipName>Details</relationshipName><type>MasterDetail</type></fields><label>D</label><nameField><label>N</label><type>Text</type></nameField><pluralLabel>D</pluralLabel><sharingModel>ControlledByParent</sharingModel>',
        ),
      });
      expect(problemTexts(org.deploy(set(rights('Detail__c', 'allowRead'))))).toEqual([
        'Permission Read Detail__c depends on permission(s): Read Widget__c',
      ]);
      expect(
        problemTexts(org.deploy(set(rights('Detail__c', 'allowRead') + rights('Widget__c', 'allowRead')))),
      ).toEqual([]);
      expect(problemTexts(org.deploy(set(fieldAccess('Detail__c.Widget__c'))))).toEqual([
        'You cannot deploy to a required field: Detail__c.Widget__c',
      ]);
    });

    it('points at the line of each mistake', () => {
      expect(problems(org.deploy(set(`${permission('Nope')}\n${permission('Neither')}`)))).toEqual([
        'PermissionSet P 3: Unknown user permission: Nope',
        'PermissionSet P 4: Unknown user permission: Neither',
      ]);
    });

    it('is removed with its records', () => {
      org.deploy(set(FULL, ''));
      org.deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ PermissionSet: ['P'] }) });
      expect(row()).toEqual({});
    });

    it('stays while somebody holds it', () => {
      org.deploy(set(FULL, ''));
      const [admin] = org.data.rows('User');
      org.data.put('PermissionSetAssignment', { AssigneeId: String(admin!.Id), PermissionSetId: String(row().Id) });
      const outcome = org.deploy({
        'package.xml': manifest({}),
        'destructiveChanges.xml': manifest({ PermissionSet: ['P'] }),
      });
      expect(problemTexts(outcome)[0]).toContain("You can't delete this permission set because it's assigned");
      expect(row()).not.toEqual({});
    });
  });

  describe('Profile', () => {
    it('starts as a copy of the standard profile of its license, then overlays the file', () => {
      expect(
        problemTexts(
          org.deploy(
            profile(
              `<custom>true</custom>\n<description>d</description>\n${rights('Account')}\n<userLicense>Salesforce</userLicense>\n${permission('ApiEnabled')}`,
            ),
          ),
        ),
      ).toEqual([]);
      const standard = owned('Standard User');
      const made = owned('Provisioner');
      expect(made).toMatchObject({ Type: 'Profile', IsCustom: true, PermissionsApiEnabled: true });
      const inherited = Object.entries(standard)
        .filter(([name, value]) => name.startsWith('Permissions') && value === true)
        .map(([name]) => name);
      expect(inherited.length).toBeGreaterThan(5);
      expect(inherited.filter((name) => made[name] !== true)).toEqual([]);
      const objects = org.data
        .rows('ObjectPermissions', { ParentId: String(made['Id']) })
        .map((rights_) => rights_['SobjectType']);
      expect(objects).toContain('Contact');
      expect(objects).not.toContain('Account');
    });

    it('leaves what a later file does not mention, and takes away what it denies', () => {
      org.deploy(
        profile(
          `<userLicense>Salesforce</userLicense>\n${permission('ApiEnabled')}${permission('PasswordNeverExpires')}`,
        ),
      );
      org.deploy(profile(`<userLicense>Salesforce</userLicense>\n${permission('PasswordNeverExpires', false)}`));
      expect(owned('Provisioner')).toMatchObject({
        PermissionsApiEnabled: true,
        PermissionsPasswordNeverExpires: false,
      });
    });

    it('knows a standard profile by its metadata name', () => {
      const outcome = org.deploy(
        profile('<classAccesses><apexClass>Foo</apexClass><enabled>true</enabled></classAccesses>', 'Admin'),
      );
      expect(outcome.messages[0]).toMatchObject({
        success: true,
        created: false,
        id: org.data.rows('Profile', { Name: 'System Administrator' })[0]?.['Id'],
      });
    });

    it.each([
      [`<custom>true</custom>`, 'Required field is missing: userLicense'],
      ['<userLicense>Salesforc</userLicense>', 'In field: userLicense - no UserLicense named Salesforc found'],
      [`<userLicense>Salesforce</userLicense>\n${permission('Nope')}`, 'Unknown user permission: Nope'],
      [
        '<layoutAssignments><layout>Widget__c-Nope</layout></layoutAssignments><userLicense>Salesforce</userLicense>',
        'In field: layout - no Layout named Widget__c-Nope found',
      ],
      [
        '<layoutAssignments><layout>Account-My Layout</layout></layoutAssignments><userLicense>Salesforce</userLicense>',
        'In field: layout - no Layout named Account-My Layout found',
      ],
    ])('refuses %s', (body, problem) => {
      expect(problemTexts(org.deploy(profile(body)))).toContain(problem);
    });

    it.each([
      'Account-Account Layout',
      'Account-Account %28Sales%29 Layout',
      'CaseClose-Close Case Layout',
      'Global-Global Layout',
    ])('takes the layout %s, which orgs have by themselves', (layout) => {
      const assigned = `<layoutAssignments><layout>${layout}</layout></layoutAssignments><userLicense>Salesforce</userLicense>`;
      expect(problemTexts(org.deploy(profile(assigned)))).toEqual([]);
    });

    it('refuses another license for an existing profile, and two default apps', () => {
      org.deploy(profile('<userLicense>Salesforce</userLicense>'));
      expect(problemTexts(org.deploy(profile('<userLicense>Salesforce Platform</userLicense>')))).toEqual([
        'The user license of an existing profile cannot be changed',
      ]);
      const app = (name: string): string =>
        `<applicationVisibilities><application>${name}</application><default>true</default><visible>true</visible></applicationVisibilities>`;
      expect(
        problemTexts(
          org.deploy(profile(`${app('App')}${app('standard__Sales')}<userLicense>Salesforce</userLicense>`)),
        ),
      ).toEqual(['A profile can have only one default application']);
    });

    it('cannot be deleted while it is standard or has users', () => {
      org.deploy(profile('<userLicense>Salesforce</userLicense>'));
      const remove = (name: string): string[] =>
        problemTexts(
          org.deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ Profile: [name] }) }),
        );
      expect(remove('Standard')[0]).toMatch(/Cannot delete the standard profile/);
      expect(remove('Provisioner')).toEqual([]);
      expect(owned('Provisioner')).toEqual({});
    });
  });

  describe('PermissionSetGroup and MutingPermissionSet', () => {
    const group = (body: string): Files => ({
      'package.xml': manifest({ PermissionSetGroup: ['G'] }),
      'permissionsetgroups/G.permissionsetgroup': xml('PermissionSetGroup', `<label>G</label>\n${body}`),
    });

    it('joins sets and a muting set of the same deploy', () => {
      expect(
        problemTexts(
          org.deploy({
            ...set(permission('ApiEnabled')),
            ...group('<mutingPermissionSets>M</mutingPermissionSets>\n<permissionSets>P</permissionSets>'),
            'package.xml': manifest({ PermissionSet: ['P'], MutingPermissionSet: ['M'], PermissionSetGroup: ['G'] }),
            'mutingpermissionsets/M.mutingpermissionset': xml(
              'MutingPermissionSet',
              `<label>M</label>\n${permission('ApiEnabled')}`,
            ),
          }),
        ),
      ).toEqual([]);
      const id = org.data.rows('PermissionSetGroup', { DeveloperName: 'G' })[0]?.['Id'] ?? null;
      expect(org.data.rows('PermissionSetGroupComponent', { PermissionSetGroupId: id })).toHaveLength(2);
      expect(org.data.rows('MutingPermissionSet', { DeveloperName: 'M' })[0]).toMatchObject({
        PermissionsApiEnabled: true,
      });
      expect(org.data.rows('PermissionSet', { PermissionSetGroupId: id, Type: 'Group' })).toHaveLength(1);
    });

    it('drops members that a later file does not name', () => {
      org.deploy({
        ...set(permission('ApiEnabled')),
        ...group('<permissionSets>P</permissionSets>'),
        'package.xml': manifest({ PermissionSet: ['P'], PermissionSetGroup: ['G'] }),
      });
      org.deploy(group('<description>changed</description>'.replace(/(.*)/, '$1')));
      expect(org.data.rows('PermissionSetGroupComponent')).toEqual([]);
    });

    it('refuses members that do not exist, and a second muting set', () => {
      expect(
        problemTexts(
          org.deploy(
            group(
              '<mutingPermissionSets>A</mutingPermissionSets>\n<mutingPermissionSets>B</mutingPermissionSets>\n<permissionSets>Nope</permissionSets>',
            ),
          ),
        ),
      ).toEqual([
        'In field: permissionSets - no PermissionSet named Nope found',
        'In field: mutingPermissionSets - no MutingPermissionSet named A found',
        'In field: mutingPermissionSets - no MutingPermissionSet named B found',
        'A permission set group can have only one muting permission set',
      ]);
    });

    it('is removed', () => {
      org.deploy(group(''));
      expect(
        org.deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ PermissionSetGroup: ['G'] }) })
          .success,
      ).toBe(true);
      expect(org.data.rows('PermissionSetGroup')).toEqual([]);
    });
  });

  describe('CustomPermission', () => {
    it('may need another one, which must exist', () => {
      const needing = (name: string): Files => ({
        'package.xml': manifest({ CustomPermission: ['Also'] }),
        'customPermissions/Also.customPermission': xml(
          'CustomPermission',
          `<label>Also</label><requiredPermission><customPermission>${name}</customPermission><dependency>true</dependency></requiredPermission>`,
        ),
      });
      expect(problemTexts(org.deploy(needing('May')))).toEqual([]);
      expect(problemTexts(org.deploy(needing('Nope')))).toEqual([
        'In field: customPermission - no CustomPermission named Nope found',
      ]);
    });

    it('takes its grants along when it is deleted', () => {
      org.deploy(set('<customPermissions><enabled>true</enabled><name>May</name></customPermissions>'));
      org.deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ CustomPermission: ['May'] }) });
      expect(org.data.rows('CustomPermission')).toEqual([]);
      expect(org.data.rows('SetupEntityAccess')).toEqual([]);
    });
  });
});
