import path from 'node:path';
import { Args, Flags } from '@oclif/core';
import { ScimCommand } from '../../command.ts';
import { orgFlag, targetOrg } from '../../deploy/org-flag.ts';
import type { IdpResult, Provider } from '../../idp/index.ts';
import { loadMessages } from '../../messages.ts';

const messages = loadMessages('scim.idp');
const PROVIDERS = ['entra', 'okta', 'generic'] as const satisfies readonly Provider[];

export default class Idp extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly args = {
    provider: Args.string({
      options: PROVIDERS,
      required: true,
      description: messages.text('args.provider.summary'),
    }),
  };

  static override readonly flags = {
    'target-org': orgFlag({ summary: messages.text('flags.target-org.summary') }),
    file: Flags.string({ char: 'f', summary: messages.text('flags.file.summary') }),
    source: Flags.string({ summary: messages.text('flags.source.summary') }),
    'output-dir': Flags.string({ required: true, summary: messages.text('flags.output-dir.summary') }),
  };

  async run(): Promise<IdpResult> {
    const { args, flags } = await this.parse(Idp);
    const [{ findProject }, { loadRules }, { writeArtifacts }] = await Promise.all([
      import('../../project.ts'),
      import('../../rules/load.ts'),
      import('../../idp/index.ts'),
    ]);
    const book = await loadRules(findProject(process.cwd()).root, flags.file);
    // The configured default is not asked: an artifact should not depend on what somebody set once.
    const org = flags['target-org'] ? await targetOrg(flags['target-org']) : null;
    const result = await writeArtifacts({
      // The parser lets nothing else pass.
      provider: args.provider as Provider,
      book,
      source: flags.source ?? null,
      connection: org?.getConnection() ?? null,
      outputDir: path.resolve(flags['output-dir']),
    });
    if (result.missing.length > 0) this.warn(messages.text('missing', result.missing.join(', ')));
    if (!this.jsonEnabled()) for (const file of result.files) this.log(file);
    return result;
  }
}
