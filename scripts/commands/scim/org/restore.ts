import path from 'node:path';
import { Flags } from '@oclif/core';
import { ScimCommand } from '../../../command.ts';
import { loadMessages } from '../../../messages.ts';

const messages = loadMessages('scim.org.restore');

export default class OrgRestore extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    data: Flags.string({ required: true, summary: messages.text('flags.data.summary') }),
    snapshot: Flags.string({ required: true, summary: messages.text('flags.snapshot.summary') }),
  };

  async run(): Promise<{ orgId: string; data: string }> {
    const { flags } = await this.parse(OrgRestore);
    const { restoreSnapshot } = await import('../../../start/snapshot.ts');
    const data = path.resolve(flags.data);
    const orgId = await restoreSnapshot(data, path.resolve(flags.snapshot));
    if (!this.jsonEnabled()) this.log(messages.text('done', orgId, flags.data));
    return { orgId, data };
  }
}
