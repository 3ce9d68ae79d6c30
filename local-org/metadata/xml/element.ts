/**
 * A metadata document as a tree that remembers where every element was written.
 * Metadata API files have no mixed content: an element holds either text or elements.
 */

export interface Position {
  /** As the reader named it: package path, or path from the project root. */
  file: string;
  /** 1-based. */
  line: number;
  column: number;
}

export interface XmlElement {
  /** Local name. */
  name: string;
  namespace: string;
  /** By qualified name as written, e.g. `xsi:type`. */
  attributes: Record<string, string>;
  children: XmlElement[];
  /** Character data directly inside, untrimmed; entities resolved. */
  text: string;
  /** Of the opening `<`. */
  at: Position;
}

export const METADATA_NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';

/** First child of that name. */
export function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((candidate) => candidate.name === name);
}

export function childrenNamed(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((candidate) => candidate.name === name);
}

/** Trimmed text of the first child of that name; undefined where it is missing or empty. */
export function textOf(element: XmlElement | undefined, name: string): string | undefined {
  if (!element) return undefined;
  const text = child(element, name)?.text.trim();
  return text === '' ? undefined : text;
}

/** Text of the first child of that name with its inner white space; undefined where it is missing. */
export function rawTextOf(element: XmlElement, name: string): string | undefined {
  return child(element, name)?.text;
}

/** A boolean child; `fallback` where it is missing. */
export function flag(element: XmlElement, name: string, fallback = false): boolean {
  const text = textOf(element, name);
  return text === undefined ? fallback : text === 'true' || text === '1';
}

export function numberOf(element: XmlElement, name: string): number | undefined {
  const text = textOf(element, name);
  return text === undefined ? undefined : Number(text);
}

/** Where to point for a child: the child itself when it is there, else the element. */
export function placeOf(element: XmlElement, name: string): Position {
  return (child(element, name) ?? element).at;
}

/** A new element without a place in a file, for documents the org writes itself. */
export function element(
  name: string,
  content: string | XmlElement[] = [],
  attributes: Record<string, string> = {},
): XmlElement {
  return {
    name,
    namespace: METADATA_NAMESPACE,
    attributes,
    children: typeof content === 'string' ? [] : content,
    text: typeof content === 'string' ? content : '',
    at: { file: '', line: 1, column: 1 },
  };
}
