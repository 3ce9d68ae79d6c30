import { ScimCommand, ScimError } from '../../../command.ts';
import { jobFlags, targetFlag } from '../../../deploy/flags.ts';
import type { CanceledRun } from '../../../deploy/cancel.ts';
import { loadMessages } from '../../../messages.ts';

const messages = loadMessages('scim.deploy.cancel');
const resume = loadMessages('scim.deploy.resume');

export default class DeployCancel extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = { ...targetFlag, ...jobFlags };

  async run(): Promise<CanceledRun> {
    const { flags } = await this.parse(DeployCancel);
    const [
      { findRun, nothingFound },
      { isUnfinished, recordsOf },
      { findProject },
      { cancelRun, cancelScratch },
      { stagesOf },
    ] = await Promise.all([
      import('../../../deploy/find-run.ts'),
      import('../../../deploy/record.ts'),
      import('../../../project.ts'),
      import('../../../deploy/cancel.ts'),
      import('../../../deploy/session.ts'),
    ]);
    const project = findProject(process.cwd());
    const records = recordsOf(project.root);
    const wanted = { targetOrg: flags['target-org'], jobId: flags['job-id'] };
    const found = await findRun(records, wanted, isUnfinished);
    if (!found) {
      throw nothingFound(resume.text('error.none', ''), resume.text('error.none.action'));
    }
    const lock = records.open(found.run.org.id);
    try {
      const kept = lock.keep(records.find(found.run.org.id) ?? found.run);
      const stages = stagesOf(this);
      const canceled = kept.run.scratch
        ? await cancelScratch(kept.run.scratch, lock, stages)
        : await cancelRun({ connection: found.org!.getConnection(), projectRoot: project.root, kept, stages });
      if (canceled.stillRunning !== null) {
        throw new ScimError('CancelPending', messages.text('error.running', canceled.stillRunning), { exitCode: 69 });
      }
      this.log(`${messages.text('done', found.run.startedAt)}\n${canceled.told}`);
      return canceled;
    } finally {
      lock.close();
    }
  }
}
