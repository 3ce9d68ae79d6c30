/** Reads metadata XML with positions. Strict: no DOCTYPE, no entity declarations, bounded depth and size. */
import { SaxesParser } from 'saxes';
import type { SaxesTagNS } from 'saxes';
import type { Position, XmlElement } from './element.ts';

/** A metadata file is far below this; the whole deploy zip may have 39 MB (reference/wire.md §1, "Sizes"). */
export const MAX_XML_CHARACTERS = 20_000_000;
const MAX_DEPTH = 100;

/** A document that is not well-formed, worded as the platform's XML parser (Xerces) words it where it has a wording. */
export class XmlSyntaxError extends Error {
  readonly at: Position;
  constructor(problem: string, at: Position) {
    super(`Error parsing file: ${problem}`);
    this.name = 'XmlSyntaxError';
    this.at = at;
  }
}

/** @param closed the element that the parser closed last: saxes closes it before it reports the wrong end-tag. */
function reword(text: string, closed: XmlElement | undefined): string {
  if (/^unexpected close tag/.test(text) && closed) {
    return `The element type "${closed.name}" must be terminated by the matching end-tag "</${closed.name}>".`;
  }
  if (/^unmatched closing tag/.test(text))
    return 'The markup in the document following the root element must be well-formed.';
  if (/^unclosed tag/.test(text)) return 'XML document structures must start and end within the same entity.';
  if (/^(text data outside|non-whitespace)/i.test(text)) return 'Content is not allowed in prolog.';
  if (/^document must contain a root/.test(text)) return 'Premature end of file.';
  if (/^undefined entity/.test(text)) return `The entity was referenced, but not declared (${text}).`;
  if (/^duplicate attribute/.test(text)) return `Attribute was already specified for the element (${text}).`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** An ampersand that begins no reference, and what may hold one: comments and CDATA sections. */
const AMPERSAND = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|&(?!(?:#\d+|#x[0-9a-f]+|[a-z_][\w.-]*);)/gi;

/** The first ampersand that must be written `&amp;`, in the words of Xerces. */
function bareAmpersand(text: string, file: string): XmlSyntaxError | undefined {
  const found = [...text.matchAll(AMPERSAND)].find(([match]) => match === '&');
  if (!found) return undefined;
  const name = /^[A-Za-z_][\w.-]*/.exec(text.slice(found.index + 1))?.[0];
  return new XmlSyntaxError(
    name === undefined
      ? "The entity name must immediately follow the '&' in the entity reference."
      : `The reference to entity "${name}" must end with the ';' delimiter.`,
    { file, ...placer(text)(found.index) },
  );
}

/**
 * Writes `&` as `&amp;` where it begins no reference: the CLI reads the files of objects and labels without judging them
 * and writes them anew, so that the org gets a well-formed document (source-deploy-retrieve 13.7, `RecompositionFinalizer`).
 */
export function withEscapedAmpersands(text: string): string {
  return text.includes('&') ? text.replace(AMPERSAND, (match) => (match === '&' ? '&amp;' : match)) : text;
}

/** Line and column of offsets that only grow, both from 1. */
function placer(text: string): (offset: number) => { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  return (offset) => {
    for (let end = text.indexOf('\n', lineStart); end >= 0 && end < offset; end = text.indexOf('\n', lineStart)) {
      line += 1;
      lineStart = end + 1;
    }
    return { line, column: offset - lineStart + 1 };
  };
}

/**
 * Parses one document.
 * @param file name used in positions.
 * @throws XmlSyntaxError when the text is not well-formed, declares a DOCTYPE, or is too large or too deep.
 */
export function parseXml(text: string, file: string): XmlElement {
  if (text.length > MAX_XML_CHARACTERS) {
    throw new XmlSyntaxError(`The document is larger than ${MAX_XML_CHARACTERS} characters.`, {
      file,
      line: 1,
      column: 1,
    });
  }
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const bare = source.includes('&') ? bareAmpersand(source, file) : undefined;
  if (bare) throw bare;
  const parser = new SaxesParser({ xmlns: true, position: true });
  const stack: XmlElement[] = [];
  let root: XmlElement | undefined;
  let closed: XmlElement | undefined;
  let start = { line: 1, column: 1 };
  const here = (): Position => ({ file, line: parser.line, column: Math.max(1, parser.columnIndex) });
  const stop = (problem: string, at: Position): never => {
    throw new XmlSyntaxError(problem, at);
  };

  parser.on('doctype', () => stop('DOCTYPE is disallowed.', here()));
  parser.on('error', (error) => {
    const text = error.message.replace(/^(.*?:)?\d+:\d+: /, '').replace(/\.$/, '');
    const open = /^unclosed tag/.test(text) ? stack.at(-1) : undefined;
    stop(reword(text, closed), open?.at ?? here());
  });
  const place = placer(source);
  parser.on('opentagstart', (tag) => {
    // The parser has read the character after the name, which may begin the next line: look back for the bracket itself.
    start = place(source.lastIndexOf(`<${tag.name}`, parser.position));
  });
  parser.on('opentag', (tag: SaxesTagNS) => {
    if (stack.length >= MAX_DEPTH) stop(`Elements are nested deeper than ${MAX_DEPTH}.`, here());
    const attributes: Record<string, string> = {};
    for (const [name, attribute] of Object.entries(tag.attributes)) attributes[name] = attribute.value;
    const node: XmlElement = {
      name: tag.local,
      namespace: tag.uri,
      attributes,
      children: [],
      text: '',
      at: { file, ...start },
    };
    stack.at(-1)?.children.push(node);
    root ??= node;
    stack.push(node);
  });
  parser.on('closetag', () => {
    closed = stack.pop();
  });
  const append = (content: string): void => {
    const open = stack.at(-1);
    if (open) open.text += content;
  };
  parser.on('text', append);
  parser.on('cdata', append);
  parser.write(source).close();
  return root ?? stop('Premature end of file.', { file, line: 1, column: 1 });
}
