/** `dom.Document` and `dom.XmlNode` (Apex Reference, Dom Namespace). */
import type { Runtime, SystemFunction, SystemType } from '../../runtime/contract.ts';
import { ApexList } from '../../values/collections.ts';
import { typeRef } from '../../values/type.ts';
import { required } from '../arguments.ts';
import { enumValue } from '../enums.ts';
import { XmlNode, makeElement, parseDocument, writeNode } from './node.ts';

export class XmlDocument {
  readonly typeName = 'dom.Document';
  root: XmlNode | null = null;
  toXml(): string {
    return `<?xml version="1.0" encoding="UTF-8"?>${this.root ? writeNode(this.root) : ''}`;
  }
}

/** The document of a text, for `HttpResponse.getBodyDocument`. */
export function documentOf(rt: Runtime, text: string): XmlDocument {
  const document = new XmlDocument();
  document.root = parseDocument(rt, text);
  return document;
}

const nodes = (items: XmlNode[]): ApexList => new ApexList(typeRef('List<dom.XmlNode>'), items);

function attributeAt(rt: Runtime, self: XmlNode, index: number | null): XmlNode['attributes'][number] {
  const at = required(rt, index);
  return self.attributes[at] ?? rt.raise('System.ListException', `List index out of bounds: ${at}`);
}

function find(self: XmlNode, name: string | null, namespace: string | null): XmlNode['attributes'][number] | undefined {
  return self.attributes.find((each) => each.name === name && (each.namespace ?? '') === (namespace ?? ''));
}

const value = (_rt: Runtime, self: XmlNode, name: string | null, namespace: string | null): string | null =>
  find(self, name, namespace)?.value ?? null;

const methods: Record<string, SystemFunction> = {
  addChildElement: (rt, self: XmlNode, name: string | null, namespace: string | null, prefix: string | null) =>
    makeElement(self, required(rt, name), namespace, prefix),
  addTextNode: (rt, self: XmlNode, text: string | null) =>
    self.append(new XmlNode('TEXT', { content: required(rt, text) })),
  addCommentNode: (rt, self: XmlNode, text: string | null) =>
    self.append(new XmlNode('COMMENT', { content: required(rt, text) })),
  getAttribute: value,
  getAttributeValue: value,
  getAttributeValueNs: (_rt, self: XmlNode, name: string | null, namespace: string | null) =>
    find(self, name, namespace)?.namespace ?? null,
  getAttributeCount: (_rt, self: XmlNode) => self.attributes.length,
  getAttributeKeyAt: (rt, self: XmlNode, index: number | null) => attributeAt(rt, self, index).name,
  getAttributeKeyNsAt: (rt, self: XmlNode, index: number | null) => attributeAt(rt, self, index).namespace,
  getChildElement: (_rt, self: XmlNode, name: string | null, namespace: string | null) =>
    self.elements.find((each) => each.name === name && (each.namespace ?? '') === (namespace ?? '')) ?? null,
  getChildElements: (_rt, self: XmlNode) => nodes(self.elements),
  getChildren: (_rt, self: XmlNode) => nodes([...self.children]),
  getName: (_rt, self: XmlNode) => self.name,
  getNamespace: (_rt, self: XmlNode) => self.namespace,
  getNamespaceFor: (_rt, self: XmlNode, prefix: string | null) => self.namespaceFor(prefix ?? ''),
  getPrefixFor: (rt, self: XmlNode, namespace: string | null) => self.prefixFor(required(rt, namespace)),
  getNodeType: (_rt, self: XmlNode) => enumValue('dom.XmlNodeType', self.kind) ?? null,
  getParent: (_rt, self: XmlNode) => self.parent,
  getText: (_rt, self: XmlNode) => self.text,
  insertBefore: (rt, self: XmlNode, added: XmlNode | null, before: XmlNode | null) => {
    const child = required(rt, added);
    const at = before === null ? self.children.length : self.children.indexOf(before);
    if (at < 0) rt.raise('System.XmlException', 'The reference node is not a child of this node');
    child.parent = self;
    self.children.splice(at, 0, child);
    return child;
  },
  removeAttribute: (_rt, self: XmlNode, name: string | null, namespace: string | null) => {
    const found = find(self, name, namespace);
    if (found) self.attributes.splice(self.attributes.indexOf(found), 1);
    return found !== undefined;
  },
  removeChild: (rt, self: XmlNode, child: XmlNode | null) => {
    const at = self.children.indexOf(required(rt, child));
    if (at < 0) return false;
    self.children.splice(at, 1)[0]!.parent = null;
    return true;
  },
  setAttribute: (rt, self: XmlNode, name: string | null, text: string | null) =>
    setAttribute(self, { name: required(rt, name), value: required(rt, text), namespace: null, prefix: null }),
  setAttributeNs: (
    rt,
    self: XmlNode,
    name: string | null,
    text: string | null,
    namespace: string | null,
    prefix: string | null,
  ) => {
    if (prefix && namespace && self.namespaceFor(prefix) !== namespace) self.declared.set(prefix, namespace);
    setAttribute(self, { name: required(rt, name), value: required(rt, text), namespace, prefix: prefix || null });
  },
  setNamespace: (rt, self: XmlNode, prefix: string | null, namespace: string | null) =>
    void self.declared.set(prefix ?? '', required(rt, namespace)),
};

function setAttribute(self: XmlNode, attribute: XmlNode['attributes'][number]): void {
  const known = find(self, attribute.name, attribute.namespace);
  if (known) known.value = attribute.value;
  else self.attributes.push(attribute);
}

export const domTypes: SystemType[] = [
  {
    name: 'dom.Document',
    is: (each) => each instanceof XmlDocument,
    constructors: { '()': () => new XmlDocument() },
    methods: {
      createRootElement: (
        rt,
        self: XmlDocument,
        name: string | null,
        namespace: string | null,
        prefix: string | null,
      ) => (self.root = makeElement(null, required(rt, name), namespace, prefix)),
      getRootElement: (_rt, self: XmlDocument) => self.root,
      load: (rt, self: XmlDocument, text: string | null) => {
        self.root = parseDocument(rt, required(rt, text));
      },
      toXmlString: (_rt, self: XmlDocument) => self.toXml(),
    },
  },
  { name: 'dom.XmlNode', is: (each) => each instanceof XmlNode, methods },
];
