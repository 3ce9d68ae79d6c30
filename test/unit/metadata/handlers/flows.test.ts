/** What a flow says of its own records, formulas and resources: every name in it leads somewhere, or is told at its place. */
import { describe, expect, it } from '@jest/globals';
import { manifest, testOrg, xml } from '../support/package.ts';
import type { Files } from '../support/package.ts';

const field = (name: string, type: string, body = ''): string =>
  `<fields><fullName>${name}</fullName>${body}<label>${name}</label><type>${type}</type></fields>`;
const lookup = (name: string, to: string): string =>
  field(name, 'Lookup', `<referenceTo>${to}</referenceTo><relationshipName>Gears</relationshipName>`);
const text = (name: string): string => field(name, 'Text', '<length>20</length>');
const object = (fields: string, label: string): string =>
  xml(
    'CustomObject',
    `<deploymentStatus>Deployed</deploymentStatus>${fields}<label>${label}</label><nameField><label>N</label><type>Text</type></nameField><pluralLabel>${label}s</pluralLabel><sharingModel>ReadWrite</sharingModel>`,
  );
const element = (kind: string, name: string, body: string): string =>
  `<${kind}>\n<name>${name}</name>\n<label>${name}</label>\n<locationX>0</locationX>\n<locationY>0</locationY>\n${body}\n</${kind}>`;
const variable = (name: string, body: string): string =>
  `<variables>\n<name>${name}</name>\n${body}\n<isCollection>false</isCollection>\n<isInput>false</isInput>\n<isOutput>false</isOutput>\n</variables>`;

const FLOW = [
  element(
    'assignments',
    'Mark',
    '<assignmentItems>\n<assignToReference>Each.Code__c</assignToReference>\n<operator>Assign</operator>\n<value><stringValue>{!picked.Wheel__r.Code__c}</stringValue></value>\n</assignmentItems>\n<connector><targetReference>Each</targetReference></connector>',
  ),
  element(
    'collectionProcessors',
    'Sorted',
    '<collectionProcessorType>SortCollectionProcessor</collectionProcessorType>\n<collectionReference>Gears</collectionReference>\n<connector><targetReference>Each</targetReference></connector>\n<sortOptions>\n<doesPutEmptyStringAndNullFirst>false</doesPutEmptyStringAndNullFirst>\n<sortField>Teeth__c</sortField>\n<sortOrder>Asc</sortOrder>\n</sortOptions>',
  ),
  element(
    'customErrors',
    'Stop',
    '<customErrorMessages>\n<errorMessage>No</errorMessage>\n<fieldSelection>Code__c</fieldSelection>\n<isFieldError>true</isFieldError>\n</customErrorMessages>',
  ),
  '<formulas>\n<name>Sum</name>\n<dataType>Boolean</dataType>\n<expression>AND({!$Permission.May}, {!limit} &gt; 2, {!$Setup.Knobs__c.Loud__c}, {!$CustomMetadata.Rule__mdt.One.On__c})</expression>\n</formulas>',
  '<label>F</label>',
  element(
    'loops',
    'Each',
    '<collectionReference>Sorted</collectionReference>\n<iterationOrder>Asc</iterationOrder>\n<nextValueConnector><targetReference>Mark</targetReference></nextValueConnector>',
  ),
  '<processType>AutoLaunchedFlow</processType>',
  element(
    'recordLookups',
    'Gears',
    '<connector><targetReference>Sorted</targetReference></connector>\n<object>Gear__c</object>\n<storeOutputAutomatically>true</storeOutputAutomatically>',
  ),
  element(
    'recordUpdates',
    'Change',
    '<inputAssignments>\n<field>Rim__c</field>\n<value><elementReference>$Record.Wheel__r.Owner.Name</elementReference></value>\n</inputAssignments>\n<inputReference>$Record.Wheel__r</inputReference>',
  ),
  '<start>\n<locationX>0</locationX>\n<locationY>0</locationY>\n<connector><targetReference>Gears</targetReference></connector>\n<filterFormula>ISCHANGED({!$Record.Code__c})</filterFormula>\n<object>Gear__c</object>\n<recordTriggerType>Update</recordTriggerType>\n<scheduledPaths>\n<name>Later</name>\n<connector><targetReference>Change</targetReference></connector>\n<label>Later</label>\n<offsetNumber>1</offsetNumber>\n<offsetUnit>Days</offsetUnit>\n<recordField>Due__c</recordField>\n<timeSource>RecordField</timeSource>\n</scheduledPaths>\n<triggerType>RecordAfterSave</triggerType>\n</start>',
  '<status>Draft</status>',
  variable('limit', '<dataType>Number</dataType>'),
  variable('picked', '<dataType>SObject</dataType>').replace(
    '</isOutput>\n',
    '</isOutput>\n<objectType>Gear__c</objectType>\n',
  ),
  variable('row', '<apexClass>Holder$Row</apexClass>\n<dataType>Apex</dataType>'),
].join('\n');

const STEPS = `<label>Steps</label>
<orchestratedStages>
<name>First</name>
<label>First</label>
<locationX>0</locationX>
<locationY>0</locationY>
<exitActionName>F</exitActionName>
<exitActionType>evaluationFlow</exitActionType>
<stageSteps>
<name>Do</name>
<actionName>F</actionName>
<actionType>stepBackground</actionType>
<label>Do</label>
</stageSteps>
</orchestratedStages>
<processType>Orchestrator</processType>
<status>Draft</status>`;

const FILES: Files = {
  'package.xml': manifest({
    CustomObject: ['Gear__c', 'Wheel__c', 'Knobs__c', 'Rule__mdt'],
    ApexClass: ['Holder'],
    CustomPermission: ['May'],
    CustomMetadata: ['Rule.One'],
    Flow: ['F', 'Steps'],
  }),
  'objects/Gear__c.object': object(
    text('Code__c') +
      field('Teeth__c', 'Number', '<precision>3</precision><scale>0</scale>') +
      field('Due__c', 'DateTime') +
      lookup('Wheel__c', 'Wheel__c'),
    'Gear',
  ),
  'objects/Wheel__c.object': object(text('Code__c') + text('Rim__c'), 'Wheel'),
  'objects/Knobs__c.object': xml(
    'CustomObject',
    `<customSettingsType>Hierarchy</customSettingsType>${field('Loud__c', 'Checkbox', '<defaultValue>false</defaultValue>')}<label>Knobs</label>`,
  ),
  'classes/Holder.cls': 'public class Holder { public class Row { @AuraEnabled public String a; } }',
  'classes/Holder.cls-meta.xml': xml('ApexClass', '<apiVersion>67.0</apiVersion><status>Active</status>'),
  'customPermissions/May.customPermission': xml('CustomPermission', '<isLicensed>false</isLicensed><label>May</label>'),
  'objects/Rule__mdt.object': xml(
    'CustomObject',
    `${field('On__c', 'Checkbox', '<defaultValue>false</defaultValue>')}<label>Rule</label><pluralLabel>Rules</pluralLabel><visibility>Public</visibility>`,
  ),
  'customMetadata/Rule.One.md': xml('CustomMetadata', '<label>One</label><protected>false</protected>'),
  'flows/F.flow': xml('Flow', FLOW),
  'flows/Steps.flow': xml('Flow', STEPS),
};

/** Errors as `line text`; texts of other files have the file before them. */
function errors(replaced: [file: string, from: string, to: string][]): string[] {
  const files = { ...FILES };
  for (const [file, from, to] of replaced) {
    if (!files[file]?.includes(from)) throw new Error(`${file} does not hold ${from}`);
    files[file] = files[file].replaceAll(from, to);
  }
  const lines = (files['flows/F.flow'] as string).split('\n');
  return testOrg()
    .deploy(files)
    .messages.filter(({ problem, problemType }) => problem !== undefined && problemType !== 'Warning')
    .map(({ fileName, lineNumber, problem }) =>
      fileName === 'flows/F.flow' ? `${lines[(lineNumber ?? 0) - 1]} | ${problem}` : `${fileName} | ${problem}`,
    );
}

const FLOW_FILE = 'flows/F.flow';
const noField = (name: string): string => `no CustomField named ${name} found`;

describe('a flow', () => {
  it('is taken when everything that it names is there', () => {
    expect(errors([])).toEqual([]);
  });

  it.each<[what: string, from: string, to: string, problem: string]>([
    ['a field of what a loop goes over', 'Each.Code__c', 'Each.Kode__c', noField('Gear__c.Kode__c')],
    ['a field behind a lookup', 'picked.Wheel__r.Code__c', 'picked.Wheel__r.Kode__c', noField('Wheel__c.Kode__c')],
    ['a lookup on the way', 'picked.Wheel__r.Code__c', 'picked.Axle__r.Code__c', noField('Gear__c.Axle__c')],
    ['a field to sort by', '<sortField>Teeth__c', '<sortField>Tooth__c', noField('Gear__c.Tooth__c')],
    ['a field to show an error at', '<fieldSelection>Code__c', '<fieldSelection>Kode__c', noField('Gear__c.Kode__c')],
    ['a field of what is changed by reference', '<field>Rim__c', '<field>Rym__c', noField('Wheel__c.Rym__c')],
    [
      'a field that a scheduled path waits for',
      '<recordField>Due__c',
      '<recordField>When__c',
      noField('Gear__c.When__c'),
    ],
    ['a field in the entry formula', '$Record.Code__c', '$Record.Kode__c', noField('Gear__c.Kode__c')],
    ['a resource in a formula', '{!limit}', '{!most}', 'In field: expression - no flow resource named most found'],
    ['a custom permission', '$Permission.May', '$Permission.Can', 'no CustomPermission named Can found'],
    ['a field of a custom setting', 'Knobs__c.Loud__c', 'Knobs__c.Soft__c', noField('Knobs__c.Soft__c')],
    [
      'a record of a custom metadata type',
      'Rule__mdt.One.',
      'Rule__mdt.Two.',
      'no CustomMetadata named Rule.Two found',
    ],
    ['a field of a custom metadata type', 'One.On__c', 'One.Off__c', noField('Rule__mdt.Off__c')],
    ['an inner class', 'Holder$Row', 'Holder$Line', 'In field: apexClass - no ApexClass named Holder$Line found'],
  ])('is told at its place that there is no such thing as %s', (_, from, to, problem) => {
    const found = errors([[FLOW_FILE, from, to]]);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(to.replace(/^<\w+>/, ''));
    expect(found[0]).toContain(problem);
  });

  it('runs and asks the flows that its steps name', () => {
    const steps = 'flows/Steps.flow';
    expect(
      errors([
        [steps, '<actionName>F<', '<actionName>G<'],
        [steps, '<exitActionName>F<', '<exitActionName>H<'],
      ]),
    ).toEqual([
      `${steps} | In field: exitActionName - no Flow named H found`,
      `${steps} | In field: actionName - no Flow named G found`,
    ]);
  });

  it('does not take the name of a parameter for that of a resource', () => {
    const passed =
      '<inputAssignments>\n<name>limit</name>\n<value><elementReference>limit</elementReference></value>\n</inputAssignments>';
    const call = element('subflows', 'Call', `<flowName>F</flowName>\n${passed}`);
    const found = errors([
      [FLOW_FILE, '<name>limit</name>\n<dataType>', '<name>most</name>\n<dataType>'],
      [FLOW_FILE, '{!limit}', '{!most}'],
      [FLOW_FILE, variable('row', '<apexClass>Holder$Row</apexClass>\n<dataType>Apex</dataType>'), call],
    ]);
    expect(found.filter((one) => one.includes('flow resource'))).toEqual([
      '<value><elementReference>limit</elementReference></value> | In field: elementReference - no flow resource named limit found',
    ]);
  });
});
