/** `JSONParser`: goes through JSON token by token. */
import type { Runtime, SystemFunction, SystemType } from '../../runtime/contract.ts';
import type { ApexType } from '../../values/type.ts';
import { typeRef } from '../../values/type.ts';
import { required } from '../arguments.ts';
import { enumValue } from '../enums.ts';
import type { Tree } from './parse.ts';
import { typed } from './read.ts';

interface Token {
  kind: string;
  text: string;
  name: string | null;
  tree: Tree;
  /** Index after the end of the value that begins here. */
  end: number;
}

export class JsonParser {
  readonly typeName = 'JSONParser';
  readonly tokens: Token[] = [];
  at = -1;
  /** The token that `clearCurrentToken` took last. */
  cleared: Token | undefined;
  constructor(tree: Tree) {
    this.#flatten(tree, null);
  }
  /** Where the current token was cleared, there is none until the parser moves on. */
  #clearedAt = -1;
  get current(): Token | undefined {
    return this.at === this.#clearedAt ? undefined : this.tokens[this.at];
  }
  clear(): void {
    if (!this.current) return;
    this.cleared = this.current;
    this.#clearedAt = this.at;
  }
  /** The current token; raises JSONException where there is none. */
  token(rt: Runtime): Token {
    return this.current ?? rt.raise('System.JSONException', 'No current token');
  }
  #flatten(tree: Tree, name: string | null): void {
    const start: Token = { kind: kindOf(tree), text: textOf(tree), name, tree, end: 0 };
    this.tokens.push(start);
    if (tree.kind === 'array') for (const item of tree.items) this.#flatten(item, null);
    if (tree.kind === 'object') {
      for (const [field, value] of tree.entries) {
        this.tokens.push({
          kind: 'FIELD_NAME',
          text: field,
          name: field,
          tree: { kind: 'string', value: field },
          end: this.tokens.length + 1,
        });
        this.#flatten(value, field);
      }
    }
    if (tree.kind === 'array' || tree.kind === 'object') {
      const kind = tree.kind === 'array' ? 'END_ARRAY' : 'END_OBJECT';
      this.tokens.push({ kind, text: tree.kind === 'array' ? ']' : '}', name, tree, end: this.tokens.length + 1 });
    }
    start.end = this.tokens.length;
  }
}

const tokenEnum = (token: Token | undefined): unknown => (token ? (enumValue('JSONToken', token.kind) ?? null) : null);
const reads =
  (type: string): SystemFunction =>
  (rt, self: JsonParser) =>
    typed(rt, self.token(rt).tree, typeRef(type), false);
const readAs =
  (strict: boolean): SystemFunction =>
  (rt, self: JsonParser, type: ApexType | null) => {
    if (self.at < 0) self.at = 0;
    if (self.current?.kind === 'FIELD_NAME') self.at++;
    const token = self.token(rt);
    self.at = token.end - 1;
    return typed(rt, token.tree, required(rt, type).ref, strict);
  };

export const parserType: SystemType = {
  name: 'JSONParser',
  is: (value) => value instanceof JsonParser,
  methods: {
    nextToken: (_rt, self: JsonParser) => {
      self.at = Math.min(self.at + 1, self.tokens.length);
      return tokenEnum(self.current);
    },
    nextValue: (_rt, self: JsonParser) => {
      do self.at = Math.min(self.at + 1, self.tokens.length);
      while (self.current?.kind === 'FIELD_NAME');
      return tokenEnum(self.current);
    },
    getCurrentToken: (_rt, self: JsonParser) => tokenEnum(self.current),
    clearCurrentToken: (_rt, self: JsonParser) => self.clear(),
    getLastClearedToken: (_rt, self: JsonParser) => tokenEnum(self.cleared),
    hasCurrentToken: (_rt, self: JsonParser) => self.current !== undefined,
    getCurrentName: (_rt, self: JsonParser) => self.current?.name ?? null,
    getText: (_rt, self: JsonParser) => self.current?.text ?? null,
    skipChildren: (_rt, self: JsonParser) => {
      if (self.current?.kind.startsWith('START_')) self.at = self.current.end - 1;
    },
    readValueAs: readAs(false),
    readValueAsStrict: readAs(true),
    getBlobValue: reads('Blob'),
    getBooleanValue: reads('Boolean'),
    getDateTimeValue: reads('Datetime'),
    getDateValue: reads('Date'),
    getDecimalValue: reads('Decimal'),
    getDoubleValue: reads('Double'),
    getIdValue: reads('Id'),
    getIntegerValue: reads('Integer'),
    getLongValue: reads('Long'),
    getTimeValue: reads('Time'),
  },
};

function kindOf(tree: Tree): string {
  switch (tree.kind) {
    case 'null':
      return 'VALUE_NULL';
    case 'boolean':
      return tree.value ? 'VALUE_TRUE' : 'VALUE_FALSE';
    case 'string':
      return 'VALUE_STRING';
    case 'number':
      return /[.eE]/.test(tree.text) ? 'VALUE_NUMBER_FLOAT' : 'VALUE_NUMBER_INT';
    case 'array':
      return 'START_ARRAY';
    case 'object':
      return 'START_OBJECT';
  }
}

function textOf(tree: Tree): string {
  switch (tree.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(tree.value);
    case 'string':
      return tree.value;
    case 'number':
      return tree.text;
    case 'array':
      return '[';
    case 'object':
      return '{';
  }
}
