import { describe, expect, it } from '@jest/globals';
import { checkElement } from '../../../../local-org/metadata/schema/check.ts';
import { elementsOf, enumValues, primitiveOf } from '../../../../local-org/metadata/schema/types.ts';
import { parseXml } from '../../../../local-org/metadata/xml/parse.ts';
import { xml } from '../support/package.ts';

function check(type: string, body: string): string[] {
  return checkElement(parseXml(xml(type, body), 'f'), type).map(({ problem, at }) => `${at.line} ${problem}`);
}

describe('the schema of metadata types', () => {
  it('knows inherited elements, enumerations and aliases', () => {
    expect(elementsOf('MutingPermissionSet')?.get('userPermissions')?.repeats).toBe(true);
    expect(elementsOf('PermissionSet')?.get('fullName')?.required).toBe(false);
    expect(enumValues('TabVisibility')).toEqual(['Hidden', 'DefaultOff', 'DefaultOn']);
    expect(elementsOf('NoSuchType')).toBeUndefined();
    expect(primitiveOf('string')).toBe('string');
  });

  it('accepts a correct document', () => {
    expect(
      check(
        'PermissionSet',
        '<label>X</label>\n<userPermissions><enabled>true</enabled><name>ApiEnabled</name></userPermissions>',
      ),
    ).toEqual([]);
  });

  it('names an element that the type does not have, with its namespace', () => {
    expect(check('PermissionSet', '<label>X</label>\n<foo>1</foo>')).toEqual([
      '4 Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}foo invalid at this location in type PermissionSet',
    ]);
  });

  it('takes bundles in the namespace of the Tooling API, and no element of another', () => {
    const bundle = (namespace: string): number =>
      checkElement(
        parseXml(
          `<AuraDefinitionBundle xmlns="${namespace}"><apiVersion>40.0</apiVersion></AuraDefinitionBundle>`,
          'f',
        ),
        'AuraDefinitionBundle',
      ).length;
    expect(bundle('urn:metadata.tooling.soap.sforce.com')).toBe(0);
    expect(bundle('urn:other')).toBe(1);
  });

  it('takes what an older version of the Metadata API knew, in files of that version alone', () => {
    const tab = parseXml(xml('CustomTab', '<mobileReady>false</mobileReady>\n<motif>Custom1: Heart</motif>'), 'f');
    expect(checkElement(tab, 'CustomTab', [], undefined, 30)).toEqual([]);
    expect(checkElement(tab, 'CustomTab', [], undefined, 60)).toHaveLength(1);
  });

  it('refuses repeated elements that do not stand together', () => {
    expect(
      check(
        'PermissionSet',
        `<userPermissions><enabled>true</enabled><name>A</name></userPermissions>
<label>X</label>
<userPermissions><enabled>true</enabled><name>B</name></userPermissions>`,
      ),
    ).toEqual(['5 Error parsing file: Element userPermissions is duplicated at this location in type PermissionSet']);
  });

  it('refuses a second element where one is allowed', () => {
    expect(check('PermissionSet', '<label>X</label>\n<label>Y</label>')).toEqual([
      '4 Error parsing file: Element label is duplicated at this location in type PermissionSet',
    ]);
  });

  it('refuses wrong enumeration, boolean and number values', () => {
    expect(
      check(
        'PermissionSet',
        '<label>X</label>\n<tabSettings><tab>T</tab><visibility>DefaultOn</visibility></tabSettings>',
      ),
    ).toEqual(["4 Error parsing file: 'DefaultOn' is not a valid value for the enum 'PermissionSetTabVisibility'"]);
    expect(check('PermissionSet', '<hasActivationRequired>yes</hasActivationRequired>\n<label>X</label>')).toEqual([
      "3 Error parsing file: 'yes' is not a valid value for the type xsd:boolean",
    ]);
    expect(check('CustomField', '<fullName>A__c</fullName>\n<length>ten</length>')).toEqual([
      "4 Error parsing file: 'ten' is not a valid value for the type xsd:double",
    ]);
  });

  it('misses required text, also where the element is there and empty', () => {
    expect(check('PermissionSet', '<description>d</description>')).toEqual(['2 Required field is missing: label']);
    expect(check('PermissionSet', '<label/>')).toEqual(['2 Required field is missing: label']);
  });

  it('leaves XML of other vocabularies alone', () => {
    expect(
      check(
        'LightningComponentBundle',
        '<isExposed>true</isExposed>\n<targetConfigs><targetConfig targets="lightning__AppPage"/></targetConfigs>',
      ),
    ).toEqual([]);
  });

  it('refuses elements inside a text', () => {
    expect(check('PermissionSet', '<label><b>X</b></label>')[0]).toMatch(
      /Element .*b invalid at this location in type string/,
    );
  });

  it('takes what translators left empty, and old files as they were', () => {
    expect(check('Translations', '<customLabels><label><!-- Hello --></label><name>Hi</name></customLabels>')).toEqual(
      [],
    );
    expect(check('FlexiPageRegion', '<name>main</name><type>Region</type><componentInstances/>')).not.toContainEqual(
      expect.stringMatching(/componentInstances invalid/),
    );
    expect(check('CustomField', '<fullName>A__c</fullName><picklist><sorted>false</sorted></picklist>')).toEqual([]);
  });

  it('refuses a date that is none', () => {
    expect(check('CustomField', '<fullName>A__c</fullName>')).toEqual([]);
    expect(
      check(
        'FlowExperiment',
        '<name>A</name>\n<type>Random</type><personalizationEndDate>soon</personalizationEndDate>',
      ),
    ).toContain("4 Error parsing file: 'soon' is not a valid value for the type xsd:dateTime");
  });
});

describe('types of which only the published definitions are known', () => {
  const judge = (type: string, body: string): string[] =>
    checkElement(parseXml(xml(type, body), 'f'), type).map(
      ({ problem, uncertain }) => `${uncertain ? 'warning' : 'error'} ${problem.replace(/^Error parsing file: /, '')}`,
    );

  it('are sure of slips of the fingers, and of values of short enumerations', () => {
    expect(judge('Flow', '<label>F</label><proccessType>Flow</proccessType>')[0]).toMatch(
      /^error Element .*proccessType invalid/,
    );
    expect(judge('Flow', '<label>F</label><status>Enabled</status>')).toEqual([
      "error 'Enabled' is not a valid value for the enum 'FlowVersionStatus'",
    ]);
    expect(judge('Flow', '<label>F</label><actionCalls><actionType>emailAlrt</actionType></actionCalls>')[0]).toMatch(
      /^error/,
    );
  });

  it('warn of elements, values and mandatory elements that a richer org may see in another way', () => {
    expect(
      judge(
        'CustomSite',
        '<masterLabel>S</masterLabel><siteType>HeadlessNetwork</siteType><enableFarFutureThings>false</enableFarFutureThings>',
      ),
    ).toEqual([
      "warning 'HeadlessNetwork' is not a valid value for the enum 'SiteType'",
      expect.stringMatching(/^warning Element .*enableFarFutureThings invalid/),
      'warning Required field is missing: indexPage',
    ]);
    expect(
      judge('Flow', '<label>F</label><actionCalls><actionType>launchRocketToMars</actionType></actionCalls>'),
    ).toEqual(["warning 'launchRocketToMars' is not a valid value for the enum 'InvocableActionType'"]);
  });

  it('take a nil for a value', () => {
    const nil = '<masterLabel xsi:nil="true"/><developerName>n</developerName><language xsi:nil="true"/>';
    expect(judge('GenAiPluginInstructionDef', nil).filter((problem) => /language|masterLabel/.test(problem))).toEqual(
      [],
    );
  });

  it('hold a misspelt element against nobody twice', () => {
    expect(judge('Flow', '<lable>F</lable>')).toEqual([expect.stringMatching(/^error Element .*lable invalid/)]);
  });

  it('miss what names the thing', () => {
    expect(judge('Flow', '<status>Active</status>')).toEqual(['error Required field is missing: label']);
  });
});
