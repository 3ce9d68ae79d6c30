/** Tables as CSV for spreadsheets and as Markdown for people. */

export interface Table {
  head: string[];
  rows: string[][];
}

export function toCsv({ head, rows }: Table): string {
  return [head, ...rows].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

/** A cell that a spreadsheet would run as a formula gets a quotation mark in front (OWASP, CSV injection). */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function toMarkdownTable({ head, rows }: Table): string {
  const line = (cells: string[]): string =>
    `| ${cells.map((text) => text.replaceAll('|', '\\|') || ' ').join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
