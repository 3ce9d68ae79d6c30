import { readFile, stat } from 'node:fs/promises';
import { Args, Flags } from '@oclif/core';
import { ScimCommand, ScimError } from '../../command.ts';
import type { Answer } from '../../explain/index.ts';
import { loadMessages } from '../../messages.ts';

const messages = loadMessages('scim.explain');
/** Somebody who types nothing into the terminal should be told what to type. */
const STANDARD_INPUT = '-';

export default class Explain extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');
  /** Words of an unquoted message. */
  static override readonly strict = false;

  static override readonly args = {
    // oclif would wait for standard input by itself; here "-" asks for it.
    text: Args.string({ description: messages.text('args.text.description'), ignoreStdin: true }),
  };

  static override readonly flags = {
    file: Flags.string({ char: 'f', summary: messages.text('flags.file.summary') }),
    list: Flags.boolean({ summary: messages.text('flags.list.summary'), exclusive: ['file'] }),
  };

  async run(): Promise<Answer | { code: string; title: string }[]> {
    const { argv, flags } = await this.parse(Explain);
    const words = argv as string[];
    if (flags.list) return this.list();
    const [{ explain }, { MAX_TEXT }] = await Promise.all([
      import('../../explain/index.ts'),
      import('../../explain/read.ts'),
    ]);
    const text = await this.input(words, flags.file, MAX_TEXT);
    const answer = explain(text);
    // 1 tells a script that nothing was recognized; what is printed then are guesses.
    process.exitCode = answer.certain ? 0 : 1;
    if (!this.jsonEnabled()) this.log(asText(answer));
    return answer;
  }

  private async list(): Promise<{ code: string; title: string }[]> {
    const { knowledge } = await import('../../explain/knowledge.ts');
    const entries = knowledge().map(({ code, title }) => ({ code, title }));
    if (!this.jsonEnabled()) {
      const width = Math.max(...entries.map(({ code }) => code.length));
      for (const { code, title } of entries) this.log(`${code.padEnd(width)}  ${title}`);
    }
    return entries;
  }

  private async input(words: string[], file: string | undefined, most: number): Promise<string> {
    if (file && words.length > 0) throw new ScimError('TwoInputs', messages.text('error.two'), { exitCode: 2 });
    const text = file && file !== STANDARD_INPUT ? await readText(file, most) : await this.typed(words, file, most);
    if (text.trim() === '') {
      throw new ScimError('NothingToExplain', messages.text('error.nothing'), {
        exitCode: 2,
        actions: messages.list('error.nothing.actions'),
      });
    }
    return text;
  }

  private async typed(words: string[], file: string | undefined, most: number): Promise<string> {
    const isPiped = file === STANDARD_INPUT || (words.length === 1 && words[0] === STANDARD_INPUT);
    if (!isPiped) return words.join(' ');
    let text = '';
    for await (const chunk of process.stdin) {
      text += String(chunk);
      if (text.length > most) throw tooLong(most);
    }
    return text;
  }
}

async function readText(file: string, most: number): Promise<string> {
  try {
    // A device or pipe has no size to trust.
    const found = await stat(file);
    if (!found.isFile()) throw new ScimError('UnreadableFile', messages.text('error.no-file', file), { exitCode: 2 });
    if (found.size > most) throw tooLong(most);
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof ScimError) throw cause;
    throw new ScimError('UnreadableFile', messages.text('error.no-file', file), { exitCode: 2, cause });
  }
}

const tooLong = (most: number): ScimError =>
  new ScimError('TextTooLong', messages.text('error.too-long', most.toLocaleString('en-US')), { exitCode: 2 });

function asText({ certain, explanations, unrecognized }: Answer): string {
  const head = certain ? [] : [messages.text(explanations.length > 0 ? 'answer.guesses' : 'answer.unknown'), ''];
  const blocks = explanations.map((found) =>
    [
      `${found.title}  [${found.code}]`,
      ...(certain ? [`  Seen        ${found.matched}`] : []),
      `  Why         ${found.cause}`,
      `  Provider    ${found.idp}`,
      `  Salesforce  ${found.salesforce}`,
      `  Check       ${found.check}`,
      `  Source      ${found.source} (${messages.text(`confidence.${found.confidence}`)})`,
    ].join('\n'),
  );
  const rest = unrecognized.map((one) => `  ${one}`);
  const tail = rest.length > 0 ? ['', messages.text('answer.unrecognized'), ...rest] : [];
  return [...head, blocks.join('\n\n'), ...tail].join('\n');
}
