/** Kinds that the org keeps: everything they refer to is judged, they come back as they went, and they go only unused. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeployOptions, DeployOutcome } from '../../../../local-org/metadata/contract.ts';
import { readMdapiPackage } from '../../../../local-org/metadata/package/mdapi.ts';
import { readZip } from '../../../../local-org/metadata/package/zip.ts';
import { openLocalOrg } from '../../../../local-org/open.ts';
import type { LocalOrg } from '../../../../local-org/org.ts';
import { KIND_MEMBERS, KINDS } from '../support/kinds.ts';
import { bytes, manifest, OPTIONS, xml } from '../support/package.ts';
import type { Files } from '../support/package.ts';

let org: LocalOrg;

function deploy(files: Files, options: Partial<DeployOptions> = {}): DeployOutcome {
  const actor = { userId: String(org.data.rows('User', {})[0]?.['Id']) };
  return org.metadata.deployPackage(actor, readMdapiPackage(bytes(files), true), { ...OPTIONS, ...options });
}

/** Errors as `file:line text`. */
function errors(outcome: DeployOutcome): string[] {
  return outcome.messages
    .filter(({ problem, problemType }) => problem !== undefined && problemType !== 'Warning')
    .map(({ source, lineNumber, problem }) => `${source}:${lineNumber} ${problem}`);
}

/** The package without some files, and with some texts replaced. */
function changed(without: string[], replaced: [file: string, from: string, to: string][] = []): Files {
  const kept = Object.entries(KINDS).filter(([path]) => !without.some((one) => path.startsWith(one)));
  const files = Object.fromEntries(kept);
  for (const [file, from, to] of replaced) {
    if (!files[file]?.includes(from)) throw new Error(`${file} does not hold ${from}`);
    files[file] = files[file].replace(from, to);
  }
  return files;
}

beforeAll(() => {
  org = openLocalOrg({ file: ':memory:' });
});
afterAll(() => org.close());

describe('a package of many kinds that refer to each other', () => {
  it('misses nothing', () => {
    expect(errors(deploy(KINDS, { checkOnly: true }))).toEqual([]);
  });

  /** File, text on the line (in the package as it was changed), and what is said there. */
  type Blame = [file: string, mark: string, problem: string];
  const noField = (name: string): string => `no CustomField named ${name} found`;
  const CODE = noField('Widget__c.Code__c');
  it.each<[name: string, without: string[], replaced: [string, string, string][], blamed: Blame[]]>([
    [
      'a Visualforce page',
      ['pages/WidgetPage.'],
      [],
      [
        ['layouts/Widget__c-Widget Layout.layout', '<page>', 'In field: page - no ApexPage named WidgetPage found'],
        ['objects/Widget__c.object', '<page>', 'In field: page - no ApexPage named WidgetPage found'],
        [
          'permissionsets/Widgets.permissionset',
          '<apexPage>',
          'In field: apexPage - no ApexPage named WidgetPage found',
        ],
        ['tabs/Widget_Home.tab', '<page>', 'In field: page - no ApexPage named WidgetPage found'],
      ],
    ],
    [
      'a Visualforce component',
      ['components/WidgetBox.'],
      [],
      [['pages/WidgetPage.page', '<c:WidgetBox', 'Component c:WidgetBox does not exist']],
    ],
    [
      'the controller of a component and a bundle',
      ['classes/WidgetController.'],
      [],
      [
        ['components/WidgetBox.component', 'controller=', "Apex class 'WidgetController' does not exist"],
        [
          'aura/widgetHost/widgetHost.cmp',
          'controller=',
          'No CONTROLLER named apex://WidgetController found : [markup://c:widgetHost]',
        ],
      ],
    ],
    [
      'the class of a flow action',
      ['classes/WidgetAction.'],
      [],
      [
        [
          'flows/Widget_Changed.flow',
          '<actionName>WidgetAction',
          'In field: actionName - no ApexClass named WidgetAction found',
        ],
      ],
    ],
    [
      'the annotation of a flow action',
      [],
      [['classes/WidgetAction.cls', '    @InvocableMethod\n', '']],
      [
        [
          'flows/Widget_Changed.flow',
          '<actionName>WidgetAction',
          'In field: actionName - no invocable Apex action named WidgetAction found',
        ],
      ],
    ],
    [
      'a Lightning web component',
      ['lwc/widgetCard/'],
      [],
      [
        [
          'flexipages/Widget_Page.flexipage',
          '<componentName>widgetCard',
          "We couldn't retrieve or load the information on the component: widgetCard.",
        ],
        [
          'flows/Widget_Screen.flow',
          '<extensionName>',
          'In field: extensionName - no LightningComponentBundle named widgetCard found',
        ],
        [
          'aura/widgetHost/widgetHost.cmp',
          '<c:widgetCard',
          'No COMPONENT named markup://c:widgetCard found : [markup://c:widgetHost]',
        ],
      ],
    ],
    [
      'an Aura component',
      ['aura/widgetHost/'],
      [],
      [
        [
          'flexipages/Widget_Page.flexipage',
          '<componentName>c:widgetHost',
          "We couldn't retrieve or load the information on the component: c:widgetHost.",
        ],
      ],
    ],
    [
      'an Aura event',
      ['aura/widgetPicked/'],
      [],
      [
        [
          'aura/widgetHost/widgetHost.cmp',
          'c:widgetPicked',
          'No EVENT named markup://c:widgetPicked found : [markup://c:widgetHost]',
        ],
      ],
    ],
    [
      'an Aura interface',
      ['aura/hasWidget/'],
      [],
      [
        [
          'aura/widgetHost/widgetHost.cmp',
          'c:hasWidget',
          'No INTERFACE named markup://c:hasWidget found : [markup://c:widgetHost]',
        ],
      ],
    ],
    [
      'a message channel',
      ['messageChannels/Widgets.'],
      [],
      [
        [
          'aura/widgetHost/widgetHost.cmp',
          '<lightning:messageChannel',
          'In field: type - no LightningMessageChannel named Widgets found',
        ],
        [
          'lwc/widgetCard/widgetCard.js',
          'messageChannel/',
          '[Line: 2, Col: 21] Invalid reference Widgets__c of type messageChannel in file widgetCard.js',
        ],
      ],
    ],
    [
      'a flow',
      ['flows/Widget_Screen.'],
      [],
      [
        ['flows/Widget_Changed.flow', '<flowName>', 'In field: flowName - no Flow named Widget_Screen found'],
        [
          'flexipages/Widget_Page.flexipage',
          '<value>Widget_Screen',
          'In field: flowName - no Flow named Widget_Screen found',
        ],
        [
          'quickActions/Start_Widget.quickAction',
          '<flowDefinition>',
          'In field: flowDefinition - no Flow named Widget_Screen found',
        ],
        ['permissionsets/Widgets.permissionset', '<flow>', 'In field: flow - no Flow named Widget_Screen found'],
      ],
    ],
    [
      'a custom label',
      [],
      [['labels/CustomLabels.labels', '<fullName>Widget_Title<', '<fullName>Other<']],
      [
        ['pages/WidgetPage.page', '$Label.', 'Field $Label.Widget_Title does not exist. Check spelling.'],
        ['aura/widgetHost/widgetHost.cmp', '$Label.', 'In field: $Label - no CustomLabel named Widget_Title found'],
      ],
    ],
    [
      'a static resource',
      ['staticresources/widgets.'],
      [],
      [['pages/WidgetPage.page', '$Resource', 'Static Resource named widgets does not exist. Check spelling.']],
    ],
    [
      'a quick action',
      ['quickActions/Widget__c.Change.'],
      [],
      [
        [
          'layouts/Widget__c-Widget Layout.layout',
          '<actionName>',
          'In field: actionName - no QuickAction named Widget__c.Change found',
        ],
      ],
    ],
    [
      'a logo',
      ['contentassets/widgetlogo.'],
      [],
      [['applications/Widgets.app', '<logo>', 'In field: logo - no ContentAsset named widgetlogo found']],
    ],
    [
      'a Lightning page',
      ['flexipages/Widget_Page.'],
      [],
      [['applications/Widgets.app', '<content>', 'In field: content - no FlexiPage named Widget_Page found']],
    ],
    [
      'a tab',
      ['tabs/Widget_Home.'],
      [],
      [['applications/Widgets.app', '<tabs>Widget_Home', 'In field: tabs - no CustomTab named Widget_Home found']],
    ],
    [
      'a button',
      [],
      [['objects/Widget__c.object', '<fullName>Open<', '<fullName>Shut<']],
      [
        [
          'layouts/Widget__c-Widget Layout.layout',
          '<customButtons>',
          'In field: customButtons - no WebLink named Widget__c.Open found',
        ],
      ],
    ],
    [
      'an e-mail alert',
      [],
      [['workflows/Widget__c.workflow', '<fullName>Tell<', '<fullName>Call<']],
      [
        [
          'workflows/Widget__c.workflow',
          '<name>Tell',
          'In field: action - no WorkflowAlert named Widget__c.Tell found',
        ],
        [
          'flows/Widget_Changed.flow',
          '<actionName>Widget__c.Tell',
          'In field: actionName - no WorkflowAlert named Widget__c.Tell found',
        ],
      ],
    ],
    [
      'an e-mail template',
      ['email/Widget_Mails/Changed.'],
      [],
      [
        [
          'workflows/Widget__c.workflow',
          '<template>',
          'In field: template - no EmailTemplate named Widget_Mails/Changed found',
        ],
      ],
    ],
    [
      'a public group',
      ['groups/Widget_Team.'],
      [],
      [['sharingRules/Widget__c.sharingRules', '<group>', 'In field: group - no Group named Widget_Team found']],
    ],
    [
      'an external credential',
      ['externalCredentials/'],
      [],
      [
        [
          'namedCredentials/Widget_Api.namedCredential',
          '<externalCredential>',
          'In field: externalCredential - no ExternalCredential named Widget_Api found',
        ],
        [
          'permissionsets/Widgets.permissionset',
          '<externalCredentialPrincipal>',
          'In field: externalCredentialPrincipal - no ExternalCredential named Widget_Api found',
        ],
      ],
    ],
    [
      'a field',
      [],
      [['objects/Widget__c.object', '<fullName>Code__c<', '<fullName>Kode__c<']],
      [
        ['layouts/Widget__c-Widget Layout.layout', '<field>', `In field: field - ${CODE}`],
        ['quickActions/Widget__c.Change.quickAction', '<field>', `In field: field - ${CODE}`],
        ['flows/Widget_Changed.flow', '<field>Code__c', `In field: field - ${CODE}`],
        ['flows/Widget_Changed.flow', '$Record.Code__c', `In field: $Record - ${CODE}`],
        ['flexipages/Widget_Page.flexipage', '<leftValue>', `In field: leftValue - ${CODE}`],
        ['workflows/Widget__c.workflow', '<field>Code__c', `In field: field - ${CODE}`],
        ['workflows/Widget__c.workflow', '<field>Widget__c.Code__c', `In field: field - ${CODE}`],
        ['sharingRules/Widget__c.sharingRules', '<field>', `In field: field - ${CODE}`],
      ],
    ],
    [
      'an object',
      ['objects/Widget_Part__c.'],
      [],
      [
        [
          'layouts/Widget__c-Widget Layout.layout',
          '<relatedList>',
          'In field: relatedList - no CustomObject named Widget_Part__c found',
        ],
      ],
    ],
    [
      'an element that a flow leads to',
      [],
      [['flows/Widget_Changed.flow', '<targetReference>Act<', '<targetReference>Nope<']],
      [['flows/Widget_Changed.flow', 'Nope', 'In field: targetReference - no flow element named Nope found']],
    ],
    [
      'a variable of a flow',
      [],
      [['flows/Widget_Screen.flow', '<name>chosen<', '<name>taken<']],
      [['flows/Widget_Screen.flow', 'chosen', 'In field: elementReference - no flow resource named chosen found']],
    ],
    [
      'a property of a component',
      [],
      [['lwc/widgetCard/widgetCard.js-meta.xml', 'property name="title"', 'property name="heading"']],
      [
        [
          'flows/Widget_Screen.flow',
          '<name>title',
          'Card (Screen Component) - We can\'t find this input attribute: "title".',
        ],
        ['flexipages/Widget_Page.flexipage', '<name>title', 'Invalid property [title] in component [c:widgetCard]'],
      ],
    ],
    [
      'a facet',
      [],
      [['flexipages/Widget_Page.flexipage', '<value>Hello<', '<value>Facet-0f9b5671-37b4-51db-14ca-b0a3998fd5f5<']],
      [
        [
          'flexipages/Widget_Page.flexipage',
          '<value>Facet-',
          'In field: value - no facet named Facet-0f9b5671-37b4-51db-14ca-b0a3998fd5f5 found',
        ],
      ],
    ],
    [
      'a facet of a column',
      [],
      [
        [
          'flexipages/Widget_Page.flexipage',
          '<componentInstance>',
          '<componentInstance><componentInstanceProperties><name>body</name><value>Nowhere</value></componentInstanceProperties><componentName>flexipage:column</componentName><identifier>column</identifier></componentInstance></itemInstances><itemInstances><componentInstance>',
        ],
      ],
      [['flexipages/Widget_Page.flexipage', 'Nowhere', 'In field: value - no facet named Nowhere found']],
    ],
    [
      'a field behind a lookup of a page',
      [],
      [['flexipages/Widget_Page.flexipage', '{!Record.Code__c}', '{!Record.CreatedBy.Code__c}']],
      [
        [
          'flexipages/Widget_Page.flexipage',
          '{!Record.CreatedBy.Code__c}',
          'In field: leftValue - no CustomField named User.Code__c found',
        ],
      ],
    ],
    [
      'an end tag of an Aura component',
      [],
      [['aura/widgetHost/widgetHost.cmp', '<c:widgetCard title="{!v.title}"/>', '<c:widgetCard title="{!v.title}">']],
      [
        [
          'aura/widgetHost/widgetHost.cmp',
          '</aura:component>',
          'The element type "c:widgetCard" must be terminated by the matching end-tag "</c:widgetCard>".',
        ],
      ],
    ],
    [
      'the content of a Visualforce page',
      [],
      [['pages/WidgetPage.page', '&nbsp;again</apex:outputLink>', '&nbsp;again']],
      [
        [
          'pages/WidgetPage.page',
          '</apex:page>',
          'The element type "apex:outputLink" must be terminated by the matching end-tag "</apex:outputLink>".',
        ],
      ],
    ],
  ])('without %s blames exactly who names it', (_, without, replaced, blamed) => {
    const files = changed(without, replaced);
    const lineOf = (file: string, mark: string): number =>
      (files[file] ?? '').split('\n').findIndex((line) => line.includes(mark)) + 1;
    expect(errors(deploy(files, { checkOnly: true })).sort()).toEqual(
      blamed.map(([file, mark, problem]) => `${file}:${lineOf(file, mark)} ${problem}`).sort(),
    );
  });

  it('deploys without a warning: what acts by itself elsewhere does so here', () => {
    const outcome = deploy(KINDS);
    expect(outcome.status).toBe('Succeeded');
    const warnings = outcome.messages.filter(({ problem }) => problem !== undefined);
    expect(
      warnings.map(({ fullName, success, problemType, problem }) => [fullName, success, problemType, problem]),
    ).toEqual([]);
  });

  it('lists and gives back what was deployed', () => {
    const types = Object.keys(KIND_MEMBERS).filter((type) => !['ApexClass', 'CustomObject'].includes(type));
    const { zip, messages } = org.metadata.retrieve(
      { userId: String(org.data.rows('User', {})[0]?.['Id']) },
      {
        apiVersion: '67.0',
        singlePackage: true,
        types: types.map((name) => ({ name, members: KIND_MEMBERS[name] as string[] })),
      },
    );
    expect(messages).toEqual([]);
    const files = readZip(zip);
    const text = (path: string): string => new TextDecoder().decode(files.get(path));
    // Access and parents of several parts are written anew; all other files come back byte for byte.
    const anew = /^(package\.xml|classes|objects|permissionsets|groups|labels|workflows|sharingRules)/;
    const sent = Object.keys(KINDS).filter((path) => !anew.test(path));
    expect(sent.filter((path) => text(path) !== KINDS[path])).toEqual([]);
    expect(text('workflows/Widget__c.workflow')).toMatch(/<alerts>[\s\S]*<fieldUpdates>[\s\S]*<rules>/);
    expect(text('permissionsets/Widgets.permissionset')).toMatch(
      /<externalCredentialPrincipal>Widget_Api - Main<[\s\S]*<flow>Widget_Screen</,
    );
    const listed = (type: string, folder?: string): string[] =>
      org.metadata.list([{ type, ...(folder === undefined ? {} : { folder }) }]).map(({ fullName }) => fullName);
    expect(listed('Flow')).toEqual(['Widget_Changed', 'Widget_Screen']);
    expect(listed('WorkflowAlert')).toEqual(['Widget__c.Tell']);
    expect(listed('EmailTemplate', 'Widget_Mails')).toEqual(['Widget_Mails/Changed']);
    expect(org.metadata.list([{ type: 'AuraDefinitionBundle' }]).map(({ fileName }) => fileName)).toContain(
      'aura/widgetHost',
    );
  });
});

/** Runs after the package was deployed above. */
describe('what is used', () => {
  const without = (type: string, name: string, more: Record<string, string[]> = {}): DeployOutcome =>
    deploy(
      { 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ [type]: [name], ...more }) },
      { checkOnly: true },
    );
  const used = (kind: string, by: string): string[] => [
    `destructiveChanges.xml:3 This ${kind} is referenced elsewhere in salesforce.com. Remove the usage and try again. : ${by}.`,
  ];

  it.each<[type: string, name: string, kind: string, by: string]>([
    ['ApexPage', 'WidgetPage', 'apex page', 'Layout - Widget__c-Widget Layout'],
    ['ApexComponent', 'WidgetBox', 'apex component', 'Apex Page - WidgetPage'],
    ['ApexClass', 'WidgetController', 'apex class', 'Apex Component - WidgetBox'],
    ['ApexClass', 'WidgetAction', 'apex class', 'Flow - Widget_Changed'],
    ['Flow', 'Widget_Screen', 'flow', 'Flexi Page - Widget_Page'],
    ['QuickAction', 'Widget__c.Change', 'quick action', 'Layout - Widget__c-Widget Layout'],
    ['AuraDefinitionBundle', 'widgetPicked', 'aura definition bundle', 'Aura Definition Bundle - widgetHost'],
    ['LightningMessageChannel', 'Widgets', 'lightning message channel', 'Aura Definition Bundle - widgetHost'],
    ['EmailTemplate', 'Widget_Mails/Changed', 'email template', 'Workflow Alert - Widget__c.Tell'],
    ['Group', 'Widget_Team', 'group', 'Sharing Criteria Rule - Widget__c.To_Team'],
  ])('cannot go: %s %s', (type, name, kind, by) => {
    expect(errors(without(type, name))).toEqual(used(kind, by));
  });

  it('goes together with its users, and an object with all that belongs to it', () => {
    expect(
      errors(
        without('EmailTemplate', 'Widget_Mails/Changed', {
          WorkflowAlert: ['Widget__c.Tell'],
          WorkflowRule: ['Widget__c.Changed'],
          Flow: ['Widget_Changed'],
        }),
      ),
    ).toEqual([]);
    expect(errors(without('CustomObject', 'Widget_Part__c', { CustomField: ['Widget_Part__c.Note__c'] }))).toEqual([]);
  });

  it('stays, too, while a class names it', () => {
    const user = {
      'package.xml': manifest({ ApexClass: ['PartUser'] }),
      'classes/PartUser.cls':
        'public with sharing class PartUser { String note(Widget_Part__c part) { return part.Note__c; } }',
      'classes/PartUser.cls-meta.xml': xml('ApexClass', '<apiVersion>67.0</apiVersion>\n<status>Active</status>'),
    };
    expect(deploy(user).success).toBe(true);
    expect(errors(without('CustomField', 'Widget_Part__c.Note__c'))).toEqual(
      used('custom field', 'Apex Class - PartUser'),
    );
    expect(errors(without('CustomField', 'Widget_Part__c.Note__c', { ApexClass: ['PartUser'] }))).toEqual([]);
    expect(org.metadata.component('CustomField', 'Widget_Part__c.Note__c')).toBeDefined();
  });
});

describe('a partial deploy', () => {
  it('leaves out whoever counted on something that fails after it', () => {
    const fresh = openLocalOrg({ file: ':memory:' });
    const actor = { userId: String(fresh.data.rows('User', {})[0]?.['Id']) };
    const files = {
      'package.xml': manifest({ Flow: ['*'], QuickAction: ['*'], LightningMessageChannel: ['*'] }),
      'flows/First.flow': xml(
        'Flow',
        `<label>First</label>
<subflows><name>S</name><label>S</label><locationX>0</locationX><locationY>0</locationY><flowName>Second</flowName></subflows>`,
      ),
      'flows/Second.flow': xml(
        'Flow',
        `<actionCalls><name>A</name><label>A</label><locationX>0</locationX><locationY>0</locationY><actionName>Broken_Action</actionName><actionType>quickAction</actionType></actionCalls>
<label>Second</label>`,
      ),
      'quickActions/Broken_Action.quickAction': xml(
        'QuickAction',
        '<flowDefinition>No_Flow</flowDefinition>\n<label>B</label>\n<optionsCreateFeedItem>false</optionsCreateFeedItem>\n<type>Flow</type>',
      ),
      'messageChannels/Fine.messageChannel': xml('LightningMessageChannel', '<masterLabel>Fine</masterLabel>'),
    };
    const outcome = fresh.metadata.deployPackage(actor, readMdapiPackage(bytes(files), true), {
      ...OPTIONS,
      rollbackOnError: false,
    });
    expect(outcome.status).toBe('SucceededPartial');
    expect(errors(outcome).sort()).toEqual([
      'flows/First.flow:4 In field: flowName - no Flow named Second found',
      'flows/Second.flow:3 In field: actionName - no QuickAction named Broken_Action found',
      'quickActions/Broken_Action.quickAction:3 In field: flowDefinition - no Flow named No_Flow found',
    ]);
    const names = (type: string): string[] => fresh.metadata.list([{ type }]).map(({ fullName }) => fullName);
    expect([names('Flow'), names('QuickAction'), names('LightningMessageChannel')]).toEqual([[], [], ['Fine']]);
    fresh.close();
  });
});

describe('kinds that are whole trees of files', () => {
  it('come back file by file: sites, documents, DataWeave scripts', () => {
    const files = {
      'package.xml': manifest({
        DataWeaveResource: ['script'],
        DigitalExperienceBundle: ['site/Store'],
        Document: ['Logos', 'Logos/logo.png'],
        ExperienceBundle: ['Portal'],
      }),
      'digitalExperiences/site/Store/Store.digitalExperience-meta.xml': xml(
        'DigitalExperienceBundle',
        '<label>Store</label>',
      ),
      'digitalExperiences/site/Store/sfdc_cms__site/Store/content.json': '{}',
      'documents/Logos-meta.xml': xml('DocumentFolder', '<accessType>Public</accessType>\n<name>Logos</name>'),
      'documents/Logos/logo.png': 'x',
      'documents/Logos/logo.png-meta.xml': xml(
        'Document',
        '<internalUseOnly>false</internalUseOnly>\n<name>logo</name>\n<public>true</public>',
      ),
      'dw/script.dwl': '%dw 2.0',
      'dw/script.dwl-meta.xml': xml('DataWeaveResource', '<apiVersion>67.0</apiVersion>\n<isGlobal>false</isGlobal>'),
      'experiences/Portal.site-meta.xml': xml(
        'ExperienceBundle',
        '<label>Portal</label>\n<type>ChatterNetworkPicasso</type>',
      ),
      'experiences/Portal/config/portal.json': '{}',
      'experiences/Portal/views/home.json': '{}',
    };
    const outcome = deploy(files);
    expect(errors(outcome)).toEqual([]);
    expect(outcome.messages.map(({ componentType, fullName }) => `${componentType} ${fullName}`).sort()).toEqual([
      'DataWeaveResource script',
      'DigitalExperienceBundle site/Store',
      'Document Logos/logo.png',
      'DocumentFolder Logos',
      'ExperienceBundle Portal',
    ]);
    const types = [
      { name: 'DataWeaveResource', members: ['*'] },
      { name: 'DigitalExperienceBundle', members: ['site/Store'] },
      { name: 'Document', members: ['Logos', 'Logos/logo.png'] },
      { name: 'ExperienceBundle', members: ['Portal'] },
    ];
    const actor = { userId: String(org.data.rows('User', {})[0]?.['Id']) };
    const { zip, messages } = org.metadata.retrieve(actor, { apiVersion: '67.0', singlePackage: true, types });
    expect(messages).toEqual([]);
    expect([...readZip(zip).keys()].sort()).toEqual(Object.keys(files).sort());
  });
});

describe('what only shapes screens', () => {
  const files: Files = {
    'package.xml': manifest({ AnimationRule: ['Cheer'], InvocableActionExtension: ['Act'] }),
    'animationRules/Cheer.animationRule': xml(
      'AnimationRule',
      '<animationFrequency>always</animationFrequency><developerName>Cheer</developerName><isActive>true</isActive><masterLabel>Cheer</masterLabel><recordTypeContext>All</recordTypeContext><sobjectType>Opportunity</sobjectType><targetField>StageName</targetField><targetFieldChangeToValues>Closed Won</targetFieldChangeToValues>',
    ),
    'invocableactionextensions/Act.invocableactionextension': xml(
      'InvocableActionExt',
      '<targets><attributes><dataType>Integer</dataType><key>Order</key><value>10</value></attributes><targetName>Act</targetName><targetType>ActionDefinition</targetType></targets>',
    ),
  };

  it('is kept, with the other root that extensions of actions have', () => {
    expect(errors(deploy(files))).toEqual([]);
  });

  it('names objects and fields that exist', () => {
    const rule = 'animationRules/Cheer.animationRule';
    const odd = { ...files, [rule]: (files[rule] ?? '').replace('>StageName<', '>Nope__c<') };
    expect(errors(deploy(odd))).toEqual([expect.stringContaining('no CustomField named Opportunity.Nope__c found')]);
  });
});

describe('access for users of licenses that this org does not have', () => {
  it('is kept with the license, of which nobody has a seat', () => {
    const outcome = deploy({
      'package.xml': manifest({ Profile: ['Guest Site'], PermissionSet: ['Agents', 'Members'] }),
      'permissionsets/Agents.permissionset': xml(
        'PermissionSet',
        '<label>Agents</label>\n<license>AgentBasePsl</license>',
      ),
      'permissionsets/Members.permissionset': xml(
        'PermissionSet',
        '<label>Members</label>\n<license>Customer Community</license>',
      ),
      'profiles/Guest Site.profile': xml(
        'Profile',
        '<custom>true</custom>\n<userLicense>Guest User License</userLicense>',
      ),
    });
    expect(errors(outcome)).toEqual([]);
    expect(outcome.messages.map(({ fullName, problem }) => [fullName, problem]).sort()).toEqual([
      ['Agents', 'Kept, and not acted on: the embedded org has no seats of the license AgentBasePsl.'],
      ['Guest Site', 'Kept, and not acted on: the embedded org has no seats of the license Guest User License.'],
      ['Members', 'Kept, and not acted on: the embedded org has no seats of the license Customer Community.'],
    ]);
    const [set] = org.data.rows('PermissionSet', { Name: 'Agents' });
    const [license] = org.data.rows('PermissionSetLicense', { Id: set?.['LicenseId'] ?? null });
    expect([license?.['DeveloperName'], license?.['TotalLicenses']]).toEqual(['AgentBasePsl', 0]);
    const text = (type: string, name: string): string =>
      String(Buffer.from([...(org.metadata.component(type, name)?.files.values() ?? [])][0] ?? []));
    expect(text('PermissionSet', 'Members')).toContain('<license>Customer Community</license>');
    expect(text('Profile', 'Guest Site')).toContain('<userLicense>Guest User License</userLicense>');
  });
});

describe('what the org cannot keep', () => {
  const action = (kind: string, target: string): Files => ({
    'package.xml': manifest({ GenAiFunction: ['Ask'] }),
    'genAiFunctions/Ask/Ask.genAiFunction-meta.xml': xml(
      'GenAiFunction',
      `<developerName>Ask</developerName>\n<invocationTarget>${target}</invocationTarget>\n<invocationTargetType>${kind}</invocationTargetType>\n<masterLabel>Ask</masterLabel>`,
    ),
  });

  it.each([
    ['apex', 'ApexClass'],
    ['flow', 'Flow'],
  ])('is asked for its target all the same: %s', (kind, type) => {
    expect(errors(deploy(action(kind, 'Nope')))).toContain(
      `genAiFunctions/Ask/Ask.genAiFunction-meta.xml:4 In field: invocationTarget - no ${type} named Nope found`,
    );
  });
});

describe('rules as the platform writes them', () => {
  it('may hold elements that are nothing', () => {
    const rule = `<actionOnInsert>Allow</actionOnInsert>
<actionOnUpdate>Allow</actionOnUpdate>
<duplicateRuleFilter xsi:nil="true"/>
<duplicateRuleMatchRules>
<matchRuleSObjectType>Account</matchRuleSObjectType>
<matchingRule>Standard_Account_Match_Rule_v1_0</matchingRule>
<objectMapping xsi:nil="true"/>
</duplicateRuleMatchRules>
<isActive>true</isActive>
<masterLabel>Same Name</masterLabel>
<securityOption>EnforceSharingRules</securityOption>
<sortOrder>1</sortOrder>`;
    const outcome = deploy({
      'package.xml': manifest({ DuplicateRule: ['Account.Same_Name'] }),
      'duplicateRules/Account.Same_Name.duplicateRule': xml('DuplicateRule', rule),
    });
    expect(errors(outcome)).toEqual([]);
    expect(outcome.messages.map(({ problem }) => problem)).toEqual([
      'Kept, and not acted on: in the embedded org duplicate rules do not run.',
    ]);
  });
});
