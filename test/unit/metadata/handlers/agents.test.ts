/** Connected apps, agents and their prompts: checked, kept, given back, and said to do nothing (Metadata API, pages of the types). */
import { expect, it } from '@jest/globals';
import { readZip } from '../../../../local-org/metadata/package/zip.ts';
import { manifest, problems, testOrg, xml } from '../support/package.ts';
import type { Files } from '../support/package.ts';

const KINDS: [type: string, name: string, files: Files, idle: string | null][] = [
  [
    'ConnectedApp',
    'App',
    {
      'connectedApps/App.connectedApp': xml(
        'ConnectedApp',
        '<contactEmail>a@example.com</contactEmail><label>App</label>',
      ),
    },
    'connected apps log nobody in',
  ],
  [
    'GenAiPromptTemplate',
    'Greeting',
    {
      'genAiPromptTemplates/Greeting.genAiPromptTemplate': xml(
        'GenAiPromptTemplate',
        '<developerName>Greeting</developerName><masterLabel>Greeting</masterLabel>',
      ),
    },
    'prompts are not answered',
  ],
  [
    'GenAiPlugin',
    'Topic',
    {
      'genAiPlugins/Topic.genAiPlugin': xml(
        'GenAiPlugin',
        '<description>d</description><developerName>Topic</developerName><language>en_US</language><masterLabel>Topic</masterLabel><pluginType>Topic</pluginType>',
      ),
    },
    'agents do not run',
  ],
  ['LightningTypeBundle', 'Price', { 'lightningTypes/Price/schema.json': '{"title":"Price"}' }, null],
];

it.each(KINDS)('%s', (type, name, files, idle) => {
  const org = testOrg();
  const outcome = org.deploy({ 'package.xml': manifest({ [type]: [name] }), ...files });
  expect(outcome.status).toBe('Succeeded');
  expect(problems(outcome).map((text) => text.replace(/^.*: (?=Kept)/, ''))).toEqual(
    idle === null ? [] : [`Kept, and not acted on: in the embedded org ${idle}.`],
  );
  const { zip } = org.metadata.retrieve(org.actor, {
    apiVersion: '67.0',
    singlePackage: true,
    types: [{ name: type, members: [name] }],
  });
  const given = readZip(zip);
  for (const [path, text] of Object.entries(files))
    expect(new TextDecoder().decode(given.get(path) ?? given.get(`unpackaged/${path}`))).toBe(text);
});

it('a setting of an external client app needs its app', () => {
  const org = testOrg();
  const outcome = org.deploy({
    'package.xml': manifest({ ExtlClntAppPushSettings: ['Push'] }),
    'extlClntAppPushSettings/Push.ecaPush': xml(
      'ExtlClntAppPushSettings',
      '<externalClientApplication>App</externalClientApplication><label>Push</label><pushServiceType>Apple</pushServiceType>',
    ),
  });
  expect(problems(outcome).join()).toContain('no ExternalClientApplication named App found');
});
