/** `JSONGenerator`: writes JSON piece by piece. */
import type { Runtime, SystemFunction, SystemType } from '../../runtime/contract.ts';
import { writeJson } from './write.ts';

interface Level {
  array: boolean;
  count: number;
}

export class JsonGenerator {
  readonly typeName = 'JSONGenerator';
  readonly pretty: boolean;
  readonly levels: Level[] = [];
  text = '';
  closed = false;
  #afterName = false;
  constructor(pretty: boolean) {
    this.pretty = pretty;
  }
  open(char: '{' | '['): void {
    this.#separate();
    this.text += char;
    this.levels.push({ array: char === '[', count: 0 });
  }
  close(rt: Runtime, char: '}' | ']'): void {
    const level = this.levels.pop();
    if (!level || level.array !== (char === ']')) {
      rt.raise('System.JSONException', char === ']' ? 'Current context not an ARRAY' : 'Current context not an object');
    }
    if (this.pretty && char === '}' && level!.count > 0) this.text += `\n${'  '.repeat(this.levels.length)}`;
    this.text += this.pretty && char === ']' ? ` ${char}` : char;
  }
  name(rt: Runtime, name: string): void {
    if (this.levels.at(-1)?.array !== false)
      rt.raise('System.JSONException', 'Can not write a field name, expecting a value');
    this.#separate();
    this.text += `${JSON.stringify(name)}${this.pretty ? ' : ' : ':'}`;
    this.#afterName = true;
  }
  value(text: string): void {
    this.#separate();
    this.text += text;
  }
  #separate(): void {
    if (this.#afterName) {
      this.#afterName = false;
      return;
    }
    const level = this.levels.at(-1);
    if (!level) return;
    if (level.count++ > 0) this.text += ',';
    if (!this.pretty) return;
    this.text += level.array ? ' ' : `\n${'  '.repeat(this.levels.length)}`;
  }
}

const write: SystemFunction = (rt, self: JsonGenerator, value: unknown) =>
  self.value(writeJson(rt, value, { suppressNulls: false, pretty: self.pretty }));
const writeField: SystemFunction = (rt, self: JsonGenerator, name: string, value: unknown = null) => {
  self.name(rt, name);
  write(rt, self, value);
};

const KINDS = ['Blob', 'Boolean', 'Date', 'DateTime', 'Id', 'Number', 'Object', 'String', 'Time'];

export const generatorType: SystemType = {
  name: 'JSONGenerator',
  is: (value) => value instanceof JsonGenerator,
  methods: {
    ...Object.fromEntries(
      KINDS.flatMap((kind) => [
        [`write${kind}`, write],
        [`write${kind}Field`, writeField],
      ]),
    ),
    writeNull: (rt, self: JsonGenerator) => write(rt, self, null),
    writeNullField: writeField,
    writeFieldName: (rt, self: JsonGenerator, name: string) => self.name(rt, name),
    writeStartObject: (_rt, self: JsonGenerator) => self.open('{'),
    writeEndObject: (rt, self: JsonGenerator) => self.close(rt, '}'),
    writeStartArray: (_rt, self: JsonGenerator) => self.open('['),
    writeEndArray: (rt, self: JsonGenerator) => self.close(rt, ']'),
    getAsString: (_rt, self: JsonGenerator) => {
      self.closed = true;
      return self.text;
    },
    close: (_rt, self: JsonGenerator) => {
      self.closed = true;
    },
    isClosed: (_rt, self: JsonGenerator) => self.closed,
  },
};
