/** `XmlStreamWriter` (Apex Reference, "XmlStreamWriter Class"). */
import type { SystemType } from '../../runtime/contract.ts';
import { required } from '../arguments.ts';
import { escapeAttribute, escapeText } from './node.ts';

class StreamWriter {
  readonly typeName = 'XmlStreamWriter';
  text = '';
  /** Tags that wait for their end. */
  readonly open: string[] = [];
  /** A start tag that may still get attributes, and how it ends. */
  pending: '>' | '/>' | null = null;

  flush(): void {
    if (this.pending) this.text += this.pending;
    this.pending = null;
  }

  write(text: string): void {
    this.flush();
    this.text += text;
  }
}

const tag = (prefix: string | null, name: string): string => (prefix ? `${prefix}:${name}` : name);

export const streamWriterType: SystemType = {
  name: 'XmlStreamWriter',
  is: (value) => value instanceof StreamWriter,
  constructors: { '()': () => new StreamWriter() },
  methods: {
    close: (_rt, self: StreamWriter) => self.flush(),
    getXmlString: (_rt, self: StreamWriter) => {
      self.flush();
      return self.text;
    },
    setDefaultNamespace: () => undefined,
    writeStartDocument: (_rt, self: StreamWriter, encoding: string | null, version: string | null) =>
      self.write(`<?xml version="${version ?? '1.0'}"${encoding ? ` encoding="${encoding}"` : ''}?>`),
    writeStartElement: (rt, self: StreamWriter, prefix: string | null, name: string | null) => {
      const full = tag(prefix, required(rt, name));
      self.write(`<${full}`);
      self.open.push(full);
      self.pending = '>';
    },
    writeEmptyElement: (rt, self: StreamWriter, prefix: string | null, name: string | null) => {
      self.write(`<${tag(prefix, required(rt, name))}`);
      self.pending = '/>';
    },
    writeAttribute: (
      rt,
      self: StreamWriter,
      prefix: string | null,
      _namespace: string | null,
      name: string | null,
      value: string | null,
    ) => {
      if (!self.pending) rt.raise('System.XmlException', 'Attribute not associated with any element');
      self.text += ` ${tag(prefix, required(rt, name))}="${escapeAttribute(required(rt, value))}"`;
    },
    writeNamespace: (rt, self: StreamWriter, prefix: string | null, uri: string | null) => {
      self.text += ` xmlns${prefix ? `:${prefix}` : ''}="${escapeAttribute(required(rt, uri))}"`;
    },
    writeDefaultNamespace: (rt, self: StreamWriter, uri: string | null) => {
      self.text += ` xmlns="${escapeAttribute(required(rt, uri))}"`;
    },
    writeCharacters: (rt, self: StreamWriter, text: string | null) => self.write(escapeText(required(rt, text))),
    writeCData: (rt, self: StreamWriter, text: string | null) => self.write(`<![CDATA[${required(rt, text)}]]>`),
    writeComment: (rt, self: StreamWriter, text: string | null) => self.write(`<!--${required(rt, text)}-->`),
    writeProcessingInstruction: (_rt, self: StreamWriter, target: string | null, data: string | null) =>
      self.write(`<?${target ?? ''} ${data ?? ''}?>`),
    writeEndElement: (rt, self: StreamWriter) => {
      const full = self.open.pop() ?? rt.raise('System.XmlException', 'No open element to end');
      self.write(`</${full}>`);
    },
    writeEndDocument: (_rt, self: StreamWriter) => {
      for (let full = self.open.pop(); full; full = self.open.pop()) self.write(`</${full}>`);
    },
  },
};
