/** Installing: the core alone, everything, twice, over an older version, and the app whose files belong to one org. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readSourcePackage } from '../../../local-org/metadata/index.ts';
import { readZip } from '../../../local-org/metadata/package/zip.ts';
import type { SourcePackage } from '../../../local-org/metadata/package/source.ts';
import type { LocalOrg } from '../../../local-org/org.ts';
import { changedBy, CORE, DEFAULT, deploy, emptyOrg, EXTRAS, problemsOf, ROOT, sourceOf } from './source.ts';

const OLDER = path.join(ROOT, 'test/fixtures/older-package/force-app.zip');
const INTEGRATION_APP = 'force-app/integration-app';
/** Longest a deploy of the whole package may take here: its web components are compiled. */
const SLOW_MS = 120_000;

let org: LocalOrg;

beforeEach(() => {
  org = emptyOrg();
});
afterEach(() => org.close());

const install = (contents: SourcePackage): void => {
  expect(problemsOf(deploy(org, contents))).toEqual([]);
};

describe('the package', () => {
  it(
    'installs its core alone, with the tab and the page, and without an app',
    () => {
      install(sourceOf(CORE));
      expect(org.metadata.component('CustomTab', 'SCIM_Rollcall')).toBeDefined();
      expect(org.metadata.component('FlexiPage', 'SCIM_Rollcall')).toBeDefined();
      expect(org.metadata.components('CustomApplication')).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'installs directory after directory, and changes nothing the second time',
    () => {
      const parts = [...DEFAULT, ...EXTRAS, INTEGRATION_APP].map((folder) => sourceOf([folder]));
      for (const part of parts) install(part);
      for (const part of parts) {
        const again = deploy(org, part);
        expect([problemsOf(again), changedBy(again)]).toEqual([[], []]);
      }
    },
    SLOW_MS,
  );

  it(
    'installs over an older version, and keeps its records',
    () => {
      const older = [...readZip(readFileSync(OLDER))].map(([file, content]) => ({ path: file, read: () => content }));
      install(readSourcePackage(older, '67.0'));
      const admin = String(org.data.rows('User', {})[0]?.['Id']);
      const rule = org.data.rows('Entitlement_Rule__mdt', {}).length;
      org.data.put('Provisioned_User__c', { Name: 'Ada Example', User_Id__c: admin, OwnerId: admin }, ['User_Id__c']);
      install(sourceOf([...DEFAULT, ...EXTRAS]));
      expect(org.data.rows('Provisioned_User__c', {})).toMatchObject([{ Name: 'Ada Example', User_Id__c: admin }]);
      expect(org.data.rows('Entitlement_Rule__mdt', {}).length).toBeGreaterThanOrEqual(rule);
      expect(org.data.schema.find('Entitlement_Change__c')).toBeDefined();
    },
    SLOW_MS,
  );
});

describe('the external client app', () => {
  const template = (name: string): string =>
    readFileSync(path.join(ROOT, INTEGRATION_APP, 'templates', `${name}.template`), 'utf8');
  const filledIn = (user: string): SourcePackage =>
    readSourcePackage(
      [
        ['extlClntAppGlobalOauthSets', 'SCIM_Client_glbloauth.ecaGlblOauth-meta.xml'],
        ['extlClntAppOauthPolicies', 'SCIM_Client_oauthPlcy.ecaOauthPlcy-meta.xml'],
      ].map(([folder, name]) => ({
        path: `${INTEGRATION_APP}/default/${folder}/${name}`,
        read: () => new TextEncoder().encode(template(name as string).replace('SCIM_USERNAME', user)),
      })),
      '67.0',
    );

  it('needs its user first, then takes the files that were filled in', () => {
    const user = String(org.data.rows('User', {})[0]?.['Username']);
    install(sourceOf([INTEGRATION_APP]));
    expect(problemsOf(deploy(org, filledIn('nobody@example.com')))).toEqual([
      expect.stringContaining('In field: clientCredentialsFlowUser - no User named nobody@example.com found'),
    ]);
    install(filledIn(user));
    expect(org.metadata.components('ExtlClntAppOauthConfigurablePolicies')).toHaveLength(1);
  });

  it('has neither consumer key nor secret, nor an id of one org, in any file', () => {
    const files = sourceOf([INTEGRATION_APP]).components.flatMap((component) => component.files);
    const texts = [
      ...files.map(({ content }) => new TextDecoder().decode(content)),
      template('SCIM_Client_glbloauth.ecaGlblOauth-meta.xml'),
      template('SCIM_Client_oauthPlcy.ecaOauthPlcy-meta.xml'),
    ];
    expect(texts).toHaveLength(5);
    for (const text of texts) expect(text).not.toMatch(/<(consumerKey|consumerSecret|oauthLink|orgScopedExternalApp)>/);
  });
});
