import { Flags } from '@oclif/core';
import { orgFlag, targetOrg } from '../../deploy/org-flag.ts';
import { ScimCommand, ScimError } from '../../command.ts';
import { requireValid } from '../../deploy/validation.ts';
import { loadMessages } from '../../messages.ts';
import { createStages, silentStages } from '../../progress/stages.ts';
import { EXTRAS } from '../../deploy/directories.ts';
import type { PipelineReport } from '../../deploy/pipeline.ts';

const messages = loadMessages('scim.deploy');
/** Salesforce CLI's exit code for "done in part" (`sf project deploy start`). */
const PARTLY = 68;
const TEST_LEVELS = ['NoTestRun', 'RunSpecifiedTests', 'RunLocalTests', 'RunAllTestsInOrg'] as const;

export default class Deploy extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    'target-org': orgFlag({ summary: messages.text('flags.target-org.summary') }),
    'dry-run': Flags.boolean({ default: false, summary: messages.text('flags.dry-run.summary') }),
    'test-level': Flags.option({
      char: 'l',
      options: TEST_LEVELS,
      default: 'RunSpecifiedTests' as const,
      summary: messages.text('flags.test-level.summary'),
    })(),
    admin: Flags.string({ multiple: true, summary: messages.text('flags.admin.summary') }),
    extra: Flags.option({ multiple: true, options: EXTRAS, summary: messages.text('flags.extra.summary') })(),
    'results-dir': Flags.string({ summary: messages.text('flags.results-dir.summary') }),
    'skip-validation': Flags.boolean({ summary: messages.text('flags.skip-validation.summary') }),
    'api-version': Flags.string({ char: 'a', summary: messages.text('flags.api-version.summary') }),
  };

  async run(): Promise<PipelineReport> {
    const { flags } = await this.parse(Deploy);
    const apiVersion = flags['api-version'];
    if (apiVersion !== undefined && !/^\d{2}\.0$/.test(apiVersion)) {
      throw new ScimError('InvalidApiVersion', messages.text('error.api-version', apiVersion), { exitCode: 2 });
    }
    const [{ runPipeline }, { requirePackage }, { findProject }, results] = await Promise.all([
      import('../../deploy/pipeline.ts'),
      import('../../deploy/package.ts'),
      import('../../project.ts'),
      import('../../deploy/results.ts'),
    ]);
    const project = findProject(process.cwd());
    requirePackage(project.root);
    const org = await targetOrg(flags['target-org']);
    const username = org.getUsername() ?? '';
    const stages = this.jsonEnabled() ? silentStages : createStages();
    const directory = flags['results-dir'];
    try {
      if (!flags['skip-validation'])
        await stages.run(messages.text('stage.validate'), () => requireValid(project.root));
      const report = await runPipeline({
        connection: org.getConnection(),
        projectRoot: project.root,
        apiVersion: apiVersion ?? project.sourceApiVersion,
        dryRun: flags['dry-run'],
        testLevel: flags['test-level'],
        admins: flags.admin ?? [username],
        extras: flags.extra ?? [],
        stages,
      });
      if (directory) await results.writeResults(directory, report);
      this.conclude(report, username);
      return report;
    } catch (error) {
      if (directory) await results.writeFailedResults(directory, error);
      throw error;
    }
  }

  private conclude(report: PipelineReport, username: string): void {
    this.log(messages.text(report.dryRun ? 'done.dry-run' : 'done', username));
    const kept = [...(report.hardening?.keptUserPermissions ?? []), ...(report.hardening?.keptObjects ?? [])];
    if (kept.length > 0) this.warn(messages.text('kept', kept.join(', ')));
    for (const { name, problem } of report.extras) {
      if (problem === null) continue;
      this.warn(messages.text('extra.refused', name, problem));
      process.exitCode = PARTLY;
    }
    if (!report.dryRun) this.log(messages.text('done.next', username));
  }
}
