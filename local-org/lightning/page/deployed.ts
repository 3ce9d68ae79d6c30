/** Reads the deployed metadata that a page is made of: applications, tabs, Lightning pages and component bundles. */
import { XMLParser } from 'fast-xml-parser';
import type { MetadataEngine, StoredComponent } from '../../metadata/contract.ts';
import type { OrgSources } from '../build/keys.ts';
import type { VisibilityCriterion } from './visibility.ts';

/** Kinds of tab that this page does not render (Metadata API, CustomTab). */
const OTHER_KINDS = ['customObject', 'page', 'url', 'auraComponent', 'scontrol'];

/** What a custom tab opens. */
export interface DeployedTab {
  name: string;
  label: string;
  flexiPage?: string;
  lwcComponent?: string;
  /** Another kind of tab (`customObject`, `page`, `url` …), which this page does not render. */
  otherKind?: string;
}

export interface DeployedApp {
  name: string;
  label: string;
  tabs: string[];
}

export interface PlacedInstance {
  /** Name of the bundle without namespace, or the full name of a component that is not the org's own. */
  component: string;
  custom: boolean;
  properties: Record<string, string>;
  /** When the component is shown; absent for always. */
  visibility?: VisibilityCriterion[];
}

export interface DeployedPage {
  name: string;
  label: string;
  type: string;
  sobjectType?: string;
  regions: { name: string; instances: PlacedInstance[] }[];
}

export interface BundleDefinition {
  name: string;
  label: string;
  isExposed: boolean;
  targets: string[];
  /** Public property -> type of the property in `targetConfigs` (`String`, `Boolean`, `Integer` …). */
  propertyTypes: ReadonlyMap<string, string>;
}

/** Elements that may repeat: always a list, so that one and many read alike. */
const LISTS = new Set([
  'flexiPageRegions',
  'itemInstances',
  'criteria',
  'componentInstanceProperties',
  'tabs',
  'target',
  'targetConfig',
  'property',
]);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  isArray: (name) => LISTS.has(name),
});

/** A parsed element: text, further elements, or a list of either. */
type Parsed = string | ParsedElement | Parsed[] | undefined;
interface ParsedElement {
  [name: string]: Parsed;
}

/** The element as one with children; an empty one has none. */
function element(parsed: Parsed): ParsedElement {
  return typeof parsed === 'object' && !Array.isArray(parsed) ? parsed : {};
}

function list(parsed: Parsed): Parsed[] {
  return Array.isArray(parsed) ? parsed : [];
}

/** Text of an element; undefined when it is absent or empty. */
function text(parsed: Parsed): string | undefined {
  return typeof parsed === 'string' && parsed !== '' ? parsed : undefined;
}

function texts(parsed: Parsed): string[] {
  return list(parsed)
    .map(text)
    .filter((value) => value !== undefined);
}

const decoder = new TextDecoder();

function parse(component: StoredComponent, suffix: string): ParsedElement {
  const file = [...component.files].find(([path]) => path.endsWith(suffix)) ?? [...component.files][0];
  if (!file) throw new Error(`${component.type} ${component.fullName} was stored without a file: deploy it again.`);
  const document = parser.parse(decoder.decode(file[1])) as ParsedElement;
  return element(document[component.type]);
}

export function deployedTab(metadata: MetadataEngine, name: string): DeployedTab | undefined {
  const component = metadata.component('CustomTab', name);
  if (!component) return undefined;
  const xml = parse(component, '.tab');
  const flexiPage = text(xml.flexiPage);
  const lwcComponent = text(xml.lwcComponent);
  const label = text(xml.label) ?? (flexiPage && deployedPage(metadata, flexiPage)?.label) ?? component.fullName;
  const tab = { name: component.fullName, label };
  if (flexiPage) return { ...tab, flexiPage };
  if (lwcComponent) return { ...tab, lwcComponent };
  return { ...tab, otherKind: OTHER_KINDS.find((kind) => xml[kind] !== undefined) ?? 'unknown' };
}

export function deployedApps(metadata: MetadataEngine): DeployedApp[] {
  return metadata.components('CustomApplication').map((component) => {
    const xml = parse(component, '.app');
    return { name: component.fullName, label: text(xml.label) ?? component.fullName, tabs: texts(xml.tabs) };
  });
}

export function deployedPage(metadata: MetadataEngine, name: string): DeployedPage | undefined {
  const component = metadata.component('FlexiPage', name);
  return component && pageOf(component);
}

/** The record page of an object: the first deployed Lightning page of type RecordPage for it. */
export function deployedRecordPage(metadata: MetadataEngine, object: string): DeployedPage | undefined {
  return metadata
    .components('FlexiPage')
    .map(pageOf)
    .find((page) => page.type === 'RecordPage' && page.sobjectType === object);
}

function pageOf(component: StoredComponent): DeployedPage {
  const xml = parse(component, '.flexipage');
  const regions = list(xml.flexiPageRegions)
    .map(element)
    .map((region) => ({
      name: text(region.name) ?? '',
      instances: list(region.itemInstances)
        .map(element)
        .flatMap((item) => (item.componentInstance ? [instanceOf(element(item.componentInstance))] : [])),
    }));
  const sobjectType = text(xml.sobjectType);
  return {
    name: component.fullName,
    label: text(xml.masterLabel) ?? component.fullName,
    type: text(xml.type) ?? '',
    ...(sobjectType ? { sobjectType } : {}),
    regions,
  };
}

/** Own components are written `c:name`, or as older exports have them just `name` (reference/metadata.md §3.6). */
function instanceOf(instance: ParsedElement): PlacedInstance {
  const full = text(instance.componentName) ?? '';
  const custom = full.startsWith('c:') || !full.includes(':');
  const properties: Record<string, string> = {};
  for (const { name, value } of list(instance.componentInstanceProperties).map(element)) {
    const property = text(name);
    if (property) properties[property] = text(value) ?? '';
  }
  const criteria = list(element(instance.visibilityRule).criteria).map(element);
  const visibility = criteria.map(({ leftValue, operator, rightValue }) => ({
    left: text(leftValue) ?? '',
    operator: text(operator) ?? '',
    right: text(rightValue) ?? '',
  }));
  return {
    component: custom ? full.replace(/^c:/, '') : full,
    custom,
    properties,
    ...(visibility.length > 0 ? { visibility } : {}),
  };
}

export function bundleDefinition(metadata: MetadataEngine, name: string): BundleDefinition | undefined {
  const component = metadata.component('LightningComponentBundle', name);
  if (!component) return undefined;
  const xml = parse(component, '.js-meta.xml');
  const propertyTypes = new Map<string, string>();
  for (const config of list(element(xml.targetConfigs).targetConfig).map(element)) {
    for (const property of list(config.property).map(element)) {
      const propertyName = text(property.name);
      if (propertyName) propertyTypes.set(propertyName, text(property.type) ?? 'String');
    }
  }
  return {
    name: component.fullName,
    label: text(xml.masterLabel) ?? component.fullName,
    isExposed: text(xml.isExposed) === 'true',
    targets: texts(element(xml.targets).target),
    propertyTypes,
  };
}

/** Everything that the compiler needs of the org's components. */
export function componentSources(metadata: MetadataEngine): OrgSources {
  const bundles: Record<string, Record<string, string>> = {};
  for (const component of metadata.components('LightningComponentBundle')) {
    const files: Record<string, string> = {};
    for (const [path, content] of component.files) {
      const inside = path.split(`lwc/${component.fullName}/`)[1];
      if (inside && /\.(js|html|css)$/.test(inside) && !inside.startsWith('__'))
        files[inside] = decoder.decode(content);
    }
    bundles[component.fullName] = files;
  }
  return {
    bundles,
    labels: Object.fromEntries(metadata.labels()),
    staticResources: metadata.components('StaticResource').map(({ fullName }) => fullName),
  };
}

/** A deployed static resource; undefined when there is none of this name, or only its metadata file. */
export function staticResource(
  metadata: MetadataEngine,
  name: string,
): { contentType: string; content: Uint8Array } | undefined {
  const component = metadata.component('StaticResource', name);
  const content = component && [...component.files].find(([path]) => !path.endsWith('-meta.xml'))?.[1];
  if (!content) return undefined;
  return { contentType: text(parse(component, '-meta.xml').contentType) ?? 'application/octet-stream', content };
}
