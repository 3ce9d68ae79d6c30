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

/**
 * Messages in the text, most telling first, each once: what stands in speaking places, then each line.
 * A detail that joins several errors with semicolons is split, so that each one is explained.
 */
export function readMessages(text: string): string[] {
  const plain = unescapeText(text);
  const structured = [...fromJson(plain), ...fromBroken(plain), ...fromSoap(plain)];
  const lines = plain
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  const all = [...structured.flatMap(splitDetail), ...lines.flatMap(splitDetail), ...lines, plain.trim()];
  return [...new Set(all.map((message) => message.trim()).filter(Boolean))];
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

/** Salesforce puts `<br>` into messages; portals show bodies with their quotes escaped for HTML. */
function unescapeText(text: string): string {
  return text
    .replace(/<br\s*\/?>/gi, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&apos;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
