/** `dom.XmlNode` (Apex Reference, "XmlNode Class"): a tree whose elements, texts and comments know their parents. */
import { SaxesParser } from 'saxes';
import type { Runtime } from '../../runtime/contract.ts';

export interface XmlAttribute {
  name: string;
  namespace: string | null;
  prefix: string | null;
  value: string;
}

export class XmlNode {
  readonly typeName = 'dom.XmlNode';
  readonly kind: 'ELEMENT' | 'TEXT' | 'COMMENT';
  parent: XmlNode | null = null;
  readonly children: XmlNode[] = [];
  /** Elements: the name without its prefix. */
  readonly name: string | null;
  readonly namespace: string | null;
  readonly prefix: string | null;
  readonly attributes: XmlAttribute[] = [];
  /** Prefix -> namespace declared at this element; the default namespace under the empty prefix. */
  readonly declared = new Map<string, string>();
  /** Text of a text node or comment. */
  readonly content: string;

  constructor(
    kind: XmlNode['kind'],
    parts: { name?: string; namespace?: string | null; prefix?: string | null; content?: string } = {},
  ) {
    this.kind = kind;
    this.name = parts.name ?? null;
    this.namespace = parts.namespace ?? null;
    this.prefix = parts.prefix ?? null;
    this.content = parts.content ?? '';
  }

  append(child: XmlNode): XmlNode {
    child.parent = this;
    this.children.push(child);
    return child;
  }

  get elements(): XmlNode[] {
    return this.children.filter((child) => child.kind === 'ELEMENT');
  }

  /** All text of the node itself, not of elements inside it. */
  get text(): string {
    if (this.kind !== 'ELEMENT') return this.content;
    return this.children
      .filter((child) => child.kind === 'TEXT')
      .map((child) => child.content)
      .join('');
  }

  namespaceFor(prefix: string): string | null {
    return this.declared.get(prefix) ?? this.parent?.namespaceFor(prefix) ?? null;
  }

  prefixFor(namespace: string): string | null {
    for (const [prefix, uri] of this.declared) if (uri === namespace) return prefix;
    return this.parent?.prefixFor(namespace) ?? null;
  }

  toString(): string {
    return `XMLNode[${this.kind},${this.name ?? ''},${this.namespace ?? ''},${this.prefix ?? ''},${this.content},]`;
  }
}

/** A new element below `parent` (or a root); declares its namespace where no ancestor has. */
export function makeElement(
  parent: XmlNode | null,
  name: string,
  namespace: string | null,
  prefix: string | null,
): XmlNode {
  const node = new XmlNode('ELEMENT', { name, namespace: namespace || null, prefix: prefix || null });
  if (parent) parent.append(node);
  if (node.namespace && node.namespaceFor(node.prefix ?? '') !== node.namespace)
    node.declared.set(node.prefix ?? '', node.namespace);
  return node;
}

/** Reads a document; raises XmlException with the parser's reason for what is not well-formed. */
export function parseDocument(rt: Runtime, text: string): XmlNode {
  const parser = new SaxesParser({ xmlns: true });
  let root: XmlNode | null = null;
  let at: XmlNode | null = null;
  const addText = (content: string): void => {
    if (at && content) at.append(new XmlNode('TEXT', { content }));
  };
  parser.on('error', (error) => rt.raise('System.XmlException', `Failed to parse XML due to: ${error.message}`));
  // Entities that a document type declares could grow without end: the platform refuses them too.
  parser.on('doctype', () => rt.raise('System.XmlException', 'Failed to parse XML due to: DOCTYPE is not allowed'));
  parser.on('opentag', (tag) => {
    const node: XmlNode = new XmlNode('ELEMENT', {
      name: tag.local,
      namespace: tag.uri || null,
      prefix: tag.prefix || null,
    });
    for (const [prefix, uri] of Object.entries(tag.ns ?? {})) node.declared.set(prefix, uri);
    for (const attribute of Object.values(tag.attributes)) {
      if (attribute.prefix === 'xmlns' || attribute.name === 'xmlns') continue;
      node.attributes.push({
        name: attribute.local,
        namespace: attribute.uri || null,
        prefix: attribute.prefix || null,
        value: attribute.value,
      });
    }
    if (at) at.append(node);
    else root = node;
    at = node;
  });
  parser.on('closetag', () => {
    at = at?.parent ?? null;
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('comment', (content) => at?.append(new XmlNode('COMMENT', { content })));
  parser.write(text).close();
  return root ?? rt.raise('System.XmlException', 'Failed to parse XML due to: the document has no root element');
}

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
export const escapeAttribute = (text: string): string => escapeText(text).replaceAll('"', '&quot;');
export { escapeText };

/** The node as XML. */
export function writeNode(node: XmlNode): string {
  if (node.kind === 'TEXT') return escapeText(node.content);
  if (node.kind === 'COMMENT') return `<!--${node.content}-->`;
  const tag = qualified(node.prefix, node.name ?? '');
  const declarations = [...node.declared].map(
    ([prefix, uri]) => ` xmlns${prefix ? `:${prefix}` : ''}="${escapeAttribute(uri)}"`,
  );
  const attributes = node.attributes.map(
    (each) => ` ${qualified(each.prefix, each.name)}="${escapeAttribute(each.value)}"`,
  );
  const head = `<${tag}${[...declarations, ...attributes].join('')}`;
  return node.children.length ? `${head}>${node.children.map(writeNode).join('')}</${tag}>` : `${head} />`;
}

function qualified(prefix: string | null, name: string): string {
  return prefix ? `${prefix}:${name}` : name;
}
