import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Flags } from '@oclif/core';
import { ScimCommand, ScimError } from '../../../command.ts';
import { loadMessages } from '../../../messages.ts';
import type { GroupTable } from '../../../rules/export-groups.ts';
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
    table: Flags.string({ char: 't', summary: messages.text('flags.table.summary'), exclusive: ['output-file'] }),
    source: Flags.string({ summary: messages.text('flags.source.summary'), dependsOn: ['table'] }),
  };

  async run(): Promise<RuleBook & { table?: Omit<GroupTable, 'csv'> & { file: string } }> {
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
    if (flags.table) return { ...book, table: await this.writeTable(book, flags.table, flags.source) };
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

  /** Of the only source, or of the one that was named. */
  private async writeTable(
    { sources, rules }: RuleBook,
    file: string,
    named: string | undefined,
  ): Promise<Omit<GroupTable, 'csv'> & { file: string }> {
    const source = named ?? (sources.length === 1 ? sources[0]?.name : undefined);
    if (!source || !sources.some(({ name }) => name === source)) {
      const known = sources.map(({ name }) => name).join(', ') || 'none';
      throw new ScimError('NoSuchSource', messages.text('error.source', known), { exitCode: 2 });
    }
    const { exportGroups } = await import('../../../rules/export-groups.ts');
    const { csv, ...table } = exportGroups(rules, source);
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    await writeFile(file, csv);
    for (const { rule, why } of table.left) this.warn(messages.text('left', rule, why));
    if (!this.jsonEnabled()) this.log(messages.text('done.table', table.rules, file));
    return { ...table, file };
  }

  private async fromFolders(directories: string[] | undefined): Promise<MetadataRecord[]> {
    const [{ findProject }, { readFolders }] = await Promise.all([
      import('../../../project.ts'),
      import('../../../rules/folder.ts'),
    ]);
    const project = findProject(process.cwd());
    const own = project.packageDirectories.map((directory) => path.join(project.root, directory.path));
    return readFolders(directories?.map((directory) => path.resolve(directory)) ?? own);
  }
}

async function fromOrg(alias: string): Promise<MetadataRecord[]> {
  const [{ targetOrg }, { readOrg }] = await Promise.all([
    import('../../../deploy/org-flag.ts'),
    import('../../../rules/from-org.ts'),
  ]);
  return readOrg((await targetOrg(alias)).getConnection());
}
