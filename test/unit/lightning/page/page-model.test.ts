import { describe, expect, it } from '@jest/globals';
import type { MetadataEngine } from '../../../../local-org/metadata/contract.ts';
import {
  bundleDefinition,
  componentSources,
  deployedApps,
  deployedPage,
  deployedRecordPage,
  deployedTab,
} from '../../../../local-org/lightning/page/deployed.ts';
import { exposedComponent, regionsOfPage, regionsOfTab } from '../../../../local-org/lightning/page/page-model.ts';
import { sampleOrg } from '../sample-org.ts';

const sample = sampleOrg();
const { metadata } = sample.context.org;

/** The sample's metadata with one XML file replaced. */
function withFile(type: string, fullName: string, xml: string): MetadataEngine {
  const changed = sampleOrg();
  const kept = changed.components.filter((component) => !(component.type === type && component.fullName === fullName));
  const template = changed.components[0];
  if (!template) throw new Error('The sample org is empty.');
  changed.components = [...kept, { ...template, type, fullName, files: new Map([['file.xml', Buffer.from(xml)]]) }];
  return changed.context.org.metadata;
}

describe('deployed applications and tabs', () => {
  it('lists an application with its label and tabs', () => {
    expect(deployedApps(metadata)).toEqual([
      { name: 'Sample', label: 'Sample & Co', tabs: ['Sample_Users', 'Sample_Component', 'Sample_Hidden'] },
    ]);
  });

  it('tells a Lightning page tab, a component tab and another kind apart', () => {
    expect(deployedTab(metadata, 'Sample_Users')).toEqual({
      name: 'Sample_Users',
      label: 'Sample Users',
      flexiPage: 'Sample_Page',
    });
    expect(deployedTab(metadata, 'Sample_Component')).toMatchObject({ lwcComponent: 'sampleTable' });
    expect(deployedTab(metadata, 'Sample_Web')).toMatchObject({ otherKind: 'url' });
  });

  it('labels a Lightning page tab without a label as its page', () => {
    const metadataWithout = withFile(
      'CustomTab',
      'Sample_Users',
      '<CustomTab><flexiPage>Sample_Page</flexiPage></CustomTab>',
    );
    expect(deployedTab(metadataWithout, 'Sample_Users')?.label).toBe('Sample Page');
  });

  it('knows no tab that is not deployed', () => {
    expect(deployedTab(metadata, 'Other')).toBeUndefined();
  });

  it('asks to deploy a component again that was stored without a file', () => {
    const broken = sampleOrg();
    for (const component of broken.components) if (component.type === 'CustomApplication') component.files.clear();
    expect(() => deployedApps(broken.context.org.metadata)).toThrow(
      'CustomApplication Sample was stored without a file: deploy it again.',
    );
  });
});

describe('what is placed on a page', () => {
  it('gives a component its properties in the types that targetConfigs declare', () => {
    const [region] = regionsOfTab(metadata, 'Sample_Users');
    expect(region?.components).toEqual([
      { name: 'sampleTable', properties: { heading: '<Heading>', pageSize: 25, dense: true } },
    ]);
  });

  it('names a standard component that does not exist here', () => {
    expect(regionsOfTab(metadata, 'Sample_Users')[0]?.notices).toEqual([
      'The standard component flexipage:richText does not exist in the embedded org.',
    ]);
  });

  it('names an own component that is not deployed', () => {
    const page = deployedPage(
      withFile(
        'FlexiPage',
        'Sample_Page',
        '<FlexiPage><flexiPageRegions><itemInstances><componentInstance><componentName>gone</componentName></componentInstance></itemInstances><name>main</name></flexiPageRegions></FlexiPage>',
      ),
      'Sample_Page',
    );
    if (!page) throw new Error('The page was not found.');
    expect(regionsOfPage(metadata, page)[0]?.notices).toEqual(['The component c:gone is not deployed in this org.']);
  });

  it('says of an Aura component that it does not run here', () => {
    const withAura = withFile('AuraDefinitionBundle', 'host', '<AuraDefinitionBundle/>');
    const region = { name: 'main', instances: [{ component: 'host', custom: true, properties: {} }] };
    const page = { name: 'P', label: 'P', type: 'AppPage', regions: [region] };
    expect(regionsOfPage(withAura, page)[0]?.notices).toEqual([
      'c:host is an Aura component: the embedded org keeps those, but does not run them.',
    ]);
  });

  it('gives components of a record page the record', () => {
    const withRecordPage = withFile(
      'FlexiPage',
      'User_Page',
      '<FlexiPage><flexiPageRegions><itemInstances><componentInstance><componentName>c:sampleTable</componentName></componentInstance></itemInstances><name>main</name></flexiPageRegions><sobjectType>User</sobjectType><type>RecordPage</type></FlexiPage>',
    );
    const page = deployedRecordPage(withRecordPage, 'User');
    if (!page) throw new Error('The record page was not found.');
    expect(
      regionsOfPage(withRecordPage, page, { recordId: '005000000000001AAA', objectApiName: 'User' })[0]?.components[0]
        ?.properties,
    ).toEqual({
      recordId: '005000000000001AAA',
      objectApiName: 'User',
    });
  });

  it('places the component of a component tab', () => {
    expect(regionsOfTab(metadata, 'Sample_Component')).toEqual([
      { name: 'main', components: [{ name: 'sampleTable', properties: {} }], notices: [] },
    ]);
  });

  it.each([
    ['Nowhere', 'The tab "Nowhere" is not deployed in this org.'],
    ['Sample_Web', 'Tabs of kind "url" do not exist in the embedded org'],
  ])('refuses the tab %s', (tab, message) => {
    expect(() => regionsOfTab(metadata, tab)).toThrow(message);
  });

  it('names the page that a tab opens and that is missing', () => {
    const changed = withFile('CustomTab', 'Sample_Users', '<CustomTab><flexiPage>Gone</flexiPage></CustomTab>');
    expect(() => regionsOfTab(changed, 'Sample_Users')).toThrow(
      'opens the Lightning page "Gone", which is not deployed',
    );
  });

  it('opens a component by itself only when it is exposed for that', () => {
    expect(exposedComponent(metadata, 'sampleTable', 'lightning__UrlAddressable')).toEqual({
      name: 'sampleTable',
      properties: {},
    });
    expect(() => exposedComponent(metadata, 'sampleTable', 'lightning__HomePage')).toThrow(
      'needs isExposed true and the target lightning__HomePage',
    );
    expect(() => exposedComponent(metadata, 'gone', 'lightning__Tab')).toThrow('The component c:gone is not deployed');
  });
});

describe('component bundles', () => {
  it('reads label, targets and property types from js-meta.xml', () => {
    const definition = bundleDefinition(metadata, 'sampleTable');
    expect(definition).toMatchObject({
      label: 'Sample Table',
      isExposed: true,
      targets: ['lightning__AppPage', 'lightning__Tab', 'lightning__UrlAddressable'],
    });
    expect(definition?.propertyTypes.get('pageSize')).toBe('Integer');
  });

  it('hands the compiler scripts, templates and styles, not metadata or tests', () => {
    const changed = sampleOrg();
    const bundle = changed.components.find(({ fullName }) => fullName === 'sampleTable');
    bundle?.files.set('lwc/sampleTable/__tests__/sampleTable.test.js', Buffer.from(''));
    const { bundles, labels } = componentSources(changed.context.org.metadata);
    expect(Object.keys(bundles.sampleTable ?? {}).sort()).toEqual(['sampleTable.html', 'sampleTable.js']);
    expect(labels).toEqual({ Sample_Title: 'Sample users' });
  });
});
