import { ScimCommand, ScimError } from '../../../command.ts';
import {
  contentFlags,
  identityFlags,
  INTEGRATION_SETS,
  jobFlags,
  MORE_SETS,
  requireJobId,
  resultFlags,
  targetFlag,
  waitFlags,
} from '../../../deploy/flags.ts';
import { targetOrg } from '../../../deploy/org-flag.ts';
import type { PipelineReport } from '../../../deploy/pipeline.ts';
import type { RunOptions } from '../../../deploy/plan.ts';
import type { RunRecord } from '../../../deploy/record.ts';
import { loadMessages } from '../../../messages.ts';

const messages = loadMessages('scim.deploy.quick');

export default class DeployQuick extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    ...targetFlag,
    ...jobFlags,
    ...identityFlags,
    admin: contentFlags.admin,
    'permission-set': contentFlags['permission-set'],
    extra: contentFlags.extra,
    ...waitFlags,
    // Without coverage: it runs no tests.
    'results-dir': resultFlags['results-dir'],
  };

  async run(): Promise<PipelineReport> {
    const { flags } = await this.parse(DeployQuick);
    const jobId = flags['job-id'] === undefined ? undefined : requireJobId(flags['job-id']);
    if (jobId === undefined && !flags['use-most-recent'])
      throw new ScimError('NoValidation', messages.text('error.which'), { exitCode: 2 });
    const [{ newRun }, { requirePackage }, { findProject }, { requireFinished, session }] = await Promise.all([
      import('../../../deploy/pipeline.ts'),
      import('../../../deploy/package.ts'),
      import('../../../project.ts'),
      import('../../../deploy/session.ts'),
    ]);
    const project = findProject(process.cwd());
    requirePackage(project.root);
    return session({
      command: this,
      project,
      wait: flags.wait,
      resultsDir: flags['results-dir'],
      target: {
        org: await targetOrg(flags['target-org']),
        record(facts, earlier) {
          requireFinished(earlier);
          const validated = validationIn(earlier);
          const known =
            validated && (!jobId || validated.id.slice(0, 15) === jobId.slice(0, 15)) ? validated : undefined;
          const validation = jobId ?? known?.id;
          if (validation === undefined) {
            throw new ScimError('NoValidation', messages.text('error.none'), {
              actions: [messages.text('error.none.action')],
            });
          }
          const sets = flags['permission-set']?.map((set) => MORE_SETS[set]);
          const integrationSets = flags['integration-permission-set']?.map((set) => INTEGRATION_SETS[set]);
          return newRun(project.root, facts, {
            route: 'quick',
            apiVersion: known?.options.apiVersion ?? project.apiVersion,
            testLevel: 'NoTestRun',
            tests: [],
            admins: flags.admin ?? known?.options.admins ?? [facts.username],
            permissionSets: sets ?? known?.options.permissionSets ?? [],
            integrationUsers: flags['integration-user'] ?? known?.options.integrationUsers ?? [],
            integrationSets: integrationSets ?? known?.options.integrationSets ?? [],
            extras: flags.extra ?? known?.options.extras ?? [],
            sampleData: false,
            validates: false,
            validation,
          });
        },
      },
    });
  }
}

function validationIn(run: RunRecord | undefined): { id: string; options: RunOptions } | undefined {
  const job = run?.status === 'validated' ? run.steps.find(({ id }) => id === 'check')?.job : undefined;
  return job === undefined ? undefined : { id: job, options: run!.options as unknown as RunOptions };
}
