/** `XmlStreamReader` (Apex Reference, "XmlStreamReader Class"): the document as a row of events. */
import { SaxesParser } from 'saxes';
import type { SaxesTagNS } from 'saxes';
import { NotImplementedError } from '../../../data/types.ts';
import type { Runtime, SystemFunction, SystemType } from '../../runtime/contract.ts';
import { required } from '../arguments.ts';
import { enumValue } from '../enums.ts';

interface Attribute {
  local: string;
  prefix: string;
  uri: string;
  value: string;
}

interface Event {
  kind: string;
  local?: string;
  prefix?: string;
  uri?: string;
  text?: string;
  target?: string;
  attributes?: Attribute[];
  /** Declared at a start element. */
  namespaces?: [string, string][];
}

class StreamReader {
  readonly typeName = 'XmlStreamReader';
  readonly events: Event[];
  at = 0;
  coalescing = false;
  constructor(events: Event[]) {
    this.events = events;
  }
  get event(): Event {
    return this.events[this.at]!;
  }
}

function read(rt: Runtime, text: string): StreamReader {
  const parser = new SaxesParser({ xmlns: true });
  const events: Event[] = [{ kind: 'START_DOCUMENT' }];
  const element = (kind: string, tag: SaxesTagNS): Event => ({
    kind,
    local: tag.local,
    prefix: tag.prefix,
    uri: tag.uri,
  });
  parser.on('error', (error) => rt.raise('System.XmlException', `ParseError: ${error.message}`));
  parser.on('doctype', () => rt.raise('System.XmlException', 'ParseError: DOCTYPE is not allowed'));
  parser.on('opentag', (tag) => {
    const attributes = Object.values(tag.attributes).filter((each) => each.prefix !== 'xmlns' && each.name !== 'xmlns');
    events.push({ ...element('START_ELEMENT', tag), attributes, namespaces: Object.entries(tag.ns ?? {}) });
  });
  parser.on('closetag', (tag) => events.push(element('END_ELEMENT', tag)));
  let depth = 0;
  parser.on('opentagstart', () => void depth++);
  parser.on('text', (content) => {
    if (depth > 0 && events.at(-1)!.kind !== 'END_DOCUMENT') events.push({ kind: 'CHARACTERS', text: content });
  });
  parser.on('cdata', (content) => events.push({ kind: 'CHARACTERS', text: content }));
  parser.on('comment', (content) => events.push({ kind: 'COMMENT', text: content }));
  parser.on('processinginstruction', (pi) =>
    events.push({ kind: 'PROCESSING_INSTRUCTION', target: pi.target, text: pi.body }),
  );
  parser.write(text).close();
  // White space behind the root element is no event.
  while (events.at(-1)!.kind === 'CHARACTERS') events.pop();
  events.push({ kind: 'END_DOCUMENT' });
  return new StreamReader(events);
}

/** Goes on by one event; with coalescing, texts side by side are one. Returns the platform's number of the event. */
function next(rt: Runtime, self: StreamReader): number {
  if (self.at >= self.events.length - 1)
    rt.raise('System.NoSuchElementException', 'The end of the document was reached');
  self.at++;
  if (self.coalescing && self.event.kind === 'CHARACTERS') {
    let text = self.event.text ?? '';
    while (self.events[self.at + 1]?.kind === 'CHARACTERS') text += self.events[++self.at]!.text ?? '';
    self.events[self.at] = { kind: 'CHARACTERS', text };
  }
  return EVENT_NUMBERS[self.event.kind] ?? 0;
}

/** Constants of javax.xml.stream.XMLStreamConstants, which `next()` returns. */
const EVENT_NUMBERS: Readonly<Record<string, number>> = {
  START_ELEMENT: 1,
  END_ELEMENT: 2,
  PROCESSING_INSTRUCTION: 3,
  CHARACTERS: 4,
  COMMENT: 5,
  START_DOCUMENT: 7,
  END_DOCUMENT: 8,
};

function attribute(rt: Runtime, self: StreamReader, index: number | null): Attribute {
  return (
    self.event.attributes?.[required(rt, index)] ??
    rt.raise('System.ListException', `List index out of bounds: ${index}`)
  );
}

/** The innermost declaration of a prefix up to the present event. */
function namespaceOf(self: StreamReader, prefix: string): string | null {
  const scopes: [string, string][][] = [];
  for (const event of self.events.slice(0, self.at + 1)) {
    if (event.kind === 'START_ELEMENT') scopes.push(event.namespaces ?? []);
    else if (event.kind === 'END_ELEMENT') scopes.pop();
  }
  for (const scope of scopes.reverse()) {
    const found = scope.find(([name]) => name === prefix);
    if (found) return found[1];
  }
  return null;
}

const isText = (self: StreamReader): boolean => self.event.kind === 'CHARACTERS';
const hasName = (self: StreamReader): boolean => /_ELEMENT$/.test(self.event.kind);

const methods: Record<string, SystemFunction> = {
  hasNext: (_rt, self: StreamReader) => self.at < self.events.length - 1,
  next,
  nextTag: (rt, self: StreamReader) => {
    let number = next(rt, self);
    while (self.event.kind === 'COMMENT' || (isText(self) && !self.event.text?.trim())) number = next(rt, self);
    if (!hasName(self)) rt.raise('System.XmlException', 'expected start or end tag');
    return number;
  },
  getEventType: (_rt, self: StreamReader) => enumValue('XmlTag', self.event.kind) ?? null,
  getLocalName: (_rt, self: StreamReader) => self.event.local ?? null,
  getNamespace: (_rt, self: StreamReader) => self.event.uri || null,
  getPrefix: (_rt, self: StreamReader) => self.event.prefix || null,
  getText: (_rt, self: StreamReader) => self.event.text ?? null,
  getPIData: (_rt, self: StreamReader) => (self.event.target === undefined ? null : (self.event.text ?? null)),
  getPITarget: (_rt, self: StreamReader) => self.event.target ?? null,
  getVersion: () => '1.0',
  hasName: (_rt, self: StreamReader) => hasName(self),
  hasText: (_rt, self: StreamReader) => isText(self) || self.event.kind === 'COMMENT',
  isCharacters: (_rt, self: StreamReader) => isText(self),
  isStartElement: (_rt, self: StreamReader) => self.event.kind === 'START_ELEMENT',
  isEndElement: (_rt, self: StreamReader) => self.event.kind === 'END_ELEMENT',
  isWhitespace: (_rt, self: StreamReader) => isText(self) && !self.event.text?.trim(),
  getAttributeCount: (_rt, self: StreamReader) => self.event.attributes?.length ?? 0,
  getAttributeLocalName: (rt, self: StreamReader, index: number | null) => attribute(rt, self, index).local,
  getAttributeNamespace: (rt, self: StreamReader, index: number | null) => attribute(rt, self, index).uri || null,
  getAttributePrefix: (rt, self: StreamReader, index: number | null) => attribute(rt, self, index).prefix || null,
  getAttributeType: (rt, self: StreamReader, index: number | null) => {
    attribute(rt, self, index);
    return 'CDATA';
  },
  getAttributeValueAt: (rt, self: StreamReader, index: number | null) => attribute(rt, self, index).value,
  getAttributeValue: (_rt, self: StreamReader, namespace: string | null, name: string | null) =>
    self.event.attributes?.find((each) => each.local === name && (!namespace || each.uri === namespace))?.value ?? null,
  getNamespaceCount: (_rt, self: StreamReader) => self.event.namespaces?.length ?? 0,
  getNamespacePrefix: (rt, self: StreamReader, index: number | null) =>
    self.event.namespaces?.[required(rt, index)]?.[0] || null,
  getNamespaceURIAt: (rt, self: StreamReader, index: number | null) =>
    self.event.namespaces?.[required(rt, index)]?.[1] ?? null,
  getNamespaceURI: (_rt, self: StreamReader, prefix: string | null) => namespaceOf(self, prefix ?? ''),
  setCoalescing: (_rt, self: StreamReader, on: boolean) => {
    self.coalescing = on;
  },
  setNamespaceAware: (_rt, _self: StreamReader, aware: boolean) => {
    if (!aware) throw new NotImplementedError('XmlStreamReader.setNamespaceAware(false)');
  },
};

export const streamReaderType: SystemType = {
  name: 'XmlStreamReader',
  is: (value) => value instanceof StreamReader,
  constructors: { '(String)': (rt, text: string | null) => read(rt, required(rt, text)) },
  methods,
};

/** The reader of a text, for `HttpResponse.getXmlStreamReader`. */
export const streamReaderOf: (rt: Runtime, text: string) => object = read;
