import { describe, expect, it } from '@jest/globals';
import { createIdentity } from '../../../../local-org/identity/index.ts';
import { manifest, problemTexts, testOrg, WIDGET, xml } from '../support/package.ts';
import type { Files } from '../support/package.ts';

const texts = (files: Files): string[] => problemTexts(testOrg().deploy(files));

describe('types that are checked and kept', () => {
  it('keeps known settings, refuses others by name', () => {
    const settings = (name: string, root: string): Files => ({
      'package.xml': manifest({ Settings: [name] }),
      [`settings/${name}.settings`]: xml(root, ''),
    });
    expect(texts(settings('UserManagement', 'UserManagementSettings'))).toEqual([]);
    expect(texts(settings('Gadget', 'GadgetSettings'))).toEqual([
      'Not available for deploy in the embedded org: GadgetSettings',
    ]);
    expect(texts(settings('UserManagement', 'SecuritySettings'))[0]).toMatch(/must hold UserManagementSettings/);
  });

  it('gives static resources, pages and e-mail templates the records that SOQL reads', () => {
    const org = testOrg();
    const files: Files = {
      'package.xml': manifest({
        StaticResource: ['rows'],
        ApexPage: ['Hello'],
        EmailFolder: ['Mail'],
        EmailTemplate: ['Mail', 'Mail/Hi', 'unfiled$public/Bye'],
      }),
      'staticresources/rows.resource': 'a,b',
      'staticresources/rows.resource-meta.xml': xml(
        'StaticResource',
        '<cacheControl>Public</cacheControl><contentType>text/csv</contentType>',
      ),
      'pages/Hello.page': '<apex:page/>',
      'pages/Hello.page-meta.xml': xml('ApexPage', '<apiVersion>65.0</apiVersion><label>Hello</label>'),
      'email/Mail-meta.xml': xml('EmailFolder', '<accessType>Public</accessType><name>Mail</name>'),
    };
    for (const [name, type] of [
      ['Mail/Hi', 'html'],
      ['unfiled$public/Bye', 'text'],
    ]) {
      files[`email/${name}.email`] = 'Dear you';
      files[`email/${name}.email-meta.xml`] = xml(
        'EmailTemplate',
        `<available>true</available><encodingKey>UTF-8</encodingKey><name>N</name><style>none</style><subject>S</subject><type>${type}</type>`,
      );
    }
    expect(texts(files)).toEqual([]);
    org.deploy(files);
    expect(org.data.rows('StaticResource')).toMatchObject([
      { Name: 'rows', Body: 'YSxi', BodyLength: 3, ContentType: 'text/csv', CacheControl: 'Public' },
    ]);
    expect(org.data.rows('ApexPage')).toMatchObject([{ Name: 'Hello', Markup: '<apex:page/>', ApiVersion: 65 }]);
    const folder = org.data.rows('Folder', { DeveloperName: 'Mail' })[0];
    expect(org.data.rows('EmailTemplate', { DeveloperName: 'Hi' })).toMatchObject([
      { HtmlValue: 'Dear you', Body: null, IsActive: true, FolderId: folder?.Id },
    ]);
    expect(org.data.rows('EmailTemplate', { DeveloperName: 'Bye' })).toMatchObject([
      { HtmlValue: null, Body: 'Dear you', FolderId: org.data.orgId },
    ]);
    org.deploy({
      'package.xml': manifest({}),
      'destructiveChanges.xml': manifest({ StaticResource: ['rows'], EmailTemplate: ['Mail/Hi'] }),
    });
    expect(org.data.rows('StaticResource')).toEqual([]);
    expect(org.data.rows('EmailTemplate', { DeveloperName: 'Hi' })).toEqual([]);
  });

  it('accepts the settings that the CLI writes for scratch orgs, without a namespace', () => {
    expect(
      texts({
        'package.xml': manifest({ Settings: ['UserManagement'] }),
        'settings/UserManagement.settings':
          '<?xml version="1.0"?>\n<UserManagementSettings><psaExpirationUIEnabled>true</psaExpirationUIEnabled></UserManagementSettings>',
      }),
    ).toEqual([]);
  });

  it('lets sessions last as long as SecuritySettings say', () => {
    const org = testOrg();
    const identity = createIdentity(org.data);
    let now = Date.parse('2026-11-30T10:00:00Z');
    org.data.setClock(() => new Date(now));
    const [admin] = org.data.rows('User', { IsActive: true });
    const before = identity.issueToken(String(admin?.Username));
    org.deploy({
      'package.xml': manifest({ Settings: ['Security'] }),
      'settings/Security.settings': xml(
        'SecuritySettings',
        '<sessionSettings><sessionTimeout>FifteenMinutes</sessionTimeout></sessionSettings>',
      ),
    });
    const after = identity.issueToken(String(admin?.Username));
    expect(org.data.rows('AuthSession').map((row) => row.NumSecondsValid)).toEqual([24 * 60 * 60, 15 * 60]);
    now += 14 * 60 * 1000;
    expect(identity.session(after)).toBeDefined();
    now += 16 * 60 * 1000;
    expect([identity.session(after), identity.session(before)]).toEqual([undefined, undefined]);
  });

  it('wants the app of an external client app file, and its user', () => {
    expect(
      texts({
        'package.xml': manifest({ ExtlClntAppOauthConfigurablePolicies: ['P'] }),
        'extlClntAppOauthPolicies/P.ecaOauthPlcy': xml(
          'ExtlClntAppOauthConfigurablePolicies',
          '<clientCredentialsFlowUser>nobody@example.com</clientCredentialsFlowUser><externalClientApplication>Nope</externalClientApplication><label>P</label>',
        ),
      }),
    ).toEqual(
      expect.arrayContaining([
        'In field: externalClientApplication - no ExternalClientApplication named Nope found',
        'In field: clientCredentialsFlowUser - no User named nobody@example.com found',
      ]),
    );
  });

  it('checks layouts against their object', () => {
    const org = testOrg();
    org.deploy({ 'package.xml': manifest({ CustomObject: ['Widget__c'] }), ...WIDGET });
    const layout = (field: string, object = 'Widget__c'): Files => ({
      'package.xml': manifest({ Layout: [`${object}-Main`] }),
      [`layouts/${object}-Main.layout`]: xml(
        'Layout',
        `<layoutSections><layoutColumns><layoutItems><behavior>Edit</behavior><field>${field}</field></layoutItems></layoutColumns><style>OneColumn</style></layoutSections>`,
      ),
    });
    expect(problemTexts(org.deploy(layout('Code__c')))).toEqual([]);
    expect(problemTexts(org.deploy(layout('Nope__c')))).toEqual([
      'In field: field - no CustomField named Widget__c.Nope__c found',
    ]);
    expect(problemTexts(org.deploy(layout('Name', 'Nope__c')))[0]).toMatch(/no CustomObject named Nope__c found/);
  });

  it('wants the content and the content type of a static resource', () => {
    expect(
      texts({
        'package.xml': manifest({ StaticResource: ['logo'] }),
        'staticresources/logo.resource': 'x',
        'staticresources/logo.resource-meta.xml': xml(
          'StaticResource',
          '<cacheControl>Public</cacheControl><contentType>image/svg+xml</contentType>',
        ),
      }),
    ).toEqual([]);
    expect(
      texts({
        'package.xml': manifest({ StaticResource: ['logo'] }),
        'staticresources/logo.resource-meta.xml': xml(
          'StaticResource',
          '<cacheControl>Public</cacheControl><contentType>text/plain</contentType>',
        ),
      }).join(),
    ).toMatch(/content file .* is missing/);
  });

  it('refuses a type that the embedded org does not have, by name', () => {
    const file = xml('AIApplication', '<label>A</label>');
    expect(texts({ 'package.xml': manifest({ AIApplication: ['A'] }), 'aiApplications/A.ai': file })).toContain(
      'Not available for deploy in the embedded org: AIApplication',
    );
  });
});
