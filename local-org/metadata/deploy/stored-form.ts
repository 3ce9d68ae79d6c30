/** The files that the store keeps for a component: its mdapi form, or for a child the smallest document that holds it. */
import type { Component } from '../package/component.ts';
import { metadataRegistry } from '../package/registry.ts';
import { element } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { writeDocument } from '../xml/write.ts';

const encoder = new TextEncoder();

/** Source files of children lie without `fullName` for some types (`fields/X.field-meta.xml` always has it; labels too). */
function withFullName(document: XmlElement, fullName: string): XmlElement {
  if (document.children.some((part) => part.name === 'fullName')) return document;
  return { ...document, children: [element('fullName', fullName), ...document.children] };
}

export function storedFiles(component: Component): ReadonlyMap<string, Uint8Array> {
  const registry = metadataRegistry();
  const parent = registry.parentOf(component.type);
  if (parent && component.document) {
    const child = parent.children.find((candidate) => candidate.name === component.type);
    const ownName =
      component.type === 'CustomLabel'
        ? component.fullName
        : component.fullName.slice(component.fullName.indexOf('.') + 1);
    const part = {
      ...withFullName(component.document, ownName),
      name: child?.element ?? component.document.name,
      attributes: {},
    };
    return new Map([[component.fileName, encoder.encode(writeDocument(element(parent.name, [part])))]]);
  }
  // Experience bundles have children, too, but files of their own for them.
  if (registry.type(component.type)?.children.length && component.document && component.files.length < 2) {
    const root = { ...component.document, name: component.type, attributes: {} };
    return new Map([[component.fileName, encoder.encode(writeDocument(root))]]);
  }
  return new Map(component.files.map((file) => [file.path, file.content]));
}
