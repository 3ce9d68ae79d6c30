/**
 * One fault a time in a project of many kinds of metadata: what is named, where, and that nothing else is blamed. All runs
 * share one org: a check-only deploy leaves it as it was.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readSourcePackage } from '../../../local-org/metadata/index.ts';
import { openLocalOrg } from '../../../local-org/open.ts';
import type { LocalOrg } from '../../../local-org/org.ts';
import { withAssumptions } from '../../../scripts/validate/assumed.ts';
import { checkDeploy } from '../../../scripts/validate/deploy-check.ts';
import { findProject } from '../../../scripts/project.ts';
import { listFiles } from '../../../scripts/validate/project.ts';

const PROJECT = path.join(import.meta.dirname, '../../fixtures/other-project');
const MAIN = 'force-app/main/default/';

type Files = Map<string, string>;
/** Where the validator must point: file below the main folder, a text on the line, code and message. */
type Blame = [file: string, mark: string, code: string, message: string];
interface Fault {
  name: string;
  plant(files: Files): void;
  blamed: Blame[];
}

/** Replaces every occurrence; fails when the project no longer holds the text. */
const replace =
  (file: string, from: string, to: string): Fault['plant'] =>
  (files) => {
    const before = files.get(MAIN + file);
    if (!before?.includes(from)) throw new Error(`${file} does not hold ${from} any more: plant the fault elsewhere.`);
    files.set(MAIN + file, before.replaceAll(from, to));
  };

/** Takes away every file whose path begins so. */
const remove =
  (start: string): Fault['plant'] =>
  (files) => {
    const gone = [...files.keys()].filter((file) => file.startsWith(MAIN + start));
    if (gone.length === 0) throw new Error(`There is no ${start} any more: plant the fault elsewhere.`);
    for (const file of gone) files.delete(file);
  };

const fault = (name: string, plant: Fault['plant'], ...blamed: Blame[]): Fault => ({ name, plant, blamed });
const lost = (type: string, name: string, field: string): [code: string, message: string] => [
  'missing-reference',
  `In field: ${field} - no ${type} named ${name} found`,
];
const invalid = (message: string): [code: string, message: string] => ['metadata-invalid', message];
const noColumn = (field: string, object: string): [code: string, message: string] => [
  'apex-compile',
  `No such column '${field}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
];

const FLOW = 'flows/Bike_Changed.flow-meta.xml';
const SET = 'permissionsets/Bikes.permissionset-meta.xml';
const ADMIN = 'profiles/Admin.profile-meta.xml';
const APP = 'applications/Bikes.app-meta.xml';
const LAYOUT = 'layouts/Bike__c-Bike Layout.layout-meta.xml';
const RECORD_PAGE = 'flexipages/Bike_Record_Page.flexipage-meta.xml';
const CARD = 'lwc/bikeCard/bikeCard.js';
const PICKER = 'aura/bikePicker/bikePicker.cmp';
const PICKER_SCRIPT = 'aura/bikePicker/bikePickerController.js';
const WORKFLOW = 'workflows/Account.workflow-meta.xml';
const NS = 'http://soap.sforce.com/2006/04/metadata';

/** Who counts the parts of a bike, or asks for them. */
const NO_PARTS: Blame[] = [
  [
    'classes/BikeService.cls',
    'FROM Parts__r',
    'apex-compile',
    "Didn't understand relationship 'Parts__r' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.",
  ],
  [
    'objects/Bike__c/fields/Parts_Count__c.field-meta.xml',
    '<summaryForeignKey>',
    ...lost('CustomField', 'Part__c.Bike__c', 'summaryForeignKey'),
  ],
];

const FAULTS: Fault[] = [
  fault(
    'a deleted lookup field',
    remove('objects/Part__c/fields/Bike__c.'),
    [FLOW, '<field>Bike__c', ...lost('CustomField', 'Part__c.Bike__c', 'field')],
    [LAYOUT, 'Part__c.Bike__c', ...lost('CustomField', 'Part__c.Bike__c', 'relatedList')],
    ...NO_PARTS,
  ),
  fault(
    'a deleted field of a custom metadata type',
    remove('objects/Bike_Setting__mdt/fields/V__c.'),
    ['classes/Trg.cls', 'V__c', 'apex-compile', 'Variable does not exist: V__c'],
    [
      'customMetadata/Bike_Setting.Default.md-meta.xml',
      'V__c',
      ...lost('CustomField', 'Bike_Setting__mdt.V__c', 'field'),
    ],
  ),
  fault(
    'a dropped object',
    remove('objects/Part__c/'),
    [FLOW, '<object>Part__c', ...lost('CustomObject', 'Part__c', 'object')],
    [LAYOUT, 'Part__c.Bike__c', ...lost('CustomObject', 'Part__c', 'relatedList')],
    ...NO_PARTS,
  ),
  fault('a renamed class', remove('classes/Inv.'), [
    FLOW,
    '<actionName>Inv',
    ...lost('ApexClass', 'Inv', 'actionName'),
  ]),
  fault('a class that lost its invocable method', replace('classes/Inv.cls', '@InvocableMethod', '// Once '), [
    FLOW,
    '<actionName>Inv',
    ...lost('invocable Apex action', 'Inv', 'actionName'),
  ]),
  fault('a renamed method that a component calls', replace('classes/BikeService.cls', 'list1(', 'listAll('), [
    CARD,
    '@salesforce/apex/',
    'lwc-reference',
    "Unable to find Apex action method referenced as 'BikeService.list1'.",
  ]),
  fault(
    'a removed flow',
    remove('flows/Bike_Flow.'),
    [FLOW, '<flowName>', ...lost('Flow', 'Bike_Flow', 'flowName')],
    [SET, '<flow>', ...lost('Flow', 'Bike_Flow', 'flow')],
    [
      'quickActions/Start_Bikes.quickAction-meta.xml',
      '<flowDefinition>',
      ...lost('Flow', 'Bike_Flow', 'flowDefinition'),
    ],
  ),
  fault(
    'a removed Visualforce page',
    remove('pages/BikePage.'),
    ['classes/BikeService.cls', 'Page.BikePage', 'apex-compile', 'Page does not exist: BikePage'],
    ['classes/BikeServiceTest.cls', 'Page.BikePage', 'apex-compile', 'Page does not exist: BikePage'],
    [SET, '<apexPage>', ...lost('ApexPage', 'BikePage', 'apexPage')],
  ),
  fault('a removed Visualforce component', remove('components/BikeBox.'), [
    'pages/BikeList.page',
    '<c:BikeBox',
    ...invalid('Component c:BikeBox does not exist'),
  ]),
  fault(
    'a removed Aura event',
    remove('aura/bikePicked/'),
    [PICKER, 'c:bikePicked', ...invalid('No EVENT named markup://c:bikePicked found : [markup://c:bikePicker]')],
    [
      PICKER_SCRIPT,
      'e.c:bikePicked',
      ...invalid('No EVENT named markup://c:bikePicked found : [markup://c:bikePicker]'),
    ],
  ),
  fault('a removed Aura component', remove('aura/Hi/'), [
    PICKER,
    '<c:Hi',
    ...invalid('No COMPONENT named markup://c:Hi found : [markup://c:bikePicker]'),
  ]),
  fault(
    'a removed Lightning web component that others show',
    remove('lwc/bikeRow/'),
    ['aura/Hi/Hi.cmp', '<c:bikeRow', ...invalid('No COMPONENT named markup://c:bikeRow found : [markup://c:Hi]')],
    [
      'lwc/bikeCard/bikeCard.html',
      '<c-bike-row',
      'lwc-reference',
      'No MODULE named markup://c:bikeRow found : [markup://c:bikeCard]',
    ],
  ),
  fault(
    'a removed Lightning web component on a page',
    remove('lwc/bikeCard/'),
    [
      RECORD_PAGE,
      '<componentName>bikeCard',
      ...invalid("We couldn't retrieve or load the information on the component: bikeCard."),
    ],
    [
      'quickActions/Bike__c.New_Part.quickAction-meta.xml',
      'bikeCard',
      ...lost('LightningComponentBundle', 'bikeCard', 'lightningWebComponent'),
    ],
  ),
  fault('a removed Lightning page', remove('flexipages/Bike_Record_Page.'), [
    'objects/Bike__c/Bike__c.object-meta.xml',
    '<content>',
    ...lost('FlexiPage', 'Bike_Record_Page', 'content'),
  ]),
  fault('a removed utility bar', remove('flexipages/Bikes_UtilityBar.'), [
    APP,
    'Bikes_UtilityBar',
    ...lost('FlexiPage', 'Bikes_UtilityBar', 'utilityBar'),
  ]),
  fault(
    'a removed tab',
    remove('tabs/Bike__c.'),
    [APP, '<tabs>Bike__c', ...lost('CustomTab', 'Bike__c', 'tabs')],
    [SET, '<tab>Bike__c', ...lost('CustomTab', 'Bike__c', 'tab')],
    [ADMIN, '<tab>Bike__c', ...lost('CustomTab', 'Bike__c', 'tab')],
  ),
  fault(
    'a removed app',
    remove('applications/Bikes.'),
    [SET, '<application>Bikes', ...lost('CustomApplication', 'Bikes', 'application')],
    [ADMIN, '<application>Bikes', ...lost('CustomApplication', 'Bikes', 'application')],
  ),
  fault(
    'a removed custom permission',
    remove('customPermissions/Bike_Admin.'),
    [
      CARD,
      '@salesforce/customPermission',
      'lwc-reference',
      'Invalid reference Bike_Admin of type customPermission in file bikeCard.js',
    ],
    [SET, '<name>Bike_Admin', ...lost('CustomPermission', 'Bike_Admin', 'name')],
  ),
  fault(
    'a renamed label',
    replace('labels/CustomLabels.labels-meta.xml', '<fullName>Hello<', '<fullName>Bye<'),
    [PICKER, '$Label.', ...lost('CustomLabel', 'Hello', '$Label')],
    [PICKER_SCRIPT, "$A.get('$Label.c.Hello", ...lost('CustomLabel', 'Hello', '$Label')],
    ['classes/BikeService.cls', 'Label.Hello', 'apex-compile', 'External string does not exist: Hello'],
    [CARD, '@salesforce/label', 'lwc-reference', 'Invalid reference c.Hello of type label in file bikeCard.js'],
    ['pages/BikeList.page', '$Label.', ...invalid('Field $Label.Hello does not exist. Check spelling.')],
  ),
  fault(
    'a removed message channel',
    remove('messageChannels/Bikes.'),
    [PICKER, '<lightning:messageChannel', ...lost('LightningMessageChannel', 'Bikes', 'type')],
    [
      CARD,
      '@salesforce/messageChannel',
      'lwc-reference',
      'Invalid reference Bikes__c of type messageChannel in file bikeCard.js',
    ],
  ),
  fault(
    'a removed static resource',
    remove('staticresources/'),
    [
      CARD,
      '@salesforce/resourceUrl',
      'lwc-reference',
      'Invalid reference bikes of type resourceUrl in file bikeCard.js',
    ],
    ['pages/BikeList.page', '$Resource', ...invalid('Static Resource named bikes does not exist. Check spelling.')],
  ),
  fault('a removed value set', remove('globalValueSets/'), [
    'objects/Bike__c/fields/Category__c.field-meta.xml',
    'Bike_Category',
    ...lost('GlobalValueSet', 'Bike_Category', 'valueSetName'),
  ]),
  fault('a wrong enum', replace(FLOW, 'RecordAfterSave', 'RecordAfterwards'), [
    FLOW,
    'RecordAfterwards',
    'metadata-schema',
    "Error parsing file: 'RecordAfterwards' is not a valid value for the enum 'FlowTriggerType'",
  ]),
  fault(
    'a wrong enum of an object that others use',
    replace('objects/Bike__c/Bike__c.object-meta.xml', '<type>Text<', '<type>Txt<'),
    [
      'objects/Bike__c/Bike__c.object-meta.xml',
      '<type>Txt<',
      'metadata-schema',
      "Error parsing file: 'Txt' is not a valid value for the enum 'FieldType'",
    ],
  ),
  fault(
    'a wrong element of an object that others use',
    replace('objects/Part__c/Part__c.object-meta.xml', 'deploymentStatus>', 'deployStatus>'),
    [
      'objects/Part__c/Part__c.object-meta.xml',
      '<deployStatus>',
      'metadata-schema',
      `Error parsing file: Element {${NS}}deployStatus invalid at this location in type CustomObject`,
    ],
  ),
  fault(
    'a wrong element',
    replace('quickActions/Start_Bikes.quickAction-meta.xml', 'flowDefinition>', 'flowDefinitions>'),
    [
      'quickActions/Start_Bikes.quickAction-meta.xml',
      '<flowDefinitions>',
      'metadata-schema',
      `Error parsing file: Element {${NS}}flowDefinitions invalid at this location in type QuickAction`,
    ],
  ),
  fault(
    'a region that the template does not have',
    replace(RECORD_PAGE, '<name>sidebar</name>', '<name>aside</name>'),
    [
      RECORD_PAGE,
      '<name>aside',
      ...invalid(
        'The template flexipage:recordHomeTemplateDesktop has no region named aside; its regions are: header, main, sidebar.',
      ),
    ],
  ),
  fault('a flow that leads to nothing', replace(FLOW, '<targetReference>Ask_Flow<', '<targetReference>Ask<'), [
    FLOW,
    '<targetReference>Ask<',
    ...lost('flow element', 'Ask', 'targetReference'),
  ]),
  fault('a flow that compares with nothing', replace(FLOW, '<elementReference>limit<', '<elementReference>most<'), [
    FLOW,
    '>most<',
    ...lost('flow resource', 'most', 'elementReference'),
  ]),
  fault('a workflow rule that does nothing', replace(WORKFLOW, '<name>Make_Gold<', '<name>Make_Silver<'), [
    WORKFLOW,
    '<name>Make_Silver',
    ...lost('WorkflowFieldUpdate', 'Account.Make_Silver', 'action'),
  ]),
  fault('a template that does not close', replace('lwc/bikeRow/bikeRow.html', '{bike.Name}', '<p>{bike.Name}'), [
    'lwc/bikeRow/bikeRow.html',
    '<p>',
    'lwc-compile',
    'LWC1078: <p> has no matching closing tag.',
  ]),
  fault(
    'an expression that templates do not allow',
    replace('lwc/bikeRow/bikeRow.html', '{bike.Name}', '{bike.name()}'),
    [
      'lwc/bikeRow/bikeRow.html',
      'name()',
      'lwc-compile',
      "Invalid expression {bike.name()} - LWC1060: Template expression doesn't allow CallExpression",
    ],
  ),
  fault('Aura markup that does not close', replace(PICKER, '</aura:if>', ''), [
    PICKER,
    '</aura:component>',
    ...invalid('The element type "aura:if" must be terminated by the matching end-tag "</aura:if>".'),
  ]),
  fault('a Visualforce page that does not close', replace('pages/BikeList.page', '</apex:form>', ''), [
    'pages/BikeList.page',
    '</apex:page>',
    ...invalid('The element type "apex:form" must be terminated by the matching end-tag "</apex:form>".'),
  ]),
  fault('a field that a page shows', replace('pages/BikeList.page', '{!Bike__c.Price__c}', '{!Bike__c.Cost__c}'), [
    'pages/BikeList.page',
    'Cost__c',
    ...invalid('Invalid field Cost__c for SObject Bike__c'),
  ]),
  fault(
    'a target that no page has',
    replace(`${CARD}-meta.xml`, '<target>lightning__AppPage<', '<target>lightning__ApplPage<'),
    [`${CARD}-meta.xml`, 'ApplPage', ...invalid('Invalid target: lightning__ApplPage')],
  ),
  fault(
    'a target for an object that is not there',
    replace(`${CARD}-meta.xml`, '<object>Bike__c<', '<object>Bicycle__c<'),
    [`${CARD}-meta.xml`, 'Bicycle__c', ...lost('CustomObject', 'Bicycle__c', 'object')],
  ),
  fault('a module that is not there', replace(CARD, "'lightning/navigation'", "'lightning/navigator'"), [
    CARD,
    'lightning/navigator',
    'lwc-reference',
    'No MODULE named markup://lightning:navigator found : [markup://c:bikeCard]',
  ]),
  fault('a field that a component imports', replace(CARD, 'schema/Bike__c.Price__c', 'schema/Bike__c.Cost__c'), [
    CARD,
    'Cost__c',
    'lwc-reference',
    'Invalid reference Bike__c.Cost__c of type sobjectField in file bikeCard.js',
  ]),
  fault('a field on a layout', replace(LAYOUT, '<field>Price__c<', '<field>Cost__c<'), [
    LAYOUT,
    'Cost__c',
    ...lost('CustomField', 'Bike__c.Cost__c', 'field'),
  ]),
  fault('a field of a query', replace('classes/BikeService.cls', 'SUM(Price__c)', 'SUM(Cost__c)'), [
    'classes/BikeService.cls',
    'Cost__c',
    ...noColumn('Cost__c', 'Bike__c'),
  ]),
  fault(
    'a slip in the name of a standard field',
    replace('layouts/Account-Account Layout.layout-meta.xml', '<field>ParentId<', '<field>ParentIdd<'),
    [
      'layouts/Account-Account Layout.layout-meta.xml',
      'ParentIdd',
      ...lost('CustomField', 'Account.ParentIdd', 'field'),
    ],
  ),
  fault('a class without its meta file', remove('classes/Inv.cls-meta.xml'), [
    'classes/Inv.cls',
    'public with sharing class Inv',
    'apex-missing-meta',
    'The metadata file Inv.cls-meta.xml is missing',
  ]),
  fault(
    'a right without those it needs',
    replace(
      SET,
      '<allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Account',
      '<allowRead>false</allowRead><modifyAllRecords>false</modifyAllRecords><object>Account',
    ),
    [
      SET,
      '<object>Account',
      'permission-dependency',
      'Permission Create Account depends on permission(s): Read Account',
    ],
    [SET, '<object>Account', 'permission-dependency', 'Permission Edit Account depends on permission(s): Read Account'],
  ),
];

let org: LocalOrg;
let project: Files;

function errorsIn(files: Files): string[] {
  const contents = new Map([...files].map(([file, text]) => [file, Buffer.from(text)]));
  const source = readSourcePackage(
    [...contents].map(([file, content]) => ({ path: file, read: () => content })),
    '62.0',
  );
  return withAssumptions(checkDeploy(org, source), {}, contents)
    .filter(({ severity }) => severity === 'error')
    .map(({ file, line, code, message }) => `${file.slice(MAIN.length)}:${line} ${code} ${message}`)
    .sort();
}

beforeAll(() => {
  org = openLocalOrg({ file: ':memory:' });
  const { files } = listFiles(findProject(PROJECT), ['force-app']);
  project = new Map(files.map((file) => [file, readFileSync(path.join(PROJECT, file), 'utf8')]));
});

afterAll(() => org.close());

describe('one fault in a project', () => {
  it('is looked for in a project without any', () => {
    expect(errorsIn(project)).toEqual([]);
  });

  it.each(FAULTS)('is named, and nothing else: $name', ({ plant, blamed }) => {
    const files = new Map(project);
    plant(files);
    const lineOf = (file: string, mark: string): number =>
      (files.get(MAIN + file) ?? '').split('\n').findIndex((line) => line.includes(mark)) + 1;
    expect(errorsIn(files)).toEqual(
      blamed.map(([file, mark, code, message]) => `${file}:${lineOf(file, mark)} ${code} ${message}`).sort(),
    );
  });
});
