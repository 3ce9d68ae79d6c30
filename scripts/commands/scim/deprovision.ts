import { Flags } from '@oclif/core';
import { ScimCommand, ScimError } from '../../command.ts';
import { orgFlag, targetOrg } from '../../deploy/org-flag.ts';
import type { LeaveReport, Leaving } from '../../deprovision/index.ts';
import type { LeavePlan } from '../../deprovision/rest.ts';
import { loadMessages } from '../../messages.ts';
import { createStages, silentStages } from '../../progress/stages.ts';

const messages = loadMessages('scim.deprovision');
const MOST_JUSTIFICATION = 255;

export default class Deprovision extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    'target-org': orgFlag({ summary: messages.text('flags.target-org.summary') }),
    user: Flags.string({ multiple: true, summary: messages.text('flags.user.summary') }),
    overdue: Flags.boolean({ summary: messages.text('flags.overdue.summary') }),
    source: Flags.string({ summary: messages.text('flags.source.summary'), dependsOn: ['overdue'] }),
    apply: Flags.boolean({ summary: messages.text('flags.apply.summary'), dependsOn: ['justification'] }),
    justification: Flags.string({ summary: messages.text('flags.justification.summary') }),
    successor: Flags.string({ summary: messages.text('flags.successor.summary') }),
    'confirm-privileged': Flags.boolean({ summary: messages.text('flags.confirm-privileged.summary') }),
    resume: Flags.string({
      summary: messages.text('flags.resume.summary'),
      exclusive: ['user', 'overdue', 'apply', 'successor', 'confirm-privileged'],
    }),
    wait: Flags.integer({ char: 'w', default: 30, min: 1, max: 1440, summary: messages.text('flags.wait.summary') }),
  };

  async run(): Promise<LeaveReport> {
    const { flags } = await this.parse(Deprovision);
    const { user = [], overdue = false, resume, justification = '' } = flags;
    if (resume === undefined && user.length === 0 && !overdue)
      throw new ScimError('NothingChosen', messages.text('error.nothing'), { exitCode: 2 });
    if (justification.length > MOST_JUSTIFICATION)
      throw new ScimError('TextTooLong', messages.text('error.long'), { exitCode: 2 });
    const [{ deprovision, exitCodeOf, resumeLeaving }, { interruptible }, org] = await Promise.all([
      import('../../deprovision/index.ts'),
      import('../../audit/interruptible.ts'),
      targetOrg(flags['target-org']),
    ]);
    const connection = org.getConnection();
    const stages = this.jsonEnabled() ? silentStages : createStages();
    const title = messages.text(resume ? 'stage.resume' : flags.apply ? 'stage' : 'stage.dry');
    const report = await interruptible((signal, goOnBy) =>
      stages.run(title, (note) =>
        resume
          ? resumeLeaving({ connection, correlationId: resume, waitMinutes: flags.wait, note, signal, goOnBy })
          : deprovision({
              connection,
              choice: { users: user, overdue, source: flags.source ?? null },
              successor: flags.successor ?? null,
              confirmPrivileged: flags['confirm-privileged'] === true,
              dryRun: flags.apply !== true,
              justification,
              waitMinutes: flags.wait,
              note,
              planned: (plan) => this.jsonEnabled() || this.showPlan(plan),
              signal,
              goOnBy,
            }),
      ),
    );
    if (!this.jsonEnabled()) this.show(report);
    process.exitCode = exitCodeOf(report);
    return report;
  }

  /** What stands in the way comes first. */
  private showPlan({ userName, username, status, blockers, live, successorName }: LeavePlan): void {
    this.log(`${userName} (${username}), ${status}`);
    for (const { label, count, message, fix } of blockers)
      this.log(`  ! ${count === null ? '' : `${count} `}${label}: ${[message, fix].filter(Boolean).join(' ')}`);
    for (const { label, count } of live)
      this.log(`  ${messages.text('live', label, count ?? messages.text('unknown'))}`);
    this.log(
      `  ${successorName === null ? messages.text('successor.none') : messages.text('successor', successorName)}`,
    );
  }

  private show({ users, isDryRun, finished, failed, refused }: LeaveReport): void {
    for (const leaving of users) this.showOutcome(leaving);
    this.log(messages.text(isDryRun ? 'totals.dry' : 'totals', finished, failed, refused));
  }

  private showOutcome({ username, correlationId, status, problem, steps }: Leaving): void {
    this.log([status.padEnd(9), username, correlationId ?? '', problem ?? ''].filter(Boolean).join('  '));
    for (const { outcome, label, message } of steps)
      this.log(`  ${outcome.padEnd(13)} ${label}${message ? `: ${message}` : ''}`);
  }
}
