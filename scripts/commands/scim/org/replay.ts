import path from 'node:path';
import { Args, Flags } from '@oclif/core';
import { ScimCommand } from '../../../command.ts';
import { orgFlag, targetOrg } from '../../../deploy/org-flag.ts';
import { loadMessages } from '../../../messages.ts';
import type { Replayed } from '../../../replay/replay.ts';

const messages = loadMessages('scim.org.replay');
/** As many digits as the longest log needs to stay aligned. */
const NUMBER_WIDTH = 5;

/** What `--json` answers. */
export interface ReplayReport {
  requests: Replayed[];
  same: number;
  different: number;
  skipped: number;
}

export default class OrgReplay extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly args = {
    file: Args.string({ required: true, description: messages.text('args.file.summary') }),
  };

  static override readonly flags = {
    'target-org': orgFlag({ summary: messages.text('flags.target-org.summary') }),
    apply: Flags.boolean({ summary: messages.text('flags.apply.summary') }),
  };

  async run(): Promise<ReplayReport> {
    const { args, flags } = await this.parse(OrgReplay);
    const [{ readRequestLog }, { plan, replay }] = await Promise.all([
      import('../../../replay/log.ts'),
      import('../../../replay/replay.ts'),
    ]);
    const log = readRequestLog(path.resolve(args.file));
    const rows = flags.apply ? replay(log, await this.target(flags['target-org'])) : plan(log);
    const requests: Replayed[] = [];
    for await (const row of rows) {
      requests.push(row);
      if (!this.jsonEnabled()) this.log(lineOf(row));
    }
    const count = (outcome: Replayed['outcome']): number => requests.filter((row) => row.outcome === outcome).length;
    const report = { requests, same: count('same'), different: count('different'), skipped: count('skipped') };
    if (!this.jsonEnabled()) this.log(this.sum(report, count('planned'), flags.apply));
    process.exitCode = report.different > 0 ? 1 : 0;
    return report;
  }

  private async target(aliasOrUsername: string | undefined): Promise<{ instanceUrl: string; accessToken: string }> {
    const org = await targetOrg(aliasOrUsername);
    await org.refreshAuth();
    const { instanceUrl, accessToken } = org.getConnection();
    return { instanceUrl: instanceUrl.replace(/\/+$/, ''), accessToken: String(accessToken) };
  }

  private sum({ same, different, skipped }: ReplayReport, planned: number, isApplied: boolean): string {
    return isApplied ? messages.text('done', same, different, skipped) : messages.text('planned', planned, skipped);
  }
}

function lineOf({ number, outcome, method, path: sent, recorded, now, note }: Replayed): string {
  const statuses = now === null ? String(recorded ?? '-') : `${recorded ?? '-'} -> ${now}`;
  return `${String(number).padStart(NUMBER_WIDTH)}  ${outcome.padEnd(9)}  ${method} ${sent}  ${statuses}${note ? `  ${note}` : ''}`;
}
