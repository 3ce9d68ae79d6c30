import path from 'node:path';
import { Flags } from '@oclif/core';
import { ScimCommand } from '../../../command.ts';
import { loadMessages } from '../../../messages.ts';

const messages = loadMessages('scim.org.snapshot');

export default class OrgSnapshot extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    data: Flags.string({ required: true, summary: messages.text('flags.data.summary') }),
    output: Flags.string({ required: true, summary: messages.text('flags.output.summary') }),
  };

  async run(): Promise<{ orgId: string; file: string }> {
    const { flags } = await this.parse(OrgSnapshot);
    const { takeSnapshot } = await import('../../../start/snapshot.ts');
    const file = path.resolve(flags.output);
    const orgId = await takeSnapshot(path.resolve(flags.data), file);
    if (!this.jsonEnabled()) this.log(messages.text('done', orgId, flags.output));
    return { orgId, file };
  }
}
