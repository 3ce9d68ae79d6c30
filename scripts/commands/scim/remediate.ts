import { Flags } from '@oclif/core';
import type { FixReport } from '../../audit/fix.ts';
import { ScimCommand, ScimError } from '../../command.ts';
import { orgFlag, targetOrg } from '../../deploy/org-flag.ts';
import { loadMessages } from '../../messages.ts';
import { createStages, silentStages } from '../../progress/stages.ts';

const messages = loadMessages('scim.remediate');
const STATUSES = ['Active', 'Frozen', 'Inactive'] as const;
const SEVERITIES = ['Critical', 'High', 'Medium', 'Low'] as const;
const MOST_JUSTIFICATION = 255;

export default class Remediate extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    'target-org': orgFlag({ summary: messages.text('flags.target-org.summary') }),
    apply: Flags.boolean({ summary: messages.text('flags.apply.summary'), dependsOn: ['justification'] }),
    justification: Flags.string({ summary: messages.text('flags.justification.summary') }),
    user: Flags.string({ summary: messages.text('flags.user.summary') }),
    source: Flags.string({ summary: messages.text('flags.source.summary') }),
    severity: Flags.option({ options: SEVERITIES, summary: messages.text('flags.severity.summary') })(),
    reason: Flags.string({ summary: messages.text('flags.reason.summary') }),
    entitlement: Flags.string({ summary: messages.text('flags.entitlement.summary') }),
    status: Flags.option({ options: STATUSES, summary: messages.text('flags.status.summary') })(),
    department: Flags.string({ summary: messages.text('flags.department.summary') }),
    search: Flags.string({ summary: messages.text('flags.search.summary') }),
    'include-unexpected': Flags.boolean({ summary: messages.text('flags.include-unexpected.summary') }),
    'confirm-privileged': Flags.boolean({ summary: messages.text('flags.confirm-privileged.summary') }),
    wait: Flags.integer({ char: 'w', default: 30, min: 1, max: 1440, summary: messages.text('flags.wait.summary') }),
  };

  async run(): Promise<FixReport> {
    const { flags } = await this.parse(Remediate);
    const { user, source, severity, reason, entitlement, status, department, search } = flags;
    const chosen = { user, source, severity, reason, entitlement, status, department, search };
    const filters = Object.entries(chosen).filter((entry): entry is [string, string] => entry[1] !== undefined);
    // Somebody who forgot the filter should not change a whole org.
    if (filters.length === 0) throw new ScimError('NothingChosen', messages.text('error.nothing'), { exitCode: 2 });
    const justification = flags.justification ?? '';
    if (justification.length > MOST_JUSTIFICATION)
      throw new ScimError('TextTooLong', messages.text('error.long'), { exitCode: 2 });
    const [{ exitCodeOf, fix }, { interruptible }, org] = await Promise.all([
      import('../../audit/fix.ts'),
      import('../../audit/interruptible.ts'),
      targetOrg(flags['target-org']),
    ]);
    const stages = this.jsonEnabled() ? silentStages : createStages();
    const report = await interruptible((signal, goOnBy) =>
      stages.run(messages.text(flags.apply ? 'stage' : 'stage.dry'), (note) =>
        fix({
          connection: org.getConnection(),
          filters: Object.fromEntries(filters),
          includeUnexpected: flags['include-unexpected'] === true,
          confirmPrivileged: flags['confirm-privileged'] === true,
          dryRun: flags.apply !== true,
          justification,
          waitMinutes: flags.wait,
          note,
          signal,
          goOnBy,
        }),
      ),
    );
    if (!this.jsonEnabled()) this.show(report);
    process.exitCode = exitCodeOf(report);
    return report;
  }

  private show({ items, isDryRun, succeeded, unchanged, skipped, failed }: FixReport): void {
    for (const { outcome, action, entitlementLabel, userName, message } of items) {
      this.log(`${outcome.padEnd(13)} ${action} ${entitlementLabel} – ${userName}${message ? `: ${message}` : ''}`);
    }
    this.log(messages.text(isDryRun ? 'totals.dry' : 'totals', succeeded, unchanged, skipped, failed));
  }
}
