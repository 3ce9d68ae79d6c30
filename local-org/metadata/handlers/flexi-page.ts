/** FlexiPage: Lightning pages. Components must exist and be exposed for the page's kind; regions must be the template's. */
import { slipOf } from '../../data/schema/slips.ts';
import type { DeployContext } from '../deploy/context.ts';
import { findExposure } from '../lwc/bundle.ts';
import { decodeText } from '../package/component.ts';
import type { Component } from '../package/component.ts';
import { componentsOf } from '../references/flexi-page.ts';
import { lostOn } from '../references/flow-paths.ts';
import { elementsAt } from '../references/reference.ts';
import { child, childrenNamed, placeOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { TypeHandler } from './handler.ts';

/** Regions of the standard templates (reference/metadata.md §3.6 and the page templates of public projects). */
const TEMPLATE_REGIONS: Record<string, string[]> = {
  'flexipage:defaultAppHomeTemplate': ['main'],
  'flexipage:appHomeTemplateTwoColumns': ['main', 'sidebar'],
  'flexipage:appHomeTemplateTwoColumnsEqualWidth': ['column1', 'column2'],
  'flexipage:appHomeTemplateThreeColumns': ['left', 'center', 'right'],
  'flexipage:appHomeTemplateHeaderTwoColumns': ['header', 'main', 'sidebar'],
  'flexipage:appHomeTemplateHeaderTwoColumnsLeftSidebar': ['header', 'main', 'sidebar'],
  'flexipage:recordHomeTemplateDesktop': ['header', 'main', 'sidebar'],
  'flexipage:recordHomeThreeColTemplateDesktop': ['header', 'leftsidebar', 'main', 'rightsidebar'],
  'home:desktopTemplate': ['top', 'bottomLeft', 'bottomRight', 'sidebar'],
};
/** The target that a component needs on each kind of page (reference/metadata.md §3.7). */
const PAGE_TARGETS: Record<string, string> = {
  AppPage: 'lightning__AppPage',
  HomePage: 'lightning__HomePage',
  RecordPage: 'lightning__RecordPage',
};
const COMPONENT_NAMESPACE = /^(?:c:)?([A-Za-z]\w*)$/;

interface Page {
  type: string;
  /** Of record pages. */
  object: string | undefined;
}

function checkComponent(component: Component, instance: XmlElement, page: Page, context: DeployContext): void {
  const name = textOf(instance, 'componentName') ?? '';
  const at = placeOf(instance, 'componentName');
  const own = COMPONENT_NAMESPACE.exec(name)?.[1];
  const exposure = own && findExposure(own, context);
  const bundle = own && context.inPackage('LightningComponentBundle', own);
  // What a failed component promises is not held against those who trust it.
  if (!exposure || (bundle && context.failed(bundle))) return;
  const target = PAGE_TARGETS[page.type];
  if (!exposure.exposed || (target && !exposure.targets.has(target))) {
    context.problem(
      component,
      `The component ${name} is not available for pages of type ${page.type}${target ? `: it must be exposed and declare the target ${target}` : ''}.`,
      { at },
    );
  } else if (
    page.object &&
    context.resolves('CustomObject', page.object) &&
    exposure.objects.size > 0 &&
    !exposure.objects.has(page.object)
  ) {
    context.problem(component, `The component ${name} is not available for record pages of ${page.object}.`, { at });
  }
}

/**
 * Attributes that a page may set on an own component; undefined where nothing tells them. Those of Lightning web components
 * are the properties of their targetConfigs, those of Aura components the attributes of their design file.
 */
function attributesOf(name: string, context: DeployContext): Set<string> | undefined {
  const lwc = context.inPackage('LightningComponentBundle', name)?.document;
  if (lwc) {
    const configs = elementsAt(lwc, 'targetConfigs/targetConfig');
    return new Set(
      configs.flatMap((config) => elementsAt(config, 'property')).map(({ attributes }) => attributes['name'] ?? ''),
    );
  }
  const aura = context.inPackage('AuraDefinitionBundle', name)?.files;
  if (!aura) return undefined;
  const markup = aura.filter(({ path }) => path.endsWith('.cmp')).map(({ content }) => decodeText(content));
  // What it extends has attributes, too.
  if (markup.some((text) => /\bextends\s*=/.test(text))) return undefined;
  const texts = aura.filter(({ path }) => /\.(cmp|design)$/.test(path)).map(({ content }) => decodeText(content));
  const attributes = texts.flatMap((text) => [
    ...text.matchAll(/<(?:aura|design):attribute\b[^>]*?\bname\s*=\s*["'](\w+)["']/g),
  ]);
  return new Set(attributes.map((match) => match[1] as string));
}

/** What a record page gives its components by itself (Component Reference, `force:hasRecordId`, `force:hasSObjectName`). */
const PASSED_ON = new Set(['recordId', 'sObjectName', 'objectApiName']);

/** Wording: `Invalid property [hideUpdateButton] in component [runtime_sales_pathassistant:pathAssistant]`, as orgs answer. */
function checkProperties(component: Component, instance: XmlElement, context: DeployContext): void {
  const name = textOf(instance, 'componentName') ?? '';
  const own = COMPONENT_NAMESPACE.exec(name)?.[1];
  const known = own && attributesOf(own, context);
  if (!known) return;
  for (const property of childrenNamed(instance, 'componentInstanceProperties')) {
    const attribute = textOf(property, 'name');
    // Decorators (height and icon in a utility bar) belong to the page.
    if (textOf(property, 'type') === 'decorator') continue;
    // The builder writes what the page itself passes on, without a value.
    const isPassedOn = PASSED_ON.has(attribute ?? '') && textOf(property, 'value') === undefined;
    if (attribute !== undefined && !known.has(attribute) && !isPassedOn)
      context.problem(component, `Invalid property [${attribute}] in component [c:${own}]`, {
        at: placeOf(property, 'name'),
      });
  }
}

/** Regions of a template of the org's own: attributes of its Aura component that hold components. */
function regionsOfOwn(template: string, context: DeployContext): string[] | undefined {
  const own = COMPONENT_NAMESPACE.exec(template)?.[1];
  const markup = own && context.inPackage('AuraDefinitionBundle', own)?.files.find(({ path }) => path.endsWith('.cmp'));
  if (!markup) return undefined;
  const attributes = [...decodeText(markup.content).matchAll(/<aura:attribute\b[^>]*>/g)].map(([tag]) => tag);
  return attributes.flatMap((tag) =>
    /\btype\s*=\s*["']Aura\.Component\[\]["']/i.test(tag) ? (/\bname\s*=\s*["'](\w+)["']/.exec(tag)?.[1] ?? []) : [],
  );
}

function checkRegions(component: Component, regions: XmlElement[], template: string, context: DeployContext): void {
  const known = TEMPLATE_REGIONS[template] ?? regionsOfOwn(template, context);
  const seen = new Set<string>();
  for (const region of regions) {
    const name = textOf(region, 'name') ?? '';
    if (seen.has(name))
      context.problem(component, `Region names must be unique on a page: ${name}`, { at: placeOf(region, 'name') });
    seen.add(name);
    // Facets are named by the page itself; only regions belong to the template.
    if (known && textOf(region, 'type') === 'Region' && !known.includes(name)) {
      context.problem(
        component,
        `The template ${template} has no region named ${name}; its regions are: ${known.join(', ')}.`,
        { at: placeOf(region, 'name') },
      );
    }
  }
}

/** Lightning App Builder names facets so; a component that shows one which the page lacks cannot be drawn. */
const FACET = /^Facet-[0-9a-f-]{20,}$/i;
/** Properties that always name a facet, whatever it is called. */
const SHOWS_FACET = new Set([
  ...['flexipage:accordion.accordionSections', 'flexipage:accordionSection.body', 'flexipage:column.body'],
  ...['flexipage:fieldSection.columns', 'flexipage:tab.body', 'flexipage:tabset.tabs'],
]);

function checkFacets(component: Component, document: XmlElement, context: DeployContext): void {
  const regions = new Set(childrenNamed(document, 'flexiPageRegions').map((region) => textOf(region, 'name')));
  for (const instance of componentsOf(document)) {
    const shown = textOf(instance, 'componentName') ?? '';
    for (const property of childrenNamed(instance, 'componentInstanceProperties')) {
      const name = textOf(property, 'value');
      if (name === undefined || regions.has(name)) continue;
      if (FACET.test(name) || SHOWS_FACET.has(`${shown}.${textOf(property, 'name') ?? ''}`))
        context.missing(component, 'value', 'facet', name, placeOf(property, 'value'));
    }
  }
}

/** `{!Record.Part__r.Code__c}` in conditions, `Record.Part__r.Code__c` among the fields: what lies behind a lookup. */
const BEHIND_LOOKUP = /^\{?!?Record\.(\w+(?:\.\w+)+)\}?$/;

function checkFieldPaths(component: Component, document: XmlElement, object: string, context: DeployContext): void {
  const items = elementsAt(document, 'flexiPageRegions/itemInstances');
  const values = [
    ...['componentInstance', 'fieldInstance'].map((kind) => `${kind}/visibilityRule/criteria/leftValue`),
    'fieldInstance/fieldItem',
  ].flatMap((path) => items.flatMap((item) => elementsAt(item, path)));
  for (const value of values) {
    const path = BEHIND_LOOKUP.exec(value.text.trim())?.[1]?.split('.');
    const lost = path && lostOn(object, path, value.at, context);
    if (lost !== undefined) context.missing(component, value.name, 'CustomField', lost, value.at);
  }
}

/** Until API 38 a page named its template in `pageTemplate`, or had none (FlexiPage reference, "template"). */
function isOld(apiVersion: number): boolean {
  return apiVersion > 0 && apiVersion <= 38;
}

/** Components of the platform that most pages show (App Builder, "Standard Lightning Page Components"), as pages name them. */
const STANDARD_COMPONENTS = [
  ...['flexipage:accordion', 'flexipage:accordionSection', 'flexipage:column', 'flexipage:fieldSection'],
  ...[
    'flexipage:filterListCard',
    'flexipage:recentItems',
    'flexipage:reportChart',
    'flexipage:richText',
    'flexipage:tab',
  ],
  ...[
    'flexipage:tabset',
    'flowruntime:interview',
    'force:detailPanel',
    'force:highlightsPanel',
    'force:relatedListContainer',
  ],
  ...['force:relatedListQuickLinksContainer', 'force:relatedListSingleContainer', 'forceChatter:recordFeedContainer'],
  ...['runtime_sales_activities:activityPanel', 'runtime_sales_pathassistant:pathAssistant'],
];

function checkSpelling(component: Component, document: XmlElement, context: DeployContext): void {
  for (const instance of componentsOf(document)) {
    const name = textOf(instance, 'componentName') ?? '';
    if (!STANDARD_COMPONENTS.includes(name) && slipOf(name, STANDARD_COMPONENTS, 1) !== undefined)
      context.problem(component, `We couldn't retrieve or load the information on the component: ${name}.`, {
        at: placeOf(instance, 'componentName'),
      });
  }
}

function check(component: Component, context: DeployContext): void {
  const document = component.document as XmlElement;
  const pageType = textOf(document, 'type') ?? '';
  const templateElement = child(document, 'template');
  const template = textOf(templateElement, 'name');
  if (!templateElement || !template) {
    if (!isOld(context.apiVersion))
      context.problem(component, 'Required field is missing: template', { at: document.at });
  } else checkRegions(component, childrenNamed(document, 'flexiPageRegions'), template, context);
  const object = textOf(document, 'sobjectType');
  if (pageType === 'RecordPage' && !object)
    context.problem(component, 'Required field is missing: sobjectType', { at: document.at });
  checkFacets(component, document, context);
  checkSpelling(component, document, context);
  const page = { type: pageType, object: pageType === 'RecordPage' ? object : undefined };
  if (page.object !== undefined) checkFieldPaths(component, document, page.object, context);
  const identifiers = new Set<string>();
  for (const instance of componentsOf(document)) {
    const identifier = textOf(instance, 'identifier') ?? '';
    if (identifier && identifiers.has(identifier))
      context.problem(component, `The identifier ${identifier} is used more than once on the page.`, {
        at: placeOf(instance, 'identifier'),
      });
    identifiers.add(identifier);
    checkComponent(component, instance, page, context);
    checkProperties(component, instance, context);
  }
}

export const flexiPageHandler: TypeHandler = { types: ['FlexiPage'], check };
