import { describe, expect, it } from '@jest/globals';
import { manifest, problemTexts, testOrg, xml } from '../support/package.ts';
import type { Files } from '../support/package.ts';

const TEMPLATE: Files = {
  'package.xml': manifest({ EmailTemplate: ['Letters', 'Letters/Welcome', 'unfiled$public/Bye'] }),
  'email/Letters-meta.xml': xml('EmailFolder', '<accessType>Public</accessType><name>Our Letters</name>'),
  'email/Letters/Welcome.email': 'Hello {!Contact.Name}',
  'email/Letters/Welcome.email-meta.xml': xml(
    'EmailTemplate',
    '<available>true</available><encodingKey>UTF-8</encodingKey><name>Welcome</name><style>none</style><subject>Hi</subject><type>text</type>',
  ),
  'email/unfiled$public/Bye.email': '<p>Bye</p>',
  'email/unfiled$public/Bye.email-meta.xml': xml(
    'EmailTemplate',
    '<available>false</available><encodingKey>UTF-8</encodingKey><name>Bye</name><style>none</style><subject>Bye</subject><textOnly>Bye</textOnly><type>custom</type>',
  ),
};

describe('components that are records too', () => {
  it('are found by what their object says of them', () => {
    const org = testOrg();
    const outcome = org.deploy({
      'package.xml': manifest({
        StaticResource: ['Greeting'],
        PlatformCachePartition: ['Fast'],
        NamedCredential: ['Api'],
      }),
      'staticresources/Greeting.resource': 'hello',
      'staticresources/Greeting.resource-meta.xml': xml(
        'StaticResource',
        '<cacheControl>Public</cacheControl><contentType>text/plain</contentType>',
      ),
      'cachePartitions/Fast.cachePartition': xml(
        'PlatformCachePartition',
        '<isDefaultPartition>true</isDefaultPartition><masterLabel>Fast one</masterLabel>',
      ),
      'namedCredentials/Api.namedCredential': xml(
        'NamedCredential',
        '<endpoint>https://example.com</endpoint><label>The API</label><principalType>Anonymous</principalType><protocol>NoAuthentication</protocol>',
      ),
    });
    expect(problemTexts(outcome)).toEqual([]);
    const [resource] = org.data.rows('StaticResource', { Name: 'Greeting' });
    expect(resource).toMatchObject({
      Body: 'aGVsbG8=',
      BodyLength: 5,
      ContentType: 'text/plain',
      CacheControl: 'Public',
    });
    expect(String(resource?.Id)).toMatch(/^081/);
    expect(outcome.messages.find((message) => message.fullName === 'Greeting')?.id).toBe(resource?.Id);
    expect(org.data.rows('PlatformCachePartition')).toMatchObject([
      { DeveloperName: 'Fast', MasterLabel: 'Fast one', IsDefaultPartition: true },
    ]);
    expect(org.data.rows('NamedCredential')).toMatchObject([
      { DeveloperName: 'Api', MasterLabel: 'The API', Endpoint: 'https://example.com' },
    ]);
  });

  it('lie in their folders, and show their text by their kind', () => {
    const org = testOrg();
    expect(problemTexts(org.deploy(TEMPLATE))).toEqual([]);
    const [folder] = org.data.rows('Folder', { DeveloperName: 'Letters' });
    expect(folder).toMatchObject({ Name: 'Our Letters', Type: 'Email', AccessType: 'Public' });
    expect(org.data.rows('EmailTemplate', { DeveloperName: 'Welcome' })).toMatchObject([
      { FolderId: folder?.Id, Subject: 'Hi', Body: 'Hello {!Contact.Name}', HtmlValue: null, IsActive: true },
    ]);
    expect(org.data.rows('EmailTemplate', { DeveloperName: 'Bye' })).toMatchObject([
      { FolderId: org.data.orgId, Body: 'Bye', HtmlValue: '<p>Bye</p>', IsActive: false },
    ]);
  });

  it('stay the same row when deployed again, and go with the component', () => {
    const org = testOrg();
    org.deploy(TEMPLATE);
    const [before] = org.data.rows('EmailTemplate', { DeveloperName: 'Welcome' });
    org.deploy({ ...TEMPLATE, 'email/Letters/Welcome.email': 'Dear {!Contact.Name}' });
    expect(org.data.rows('EmailTemplate', { DeveloperName: 'Welcome' })).toMatchObject([
      { Id: before?.Id, Body: 'Dear {!Contact.Name}' },
    ]);
    org.deploy({
      'package.xml': manifest({}),
      'destructiveChanges.xml': manifest({ EmailTemplate: ['Letters/Welcome'] }),
    });
    expect(org.data.rows('EmailTemplate').map((row) => row.DeveloperName)).toEqual(['Bye']);
  });
});
