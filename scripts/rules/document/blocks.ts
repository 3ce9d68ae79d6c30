/** Documents as blocks, rendered to Markdown and to one self-contained HTML page. */

export type Block =
  | { kind: 'heading'; level: 2 | 3; text: string }
  | { kind: 'paragraph'; text: string }
  /** Text of a machine, line breaks kept. */
  | { kind: 'code'; text: string }
  | { kind: 'list'; items: string[]; isOrdered?: boolean }
  /** `name` tells those who do not see the page which table they are in; without it, the heading before does. */
  | { kind: 'table'; name?: string; head: string[]; rows: string[][] }
  /** Numbers that want to be compared: a table with a bar beside each. */
  | { kind: 'bars'; name: string; rows: { name: string; count: number }[] };

export interface Page {
  /** File name without extension. */
  name: string;
  title: string;
  blocks: Block[];
}

/** Markdown with every character of a text taken literally. */
export function toMarkdown({ title, blocks }: Page): string {
  return `${[`# ${literal(title)}`, ...blocks.map(markdownBlock)].join('\n\n')}\n`;
}

function markdownBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${literal(block.text)}`;
    case 'paragraph':
      return literal(block.text);
    case 'code': {
      const longest = Math.max(2, ...(block.text.match(/`+/g) ?? []).map((run) => run.length));
      const fence = '`'.repeat(longest + 1);
      return `${fence}\n${block.text}\n${fence}`;
    }
    case 'list':
      return block.items.map((item, index) => `${block.isOrdered ? `${index + 1}.` : '-'} ${literal(item)}`).join('\n');
    case 'bars':
      return markdownBlock(asTable(block));
    case 'table': {
      const line = (cells: string[]): string => `| ${cells.map((cell) => literal(cell) || ' ').join(' | ')} |`;
      return [line(block.head), `|${' --- |'.repeat(block.head.length)}`, ...block.rows.map(line)].join('\n');
    }
  }
}

const asTable = ({ name, rows }: Extract<Block, { kind: 'bars' }>): Block => ({
  kind: 'table',
  head: [name, 'Count'],
  rows: rows.map((row) => [row.name, String(row.count)]),
});

const literal = (text: string): string => text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|#]/g, '\\$&');

const STYLE = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{border:1px solid;min-width:6rem;padding:.4rem .6rem;text-align:start;vertical-align:top}th{overflow-wrap:normal}pre{white-space:pre-wrap;border-inline-start:.2rem solid;padding-inline-start:.8rem;font-size:.9rem}
.scroll{overflow-x:auto}.bar{width:50%}.bar svg{display:block;width:100%;height:1rem}@media print{body{max-width:none;margin:0}tr{break-inside:avoid}}`;

/** A page that needs nothing else: no script, no font, no picture from elsewhere. */
export function toHtml({ title, blocks }: Page): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title>`,
    `<style>${STYLE}</style></head>`,
    `<body><main><h1>${escapeHtml(title)}</h1>`,
    ...blocks.map((block, index) => htmlBlock(block, nameOf(blocks, index))),
    '</main></body></html>',
    '',
  ].join('\n');
}

/** Of a table: each region of a page has a name of its own. */
function nameOf(blocks: Block[], index: number): string {
  const block = blocks[index];
  if (block?.kind === 'table' && block.name) return block.name;
  const heading = blocks.slice(0, index).findLast((one) => one.kind === 'heading');
  return heading?.kind === 'heading' ? heading.text : 'Table';
}

function htmlBlock(block: Block, name: string): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escapeHtml(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'code':
      return `<pre>${escapeHtml(block.text)}</pre>`;
    case 'list': {
      const tag = block.isOrdered ? 'ol' : 'ul';
      return `<${tag}>${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</${tag}>`;
    }
    case 'bars': {
      const most = Math.max(1, ...block.rows.map(({ count }) => count));
      const rows = block.rows.map(({ name, count }) => {
        const width = (100 * count) / most;
        // The number stands beside it: the bar itself says nothing new to those who do not see it.
        const bar = `<svg aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none"><rect width="${width.toFixed(1)}" height="10" fill="currentColor"/></svg>`;
        return `<tr><th scope="row">${escapeHtml(name)}</th><td>${count}</td><td class="bar">${bar}</td></tr>`;
      });
      return `<table><thead><tr><th scope="col">${escapeHtml(block.name)}</th><th scope="col">Count</th><td></td></tr></thead><tbody>${rows.join('')}</tbody></table>`;
    }
    case 'table': {
      const head = block.head.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join('');
      const rows = block.rows.map(
        (cells) => `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`,
      );
      return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(name)}"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
    }
  }
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (char) => ENTITIES[char] as string);
