/** Translations, object translations (Metadata API Developer Guide) and what the org then says in a user's language. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { readSourcePackage } from '../../../../local-org/metadata/package/source.ts';
import { manifest, OPTIONS, problemTexts, testOrg, WIDGET, xml } from '../support/package.ts';
import type { Files, TestOrg } from '../support/package.ts';

const LABELS: Files = {
  'labels/CustomLabels.labels': xml(
    'CustomLabels',
    '<labels><fullName>Hello</fullName><language>en_US</language><protected>true</protected><shortDescription>s</shortDescription><value>Hello {0}</value></labels><labels><fullName>Bye</fullName><language>en_US</language><protected>true</protected><shortDescription>s</shortDescription><value>Bye</value></labels>',
  ),
};
const translations = (body: string, language = 'de'): Files => ({
  [`translations/${language}.translation`]: xml('Translations', body),
});
const label = (name: string, value: string): string =>
  `<customLabels><label>${value}</label><name>${name}</name></customLabels>`;
const objectTranslation = (body: string, name = 'Widget__c-de'): Files => ({
  [`objectTranslations/${name}.objectTranslation`]: xml('CustomObjectTranslation', body),
});

let org: TestOrg;
const deploy = (files: Files, types: Record<string, string[]>): string[] =>
  problemTexts(org.deploy({ 'package.xml': manifest(types), ...files }));

beforeEach(() => {
  org = testOrg();
  const found = deploy({ ...WIDGET, ...LABELS }, { CustomObject: ['Widget__c'], CustomLabels: ['CustomLabels'] });
  if (found.length > 0) throw new Error(found.join('\n'));
});

describe('a language file', () => {
  const texts = (body: string, language = 'de'): string[] =>
    deploy(translations(body, language), { Translations: [language] });

  it("gives labels in the user's language; a variant falls back to its language, the rest to the org's text", () => {
    expect(texts(label('Hello', 'Hallo {0}'))).toEqual([]);
    // Retrieves write `<label/>` for what nobody translated (sfdx-hardis pull request 1653).
    expect(texts(label('Bye', ''))).toEqual([]);
    expect([org.metadata.label('Hello', 'de'), org.metadata.label('hello', 'de_AT')]).toEqual([
      'Hallo {0}',
      'Hallo {0}',
    ]);
    expect([org.metadata.label('Hello', 'fr'), org.metadata.label('Hello')]).toEqual(['Hello {0}', 'Hello {0}']);
    expect(org.metadata.label('Bye', 'de')).toBe('Bye');
    expect(org.metadata.label('Nope', 'de')).toBeUndefined();
    expect([...org.metadata.labels('de')]).toEqual([
      ['Bye', 'Bye'],
      ['Hello', 'Hallo {0}'],
    ]);
    expect(org.metadata.labels().get('Hello')).toBe('Hello {0}');
  });

  it('follows a later deployment', () => {
    texts(label('Hello', 'Hallo {0}'));
    expect(org.metadata.labels('de').get('Hello')).toBe('Hallo {0}');
    texts(label('Hello', 'Guten Tag {0}'));
    expect(org.metadata.labels('de').get('Hello')).toBe('Guten Tag {0}');
  });

  it('names what the org does not have, and what it lists twice', () => {
    expect(texts(label('Nope', 'x'))).toEqual(['In field: name - no CustomLabel named Nope found']);
    expect(texts(label('Bye', 'a') + label('Bye', 'b'))).toEqual(['Duplicate name found: Bye']);
    expect(texts('<customTabs><label>x</label><name>Nope</name></customTabs>')).toEqual([
      'In field: name - no CustomTab named Nope found',
    ]);
  });

  it('is for a language that Salesforce has, with labels of at most 1,000 characters', () => {
    expect(texts('', 'xx')).toEqual(['Not a supported language: xx']);
    expect(texts(label('Bye', 'x'.repeat(1001)))).toEqual(['Value too long for field: label maximum length is:1000']);
  });

  it('translates sections of report types, which are named by their labels', () => {
    const type: Files = {
      'reportTypes/Widgets.reportType': xml(
        'ReportType',
        '<baseObject>Widget__c</baseObject><deployed>true</deployed><label>Widgets</label><sections><columns><checkedByDefault>true</checkedByDefault><field>Name</field><table>Widget__c</table></columns><masterLabel>Widgets</masterLabel></sections>',
      ),
    };
    expect(deploy(type, { ReportType: ['Widgets'] })).toEqual([]);
    const section = (name: string): string =>
      `<reportTypes><label>Dinge</label><name>Widgets</name><sections><label>Dinge</label><name>${name}</name></sections></reportTypes>`;
    expect(texts(section('Widgets'))).toEqual([]);
    expect(texts(section('Nope'))).toEqual(['In field: name - no section of the report type Widgets named Nope found']);
  });

  it('keeps translations of what shows no text here', () => {
    expect(texts('<flowDefinitions><fullName>F</fullName></flowDefinitions>')).toEqual([]);
  });

  it('takes its labels along when it is deleted', () => {
    texts(label('Hello', 'Hallo {0}'));
    const gone = { 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ Translations: ['de'] }) };
    expect(problemTexts(org.deploy(gone))).toEqual([]);
    expect(org.metadata.label('Hello', 'de')).toBe('Hello {0}');
  });
});

describe('an object translation', () => {
  const FIELD = '<fields><help>Kurzes Zeichen</help><label>Zeichen</label><name>Code__c</name></fields>';
  const texts = (body: string, name?: string): string[] =>
    deploy(objectTranslation(body, name), { CustomObjectTranslation: [name ?? 'Widget__c-de'] });
  const word = (kind: string, name: string): string | undefined => org.store.translation('de', kind, name);

  it('gives names of the object and labels of its fields', () => {
    const names =
      '<caseValues><caseType>Nominative</caseType><plural>false</plural><value>Ding</value></caseValues><caseValues><caseType>Nominative</caseType><plural>true</plural><value>Dinge</value></caseValues>';
    expect(texts(`${names}${FIELD}<nameFieldLabel>Name des Dings</nameFieldLabel>`)).toEqual([]);
    expect([word('ObjectName', 'Widget__c'), word('ObjectName', 'Widget__c.plural')]).toEqual(['Ding', 'Dinge']);
    expect([word('CustomField', 'Widget__c.Code__c'), word('FieldHelp', 'Widget__c.Code__c')]).toEqual([
      'Zeichen',
      'Kurzes Zeichen',
    ]);
    expect(word('NameField', 'Widget__c')).toBe('Name des Dings');
  });

  it('names an unknown object, field, picklist value, layout, link, rule or record type', () => {
    expect(texts('', 'Nope__c-de')).toEqual([
      'Entity Enumeration Or ID: bad value for restricted picklist field: Nope__c',
    ]);
    expect(texts('<fields><label>x</label><name>Nope__c</name></fields>')).toEqual([
      'In field: name - no CustomField named Widget__c.Nope__c found',
    ]);
    const value = '<picklistValues><masterLabel>Fast</masterLabel><translation>x</translation></picklistValues>';
    expect(texts(`<fields><name>Code__c</name>${value}</fields>`)).toEqual([
      'Picklist value: Fast in picklist: Code__c not found',
    ]);
    expect(texts('<layouts><layout>Nope</layout></layouts>')).toEqual([
      'In field: layout - no Layout named Widget__c-Nope found',
    ]);
    expect(texts('<webLinks><label>x</label><name>Nope</name></webLinks>')).toEqual([
      'In field: name - no WebLink named Widget__c.Nope found',
    ]);
    expect(texts('<validationRules><errorMessage>E</errorMessage><name>V</name></validationRules>')).toEqual([
      'In field: name - no ValidationRule named Widget__c.V found',
    ]);
    expect(texts('<recordTypes><label>x</label><name>Nope</name></recordTypes>')).toEqual([
      'In field: name - no RecordType named Widget__c.Nope found',
    ]);
  });

  it('takes its words along when it is deleted', () => {
    texts(FIELD);
    const gone = {
      'package.xml': manifest({}),
      'destructiveChanges.xml': manifest({ CustomObjectTranslation: ['Widget__c-de'] }),
    };
    expect(problemTexts(org.deploy(gone))).toEqual([]);
    expect(word('CustomField', 'Widget__c.Code__c')).toBeUndefined();
  });

  it('is read from source form: one folder, with a file a field beside the main one', () => {
    const source = (files: Files) =>
      readSourcePackage(
        Object.entries(files).map(([path, text]) => ({ path, read: () => new TextEncoder().encode(text) })),
        '67.0',
      );
    const folder = 'app/objectTranslations/Widget__c-de';
    const main = {
      [`${folder}/Widget__c-de.objectTranslation-meta.xml`]: xml(
        'CustomObjectTranslation',
        '<nameFieldLabel>N</nameFieldLabel>',
      ),
    };
    const part = {
      [`${folder}/Code__c.fieldTranslation-meta.xml`]: xml(
        'CustomFieldTranslation',
        '<label>Zeichen</label><name>Code__c</name>',
      ),
    };
    const contents = source({ ...part, ...main });
    expect(contents.unknown).toEqual([]);
    expect(problemTexts(org.metadata.deployPackage(org.actor, contents, OPTIONS))).toEqual([]);
    expect([word('NameField', 'Widget__c'), word('CustomField', 'Widget__c.Code__c')]).toEqual(['N', 'Zeichen']);
    expect(source({ ...main, [`${folder}/Code__c.fieldTranslation-meta.xml`]: '<a' }).components).toMatchObject([
      { unreadable: true },
    ]);
    expect(source({ [`${folder}/notes.txt`]: '' }).unknown).toEqual([`${folder}/notes.txt`]);
    expect(source(part).components).toMatchObject([{ fullName: 'Widget__c-de' }]);
  });
});

describe('a custom notification type', () => {
  const type = (body: string): Files => ({ 'notificationtypes/Gap.notiftype': xml('CustomNotificationType', body) });
  const texts = (body: string): string[] => deploy(type(body), { CustomNotificationType: ['Gap'] });
  const body = (name: string, text = 'Gap'): string =>
    `<customNotifTypeName>${name}</customNotifTypeName><desktop>true</desktop><masterLabel>${text}</masterLabel><mobile>false</mobile>`;

  it('is a record that Apex and Flow look up by its name', () => {
    expect(texts(body('Gap', 'A gap'))).toEqual([]);
    expect(org.data.rows('CustomNotificationType', { DeveloperName: 'Gap' })).toMatchObject([
      { MasterLabel: 'A gap', Desktop: true, Mobile: false },
    ]);
    const gone = {
      'package.xml': manifest({}),
      'destructiveChanges.xml': manifest({ CustomNotificationType: ['Gap'] }),
    };
    expect(problemTexts(org.deploy(gone))).toEqual([]);
    expect(org.data.rows('CustomNotificationType', {})).toEqual([]);
  });

  it('carries the name of its file, and a label of at most 80 characters', () => {
    expect(texts(body('Other'))).toEqual(['customNotifTypeName must be Gap, the name of the file']);
    expect(texts(body('Gap', 'x'.repeat(81)))).toEqual(['Value too long for field: masterLabel maximum length is:80']);
  });
});
