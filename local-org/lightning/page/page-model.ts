/** What is placed on a page: the components of a Lightning page or of a tab, with typed property values. */
import type { MetadataEngine } from '../../metadata/contract.ts';
import { bundleDefinition, deployedPage, deployedTab } from './deployed.ts';
import type { DeployedPage, PlacedInstance } from './deployed.ts';
import type { Html } from './html.ts';
import type { RecordPanels } from './record-panels.ts';
import type { VisibilityCriterion } from './visibility.ts';

export type PropertyValue = string | number | boolean;

export interface PageComponent {
  name: string;
  properties: Record<string, PropertyValue>;
}

export interface PageRegion {
  name: string;
  components: PageComponent[];
  /** Sentences about what is placed here and does not exist in this org. */
  notices: string[];
  /** Standard panels above and below the components. */
  above?: Html[];
  below?: Html[];
}

/** What a record page adds to its own components. */
export interface RecordContext {
  panels?: RecordPanels;
  isVisible(criteria: readonly VisibilityCriterion[]): boolean;
}

/** A page that cannot be shown, and what to do about it. */
export class PageProblem extends Error {
  readonly httpStatus: number;
  readonly title: string;
  /** Where to go instead. */
  readonly link: { href: string; label: string } | undefined;
  constructor(httpStatus: number, title: string, message: string, link?: { href: string; label: string }) {
    super(message);
    this.name = 'PageProblem';
    this.httpStatus = httpStatus;
    this.title = title;
    this.link = link;
  }
}

/** Values of Lightning App Builder are text; the component gets them in the type that its `targetConfigs` declares. */
function typedValue(value: string, type: string | undefined): PropertyValue {
  if (type === 'Boolean') return value === 'true';
  if (type === 'Integer') return Number(value);
  return value;
}

/** Why a component is not shown. */
function absence(metadata: MetadataEngine, { component, custom }: PlacedInstance): string {
  if (!custom) return `The standard component ${component} does not exist in the embedded org.`;
  return metadata.component('AuraDefinitionBundle', component)
    ? `c:${component} is an Aura component: the embedded org keeps those, but does not run them.`
    : `The component c:${component} is not deployed in this org.`;
}

function placed(
  metadata: MetadataEngine,
  instance: PlacedInstance,
  record: Record<string, string>,
  region: PageRegion,
  context: RecordContext | undefined,
): void {
  if (instance.visibility && context?.isVisible(instance.visibility) === false) return;
  if (context?.panels && instance.component === 'force:highlightsPanel') {
    (region.above ??= []).push(context.panels.highlights);
    return;
  }
  if (context?.panels && instance.component === 'force:detailPanel') {
    (region.below ??= []).push(context.panels.details);
    return;
  }
  const definition = instance.custom ? bundleDefinition(metadata, instance.component) : undefined;
  if (!definition) {
    region.notices.push(absence(metadata, instance));
    return;
  }
  const properties: Record<string, PropertyValue> = { ...record };
  for (const [name, value] of Object.entries(instance.properties))
    properties[name] = typedValue(value, definition.propertyTypes.get(name));
  region.components.push({ name: definition.name, properties });
}

/**
 * @param record `recordId` and `objectApiName` for a record page, else empty
 */
export function regionsOfPage(
  metadata: MetadataEngine,
  page: DeployedPage,
  record: Record<string, string> = {},
  context?: RecordContext,
): PageRegion[] {
  return page.regions
    .filter((region) => region.instances.length > 0)
    .map(({ name, instances }) => {
      const region: PageRegion = { name, components: [], notices: [] };
      for (const instance of instances) placed(metadata, instance, record, region, context);
      return region;
    });
}

/** @throws {PageProblem} when the tab, its page or its component is missing or of another kind */
export function regionsOfTab(metadata: MetadataEngine, name: string): PageRegion[] {
  const tab = deployedTab(metadata, name);
  if (!tab)
    throw new PageProblem(
      404,
      'Page not found',
      `The tab "${name}" is not deployed in this org. Deploy its metadata, then reload.`,
    );
  if (tab.flexiPage) {
    const page = deployedPage(metadata, tab.flexiPage);
    if (!page)
      throw new PageProblem(
        404,
        'Page not found',
        `The tab "${name}" opens the Lightning page "${tab.flexiPage}", which is not deployed.`,
      );
    return regionsOfPage(metadata, page);
  }
  if (tab.lwcComponent)
    return [
      { name: 'main', components: [exposedComponent(metadata, tab.lwcComponent, 'lightning__Tab')], notices: [] },
    ];
  throw new PageProblem(
    501,
    'Not implemented',
    `Tabs of kind "${tab.otherKind}" do not exist in the embedded org; Lightning page and component tabs do.`,
  );
}

/**
 * A component that stands on a page by itself.
 * @throws {PageProblem} when it is not deployed, not exposed, or not meant for this target (LWC Developer Guide, "XML Configuration File Elements")
 */
export function exposedComponent(metadata: MetadataEngine, name: string, target: string): PageComponent {
  const definition = bundleDefinition(metadata, name);
  if (!definition) throw new PageProblem(404, 'Page not found', `The component c:${name} is not deployed in this org.`);
  if (!definition.isExposed || !definition.targets.includes(target)) {
    throw new PageProblem(
      404,
      'Page not found',
      `The component c:${name} cannot be opened here: its ${name}.js-meta.xml needs isExposed true and the target ${target}.`,
    );
  }
  return { name: definition.name, properties: {} };
}
