/** FlexiPage: Lightning pages. Components must exist and be exposed for the page's kind; regions must be the template's. */
import type { DeployContext } from '../deploy/context.ts';
import { findExposure } from '../lwc/bundle.ts';
import type { Component } from '../package/component.ts';
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
const COMPONENT_NAMESPACE = /^(?:c:)?([a-z]\w*)$/;

/** Standard pages that a record page may extend carry a namespace, e.g. `forceChatter__User_rec_L`. */
const STANDARD_PAGE = /^[A-Za-z]\w*?__\w+$/;

interface Page {
  type: string;
  /** Of record pages. */
  object: string | undefined;
}

function checkComponent(component: Component, instance: XmlElement, page: Page, context: DeployContext): void {
  const name = textOf(instance, 'componentName') ?? '';
  const at = placeOf(instance, 'componentName');
  const own = COMPONENT_NAMESPACE.exec(name)?.[1];
  if (!own) {
    if (!name.includes(':'))
      context.problem(component, `We couldn't retrieve or load the information on the component: ${name}.`, { at });
    return;
  }
  const exposure = findExposure(own, context);
  if (!exposure) {
    if (!context.resolves('LightningComponentBundle', own))
      context.problem(component, `We couldn't retrieve or load the information on the component: ${name}.`, { at });
    return;
  }
  const target = PAGE_TARGETS[page.type];
  if (!exposure.exposed || (target && !exposure.targets.has(target))) {
    context.problem(
      component,
      `The component ${name} is not available for pages of type ${page.type}${target ? `: it must be exposed and declare the target ${target}` : ''}.`,
      { at },
    );
  } else if (page.object && exposure.objects.size > 0 && !exposure.objects.has(page.object)) {
    context.problem(component, `The component ${name} is not available for record pages of ${page.object}.`, { at });
  }
}

function checkRegions(component: Component, regions: XmlElement[], template: string, context: DeployContext): void {
  const known = TEMPLATE_REGIONS[template];
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

function check(component: Component, context: DeployContext): void {
  const document = component.document as XmlElement;
  const pageType = textOf(document, 'type') ?? '';
  const templateElement = child(document, 'template');
  const template = textOf(templateElement, 'name');
  if (!templateElement || !template)
    context.problem(component, 'Required field is missing: template', { at: document.at });
  else checkRegions(component, childrenNamed(document, 'flexiPageRegions'), template, context);
  const object = textOf(document, 'sobjectType');
  if (pageType === 'RecordPage' && !object)
    context.problem(component, 'Required field is missing: sobjectType', { at: document.at });
  if (object && !context.resolves('CustomObject', object))
    context.missing(component, 'sobjectType', 'CustomObject', object, placeOf(document, 'sobjectType'));
  const parent = textOf(document, 'parentFlexiPage');
  if (parent && !STANDARD_PAGE.test(parent) && !context.resolves('FlexiPage', parent))
    context.missing(component, 'parentFlexiPage', 'FlexiPage', parent, placeOf(document, 'parentFlexiPage'));
  const page = { type: pageType, object: pageType === 'RecordPage' ? object : undefined };
  const identifiers = new Set<string>();
  for (const region of childrenNamed(document, 'flexiPageRegions')) {
    for (const item of childrenNamed(region, 'itemInstances')) {
      for (const instance of childrenNamed(item, 'componentInstance')) {
        const identifier = textOf(instance, 'identifier') ?? '';
        if (identifier && identifiers.has(identifier))
          context.problem(component, `The identifier ${identifier} is used more than once on the page.`, {
            at: placeOf(instance, 'identifier'),
          });
        identifiers.add(identifier);
        checkComponent(component, instance, page, context);
      }
    }
  }
}

export const flexiPageHandler: TypeHandler = { types: ['FlexiPage'], check };
