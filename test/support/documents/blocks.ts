/** Where people copy commands from: shell blocks of the Markdown pages, and the examples that `--help` shows. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const MESSAGES = 'scripts/messages';
/** Generated from tests and source: they show messages and titles, no commands. */
const GENERATED = new Set(['docs/local-org.md', 'docs/errors.md']);
const SHELL = new Set(['sh', 'bash', 'shell', 'console']);
/** A block without a language counts when it begins like a command. */
const COMMAND_LIKE = /^(?:sf|npm|npx|node|curl|git) /;

export interface Block {
  /** 1-based line of the first command in the file. */
  line: number;
  text: string;
}

export interface CommandDocument {
  /** From the project's root. */
  file: string;
  blocks: Block[];
}

/** Every document that has commands. */
export function commandDocuments(): CommandDocument[] {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    ...markdownBelow('docs'),
    ...markdownBelow('force-app'),
    ...markdownBelow('config'),
    ...markdownBelow('ci'),
  ];
  const documents = [
    ...pages.filter((file) => !GENERATED.has(file)).map((file) => ({ file, blocks: shellBlocks(read(file)) })),
    ...readdirSync(path.join(ROOT, MESSAGES)).map((name) => ({
      file: `${MESSAGES}/${name}`,
      blocks: examples(read(`${MESSAGES}/${name}`), name.replace(/\.md$/, '')),
    })),
  ];
  return documents.filter(({ blocks }) => blocks.length > 0);
}

function markdownBelow(folder: string): string[] {
  try {
    return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md') && !file.startsWith('reference'))
      .map((file) => `${folder}/${file.split(path.sep).join('/')}`)
      .sort();
  } catch {
    return [];
  }
}

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** The fenced shell blocks of a page. */
export function shellBlocks(markdown: string): Block[] {
  const lines = markdown.split('\n');
  const blocks: Block[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const fence = /^\s*```(\w*)/.exec(lines[index]!);
    if (!fence) continue;
    const end = lines.findIndex((line, at) => at > index && /^\s*```\s*$/.test(line));
    const text = lines.slice(index + 1, end < 0 ? undefined : end).join('\n');
    if (SHELL.has(fence[1]!) || (fence[1] === '' && COMMAND_LIKE.test(text.trim()))) {
      // A prompt in front of a command is not part of it.
      blocks.push({ line: index + 2, text: text.replace(/^\$ /gm, '') });
    }
    index = end < 0 ? lines.length : end;
  }
  return blocks;
}

/** The commands of a message file's examples, as `sf scim …`. */
function examples(markdown: string, name: string): Block[] {
  const lines = markdown.split('\n');
  return lines.flatMap((line, index) =>
    line.includes('<%= command.id %>')
      ? [
          {
            line: index + 1,
            text: line
              .trim()
              .replaceAll('<%= config.bin %>', 'sf')
              .replaceAll('<%= command.id %>', name.replaceAll('.', ' ')),
          },
        ]
      : [],
  );
}
