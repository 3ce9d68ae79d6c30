import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Flags } from '@oclif/core';
import { ScimCommand } from '../../../command.ts';
import { loadMessages } from '../../../messages.ts';

const messages = loadMessages('scim.rules.document');
const FORMATS = ['markdown', 'html'] as const;

export default class RulesDocument extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    file: Flags.string({ char: 'f', summary: messages.text('flags.file.summary') }),
    format: Flags.option({
      options: FORMATS,
      multiple: true,
      default: ['markdown', 'html'],
      summary: messages.text('flags.format.summary'),
    })(),
    'output-dir': Flags.string({ required: true, summary: messages.text('flags.output-dir.summary') }),
  };

  async run(): Promise<{ files: string[] }> {
    const { flags } = await this.parse(RulesDocument);
    const [{ findProject }, { loadRules }, { pagesOf }, { toHtml, toMarkdown }] = await Promise.all([
      import('../../../project.ts'),
      import('../../../rules/load.ts'),
      import('../../../rules/document/pages.ts'),
      import('../../../rules/document/blocks.ts'),
    ]);
    const rules = await loadRules(findProject(process.cwd()).root, flags.file);
    await mkdir(flags['output-dir'], { recursive: true });
    const files: string[] = [];
    for (const page of pagesOf(rules)) {
      for (const format of new Set(flags.format)) {
        const file = path.join(flags['output-dir'], `${page.name}.${format === 'html' ? 'html' : 'md'}`);
        await writeFile(file, format === 'html' ? toHtml(page) : toMarkdown(page));
        files.push(file);
        if (!this.jsonEnabled()) this.log(file);
      }
    }
    return { files };
  }
}
