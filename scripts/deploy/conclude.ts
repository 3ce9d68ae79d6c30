/** What a command says when its run has come to its end, and the exit code for "done in part". */
import type { ScimCommand } from '../command.ts';
import { loadMessages } from '../messages.ts';
import type { PipelineReport } from './pipeline.ts';
import type { RunOptions } from './plan.ts';

const messages = loadMessages('scim.deploy');
/** Salesforce CLI's exit code for "done in part" (`sf project deploy start`). */
const PARTLY = 68;

export function conclude(command: ScimCommand, report: PipelineReport, options: RunOptions): void {
  const { org, scratchOrg } = report;
  if (options.route === 'validate') {
    command.log(messages.text('done.validated', org.username, report.check?.id ?? ''));
    return;
  }
  command.log(messages.text(report.dryRun ? 'done.dry-run' : 'done', org.username));
  const kept = [...(report.hardening?.keptUserPermissions ?? []), ...(report.hardening?.keptObjects ?? [])];
  if (kept.length > 0) command.warn(messages.text('kept', kept.join(', ')));
  for (const { username, excess } of report.identities)
    if (excess.length > 0) command.warn(messages.text('identity.excess', username, excess.join(', ')));
  for (const { name, problem } of report.extras) {
    if (problem === null) continue;
    command.warn(messages.text('extra.refused', name, problem));
    process.exitCode = PARTLY;
  }
  if (report.sampleData?.problem != null) {
    command.warn(messages.text('sample.refused', report.sampleData.problem));
    process.exitCode = PARTLY;
  }
  if (report.dryRun) return;
  if (scratchOrg?.deleted) {
    command.log(messages.text('done.deleted'));
    return;
  }
  command.log(messages.text('done.next', org.username, report.links.console));
  if (report.checklist.length > 0) command.log(checklistText(report.checklist));
}

function checklistText(items: PipelineReport['checklist']): string {
  const head = loadMessages('scim.deploy.checklist').text('head');
  return ['', head, ...items.map(({ what, why, link }) => `  [ ] ${what}\n      ${why}\n      ${link}`)].join('\n');
}
