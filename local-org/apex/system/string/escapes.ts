/** String methods that escape and unescape for CSV, HTML, XML, Java and ECMAScript (as Apache Commons Text does). */
import type { SystemFunction } from '../../runtime/contract.ts';

const XML: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
const NAMED: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  copy: '\u00a9',
  reg: '\u00ae',
  euro: '\u20ac',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  ccedil: 'ç',
  ntilde: 'ñ',
};
const HTML = new Map(
  Object.entries(NAMED)
    .filter(([name]) => name !== 'apos')
    .map(([name, char]) => [char, `&${name};`]),
);
const CONTROL: Record<string, string> = { '\b': '\\b', '\n': '\\n', '\t': '\\t', '\f': '\\f', '\r': '\\r' };

const escapeHtml: SystemFunction = (_rt, self: string) =>
  self.replace(/[&<>"\u0080-\uffff]/g, (char) => HTML.get(char) ?? char);
const unescapeHtml: SystemFunction = (_rt, self: string) =>
  self.replace(
    /&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g,
    (whole: string, hex?: string, decimal?: string, name?: string) => {
      if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
      if (decimal) return String.fromCodePoint(Number(decimal));
      return NAMED[name!] ?? whole;
    },
  );
const unescapeJava: SystemFunction = (_rt, self: string) =>
  self.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_whole: string, unicode?: string, char?: string) => {
    if (unicode) return String.fromCharCode(Number.parseInt(unicode, 16));
    return { b: '\b', n: '\n', t: '\t', f: '\f', r: '\r' }[char!] ?? char!;
  });

export const stringEscapes: Record<string, SystemFunction> = {
  escapeCsv: (_rt, self: string) => (/[",\r\n]/.test(self) ? `"${self.replaceAll('"', '""')}"` : self),
  unescapeCsv: (_rt, self: string) => (/^".*[",\r\n].*"$/s.test(self) ? self.slice(1, -1).replaceAll('""', '"') : self),
  escapeXml: (_rt, self: string) => self.replace(/[&<>"']/g, (char) => XML[char]!),
  unescapeXml: unescapeHtml,
  escapeHtml3: escapeHtml,
  escapeHtml4: escapeHtml,
  unescapeHtml3: unescapeHtml,
  unescapeHtml4: unescapeHtml,
  escapeJava: (_rt, self: string) => escapeText(self, /["\\]/g),
  unescapeJava,
  escapeEcmaScript: (_rt, self: string) => escapeText(self, /["'\\/]/g),
  unescapeEcmaScript: unescapeJava,
  escapeUnicode: (_rt, self: string) => self.replace(/[^\x20-\x7e]/g, unicode),
  unescapeUnicode: (_rt, self: string) =>
    self.replace(/\\u+([0-9a-fA-F]{4})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
};

function escapeText(text: string, special: RegExp): string {
  return text
    .replace(special, (char) => `\\${char}`)
    .replace(/[^\x20-\x7e]/g, (char) => CONTROL[char] ?? unicode(char));
}

function unicode(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
