/**
 * A field stands once on a page layout, whichever section it is in: "Field: field, value:Rating appears more than once" (the
 * platform's sentence, docs.copado.com, "Duplicated field or section in a layout").
 */
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { elementsAt } from '../references/reference.ts';
import type { XmlElement } from '../xml/element.ts';

export function checkLayoutItems(component: Component, document: XmlElement, context: DeployContext): void {
  const seen = new Set<string>();
  for (const field of elementsAt(document, 'layoutSections/layoutColumns/layoutItems/field')) {
    const name = field.text.trim();
    if (seen.has(name.toLowerCase()))
      context.problem(component, `Field: field, value:${name} appears more than once`, { at: field.at });
    seen.add(name.toLowerCase());
  }
}
