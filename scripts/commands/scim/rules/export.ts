import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Flags } from '@oclif/core';
import { ScimCommand, ScimError } from '../../../command.ts';
import { loadMessages } from '../../../messages.ts';
import type { RuleBook } from '../../../rules/model.ts';
import type { MetadataRecord } from '../../../rules/records.ts';
import { orgFlag } from '../../../deploy/org-flag.ts';

const messages = loadMessages('scim.rules.export');

export default class RulesExport extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    'target-org': orgFlag({ summary: messages.text('flags.target-org.summary') }),
    'source-dir': Flags.string({
      char: 'd',
      multiple: true,
      summary: messages.text('flags.source-dir.summary'),
      exclusive: ['target-org'],
    }),
    'output-file': Flags.string({ summary: messages.text('flags.output-file.summary') }),
    'output-dir': Flags.string({ summary: messages.text('flags.output-dir.summary') }),
  };

  async run(): Promise<RuleBook> {
    const { flags } = await this.parse(RulesExport);
    const [{ fromRecords }, { rulesYaml }, { isEmpty }] = await Promise.all([
      import('../../../rules/records.ts'),
      import('../../../rules/yaml-text.ts'),
      import('../../../rules/folder.ts'),
    ]);
    const records = flags['target-org']
      ? await fromOrg(flags['target-org'])
      : await this.fromFolders(flags['source-dir']);
    if (isEmpty(records)) throw new ScimError('NoRules', messages.text('error.none'));
    const book = fromRecords(records);
    const yaml = rulesYaml(book, flags['output-dir'] ?? null);
    if (flags['output-file']) {
      await mkdir(path.dirname(flags['output-file']), { recursive: true });
      await writeFile(flags['output-file'], yaml);
      if (!this.jsonEnabled())
        this.log(messages.text('done', book.sources.length, book.rules.length, flags['output-file']));
    } else if (!this.jsonEnabled()) {
      this.log(yaml.trimEnd());
    }
    return book;
  }

  private async fromFolders(directories: string[] | undefined): Promise<MetadataRecord[]> {
    const [{ findProject }, { readFolders }] = await Promise.all([
      import('../../../project.ts'),
      import('../../../rules/folder.ts'),
    ]);
    const project = findProject(process.cwd());
    return readFolders(directories?.map((directory) => path.resolve(directory)) ?? project.packageDirectories);
  }
}

async function fromOrg(alias: string): Promise<MetadataRecord[]> {
  const [{ targetOrg }, { readOrg }] = await Promise.all([
    import('../../../deploy/org-flag.ts'),
    import('../../../rules/from-org.ts'),
  ]);
  return readOrg((await targetOrg(alias)).getConnection());
}
