/** Where each element of a document stands in its text, for edits that leave everything else as it was written. */
import { SaxesParser } from 'saxes';

export interface Span {
  /** Qualified name as written. */
  name: string;
  /** Offset of the opening `<`. */
  start: number;
  /** Offset behind the start tag's `>`; of an empty element, its end. */
  inside: number;
  /** Offset of the end tag's `<`; of an empty element, its end. */
  close: number;
  /** Offset behind the whole element. */
  end: number;
  children: Span[];
}

/** @throws Error for text that is not well-formed. */
export function elementSpans(text: string): Span {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const stack: Span[] = [];
  let root: Span | undefined;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('DOCTYPE is disallowed.');
  });
  parser.on('opentag', (tag) => {
    const inside = parser.position;
    const start = text.lastIndexOf(`<${tag.name}`, inside);
    const span: Span = { name: tag.name, start, inside, close: inside, end: inside, children: [] };
    stack.at(-1)?.children.push(span);
    root ??= span;
    stack.push(span);
  });
  parser.on('closetag', (tag) => {
    const span = stack.pop() as Span;
    span.end = parser.position;
    span.close = tag.isSelfClosing ? span.end : text.lastIndexOf('</', span.end);
  });
  parser.write(text).close();
  if (!root) throw new Error('The document has no root.');
  return root;
}

/** Text directly inside, trimmed. */
export function spanText(text: string, span: Span | undefined): string {
  return span ? text.slice(span.inside, span.close).trim() : '';
}
