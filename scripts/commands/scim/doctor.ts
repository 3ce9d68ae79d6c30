import { Flags } from '@oclif/core';
import { ScimCommand } from '../../command.ts';
import { orgFlag, targetOrg } from '../../deploy/org-flag.ts';
import type { Check } from '../../doctor/check.ts';
import type { DoctorReport } from '../../doctor/index.ts';
import { exchangeText } from '../../evidence/traffic-text.ts';
import { loadMessages } from '../../messages.ts';
import { createStages, silentStages } from '../../progress/stages.ts';
import { tidyingUp } from '../../start/interruption.ts';

const messages = loadMessages('scim.doctor');
const FAIL_ON = ['bad', 'warning', 'never'] as const;
const PROBE_DEADLINE_SECONDS = 300;
const PROBE_PROFILE = 'Minimum Access - Salesforce';

export default class Doctor extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    'target-org': orgFlag({ summary: messages.text('flags.target-org.summary') }),
    'integration-user': Flags.string({ multiple: true, summary: messages.text('flags.integration-user.summary') }),
    probe: Flags.boolean({ summary: messages.text('flags.probe.summary') }),
    // Without a default: oclif would take it for given, and ask for --probe in every run.
    'probe-profile': Flags.string({
      dependsOn: ['probe'],
      summary: messages.text('flags.probe-profile.summary'),
    }),
    'fail-on': Flags.option({
      options: FAIL_ON,
      default: 'bad' as const,
      summary: messages.text('flags.fail-on.summary'),
    })(),
  };

  async run(): Promise<DoctorReport> {
    const { flags } = await this.parse(Doctor);
    const [{ examine }, org] = await Promise.all([import('../../doctor/index.ts'), targetOrg(flags['target-org'])]);
    const stages = this.jsonEnabled() ? silentStages : createStages();
    const { result: report, stopped } = await tidyingUp((signal) =>
      stages.run(messages.text('stage'), (note) =>
        examine({
          connection: org.getConnection(),
          integrationUsers: flags['integration-user'] ?? [],
          probe: flags.probe
            ? {
                profile: flags['probe-profile'] ?? PROBE_PROFILE,
                domain: 'example.com',
                deadlineSeconds: PROBE_DEADLINE_SECONDS,
              }
            : null,
          note,
          signal,
        }),
      ),
    );
    if (!this.jsonEnabled()) this.show(report);
    const { bad, warning } = report.counts;
    const fails = { bad: bad > 0, warning: bad + warning > 0, never: false };
    process.exitCode = stopped || (fails[flags['fail-on']] ? 1 : 0);
    return report;
  }

  private show({ checks, counts, manual, traffic, probe }: DoctorReport): void {
    for (const check of checks) this.log(asText(check));
    if (traffic.length > 0) {
      this.log(`\n${messages.text('traffic')}`);
      for (const exchange of traffic) this.log(exchangeText(exchange));
    }
    this.log(`\n${messages.text('manual')}`);
    for (const { cause, step, link } of manual) this.log(`  ${cause}\n    ${step}${link ? `\n    ${link}` : ''}`);
    if (probe?.left) this.log(`\n${messages.text('left', probe.left.username, probe.left.remedy)}`);
    this.log(`\n${messages.text('counts', counts.good, counts.warning, counts.bad, counts.unknown)}`);
  }
}

function asText({ status, severity, claim, evidence, fix, value, link }: Check): string {
  return [
    `${status.toUpperCase().padEnd(8)} ${claim}${severity === 'none' ? '' : ` [${severity}]`}`,
    `         ${evidence}`,
    ...(value ? [`         Value: ${value}`] : []),
    ...(fix ? [`         Fix: ${fix}`] : []),
    ...(fix && link ? [`         Where: ${link}`] : []),
  ].join('\n');
}
