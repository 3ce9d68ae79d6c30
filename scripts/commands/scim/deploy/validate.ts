import { ScimCommand } from '../../../command.ts';
import { contentFlags, contentOf, requireSensible, resultFlags, targetFlag, waitFlags } from '../../../deploy/flags.ts';
import { targetOrg } from '../../../deploy/org-flag.ts';
import type { PipelineReport } from '../../../deploy/pipeline.ts';
import { loadMessages } from '../../../messages.ts';

const messages = loadMessages('scim.deploy.validate');

export default class DeployValidate extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = { ...targetFlag, ...contentFlags, ...waitFlags, ...resultFlags };

  async run(): Promise<PipelineReport> {
    const { flags } = await this.parse(DeployValidate);
    requireSensible(flags);
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
      formatters: flags['coverage-formatters'],
      target: {
        org: await targetOrg(flags['target-org']),
        record(facts, earlier) {
          requireFinished(earlier);
          return newRun(project.root, facts, {
            route: 'validate',
            apiVersion: flags['api-version'] ?? project.apiVersion,
            ...contentOf(flags, facts.username),
            sampleData: false,
            validates: !flags['skip-validation'],
          });
        },
      },
    });
  }
}
