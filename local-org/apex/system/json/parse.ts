/**
 * Reads JSON text into a tree that keeps what `JSON.parse` loses: whether a number was written with a point, all its
 * digits, and the order of equal keys. Positions are for error texts.
 */

export type Tree =
  | { kind: 'null' }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'string'; value: string }
  | { kind: 'number'; text: string }
  | { kind: 'array'; items: Tree[] }
  | { kind: 'object'; entries: [string, Tree][] };

/** Raised with the text of a System.JSONException. */
export class JsonTextError extends Error {}

/** Deeper nesting than this is refused. */
const MAX_DEPTH = 1_000;

export function parseTree(text: string): Tree {
  const reader = new Reader(text);
  const tree = reader.value(0);
  reader.end();
  return tree;
}

/**
 * The first value of the text, whatever follows it, as `JSON.deserializeUntyped` reads it (measured on the platform:
 * octoberswimmer/aer-dist, issue 165).
 */
export function parseFirst(text: string): Tree {
  return new Reader(text).value(0);
}

class Reader {
  readonly #text: string;
  #at = 0;
  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): Tree {
    if (depth > MAX_DEPTH) this.#fail('Nesting is too deep');
    const char = this.#peek();
    if (char === '{') return this.#object(depth);
    if (char === '[') return this.#array(depth);
    if (char === '"') return { kind: 'string', value: this.#string() };
    const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    number.lastIndex = this.#at;
    const match = number.exec(this.#text);
    if (match && match[0] !== '') {
      this.#at += match[0].length;
      return { kind: 'number', text: match[0] };
    }
    const token = this.#token();
    if (token !== '') {
      this.#at += token.length;
      return WORDS.get(token) ?? this.#fail(`Unrecognized token '${token}': was expecting ('true', 'false' or 'null')`);
    }
    if (char === undefined) return this.#fail('No content to map to Object due to end of input');
    return this.#fail(
      `Unexpected character ('${char}' (code ${char.charCodeAt(0)})): expected a valid value (number, String, array, object, 'true', 'false' or 'null')`,
    );
  }

  end(): void {
    const char = this.#peek();
    if (char !== undefined)
      this.#fail(`Unexpected character ('${char}' (code ${char.charCodeAt(0)})): expected end of input`);
  }

  #object(depth: number): Tree {
    const entries: [string, Tree][] = [];
    this.#at++;
    if (this.#peek() === '}') {
      this.#at++;
      return { kind: 'object', entries };
    }
    for (;;) {
      const char = this.#peek();
      if (char !== '"') this.#unexpected(char, 'was expecting double-quote to start field name');
      const name = this.#string();
      if (this.#peek() !== ':')
        this.#unexpected(this.#peek(), 'was expecting a colon to separate field name and value');
      this.#at++;
      entries.push([name, this.value(depth + 1)]);
      const next = this.#peek();
      if (next !== ',' && next !== '}') this.#unexpected(next, 'was expecting comma to separate OBJECT entries');
      this.#at++;
      if (next === '}') return { kind: 'object', entries };
    }
  }

  #array(depth: number): Tree {
    const items: Tree[] = [];
    this.#at++;
    if (this.#peek() === ']') {
      this.#at++;
      return { kind: 'array', items };
    }
    for (;;) {
      items.push(this.value(depth + 1));
      const next = this.#peek();
      if (next !== ',' && next !== ']') this.#unexpected(next, 'was expecting comma to separate ARRAY entries');
      this.#at++;
      if (next === ']') return { kind: 'array', items };
    }
  }

  #string(): string {
    const pattern = /"(?:[^"\\]|\\.)*"/y;
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (!match) return this.#fail('Unexpected end-of-input in a string value');
    try {
      const value = JSON.parse(match[0]) as string;
      this.#at += match[0].length;
      return value;
    } catch {
      return this.#fail('Unrecognized character escape or control character in a string value');
    }
  }

  /** Letters, digits and such where a value begins with one of them. */
  #token(): string {
    const pattern = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0] ?? '';
  }

  #peek(): string | undefined {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at++;
    return this.#text[this.#at];
  }

  #unexpected(char: string | undefined, expected: string): never {
    if (char === undefined) this.#fail('Unexpected end-of-input');
    return this.#fail(`Unexpected character ('${char}' (code ${char.charCodeAt(0)})): ${expected}`);
  }

  #fail(what: string): never {
    const before = this.#text.slice(0, this.#at).split('\n');
    throw new JsonTextError(`${what} at [line:${before.length}, column:${before.at(-1)!.length + 1}]`);
  }
}

const WORDS: ReadonlyMap<string, Tree> = new Map<string, Tree>([
  ['true', { kind: 'boolean', value: true }],
  ['false', { kind: 'boolean', value: false }],
  ['null', { kind: 'null' }],
]);
