import { Flags } from '@oclif/core';
import { ScimCommand } from '../../../command.ts';
import { orgFlag, targetOrg } from '../../../deploy/org-flag.ts';
import type { Cleaned } from '../../../evidence/probe-user.ts';
import { loadMessages } from '../../../messages.ts';

const messages = loadMessages('scim.evidence.clean');
const DEFAULT_AGE_MINUTES = 10;
/** Some were deactivated, some not. */
const PARTLY = 68;

export default class EvidenceClean extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    'target-org': orgFlag({ summary: messages.text('flags.target-org.summary') }),
    username: Flags.string({ summary: messages.text('flags.username.summary') }),
    'older-than-minutes': Flags.integer({
      default: DEFAULT_AGE_MINUTES,
      min: 0,
      summary: messages.text('flags.older-than-minutes.summary'),
    }),
  };

  async run(): Promise<{ probes: Cleaned[] }> {
    const { flags } = await this.parse(EvidenceClean);
    const [{ cleanProbes }, org] = await Promise.all([
      import('../../../evidence/probe-user.ts'),
      targetOrg(flags['target-org']),
    ]);
    const probes = await cleanProbes({
      connection: org.getConnection(),
      ...(flags.username !== undefined && { username: flags.username }),
      olderThanMinutes: flags['older-than-minutes'],
      now: Date.now(),
    });
    const refused = probes.filter(({ outcome }) => outcome === 'refused');
    if (!this.jsonEnabled()) {
      for (const { outcome, username, message } of probes) {
        this.log(`${outcome.padEnd(11)}  ${username}${message ? `  ${message}` : ''}`);
      }
      this.log(messages.text(probes.length === 0 ? 'nothing' : 'done', probes.length - refused.length, refused.length));
    }
    process.exitCode = refused.length === 0 ? 0 : refused.length === probes.length ? 1 : PARTLY;
    return { probes };
  }
}
