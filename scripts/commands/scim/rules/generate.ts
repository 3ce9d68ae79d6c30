import { Flags } from '@oclif/core';
import { ScimCommand } from '../../../command.ts';
import { loadMessages } from '../../../messages.ts';

const messages = loadMessages('scim.rules.generate');

interface Generated {
  file: string;
  outputDir: string;
  dryRun: boolean;
  records: number;
  changes: { file: string; kind: string }[];
}

export default class RulesGenerate extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    file: Flags.string({ char: 'f', summary: messages.text('flags.file.summary') }),
    'output-dir': Flags.string({ summary: messages.text('flags.output-dir.summary') }),
    'dry-run': Flags.boolean({ summary: messages.text('flags.dry-run.summary') }),
  };

  async run(): Promise<Generated> {
    const { flags } = await this.parse(RulesGenerate);
    const [{ findProject }, { loadRules, outputFolder }, { toRecords }, folder] = await Promise.all([
      import('../../../project.ts'),
      import('../../../rules/load.ts'),
      import('../../../rules/records.ts'),
      import('../../../rules/folder.ts'),
    ]);
    const { root } = findProject(process.cwd());
    const rules = await loadRules(root, flags.file);
    const outputDir = outputFolder(root, rules, flags['output-dir']);
    const records = toRecords(rules);
    const changes = folder.changesOf(root, outputDir, records);
    if (!flags['dry-run']) folder.applyChanges(root, changes);
    for (const change of changes) if (!this.jsonEnabled()) this.log(folder.diffText(change));
    if (!this.jsonEnabled())
      this.log(messages.text(summaryOf(changes.length, flags['dry-run']), changes.length, records.length));
    return {
      file: rules.file,
      outputDir,
      dryRun: flags['dry-run'] === true,
      records: records.length,
      changes: changes.map(({ file, kind }) => ({ file, kind })),
    };
  }
}

function summaryOf(changes: number, isDryRun: boolean): string {
  if (changes === 0) return 'done.nothing';
  return isDryRun ? 'done.dry' : 'done';
}
