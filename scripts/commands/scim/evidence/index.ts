import path from 'node:path';
import { Flags } from '@oclif/core';
import { ScimCommand, ScimError } from '../../../command.ts';
import { orgFlag, targetOrg } from '../../../deploy/org-flag.ts';
import type { Bundle } from '../../../evidence/bundle.ts';
import type { Evidence } from '../../../evidence/run.ts';
import { loadMessages } from '../../../messages.ts';
import { createStages, silentStages } from '../../../progress/stages.ts';
import { tidyingUp } from '../../../start/interruption.ts';

const messages = loadMessages('scim.evidence');
const SECONDS_PER_MINUTE = 60;
const DEFAULT_DEADLINE_MINUTES = 60;
const LONGEST_DEADLINE_MINUTES = 1440;
/** Something like a domain; it becomes part of a user name. */
const DOMAIN = /^(?=.{1,60}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i;

export default class EvidenceCommand extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    'target-org': orgFlag({ summary: messages.text('flags.target-org.summary') }),
    profile: Flags.string({ default: 'Minimum Access - Salesforce', summary: messages.text('flags.profile.summary') }),
    domain: Flags.custom<string>({
      parse: async (given) => {
        if (!DOMAIN.test(given))
          throw new ScimError('NotADomain', messages.text('error.domain', given), { exitCode: 2 });
        return given;
      },
    })({ default: 'example.com', summary: messages.text('flags.domain.summary') }),
    'deadline-minutes': Flags.integer({
      default: DEFAULT_DEADLINE_MINUTES,
      min: 1,
      max: LONGEST_DEADLINE_MINUTES,
      summary: messages.text('flags.deadline-minutes.summary'),
    }),
    'output-dir': Flags.string({ summary: messages.text('flags.output-dir.summary') }),
  };

  async run(): Promise<Evidence & { bundle: Bundle }> {
    const { flags } = await this.parse(EvidenceCommand);
    const [{ exitCodeOf, gatherEvidence }, { checkFolder, writeBundle }, org] = await Promise.all([
      import('../../../evidence/run.ts'),
      import('../../../evidence/bundle.ts'),
      targetOrg(flags['target-org']),
    ]);
    // Before anything is done: a proof that cannot be kept is none.
    if (flags['output-dir']) checkFolder(path.resolve(flags['output-dir']));
    const connection = org.getConnection();
    const stages = this.jsonEnabled() ? silentStages : createStages();
    const { result, stopped } = await tidyingUp(
      async (signal) => {
        const run = await stages.run(messages.text('stage'), (note) =>
          gatherEvidence({
            connection,
            profile: flags.profile,
            domain: flags.domain,
            deadlineSeconds: flags['deadline-minutes'] * SECONDS_PER_MINUTE,
            note,
            signal,
          }),
        );
        // Within: a signal must not cut the bundle short.
        return { evidence: run.evidence, bundle: writeBundle(folder(flags['output-dir'], run.evidence), run) };
      },
      () => {
        if (!this.jsonEnabled()) this.logToStderr(messages.text('stopping'));
      },
    );
    const { evidence, bundle } = result;
    process.exitCode = stopped || exitCodeOf(evidence);
    if (!this.jsonEnabled()) this.show(evidence, bundle);
    return { ...evidence, bundle };
  }

  private show({ steps, proven, probe, left }: Evidence, { folder: at, manifestHash }: Bundle): void {
    for (const { passed, claim, seen, explained } of steps) {
      this.log(`${passed ? 'yes' : 'NO '}  ${claim}  ${seen}`);
      for (const code of explained) this.log(`     ${messages.text('explained', code)}`);
    }
    this.log(messages.text(proven ? 'proven' : 'not-proven', path.join(at, 'index.html')));
    this.log(messages.text('hash', manifestHash));
    if (left) this.log(messages.text('left', left.username, left.remedy));
    else if (probe.userId) this.log(messages.text('probe', probe.username));
  }
}

const folder = (given: string | undefined, { startedAt }: Evidence): string =>
  path.resolve(given ?? `evidence-${startedAt.replace(/[:.]/g, '-')}`);
