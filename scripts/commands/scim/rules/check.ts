import { Flags } from '@oclif/core';
import { ScimCommand } from '../../../command.ts';
import { loadMessages } from '../../../messages.ts';
import type { Doubt } from '../../../rules/review.ts';

const messages = loadMessages('scim.rules.check');

interface Checked {
  file: string;
  isCurrent: boolean;
  changes: { file: string; kind: string }[];
  doubts: Doubt[];
}

export default class RulesCheck extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    file: Flags.string({ char: 'f', summary: messages.text('flags.file.summary') }),
    'output-dir': Flags.string({ summary: messages.text('flags.output-dir.summary') }),
  };

  async run(): Promise<Checked> {
    const { flags } = await this.parse(RulesCheck);
    const [{ findProject }, { loadRules, outputFolder }, { toRecords }, folder, { review }] = await Promise.all([
      import('../../../project.ts'),
      import('../../../rules/load.ts'),
      import('../../../rules/records.ts'),
      import('../../../rules/folder.ts'),
      import('../../../rules/review.ts'),
    ]);
    const { root } = findProject(process.cwd());
    const rules = await loadRules(root, flags.file);
    const changes = folder.changesOf(root, outputFolder(root, rules, flags['output-dir']), toRecords(rules));
    const doubts = review(rules);
    if (!this.jsonEnabled()) {
      for (const change of changes) this.log(folder.diffText(change));
      for (const { severity, message } of doubts) this.log(`${severity.padEnd(8)} ${message}`);
      const isClean = changes.length === 0 && doubts.length === 0;
      this.log(isClean ? messages.text('clean', rules.file) : messages.text('told', changes.length, doubts.length));
      if (changes.length > 0) this.log(messages.text('remedy'));
    }
    const failed = changes.length > 0 || doubts.some(({ severity }) => severity === 'error');
    process.exitCode = failed ? 1 : 0;
    return {
      file: rules.file,
      isCurrent: changes.length === 0,
      changes: changes.map(({ file, kind }) => ({ file, kind })),
      doubts,
    };
  }
}
