import { ScimCommand } from '../../../command.ts';
import { jobFlags, resultFlags, targetFlag, waitFlags } from '../../../deploy/flags.ts';
import type { PipelineReport } from '../../../deploy/pipeline.ts';
import type { RunRecord } from '../../../deploy/record.ts';
import { loadMessages } from '../../../messages.ts';

const messages = loadMessages('scim.deploy.resume');

export default class DeployResume extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = { ...targetFlag, ...jobFlags, ...waitFlags, ...resultFlags };

  async run(): Promise<PipelineReport> {
    const { flags } = await this.parse(DeployResume);
    const [{ findRun, nothingFound }, { isUnfinished, recordsOf }, { findProject }, { session }] = await Promise.all([
      import('../../../deploy/find-run.ts'),
      import('../../../deploy/record.ts'),
      import('../../../project.ts'),
      import('../../../deploy/session.ts'),
    ]);
    const project = findProject(process.cwd());
    const wanted = { targetOrg: flags['target-org'], jobId: flags['job-id'] };
    // A run that was taken back would begin again, which nobody should get for having named no org.
    const isNamed = wanted.targetOrg !== undefined || wanted.jobId !== undefined;
    const suits = (run: RunRecord): boolean => isUnfinished(run) || (isNamed && run.status === 'undone');
    const found = await findRun(recordsOf(project.root), wanted, suits);
    const none = (): Error => {
      const where = wanted.jobId ?? wanted.targetOrg;
      return nothingFound(messages.text('error.none', where ? ` (${where})` : ''), messages.text('error.none.action'));
    };
    if (!found) throw none();
    const { org, run } = found;
    return session({
      command: this,
      project,
      target: org
        ? {
            org,
            record(_facts, earlier) {
              // Read again under the lock: another process may have finished it meanwhile.
              if (!earlier || earlier.id !== run.id || earlier.status === 'done') throw none();
              return earlier;
            },
          }
        : { scratchRun: run },
      wait: flags.wait,
      resultsDir: flags['results-dir'],
      formatters: flags['coverage-formatters'],
    });
  }
}
