/** Values of Apex literals. */

const ESCAPES: Record<string, string> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', '"': '"', "'": "'", '\\': '\\' };

/** The value of a quoted string, `'…'` or the multi-line `'''…'''` (Apex Developer Guide, "String": escape sequences). */
export function stringValue(text: string): string {
  const quotes = text.startsWith("'''") && text.length >= 6 ? 3 : 1;
  const inner = quotes === 3 ? text.slice(3, -3).replace(/^\r?\n/, '') : text.slice(1, -1);
  return inner.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, char: string) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : (ESCAPES[char.toLowerCase()] ?? char),
  );
}
