/** What code can query of deployed components (Object Reference, pages of the same names). */
import { describe, expect, it } from '@jest/globals';
import { manifest, problemTexts, testOrg, WIDGET, xml } from '../support/package.ts';
import type { Files } from '../support/package.ts';

const TEMPLATES: Files = {
  'package.xml': manifest({ EmailTemplate: ['Mails', 'Mails/Hello'] }),
  'email/Mails-meta.xml': xml(
    'EmailFolder',
    '<accessType>Public</accessType><name>All Mails</name><publicFolderAccess>ReadWrite</publicFolderAccess>',
  ),
  'email/Mails/Hello.email': 'Hello {!Contact.FirstName}',
  'email/Mails/Hello.email-meta.xml': xml(
    'EmailTemplate',
    '<available>true</available><encodingKey>UTF-8</encodingKey><name>Hello there</name><style>none</style><subject>Hi</subject><type>text</type><uiType>Aloha</uiType>',
  ),
};

const RESOURCE: Files = {
  'package.xml': manifest({ StaticResource: ['Logo'] }),
  'staticresources/Logo.resource': 'abc',
  'staticresources/Logo.resource-meta.xml': xml(
    'StaticResource',
    '<cacheControl>Public</cacheControl><contentType>text/plain</contentType>',
  ),
};

describe('rows of deployed components', () => {
  it('are there for email templates and their folders', () => {
    const org = testOrg();
    expect(problemTexts(org.deploy(TEMPLATES))).toEqual([]);
    const [folder] = org.data.rows('Folder', { DeveloperName: 'Mails' });
    expect(folder).toMatchObject({ Name: 'All Mails', Type: 'Email' });
    expect(org.data.rows('EmailTemplate')).toMatchObject([
      {
        Name: 'Hello there',
        DeveloperName: 'Hello',
        Subject: 'Hi',
        Body: 'Hello {!Contact.FirstName}',
        TemplateType: 'text',
        IsActive: true,
        FolderId: folder?.Id,
        FolderName: 'All Mails',
      },
    ]);
  });

  it('have the id of the component, follow its changes, and go with it', () => {
    const org = testOrg();
    org.deploy(RESOURCE);
    const [before] = org.data.rows('StaticResource');
    expect(before).toMatchObject({ Name: 'Logo', ContentType: 'text/plain', Body: 'YWJj', BodyLength: 3 });
    expect(before?.Id).toBe(org.store.get('StaticResource', 'Logo')?.id);
    org.deploy({ ...RESOURCE, 'staticresources/Logo.resource': 'abcd' });
    expect(org.data.rows('StaticResource')).toMatchObject([{ Id: before?.Id, BodyLength: 4 }]);
    org.deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ StaticResource: ['Logo'] }) });
    expect(org.data.rows('StaticResource')).toEqual([]);
  });

  it('are there for list views, under their object', () => {
    const org = testOrg();
    const listView =
      '<listViews><fullName>All</fullName><filterScope>Everything</filterScope><label>All Widgets</label></listViews>';
    const widget = WIDGET['objects/Widget__c.object']!.toString().replace(
      '</CustomObject>',
      `${listView}</CustomObject>`,
    );
    expect(
      problemTexts(
        org.deploy({ 'package.xml': manifest({ CustomObject: ['Widget__c'] }), 'objects/Widget__c.object': widget }),
      ),
    ).toEqual([]);
    expect(org.data.rows('ListView')).toMatchObject([
      { DeveloperName: 'All', Name: 'All Widgets', SobjectType: 'Widget__c' },
    ]);
  });

  it('tell of a flow its definition', () => {
    const org = testOrg();
    const flow = xml(
      'Flow',
      '<apiVersion>65.0</apiVersion><label>Greet</label><processType>AutoLaunchedFlow</processType><start><locationX>0</locationX><locationY>0</locationY></start><status>Active</status>',
    );
    expect(
      problemTexts(org.deploy({ 'package.xml': manifest({ Flow: ['Greet'] }), 'flows/Greet.flow': flow })),
    ).toEqual([]);
    const id = org.store.get('Flow', 'Greet')?.id;
    expect(org.data.rows('FlowDefinitionView')).toMatchObject([
      { ApiName: 'Greet', Label: 'Greet', ProcessType: 'AutoLaunchedFlow', IsActive: true, ActiveVersionId: id },
    ]);
  });
});
