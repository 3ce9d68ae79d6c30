/** Checks a command by its own definition, without running it: that it exists, and that every flag and value is one of it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Parser, type Command } from '@oclif/core';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** What is wrong with the block, one sentence a command; nothing when all is well. */
export async function problemsOf(block: string): Promise<string[]> {
  const problems: string[] = [];
  for (const words of commandsOf(block)) {
    const problem = await problemOf(words);
    if (problem) problems.push(`${words.join(' ')}: ${problem}`);
  }
  return problems;
}

/** The simple commands of a block that start one of ours or of `sf`, as words without their quotes. */
export function commandsOf(block: string): string[][] {
  const joined = block.replace(/\\\n\s*/g, ' ').replace(/(?<=^|\s)#.*$/gm, '');
  return splitCommands(joined)
    .map(wordsOf)
    .map((words) => words.slice(words.findIndex((word) => !/^[A-Z_]+=/.test(word))))
    .filter(([program]) => ['sf', 'npm', 'npx', 'node'].includes(program ?? ''));
}

/** At line ends, pipes, `&&`, `;` and redirections outside quotes. */
function splitCommands(text: string): string[] {
  return text.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|[^'"\n|;&<>#])+/g) ?? [];
}

function wordsOf(command: string): string[] {
  return [...command.matchAll(/(?:'[^']*'|"(?:\\.|[^"\\])*"|[^\s'"])+/g)].map(([word]) =>
    word.replace(/'([^']*)'|"((?:\\.|[^"\\])*)"/g, (_, single?: string, double?: string) => single ?? double ?? ''),
  );
}

async function problemOf(words: string[]): Promise<string | undefined> {
  const [program, ...rest] = words;
  if (program === 'npx') return rest[0] === 'sf' ? problemOf(rest) : undefined;
  if (program === 'npm') return npmProblem(rest);
  if (program === 'node') return rest[0] === 'bin/run.js' ? scimProblem(rest.slice(1)) : undefined;
  return rest[0] === 'scim' ? scimProblem(rest) : sfProblem(rest);
}

async function npmProblem([command, ...rest]: string[]): Promise<string | undefined> {
  if (command !== 'run' && command !== 'start' && command !== 'test') return undefined;
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const name = command === 'run' ? rest.find((word) => !word.startsWith('-')) : command;
  const script = scripts[name ?? ''];
  if (!script) return `package.json has no script "${name}".`;
  const given = rest.includes('--') ? rest.slice(rest.indexOf('--') + 1) : [];
  const ours = /^node bin\/run\.js (.*)$/.exec(script);
  return ours ? scimProblem([...ours[1]!.split(' '), ...given]) : undefined;
}

/** The longest beginning that is a command, and what is left. */
function lookUp<T>(
  words: string[],
  commands: Record<string, T>,
): { command: T; id: string; argv: string[] } | undefined {
  for (let count = words.length; count > 0; count -= 1) {
    const id = words.slice(0, count).join(':');
    if (Object.hasOwn(commands, id)) return { command: commands[id]!, id, argv: words.slice(count) };
  }
  return undefined;
}

async function scimProblem(words: string[]): Promise<string | undefined> {
  const found = lookUp(words, manifest(ROOT));
  if (!found) return 'there is no such command.';
  if (found.argv.includes('--help')) return undefined;
  const folder = path.join(ROOT, 'scripts/commands', ...found.id.split(':'));
  const file = readdirSync(path.dirname(folder)).includes(`${path.basename(folder)}.ts`)
    ? `${folder}.ts`
    : `${folder}/index.ts`;
  const { default: command } = (await import(file)) as { default: typeof Command };
  const argv = found.argv.filter((word) => word !== '--json');
  try {
    await Parser.parse(argv, { flags: command.flags, args: command.args, strict: command.strict });
    return undefined;
  } catch (error) {
    return (error as Error).message.replaceAll('\n', ' ');
  }
}

/** A command of the Salesforce CLI itself: its plugins' manifests say what it takes. */
function sfProblem(words: string[]): string | undefined {
  const found = lookUp(words, sfCommands());
  if (!found) return 'sf has no such command.';
  const { flags } = found.command;
  const names = new Set(Object.values(flags).flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]));
  const chars = new Set(Object.values(flags).flatMap(({ char }) => char ?? []));
  for (const word of found.argv) {
    const [, long, short] = /^(?:--(?:no-)?([\w-]+)|-(\w))/.exec(word) ?? [];
    if (long && !names.has(long) && !names.has(`no-${long}`) && long !== 'help') return `it has no --${long}.`;
    if (short && !chars.has(short as never)) return `it has no -${short}.`;
  }
  return undefined;
}

let known: Record<string, Command.Cached> | undefined;
function sfCommands(): Record<string, Command.Cached> {
  if (known) return known;
  const folders = ['@salesforce', '@oclif'].flatMap((scope) =>
    readdirSync(path.join(ROOT, 'node_modules', scope))
      .filter((name) => name.startsWith('plugin-') || name === 'cli')
      .map((name) => path.join(ROOT, 'node_modules', scope, name)),
  );
  known = Object.assign({}, ...folders.map(manifest)) as Record<string, Command.Cached>;
  return known;
}

function manifest(folder: string): Record<string, Command.Cached> {
  try {
    return (
      JSON.parse(readFileSync(path.join(folder, 'oclif.manifest.json'), 'utf8')) as {
        commands: Record<string, Command.Cached>;
      }
    ).commands;
  } catch {
    return {};
  }
}
