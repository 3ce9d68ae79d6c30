/** Splits a document that holds other components (an object's fields, a file of labels) into parent and children. */
import { textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { Component } from './component.ts';
import type { RegistryType } from './registry.ts';

/** Children whose full name stands alone instead of `Parent.Child` (the registry's `ignoreParentName`). */
const ALONE = new Set(['CustomLabel']);

export function childFullName(type: string, parent: string, name: string): string {
  return ALONE.has(type) ? name : `${parent}.${name}`;
}

/**
 * @returns the parent's document without its children, and one component a child. A child without `fullName` is called
 * `Parent.` so that the schema check can name the missing element.
 */
export function splitChildren(
  type: RegistryType,
  parentName: string,
  fileName: string,
  document: XmlElement,
): { own: XmlElement; children: Component[] } {
  const children: Component[] = [];
  const rest: XmlElement[] = [];
  for (const element of document.children) {
    const child = type.children.find((candidate) => candidate.element === element.name);
    if (!child) {
      rest.push(element);
      continue;
    }
    children.push({
      type: child.name,
      fullName: childFullName(child.name, parentName, textOf(element, 'fullName') ?? ''),
      fileName,
      document: element,
      at: element.at,
      files: [],
    });
  }
  return { own: { ...document, children: rest }, children };
}
