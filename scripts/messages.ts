/**
 * Texts of the commands, in Markdown as sf plugins keep them: `# key` opens a text, the lines below are its body, a body
 * of `-` bullets is a list. Read without @salesforce/core, whose import alone costs more than a whole `scim validate`.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface Messages {
  /** The text, with `%s` replaced in order. Throws for a key that the file lacks. */
  text(key: string, ...values: (string | number)[]): string;
  /** The bullets of a list, e.g. a command's examples. */
  list(key: string): string[];
}

/** Loads `scripts/messages/<name>.md`. */
export function loadMessages(name: string): Messages {
  const file = path.join(import.meta.dirname, 'messages', `${name}.md`);
  const texts = parse(readFileSync(file, 'utf8'));
  const find = (key: string): string => {
    const text = texts.get(key);
    if (text === undefined) throw new Error(`Message "${key}" is missing in ${path.basename(file)}.`);
    return text;
  };
  return {
    text: (key, ...values) => {
      let next = 0;
      return find(key).replaceAll('%s', () => String(values[next++]));
    },
    list: (key) => bullets(find(key)),
  };
}

function parse(markdown: string): Map<string, string> {
  const sections = markdown.split(/^# +/m).slice(1);
  return new Map(
    sections.map((section) => {
      const end = section.indexOf('\n');
      return [section.slice(0, end).trim(), section.slice(end).trim()];
    }),
  );
}

function bullets(text: string): string[] {
  return text
    .split(/^- /m)
    .map((item) => item.trim())
    .filter(Boolean);
}
