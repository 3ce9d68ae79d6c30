import { beforeEach, describe, expect, it } from '@jest/globals';
import { manifest, problems, problemTexts, testOrg, WIDGET, xml } from '../support/package.ts';
import type { Files, TestOrg } from '../support/package.ts';

const META = xml(
  'LightningComponentBundle',
  '<apiVersion>67.0</apiVersion>\n<isExposed>true</isExposed>\n<targets><target>lightning__AppPage</target><target>lightning__Tab</target></targets>',
);
const SCRIPT = "import { LightningElement } from 'lwc';\nexport default class Tile extends LightningElement {}\n";

function bundle(files: Files, name = 'tile'): Files {
  const own = { [`${name}.js`]: SCRIPT, [`${name}.js-meta.xml`]: META, ...files };
  return {
    'package.xml': manifest({ LightningComponentBundle: [name] }),
    ...Object.fromEntries(Object.entries(own).map(([file, text]) => [`lwc/${name}/${file}`, text])),
  };
}

function page(
  component: string,
  options: { type?: string; region?: string; identifier?: string; template?: string } = {},
): Files {
  const {
    type = 'AppPage',
    region = 'main',
    identifier = 'one',
    template = 'flexipage:defaultAppHomeTemplate',
  } = options;
  return {
    'package.xml': manifest({ FlexiPage: ['Home'] }),
    'flexipages/Home.flexipage': xml(
      'FlexiPage',
      `<flexiPageRegions>
<itemInstances><componentInstance><componentName>${component}</componentName><identifier>${identifier}</identifier></componentInstance></itemInstances>
<name>${region}</name><type>Region</type></flexiPageRegions>
<masterLabel>Home</masterLabel><template><name>${template}</name></template><type>${type}</type>`,
    ),
  };
}

describe('LightningComponentBundle', () => {
  let org: TestOrg;
  beforeEach(() => {
    org = testOrg();
  });

  it('is kept byte for byte', () => {
    const files = bundle({ 'tile.html': '<template>x</template>', 'tile.css': ':host { display: block; }' });
    expect(problemTexts(org.deploy(files))).toEqual([]);
    expect([...(org.metadata.component('LightningComponentBundle', 'tile')?.files.keys() ?? [])].sort()).toEqual([
      'lwc/tile/tile.css',
      'lwc/tile/tile.html',
      'lwc/tile/tile.js',
      'lwc/tile/tile.js-meta.xml',
    ]);
  });

  it.each([
    [
      'tile.html',
      '<template>\n  <p>{a.b()}</p>\n</template>',
      'lwc/tile/tile.html',
      2,
      /^\[Line: 2, Col: 6\] .*LWC1060/,
    ],
    ['tile.html', '<template><p></template>', 'lwc/tile/tile.html', 1, /^\[Line: 1, Col: \d+\] .*LWC1078/],
    [
      'tile.js',
      "import { LightningElement, api } from 'lwc';\nexport default class Tile extends LightningElement {\n  @api a;\n  @api a;\n}\n",
      'lwc/tile/tile.js',
      4,
      /^\[Line: 4, Col: 3\] LWC1096/,
    ],
    ['tile.js', 'export default class {\n  a(\n}\n', 'lwc/tile/tile.js', 3, /^\[Line: 3, Col: 1\] LWC1007/],
    ['tile.css', '.a { color: red;', 'lwc/tile/tile.css', 1, /^\[Line: 1, Col: 1\] .*Unclosed block/],
  ])('reports what the compiler refuses in %s with its place in the text', (file, text, fileName, line, problem) => {
    const [message] = org.deploy(bundle({ [file]: text })).messages;
    expect(message).toMatchObject({ fileName, lineNumber: line, success: false });
    expect(message?.problem).toMatch(problem);
  });

  it.each([
    ["import go from '@salesforce/apex/Foo.go';", "Unable to find Apex action class referenced as 'Foo'."],
    ["import text from '@salesforce/label/c.Nope';", 'Invalid reference c.Nope of type label in file tile.js'],
    [
      "import field from '@salesforce/schema/Account.Nope__c';",
      'Invalid reference Account.Nope__c of type sobjectField in file tile.js',
    ],
    [
      "import object from '@salesforce/schema/Nope__c';",
      'Invalid reference Nope__c of type sobjectClass in file tile.js',
    ],
    ["import logo from '@salesforce/resourceUrl/logo';", 'Invalid reference logo of type resourceUrl in file tile.js'],
    [
      "import may from '@salesforce/customPermission/May';",
      'Invalid reference May of type customPermission in file tile.js',
    ],
    [
      "import can from '@salesforce/userPermission/NoSuch';",
      'Invalid reference NoSuch of type userPermission in file tile.js',
    ],
    ["import { a } from 'c/other';", 'No MODULE named markup://c:other found : [markup://c:tile]'],
    ["import a from 'lightning/nonsense';", 'No MODULE named markup://lightning:nonsense found : [markup://c:tile]'],
    [
      "import { a } from './helper';",
      'LWC1011: Failed to resolve import "./helper" from "tile.js". Please add "./helper" file to the component folder.',
    ],
    ["import a from 'left-pad';", 'Invalid reference left-pad of type module in file tile.js'],
  ])('reports the import %s', (line, problem) => {
    expect(problems(org.deploy(bundle({ 'tile.js': `// comment\n${line}\n${SCRIPT}` })))).toEqual([
      expect.stringMatching(/^LightningComponentBundle tile 2: \[Line: 2, Col: \d+\] /),
    ]);
    expect(problemTexts(org.deploy(bundle({ 'tile.js': `${line}\n${SCRIPT}` })))[0]).toContain(problem);
  });

  it('reports the style sheet of a bundle that is not there', () => {
    expect(problemTexts(org.deploy(bundle({ 'tile.css': "/* @import 'c/no'; */\n@import 'c/looks';\n" })))).toEqual([
      '[Line: 2, Col: 9] No MODULE named markup://c:looks found : [markup://c:tile]',
    ]);
  });

  it('compiles templates with dynamic components, by the API version of the bundle', () => {
    const meta = (version: string): string =>
      xml('LightningComponentBundle', `<apiVersion>${version}</apiVersion><isExposed>false</isExposed>`);
    const texts = (inside: string, version: string): string[] =>
      problemTexts(
        org.deploy(bundle({ 'tile.html': `<template>${inside}</template>`, 'tile.js-meta.xml': meta(version) })),
      );
    expect(texts('<lwc:component lwc:is={ctor}></lwc:component>', '62.0')).toEqual([]);
    // Until API 58 the parser mends what is nested wrongly, and the compiler sees the open tag only.
    expect(texts('<section><p>x</p></template></section>', '55.0')).toEqual([expect.stringMatching(/LWC1078: /)]);
    expect(texts('<section><p>x</p></template></section>', '62.0')).toEqual([expect.stringMatching(/LWC1058: /)]);
  });

  it('accepts what the org and the platform have', () => {
    org.deploy({
      'package.xml': manifest({ CustomLabels: ['CustomLabels'], ApexClass: ['Foo'] }),
      'labels/CustomLabels.labels': xml(
        'CustomLabels',
        '<labels><fullName>Hi</fullName><language>en_US</language><protected>true</protected><shortDescription>s</shortDescription><value>v</value></labels>',
      ),
      'classes/Foo.cls': 'public class Foo {}',
      'classes/Foo.cls-meta.xml': xml('ApexClass', '<apiVersion>67.0</apiVersion>'),
    });
    org.apex.aura.add('Foo.go');
    const imports = [
      "go from '@salesforce/apex/Foo.go'",
      "{ refreshApex } from '@salesforce/apex'",
      "hi from '@salesforce/label/c.Hi'",
      "f from '@salesforce/schema/Contact.Account.Name'",
      "lang from '@salesforce/i18n/lang'",
      "id from '@salesforce/user/Id'",
      "can from '@salesforce/userPermission/ViewSetup'",
      "{ NavigationMixin } from 'lightning/navigation'",
      "{ x } from './helper'",
    ];
    expect(
      problemTexts(
        org.deploy(
          bundle({
            'tile.js': `${imports.map((one, index) => `import ${one.replace(/^(\w+) from/, `$1${index} from`)};`).join('\n')}\n/* import gone from 'c/gone'; */\n${SCRIPT}`,
            'helper.js': 'export const x = 1;',
          }),
        ),
      ),
    ).toEqual([]);
  });

  it('names an Apex method that is not there or not @AuraEnabled', () => {
    org.deploy({
      'package.xml': manifest({ ApexClass: ['Foo'] }),
      'classes/Foo.cls': 'public class Foo {}',
      'classes/Foo.cls-meta.xml': xml('ApexClass', '<apiVersion>67.0</apiVersion>'),
    });
    expect(
      problemTexts(org.deploy(bundle({ 'tile.js': `import go from '@salesforce/apex/Foo.go';\n${SCRIPT}` })))[0],
    ).toContain("Unable to find Apex action method referenced as 'Foo.go'.");
  });

  it('checks the elements of a template', () => {
    expect(
      problemTexts(
        org.deploy(
          bundle({
            'tile.html':
              '<template>\n<!-- <c-gone></c-gone> -->\n<lightning-button-icon></lightning-button-icon>\n<lightning-nonsense></lightning-nonsense>\n<c-other-thing></c-other-thing>\n</template>',
          }),
        ),
      ),
    ).toEqual([
      '[Line: 4, Col: 1] No MODULE named markup://lightning:nonsense found : [markup://c:tile]',
      '[Line: 5, Col: 1] No MODULE named markup://c:otherThing found : [markup://c:tile]',
    ]);
  });

  it('checks the configuration file', () => {
    expect(
      problemTexts(
        org.deploy(
          bundle({
            'tile.js-meta.xml': xml(
              'LightningComponentBundle',
              '<isExposed>true</isExposed>\n<targets><target>lightning__Nowhere</target></targets>\n<targetConfigs><targetConfig targets="lightning__AppPage"></targetConfig></targetConfigs>',
            ),
          }),
        ),
      ),
    ).toEqual([
      'Invalid target: lightning__Nowhere',
      "The 'targets' attribute on targetConfig contains a target that is not in the <targets> list: lightning__AppPage",
    ]);
  });

  it('wants a proper name, a script and a configuration', () => {
    expect(problemTexts(org.deploy(bundle({}, 'Tile')))[0]).toMatch(/Invalid bundle name Tile/);
    expect(
      problemTexts(
        org.deploy({
          'package.xml': manifest({ LightningComponentBundle: ['tile'] }),
          'lwc/tile/tile.html': '<template></template>',
        }),
      ),
    ).toEqual([
      'The configuration file tile.js-meta.xml is missing',
      'Cannot find Lightning Component Bundle tile: the file tile.js is missing',
    ]);
  });
});

describe('FlexiPage, CustomTab and CustomApplication', () => {
  let org: TestOrg;
  beforeEach(() => {
    org = testOrg();
    org.deploy(bundle({}));
  });

  it('place a component that is exposed for them', () => {
    expect(problemTexts(org.deploy(page('tile')))).toEqual([]);
    expect(problemTexts(org.deploy(page('c:tile')))).toEqual([]);
  });

  it.each([
    [page('nothing'), "We couldn't retrieve or load the information on the component: nothing."],
    [
      page('tile', { type: 'HomePage', template: 'home:desktopTemplate', region: 'top' }),
      'The component tile is not available for pages of type HomePage: it must be exposed and declare the target lightning__HomePage.',
    ],
    [
      page('tile', { region: 'sidebar' }),
      'The template flexipage:defaultAppHomeTemplate has no region named sidebar; its regions are: main.',
    ],
    [
      page('tile', { type: 'RecordPage', template: 'flexipage:recordHomeTemplateDesktop' }),
      'Required field is missing: sobjectType',
    ],
  ])('refuse a page %#', (files, problem) => {
    expect(problemTexts(org.deploy(files))).toContain(problem);
  });

  it('place a component on record pages of the objects that it names', () => {
    const meta = (object: string): string =>
      xml(
        'LightningComponentBundle',
        `<apiVersion>67.0</apiVersion><isExposed>true</isExposed><targets><target>lightning__RecordPage</target></targets><targetConfigs><targetConfig targets="lightning__RecordPage"><objects><object>${object}</object></objects></targetConfig></targetConfigs>`,
      );
    const userPage = (parent: string): Files => {
      const files = page('tile', { type: 'RecordPage', template: 'flexipage:recordHomeTemplateDesktop' });
      const path = 'flexipages/Home.flexipage';
      const extra = `<parentFlexiPage>${parent}</parentFlexiPage><sobjectType>User</sobjectType><template>`;
      return { ...files, [path]: (files[path] as string).replace('<template>', extra) };
    };
    org.deploy(bundle({ 'tile.js-meta.xml': meta('User') }));
    expect(problemTexts(org.deploy(userPage('forceChatter__User_rec_L')))).toEqual([]);
    expect(problemTexts(org.deploy(userPage('Nope')))).toEqual([
      'In field: parentFlexiPage - no FlexiPage named Nope found',
    ]);
    org.deploy(bundle({ 'tile.js-meta.xml': meta('Account') }));
    expect(problemTexts(org.deploy(userPage('forceChatter__User_rec_L')))).toEqual([
      'The component tile is not available for record pages of User.',
    ]);
  });

  it('want unique regions and identifiers, a template and a real object', () => {
    const region =
      '<flexiPageRegions><itemInstances><componentInstance><componentName>tile</componentName><identifier>one</identifier></componentInstance></itemInstances><name>main</name><type>Region</type></flexiPageRegions>';
    expect(
      problemTexts(
        org.deploy({
          'package.xml': manifest({ FlexiPage: ['Home'] }),
          'flexipages/Home.flexipage': xml(
            'FlexiPage',
            `${region}${region}<masterLabel>Home</masterLabel><sobjectType>Nope__c</sobjectType><template><name>flexipage:defaultAppHomeTemplate</name></template><type>AppPage</type>`,
          ),
        }),
      ),
    ).toEqual([
      'Region names must be unique on a page: main',
      'The identifier one is used more than once on the page.',
      'In field: sobjectType - no CustomObject named Nope__c found',
    ]);
    expect(
      problemTexts(
        org.deploy({
          'package.xml': manifest({ FlexiPage: ['Home'] }),
          'flexipages/Home.flexipage': xml('FlexiPage', '<masterLabel>Home</masterLabel><type>AppPage</type>'),
        }),
      ),
    ).toContain('Required field is missing: template');
  });

  const tab = (body: string, name = 'T'): Files => ({
    'package.xml': manifest({ CustomTab: [name] }),
    [`tabs/${name}.tab`]: xml('CustomTab', body),
  });
  it.each([
    [
      '<flexiPage>Nope</flexiPage><label>T</label><motif>Custom77: Locked</motif>',
      'In field: flexiPage - no FlexiPage named Nope found',
    ],
    [
      '<label>T</label><lwcComponent>nope</lwcComponent><motif>Custom77: Locked</motif>',
      'In field: lwcComponent - no LightningComponentBundle named nope found',
    ],
    [
      '<label>T</label><motif>Custom77: Locked</motif>',
      'A tab must name exactly one of: auraComponent, customObject, flexiPage, lwcComponent, page, scontrol, url',
    ],
    [
      '<label>T</label><lwcComponent>tile</lwcComponent><motif>Custom77: Locked</motif><url>https://example.com</url>',
      'A tab must name exactly one of: auraComponent, customObject, flexiPage, lwcComponent, page, scontrol, url',
    ],
    ['<label>T</label><lwcComponent>tile</lwcComponent>', 'Required field is missing: motif'],
    ['<lwcComponent>tile</lwcComponent><motif>Custom77: Locked</motif>', 'Required field is missing: label'],
    [
      '<customObject>true</customObject><motif>Custom77: Locked</motif>',
      'In field: customObject - no CustomObject named T found',
    ],
    [
      '<label>T</label><motif>Custom77: Locked</motif><scontrol>S</scontrol>',
      'Not available for deploy in the embedded org: tabs of S-controls',
    ],
  ])('refuse a tab with %s', (body, problem) => {
    expect(problemTexts(org.deploy(tab(body)))).toContain(problem);
  });

  it('refuse a tab on a component without the tab target', () => {
    org.deploy(
      bundle({
        'tile.js-meta.xml': xml(
          'LightningComponentBundle',
          '<isExposed>true</isExposed><targets><target>lightning__AppPage</target></targets>',
        ),
      }),
    );
    expect(
      problemTexts(
        org.deploy(tab('<label>T</label><lwcComponent>tile</lwcComponent><motif>Custom77: Locked</motif>')),
      )[0],
    ).toMatch(/must be exposed and declare the target lightning__Tab/);
  });

  it('let an object tab carry nothing but the object and the motif', () => {
    org.deploy({ 'package.xml': manifest({ CustomObject: ['Widget__c'] }), ...WIDGET });
    expect(
      problemTexts(org.deploy(tab('<customObject>true</customObject><motif>Custom77: Locked</motif>', 'Widget__c'))),
    ).toEqual([]);
    expect(
      problemTexts(
        org.deploy(
          tab('<customObject>true</customObject><label>W</label><motif>Custom77: Locked</motif>', 'Widget__c'),
        ),
      ),
    ).toEqual(['The tab of a custom object cannot have the element label']);
  });

  it('check an app', () => {
    const app = (body: string): Files => ({
      'package.xml': manifest({ CustomApplication: ['App'] }),
      'applications/App.app': xml('CustomApplication', body),
    });
    expect(
      problemTexts(
        org.deploy(app('<brand><headerColor>blue</headerColor></brand><tabs>Nope</tabs><utilityBar>Bar</utilityBar>')),
      ),
    ).toEqual([
      'Required field is missing: label',
      'Invalid header color: blue',
      'In field: tabs - no CustomTab named Nope found',
      'In field: utilityBar - no FlexiPage named Bar found',
    ]);
    expect(
      problemTexts(
        org.deploy(
          app(
            '<brand><headerColor>#0070D2</headerColor></brand><label>App</label><tabs>standard-home</tabs><tabs>standard-Account</tabs>',
          ),
        ),
      ),
    ).toEqual([]);
  });
});
