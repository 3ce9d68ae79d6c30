/** XML of SOAP messages: reading requests with caps, writing answers. */
import { XMLParser } from 'fast-xml-parser';
import { PlatformError } from '../../data/types.ts';

/** One element of a request. Prefixes are dropped: clients use `soapenv`, `env`, `se` (reference/wire.md §1.1). */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  /** Own text, exactly as sent (entities resolved). */
  text: string;
}

const MOST_LEVELS = 40;
/** Texts longer than this are cut out before parsing: a deploy's zip is one text of up to 52 MB. */
const LONG_TEXT = 64 * 1024;
/** Stands around the number of a cut-out text. */
const MARK = '\u0001';

type Parsed = Record<string, unknown>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: MOST_LEVELS,
});

/** The root element. Raises INVALID_XML for malformed, too deep, or DTD-carrying text. */
export function parseXml(text: string): XmlElement {
  const { shortened, longTexts } = cutLongTexts(text);
  if (/<!(DOCTYPE|ENTITY)/i.test(shortened)) throw malformed('a document type declaration is not allowed');
  let nodes: Parsed[];
  try {
    nodes = parser.parse(shortened, true) as Parsed[];
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : String(error));
  }
  const roots = nodes.map((node) => element(node, longTexts)).filter((one) => one !== undefined);
  if (roots.length !== 1 || !roots[0]) throw malformed('one root element is needed');
  return roots[0];
}

export function child(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return parent?.children.find((one) => one.name === name);
}

export function children(parent: XmlElement | undefined, name: string): XmlElement[] {
  return parent?.children.filter((one) => one.name === name) ?? [];
}

/** Trimmed text of a child, undefined when it is absent. */
export function childText(parent: XmlElement | undefined, name: string): string | undefined {
  return child(parent, name)?.text.trim();
}

export function childFlag(parent: XmlElement | undefined, name: string): boolean {
  return childText(parent, name) === 'true';
}

/** A value that `writeXml` takes: objects become elements, lists repeated ones, `undefined` nothing, `null` `xsi:nil`. */
export type XmlValue = string | number | boolean | null | undefined | XmlValue[] | { [name: string]: XmlValue };

/** Content of an element, without the element itself. */
export function writeXml(value: XmlValue): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return escapeXml(String(value));
  if (Array.isArray(value)) return value.map(writeXml).join('');
  return Object.entries(value)
    .map(([name, item]) => writeElement(name, item))
    .join('');
}

function writeElement(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (value === null) return `<${name} xsi:nil="true"/>`;
  if (Array.isArray(value)) return value.map((item) => writeElement(name, item)).join('');
  return `<${name}>${writeXml(value)}</${name}>`;
}

/** Characters that XML 1.0 does not allow at all are dropped. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function element(node: Parsed, longTexts: string[]): XmlElement | undefined {
  const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
  if (name === undefined) return undefined;
  const one: XmlElement = {
    name,
    attributes: { ...(node[':@'] as Record<string, string> | undefined) },
    children: [],
    text: '',
  };
  for (const item of node[name] as Parsed[]) {
    if ('#text' in item) {
      const text = String(item['#text']);
      one.text += text.startsWith(MARK) ? (longTexts[Number(text.slice(1, -1))] ?? '') : text;
    } else {
      const inner = element(item, longTexts);
      if (inner) one.children.push(inner);
    }
  }
  return one;
}

/** Replaces each long text without entities by a marker that no XML text can contain. */
function cutLongTexts(text: string): { shortened: string; longTexts: string[] } {
  const longTexts: string[] = [];
  if (text.includes(MARK)) throw malformed('it contains a control character');
  if (text.length < LONG_TEXT) return { shortened: text, longTexts };
  const parts: string[] = [];
  let from = 0;
  while (from < text.length) {
    const open = text.indexOf('>', from);
    const close = open < 0 ? -1 : text.indexOf('<', open);
    if (open < 0 || close < 0) break;
    if (close - open > LONG_TEXT && text.startsWith('</', close) && !text.slice(open + 1, close).includes('&')) {
      parts.push(text.slice(from, open + 1), `${MARK}${longTexts.length}${MARK}`);
      longTexts.push(text.slice(open + 1, close));
      from = close;
    } else {
      parts.push(text.slice(from, close));
      from = close;
    }
  }
  parts.push(text.slice(from));
  return { shortened: parts.join(''), longTexts };
}

function malformed(why: string): PlatformError {
  return new PlatformError('INVALID_XML', `The request is not well-formed XML: ${why}.`);
}
