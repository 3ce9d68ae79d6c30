/** Puts a parent and its children, which are stored one by one, back into one document. */
import type { StoredComponent } from '../contract.ts';
import { metadataRegistry } from '../package/registry.ts';
import type { ComponentStore } from '../store.ts';
import type { XmlElement } from '../xml/element.ts';
import { parseXml } from '../xml/parse.ts';
import { writeDocument } from '../xml/write.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function documentOf(component: StoredComponent): { path: string; root: XmlElement } | undefined {
  const [path, content] = [...component.files][0] ?? [];
  return path && content ? { path, root: parseXml(decoder.decode(content), path) } : undefined;
}

/** The children of one parent, in the order of their types in the registry and of their names. */
export function childrenOf(store: ComponentStore, parentType: string, parentName: string): StoredComponent[] {
  const types = metadataRegistry().type(parentType)?.children ?? [];
  return types
    .flatMap((type) => store.list(type.name))
    .filter(
      (child) =>
        child.type === 'CustomLabel' || child.fullName.toLowerCase().startsWith(`${parentName.toLowerCase()}.`),
    );
}

/** Elements sorted by name, as the platform writes them; equal names keep their order. */
export function sortElements(elements: XmlElement[]): XmlElement[] {
  return elements.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** An object with its fields, a file with its labels; any other component as it is. */
export function composeObject(store: ComponentStore, component: StoredComponent): StoredComponent {
  const type = metadataRegistry().type(component.type);
  // A bundle of many files holds its parts itself.
  if (!type || type.children.length === 0 || component.files.size > 1) return component;
  return mergeDocuments(component, childrenOf(store, component.type, component.fullName));
}

/** One document with the elements of the base and of all others. */
export function mergeDocuments(base: StoredComponent, others: StoredComponent[]): StoredComponent {
  const own = documentOf(base);
  if (!own) return base;
  const children = others.flatMap((other) => documentOf(other)?.root.children ?? []);
  const root = { ...own.root, children: sortElements([...own.root.children, ...children]) };
  return { ...base, files: new Map([[own.path, encoder.encode(writeDocument(root))]]) };
}
