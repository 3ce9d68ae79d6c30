import { readFile } from 'node:fs/promises';
import { Flags } from '@oclif/core';
import { ScimCommand, ScimError } from '../../../command.ts';
import { loadMessages } from '../../../messages.ts';
import type { RuleBook } from '../../../rules/model.ts';

const messages = loadMessages('scim.rules.import');

export default class RulesImport extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    table: Flags.string({ char: 't', required: true, summary: messages.text('flags.table.summary') }),
    source: Flags.string({ required: true, summary: messages.text('flags.source.summary') }),
    file: Flags.string({ char: 'f', summary: messages.text('flags.file.summary') }),
  };

  async run(): Promise<RuleBook> {
    const { flags } = await this.parse(RulesImport);
    const [{ findProject }, { loadRules }, { importGroups }, { review }, { rulesYaml }] = await Promise.all([
      import('../../../project.ts'),
      import('../../../rules/load.ts'),
      import('../../../rules/import-groups.ts'),
      import('../../../rules/review.ts'),
      import('../../../rules/yaml-text.ts'),
    ]);
    const { output, sources, rules } = await loadRules(findProject(process.cwd()).root, flags.file);
    if (!sources.some(({ name }) => name === flags.source)) {
      const known = sources.map(({ name }) => name).join(', ') || 'none';
      throw new ScimError('NoSuchSource', messages.text('error.source', flags.source, known), { exitCode: 2 });
    }
    const imported = importGroups(await readTable(flags.table), flags.table, flags.source);
    const taken = imported.filter(({ name }) => rules.some((rule) => rule.name.toLowerCase() === name.toLowerCase()));
    if (taken.length > 0) {
      throw new ScimError('RulesTaken', messages.text('error.taken', taken.map(({ name }) => name).join(', ')));
    }
    const book = { sources, rules: [...rules, ...imported] };
    const names = new Set(imported.map(({ name }) => name));
    for (const { code, rules: about, message } of review(book)) {
      if (code === 'idp-group-twice' && about.some((name) => names.has(name))) this.warn(message);
    }
    if (!this.jsonEnabled()) this.log(rulesYaml(book, output).trimEnd());
    return book;
  }
}

async function readTable(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ScimError('NoTable', messages.text('error.no-file', file), { exitCode: 2, cause });
  }
}
