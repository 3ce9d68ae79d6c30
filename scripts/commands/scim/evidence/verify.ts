import path from 'node:path';
import { Flags } from '@oclif/core';
import { ScimCommand } from '../../../command.ts';
import type { Verification } from '../../../evidence/bundle.ts';
import { loadMessages } from '../../../messages.ts';

const messages = loadMessages('scim.evidence.verify');

export default class EvidenceVerify extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    dir: Flags.string({ char: 'd', required: true, summary: messages.text('flags.dir.summary') }),
    'manifest-hash': Flags.string({ summary: messages.text('flags.manifest-hash.summary') }),
  };

  async run(): Promise<Verification> {
    const { flags } = await this.parse(EvidenceVerify);
    const { verifyBundle } = await import('../../../evidence/bundle.ts');
    const found = verifyBundle(path.resolve(flags.dir));
    const wanted = flags['manifest-hash']?.toLowerCase();
    const isWanted = wanted === undefined || wanted === found.manifestHash;
    const result = { ...found, intact: found.intact && isWanted };
    if (!this.jsonEnabled()) {
      for (const { name, state } of result.files) this.log(`${state.padEnd(8)} ${name}`);
      if (!isWanted) this.log(messages.text('other-manifest', found.manifestHash));
      this.log(messages.text(result.intact ? 'intact' : 'not-intact'));
    }
    process.exitCode = result.intact ? 0 : 1;
    return result;
  }
}
