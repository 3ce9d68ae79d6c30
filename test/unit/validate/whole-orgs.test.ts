/** What retrieves of whole orgs bring along: names that orgs have by themselves, and parts of installed packages. */
import { describe, expect, it } from '@jest/globals';
import { readSourcePackage } from '../../../local-org/metadata/index.ts';
import { openLocalOrg } from '../../../local-org/open.ts';
import { withAssumptions } from '../../../scripts/validate/assumed.ts';
import { checkDeploy } from '../../../scripts/validate/deploy-check.ts';
import { checkMergeFields } from '../../../scripts/validate/merge-fields.ts';
import { xml } from '../metadata/support/package.ts';

/** Severity and text of what a validation says about files below `app/`. */
function said(files: Record<string, string>, apiVersion = '67.0'): string[] {
  const org = openLocalOrg({ file: ':memory:' });
  const read = Object.entries(files).map(([path, text]) => ({
    path: `app/${path}`,
    read: () => new TextEncoder().encode(text),
  }));
  const findings = withAssumptions(checkDeploy(org, readSourcePackage(read, apiVersion)), {}, new Map());
  org.close();
  return findings.map(({ severity, message }) => `${severity}: ${message}`);
}

const errors = (files: Record<string, string>, apiVersion?: string): string[] =>
  said(files, apiVersion).filter((text) => text.startsWith('error'));

describe('names that orgs have by themselves', () => {
  it('are not checked where a lookup leads to an object of a cloud', () => {
    const lookup = (target: string): Record<string, string> => ({
      'objects/Account/fields/Loan__c.field-meta.xml': xml(
        'CustomField',
        `<fullName>Loan__c</fullName><label>Loan</label><referenceTo>${target}</referenceTo><relationshipName>Loans</relationshipName><type>Lookup</type>`,
      ),
    });
    expect(said(lookup('FinancialAccount'))).toEqual([
      'warning: Not available for deploy in the embedded org: relationships to FinancialAccount',
    ]);
    expect(errors(lookup('Loan__c'))).toEqual([
      "error: referenceTo value of 'Loan__c' does not resolve to a valid sObject type",
    ]);
  });

  it('are not missing where an object of a cloud shows its own page and compact layout', () => {
    const object = (name: string): Record<string, string> => ({
      [`objects/${name}/${name}.object-meta.xml`]: xml(
        'CustomObject',
        '<actionOverrides><actionName>View</actionName><content>Policy_Page</content><formFactor>Large</formFactor><type>Flexipage</type></actionOverrides><compactLayoutAssignment>Policy_Highlights</compactLayoutAssignment>',
      ),
    });
    expect(errors(object('InsurancePolicy'))).toEqual([]);
    expect(errors(object('Account'))).toEqual([
      'error: In field: content - no FlexiPage named Policy_Page found',
      'error: In field: compactLayoutAssignment - no CompactLayout named Account.Policy_Highlights found',
    ]);
  });

  it('are there where a profile grants the classes that come with sites', () => {
    const profile = (name: string): Record<string, string> => ({
      'profiles/Admin.profile-meta.xml': xml(
        'Profile',
        `<classAccesses><apexClass>${name}</apexClass><enabled>true</enabled></classAccesses><custom>false</custom><userLicense>Salesforce</userLicense>`,
      ),
    });
    expect(errors(profile('CommunitiesLoginControllerTest'))).toEqual([]);
    expect(errors(profile('LoginController'))).toEqual([
      'error: In field: apexClass - no ApexClass named LoginController found',
    ]);
  });

  it('are not checked where a queue or a role names an object of a cloud or a role of the samples', () => {
    const files = (object: string, role: string): Record<string, string> => ({
      'queues/Desk.queue-meta.xml': xml(
        'Queue',
        `<name>Desk</name><queueMembers><roles><role>${role}</role></roles></queueMembers><queueSobject><sobjectType>${object}</sobjectType></queueSobject>`,
      ),
      'roles/Boss.role-meta.xml': xml('Role', `<name>Boss</name><parentRole>${role}</parentRole>`),
    });
    expect(errors(files('LiveChatTranscript', 'CEO'))).toEqual([]);
    expect(errors(files('Chat__c', 'Chief'))).toEqual([
      'error: In field: parentRole - no Role named Chief found',
      'error: In field: sobjectType - no CustomObject named Chat__c found',
      'error: In field: role - no Role named Chief found',
    ]);
  });

  it('are not checked where a dashboard lies in a folder of the org and shows sample reports', () => {
    const dashboard = (folder: string, report: string): Record<string, string> => ({
      [`dashboards/${folder}/Main.dashboard-meta.xml`]: xml(
        'Dashboard',
        `<backgroundEndColor>#FFFFFF</backgroundEndColor><backgroundFadeDirection>Diagonal</backgroundFadeDirection><backgroundStartColor>#FFFFFF</backgroundStartColor><dashboardType>LoggedInUser</dashboardType><isGridLayout>false</isGridLayout><leftSection><columnSize>Medium</columnSize><components><componentType>Metric</componentType><report>${report}</report></components></leftSection><rightSection><columnSize>Medium</columnSize></rightSection><textColor>#000000</textColor><title>Main</title><titleColor>#000000</titleColor><titleSize>12</titleSize>`,
      ),
    });
    expect(errors(dashboard('CompanyDashboards', 'unfiled$public/SampleReportOpenDeals'))).toEqual([]);
    expect(errors(dashboard('Desk', 'unfiled$public/Deals'))).toEqual([
      'error: Cannot find folder:Desk',
      'error: In field: report - no Report named unfiled$public/Deals found',
    ]);
  });

  it('are not checked where a report is of a type that comes with a feature', () => {
    const report = (type: string): Record<string, string> => ({
      'reports/unfiled$public/Runs.report-meta.xml': xml(
        'Report',
        `<columns><field>FlowInterviewLog$InterviewStatus</field></columns><format>Tabular</format><name>Runs</name><reportType>${type}</reportType>`,
      ),
    });
    expect(errors(report('screen_flows_prebuilt_crt__c'))).toEqual([]);
    expect(errors(report('runs__c'))).toEqual(['error: In field: reportType - no ReportType named runs found']);
  });

  it('are not checked where a permission may be that of a feature, and refused where no org can have it', () => {
    const profile = (name: string): Record<string, string> => ({
      'profiles/Admin.profile-meta.xml': xml(
        'Profile',
        `<custom>false</custom><userLicense>Salesforce</userLicense><userPermissions><enabled>false</enabled><name>${name}</name></userPermissions>`,
      ),
    });
    expect(said(profile('ManageOrchards'))).toEqual(['warning: Unknown user permission: ManageOrchards']);
    for (const none of ['ViewSetupp', 'CustomizeApp', 'PickCherries'])
      expect(errors(profile(none))).toEqual([`error: Unknown user permission: ${none}`]);
  });
});

describe('parts of installed packages', () => {
  it('are assumed present, however little their files hold', () => {
    const files = {
      'objects/ns__Bill__c/ns__Bill__c.object-meta.xml': xml('CustomObject', '<enableFeeds>true</enableFeeds>'),
      'objects/ns__Bill__c/fields/ns__Paid__c.field-meta.xml': xml(
        'CustomField',
        '<fullName>ns__Paid__c</fullName><label>Paid</label><type>Checkbox</type>',
      ),
      'objects/Opportunity/recordTypes/ns__Deal.recordType-meta.xml': xml(
        'RecordType',
        '<fullName>ns__Deal</fullName><active>true</active><label>Deal</label>',
      ),
    };
    const all = said(files);
    expect(all.filter((text) => text.startsWith('error'))).toEqual([]);
    expect(all).toHaveLength(Object.keys(files).length);
  });
});

describe('files of old API versions', () => {
  it('name a template of a Lightning page in another way, or none', () => {
    const page = {
      'flexipages/Start.flexipage-meta.xml': xml(
        'FlexiPage',
        '<flexiPageRegions><name>main</name><type>Region</type></flexiPageRegions><masterLabel>Start</masterLabel><type>AppPage</type>',
      ),
    };
    expect(errors(page, '30.0')).toEqual([]);
    expect(errors(page)).toEqual(['error: Required field is missing: template']);
  });

  it('hold the values of a global picklist beside the field', () => {
    const field = {
      'globalValueSets/Color.globalValueSet-meta.xml': xml(
        'GlobalValueSet',
        '<customValue><fullName>Red</fullName><default>false</default><label>Red</label></customValue><masterLabel>Color</masterLabel><sorted>false</sorted>',
      ),
      'objects/Account/fields/Color__c.field-meta.xml': xml(
        'CustomField',
        '<fullName>Color__c</fullName><globalPicklist>Color</globalPicklist><label>Color</label><type>Picklist</type>',
      ),
    };
    expect(errors(field, '37.0')).toEqual([]);
  });
});

describe('switches of settings', () => {
  it('are newer siblings of the known one beside them', () => {
    const settings = (body: string): Record<string, string> => ({
      'settings/Security.settings-meta.xml': xml('SecuritySettings', body),
    });
    const known = '<enableAdminLoginAsAnyUser>true</enableAdminLoginAsAnyUser>';
    const newer = known.replaceAll('AsAny', 'ToAny');
    expect(errors(settings(known + newer))).toEqual([]);
    expect(errors(settings(newer))).toHaveLength(1);
  });
});

describe('names that a report, a page, a template and a rule hold', () => {
  const object = {
    'objects/Snap__c/Snap__c.object-meta.xml': xml(
      'CustomObject',
      '<deploymentStatus>Deployed</deploymentStatus><label>Snap</label><nameField><label>Name</label><type>Text</type></nameField><pluralLabel>Snaps</pluralLabel><sharingModel>ReadWrite</sharingModel>',
    ),
  };
  const report = (type: string, body: string): Record<string, string> => ({
    ...object,
    'reports/unfiled$public/Runs.report-meta.xml': xml(
      'Report',
      `${body}<format>Summary</format><name>Runs</name><reportType>${type}</reportType>`,
    ),
  });

  it.each([
    [
      'Opportunity',
      '<columns><field>Account.Gone__c</field></columns>',
      'field - no CustomField named Account.Gone__c',
    ],
    [
      'CustomEntity$Snap__c',
      '<timeFrameFilter><dateColumn>Snap__c.Gone__c</dateColumn><interval>INTERVAL_CUSTOM</interval></timeFrameFilter>',
      'dateColumn - no CustomField named Snap__c.Gone__c',
    ],
    ['CustomEntity$Snap__c@Snap__c.Gone__c', '', 'reportType - no CustomField named Snap__c.Gone__c'],
  ])('are followed in a report of type %s', (type, body, said) => {
    expect(errors(report(type, body))).toEqual([`error: In field: ${said} found`]);
  });

  it('are followed from a snapshot, an entitlement process, a dashboard, a letterhead and a translation', () => {
    const files = {
      ...object,
      'analyticSnapshots/Daily.snapshot-meta.xml': xml(
        'AnalyticSnapshot',
        '<groupColumn>NO_GROUPING</groupColumn><mappings><sourceField>ROW_COUNT</sourceField><sourceType>summary</sourceType><targetField>Gone__c</targetField></mappings><name>Daily</name><runningUser>a@b.example.com</runningUser><sourceReport>ns__Folder/Runs</sourceReport><targetObject>Snap__c</targetObject>',
      ),
      'documents/Logos.documentFolder-meta.xml': xml(
        'DocumentFolder',
        '<accessType>Public</accessType><name>Logos</name>',
      ),
      'entitlementProcesses/e_v1.entitlementProcess-meta.xml': xml(
        'EntitlementProcess',
        '<SObjectType>Case</SObjectType><active>true</active><exitCriteriaFilterItems><field>Case.Priorty</field><operation>equals</operation><value>High</value></exitCriteriaFilterItems><name>e</name>',
      ),
      'letterhead/Head.letter-meta.xml': xml(
        'Letterhead',
        '<available>true</available><backgroundColor>#FFFFFF</backgroundColor><bodyColor>#FFFFFF</bodyColor><bottomLine><color>#000000</color><height>5</height></bottomLine><footer><backgroundColor>#FFFFFF</backgroundColor><height>1</height></footer><header><backgroundColor>#FFFFFF</backgroundColor><height>1</height><logo>Logos/Gone.png</logo></header><middleLine><color>#000000</color><height>5</height></middleLine><name>Head</name><topLine><color>#000000</color><height>5</height></topLine>',
      ),
      'objectTranslations/Snap__c-fr/Snap__c-fr.objectTranslation-meta.xml': xml(
        'CustomObjectTranslation',
        '<validationRules><errorMessage>x</errorMessage><name>Gone</name></validationRules>',
      ),
    };
    expect(errors(files).sort()).toEqual([
      'error: In field: field - no CustomField named Case.Priorty found',
      'error: In field: logo - no Document named Logos/Gone found',
      'error: In field: name - no ValidationRule named Snap__c.Gone found',
      'error: In field: targetField - no CustomField named Snap__c.Gone__c found',
    ]);
  });

  it("are slips of the platform's where a page spells a component wrong", () => {
    const page = (name: string): Record<string, string> => ({
      'flexipages/Start.flexipage-meta.xml': xml(
        'FlexiPage',
        `<flexiPageRegions><itemInstances><componentInstance><componentName>${name}</componentName><identifier>a</identifier><visibilityRule><criteria><leftValue>{!$User.Id}</leftValue><operator>EQUAL</operator><rightValue>x</rightValue></criteria></visibilityRule></componentInstance></itemInstances><name>main</name><type>Region</type></flexiPageRegions><masterLabel>Start</masterLabel><template><name>flexipage:defaultAppHomeTemplate</name></template><type>AppPage</type>`,
      ),
    });
    expect(errors(page('flexipage:richText'))).toEqual([]);
    expect(errors(page('flexipage:newTextOfTomorrow'))).toEqual([]);
    expect(errors(page('flexipage:richTxt'))).toEqual([
      "error: We couldn't retrieve or load the information on the component: flexipage:richTxt.",
    ]);
  });

  it('are the master language of a label, whichever it is', () => {
    const labels = (language: string): Record<string, string> => ({
      'labels/CustomLabels.labels-meta.xml': xml(
        'CustomLabels',
        `<labels><fullName>Hello</fullName><language>${language}</language><protected>true</protected><shortDescription>Hello</shortDescription><value>Bonjour</value></labels>`,
      ),
    });
    expect(said(labels('fr'))).toEqual([]);
    expect(errors(labels('french'))).toEqual(['error: Not a supported language: french']);
  });
});

describe('merge fields of e-mail templates', () => {
  it('are a warning where they name no field of the project', () => {
    const org = openLocalOrg({ file: ':memory:' });
    const files: Record<string, string> = {
      'app/email/unfiled$public/Hi.email':
        'Hi {!Contact.FirstName},\n{!Contact.Shoe__c} {{{Contact.Gone__c}}} {!Contact.ns__X__c}',
      'app/email/unfiled$public/Hi.email-meta.xml': xml(
        'EmailTemplate',
        '<available>true</available><encodingKey>UTF-8</encodingKey><name>Hi</name><style>none</style><subject>Hi</subject><type>text</type>',
      ),
      'app/objects/Contact/fields/Shoe__c.field-meta.xml': xml('CustomField', '<fullName>Shoe__c</fullName>'),
    };
    const { components } = readSourcePackage(
      Object.entries(files).map(([path, text]) => ({ path, read: () => new TextEncoder().encode(text) })),
      '67.0',
    );
    expect(checkMergeFields(components, org.data)).toMatchObject([
      { severity: 'warning', line: 2, message: expect.stringContaining('Contact.Gone__c') },
    ]);
    org.close();
  });
});
