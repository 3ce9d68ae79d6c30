import { Flags } from '@oclif/core';
import { ScimCommand, ScimError } from '../../../command.ts';
import { contentFlags, contentOf, requireSensible, resultFlags, targetFlag, waitFlags } from '../../../deploy/flags.ts';
import type { OrgFacts } from '../../../deploy/org-facts.ts';
import { targetOrg } from '../../../deploy/org-flag.ts';
import type { PipelineReport } from '../../../deploy/pipeline.ts';
import type { RunOptions } from '../../../deploy/plan.ts';
import type { Target } from '../../../deploy/session.ts';
import { loadMessages } from '../../../messages.ts';

const messages = loadMessages('scim.deploy');

export default class Deploy extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    ...targetFlag,
    'dry-run': Flags.boolean({ default: false, summary: messages.text('flags.dry-run.summary') }),
    ...contentFlags,
    'scratch-def': Flags.string({
      char: 'f',
      exclusive: ['target-org', 'dry-run'],
      helpValue: '<file>',
      summary: messages.text('flags.scratch-def.summary'),
    }),
    'target-dev-hub': Flags.string({
      char: 'v',
      dependsOn: ['scratch-def'],
      summary: messages.text('flags.target-dev-hub.summary'),
    }),
    'duration-days': Flags.integer({
      char: 'y',
      min: 1,
      max: 30,
      default: 7,
      summary: messages.text('flags.duration-days.summary'),
    }),
    alias: Flags.string({ dependsOn: ['scratch-def'], summary: messages.text('flags.alias.summary') }),
    'delete-scratch': Flags.option({
      options: ['always', 'on-failure', 'never'] as const,
      dependsOn: ['scratch-def'],
      summary: messages.text('flags.delete-scratch.summary'),
    })(),
    'sample-data': Flags.boolean({ default: false, summary: messages.text('flags.sample-data.summary') }),
    'start-over': Flags.boolean({ default: false, summary: messages.text('flags.start-over.summary') }),
    ...waitFlags,
    ...resultFlags,
  };

  async run(): Promise<PipelineReport> {
    const { flags } = await this.parse(Deploy);
    requireSensible(flags);
    const [{ newRun }, { requirePackage }, { findProject }, { requireFinished, session }, { usualRoute }] =
      await Promise.all([
        import('../../../deploy/pipeline.ts'),
        import('../../../deploy/package.ts'),
        import('../../../project.ts'),
        import('../../../deploy/session.ts'),
        import('../../../deploy/plan.ts'),
      ]);
    const project = findProject(process.cwd());
    requirePackage(project.root);
    const optionsFor = (facts: Pick<OrgFacts, 'kind' | 'username'>): RunOptions => ({
      route: flags['dry-run'] ? 'dry-run' : usualRoute(facts),
      apiVersion: flags['api-version'] ?? project.apiVersion,
      ...contentOf(flags, facts.username),
      sampleData: flags['sample-data'],
      validates: !flags['skip-validation'],
    });
    const target = async (): Promise<Target> => {
      const definition = flags['scratch-def'];
      if (definition !== undefined) {
        if (flags.admin || flags['integration-user'])
          throw new ScimError('ScratchAdmin', messages.text('error.scratch-admin'), { exitCode: 2 });
        const { newScratchRun } = await import('../../../deploy/scratch-run.ts');
        return {
          scratchRun: await newScratchRun(project.root, optionsFor({ kind: 'scratch', username: '' }), {
            definition,
            hub: flags['target-dev-hub'],
            durationDays: flags['duration-days'],
            alias: flags.alias,
            deletion: flags['delete-scratch'],
          }),
        };
      }
      return {
        org: await targetOrg(flags['target-org']),
        record(facts, earlier) {
          if (!flags['start-over']) requireFinished(earlier);
          return newRun(project.root, facts, optionsFor(facts));
        },
      };
    };
    return session({
      command: this,
      project,
      target: await target(),
      wait: flags.wait,
      resultsDir: flags['results-dir'],
      formatters: flags['coverage-formatters'],
    });
  }
}
