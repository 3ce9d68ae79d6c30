import { describe, expect, it } from '@jest/globals';
import { isPlatformModule, platformModuleSource } from '../../../../local-org/lightning/build/platform-modules.ts';

const facts = { labels: { Greeting: 'Hello "Ada"' }, staticResources: ['logo'] };

describe('platform modules', () => {
  it.each([
    ['@salesforce/apex/Users.find', 'apexMethod("Users", "find")'],
    ['@salesforce/apex/ns.Users.find', 'apexMethod("Users", "find")'],
    ['@salesforce/label/c.Greeting', 'export default label("Greeting", "Hello \\"Ada\\"");'],
    ['@salesforce/schema/User.Manager.Name', 'export default {"fieldApiName":"Manager.Name","objectApiName":"User"};'],
    ['@salesforce/schema/User', 'export default {"objectApiName":"User"};'],
    ['@salesforce/customPermission/Administer', 'permission(\'customPermissions\', "Administer")'],
    ['@salesforce/userPermission/ViewSetup', 'permission(\'userPermissions\', "ViewSetup")'],
    ['@salesforce/resourceUrl/logo', 'export default "/resource/logo";'],
  ])('writes %s', (specifier, expected) => {
    expect(platformModuleSource(specifier, facts)).toContain(expected);
  });

  it.each([
    ['@salesforce/apex/Users', '"@salesforce/apex/Users" must name a class and a method'],
    ['@salesforce/label/c.Gone', 'Custom label "Gone" is not deployed'],
    ['@salesforce/label/LightningControl.close', 'only custom labels'],
    ['@salesforce/resourceUrl/gone', 'Static resource "gone" is not deployed.'],
  ])('refuses %s and says why', (specifier, message) => {
    expect(() => platformModuleSource(specifier, facts)).toThrow(message);
  });

  it('knows no module of another kind', () => {
    expect(platformModuleSource('@salesforce/community/basePath', facts)).toBeUndefined();
    expect(platformModuleSource('lightning/empApi', facts)).toBeUndefined();
  });

  it.each(['@salesforce/community/Id', 'lightning/empApi', 'lwc', 'wire/thing'])(
    "counts %s as the platform's",
    (specifier) => {
      expect(isPlatformModule(specifier)).toBe(true);
    },
  );

  it.each(['./other', 'c/other', 'lodash'])("does not count %s as the platform's", (specifier) => {
    expect(isPlatformModule(specifier)).toBe(false);
  });
});
