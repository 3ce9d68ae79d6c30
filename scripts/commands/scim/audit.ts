import path from 'node:path';
import { Flags } from '@oclif/core';
import type { Audit, FileFormat } from '../../audit/index.ts';
import { ScimCommand } from '../../command.ts';
import { orgFlag, targetOrg } from '../../deploy/org-flag.ts';
import { loadMessages } from '../../messages.ts';
import { createStages, silentStages } from '../../progress/stages.ts';

const messages = loadMessages('scim.audit');
const FORMATS = ['table', 'csv', 'json', 'html'] as const;
const SCANS = ['none', 'delta', 'full'] as const;
const STATES = ['open', 'resolved', 'all'] as const;
const KINDS = ['Missing', 'Unexpected', 'Lifecycle'] as const;
const STATUSES = ['Active', 'Frozen', 'Inactive'] as const;
const SEVERITIES = ['Critical', 'High', 'Medium', 'Low'] as const;
const FAIL_ON = ['never', 'overdue', 'privileged', 'critical', 'unexpected', 'missing', 'any'] as const;
/** Lines of the table; the files hold everything. */
const MOST_LINES = 50;

export default class AuditCommand extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    'target-org': orgFlag({ summary: messages.text('flags.target-org.summary') }),
    scan: Flags.option({ options: SCANS, default: 'none' as const, summary: messages.text('flags.scan.summary') })(),
    wait: Flags.integer({ char: 'w', default: 30, min: 1, max: 1440, summary: messages.text('flags.wait.summary') }),
    format: Flags.option({
      options: FORMATS,
      multiple: true,
      default: ['table'],
      summary: messages.text('flags.format.summary'),
    })(),
    'output-dir': Flags.string({ default: '.', summary: messages.text('flags.output-dir.summary') }),
    source: Flags.string({ summary: messages.text('flags.source.summary') }),
    kind: Flags.option({ options: KINDS, summary: messages.text('flags.kind.summary') })(),
    severity: Flags.option({ options: SEVERITIES, summary: messages.text('flags.severity.summary') })(),
    reason: Flags.string({ summary: messages.text('flags.reason.summary') }),
    entitlement: Flags.string({ summary: messages.text('flags.entitlement.summary') }),
    status: Flags.option({ options: STATUSES, summary: messages.text('flags.status.summary') })(),
    department: Flags.string({ summary: messages.text('flags.department.summary') }),
    search: Flags.string({ summary: messages.text('flags.search.summary') }),
    user: Flags.string({ summary: messages.text('flags.user.summary') }),
    state: Flags.option({ options: STATES, default: 'open' as const, summary: messages.text('flags.state.summary') })(),
    bulk: Flags.boolean({ allowNo: true, summary: messages.text('flags.bulk.summary') }),
    resume: Flags.string({ summary: messages.text('flags.resume.summary'), exclusive: ['bulk'] }),
    compare: Flags.string({ summary: messages.text('flags.compare.summary') }),
    'fail-on': Flags.option({
      options: FAIL_ON,
      default: 'never' as const,
      summary: messages.text('flags.fail-on.summary'),
    })(),
  };

  async run(): Promise<Audit> {
    const { flags } = await this.parse(AuditCommand);
    const [{ audit, FILE_FORMATS }, { interruptible }, org] = await Promise.all([
      import('../../audit/index.ts'),
      import('../../audit/interruptible.ts'),
      targetOrg(flags['target-org']),
    ]);
    const { source, kind, severity, reason, entitlement, state, status, department, search, user } = flags;
    const chosen = { source, kind, severity, reason, entitlement, state, status, department, search, user };
    const stages = this.jsonEnabled() ? silentStages : createStages();
    const result = await interruptible((signal, goOnBy) =>
      stages.run(messages.text('stage'), (note) =>
        audit({
          connection: org.getConnection(),
          scan: flags.scan,
          waitMinutes: flags.wait,
          filters: Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)),
          way: flags.bulk === undefined ? 'auto' : flags.bulk ? 'bulk' : 'pages',
          formats: FILE_FORMATS.filter((format: FileFormat) => flags.format.includes(format)),
          outputDir: path.resolve(flags['output-dir']),
          spoolDir: path.join(this.config.dataDir, 'scim-audits'),
          resume: flags.resume ?? null,
          compareWith: flags.compare ?? null,
          note,
          signal,
          goOnBy,
        }),
      ),
    );
    if (!this.jsonEnabled()) this.show(result, flags.format.includes('table'));
    process.exitCode = fails(result, flags['fail-on']) ? 1 : 0;
    return result;
  }

  private show({ findings, summary, status, comparison, files }: Audit, hasTable: boolean): void {
    if (hasTable) {
      const lines = findings
        .slice(0, MOST_LINES)
        .map(({ severity, username, entitlementLabel, reason }) => [
          severity,
          username,
          entitlementLabel ?? '',
          reason,
        ]);
      const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...lines.map((line) => line[column]!.length)));
      for (const line of lines)
        this.log(
          line
            .map((cell, column) => cell.padEnd(widths[column]!))
            .join('  ')
            .trimEnd(),
        );
      if (summary.findings > lines.length) this.log(messages.text('more', summary.findings - lines.length));
    }
    this.log(
      messages.text(
        'totals',
        status.users,
        status.usersWithGaps,
        summary.missing,
        summary.critical,
        summary.unexpected,
        summary.overdue,
      ),
    );
    if (comparison) this.log(messages.text('compared', comparison.opened, comparison.closed, comparison.unchanged));
    for (const file of files) this.log(file);
  }
}

function fails({ summary }: Audit, limit: (typeof FAIL_ON)[number]): boolean {
  const counts = {
    never: 0,
    overdue: summary.overdue,
    privileged: summary.privileged,
    critical: summary.critical,
    unexpected: summary.unexpected,
    missing: summary.missing,
    any: summary.findings,
  };
  return counts[limit] > 0;
}
