/**
 * Takes pasted log text apart into single messages: JSON of any depth, Salesforce's SCIM error bodies (which are often no
 * valid JSON), SOAP faults, or plain lines. Nothing is assumed but that a message is somewhere in it.
 */

/** Characters. A log block is some kilobytes; more is not one error. */
export const MAX_TEXT = 250_000;

/** Names under which clients and servers keep the words of an error; the codes beside them say less. */
const WORDS = /^(?:detail|details|message|error_?description|reason|status_?reason|faultstring|problem)$/i;
const NAMES = /^(?:error|error_?code|faultcode|statusCode)$/i;
const MAX_DEPTH = 40;

export interface Message {
  text: string;
  /** Stood where errors stand: a detail, message, reason or fault. Whole lines of a log may be anything. */
  isError: boolean;
}

/**
 * Messages in the text, most telling first, each once: what stands in speaking places, then each line.
 * A detail that joins several errors with semicolons is split, so that each one is explained.
 */
export function readMessages(text: string): Message[] {
  const plain = unescapeText(text);
  const lines = plain
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  const whole = fromJson(plain);
  // Providers export one JSON object a line.
  const structured = [
    ...whole,
    ...(whole.length === 0 ? lines.filter((line) => /^[{[]/.test(line)).flatMap(fromJson) : []),
    ...fromBroken(plain),
    ...fromSoap(plain),
  ];
  const errors = structured.flatMap(splitDetail);
  const others = [...lines.flatMap(splitDetail), ...lines, plain.trim()];
  const isStructured = errors.length > 0;
  const found = new Map<string, boolean>();
  // A code beside its words is no error of its own.
  for (const one of errors) add(found, one, errors.length === 1 || /\s|:/.test(one));
  // Typed by hand, the text is the error itself.
  for (const one of others) add(found, one, !isStructured && lines.length === 1 && one !== plain.trim());
  return [...found].map(([message, isError]) => ({ text: message, isError }));
}

function add(found: Map<string, boolean>, message: string, isError: boolean): void {
  const trimmed = message.trim();
  if (trimmed && !found.has(trimmed)) found.set(trimmed, isError);
}

/** `A:b;C:d;` is two errors (reference/scim.md §1.9). */
function splitDetail(detail: string): string[] {
  return /^[A-Z_ ]+:.*;/.test(detail) ? detail.split(';') : [detail];
}

function fromJson(text: string): string[] {
  const start = text.search(/[{[]/);
  if (start < 0) return [];
  for (const candidate of [
    text,
    text.slice(start),
    text.slice(start, Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1),
  ]) {
    try {
      const parsed: unknown = JSON.parse(candidate);
      return [...valuesOf(parsed, WORDS, 0), ...valuesOf(parsed, NAMES, 0)];
    } catch {
      // The next slice, then the reading of broken bodies, has its turn.
    }
  }
  return [];
}

function valuesOf(value: unknown, names: RegExp, depth: number): string[] {
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (typeof inner !== 'string') return valuesOf(inner, names, depth + 1);
    // Providers keep the reply of the target as text inside their own JSON.
    const nested = /^\s*[{[]/.test(inner) ? fromJson(inner) : [];
    return names.test(name) ? [...nested, inner] : nested;
  });
}

/** `"detail":"…"` out of a body that no JSON parser takes. */
function fromBroken(text: string): string[] {
  return [
    ...text.matchAll(
      /\\?"(?:detail|message|error_description|errorCode)\\?"\s*:\s*\\?"(.{0,2000}?)(?<!\\)\\?"\s*[,}\]]/g,
    ),
  ].map(([, message]) => (message as string).replaceAll('\\"', '"'));
}

function fromSoap(text: string): string[] {
  return [...text.matchAll(/<(?:\w+:)?(?:faultstring|exceptionMessage|faultcode|problem)>([^<]*)</g)].map(
    ([, message]) => message as string,
  );
}

const ENTITIES: Record<string, string> = { quot: '"', apos: "'", lt: '<', gt: '>', nbsp: ' ', amp: '&' };

/** Salesforce puts `<br>` into messages; portals escape bodies for HTML, some of them twice. */
function unescapeText(text: string): string {
  let plain = text;
  for (let pass = 0; pass < 2; pass += 1) {
    plain = plain
      .replace(/&(quot|apos|lt|gt|nbsp|amp);/g, (_whole, name: string) => ENTITIES[name] as string)
      .replace(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi, (whole, hex?: string, decimal?: string) =>
        characterOf(hex ? Number.parseInt(hex, 16) : Number(decimal), whole),
      );
  }
  return plain.replace(/<br\s*\/?>/gi, ' ');
}

const characterOf = (code: number, otherwise: string): string =>
  code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
