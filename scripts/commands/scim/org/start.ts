import path from 'node:path';
import { Flags } from '@oclif/core';
import { ScimCommand, ScimError } from '../../../command.ts';
import { loadMessages } from '../../../messages.ts';
import { createStages, silentStages } from '../../../progress/stages.ts';
import { listenForInterruption } from '../../../start/interruption.ts';
import { readScimSwitches, readSeed, type RunningOrg } from '../../../start/options.ts';

const messages = loadMessages('scim.org.start');
const DEFAULT_PORT = 8080;

export default class OrgStart extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    port: Flags.integer({ char: 'p', default: DEFAULT_PORT, min: 0, max: 65_535, summary: messages.text('flags.port.summary') }),
    data: Flags.string({ summary: messages.text('flags.data.summary') }),
    fresh: Flags.boolean({ dependsOn: ['data'], summary: messages.text('flags.fresh.summary') }),
    seed: Flags.string({ default: 'none', summary: messages.text('flags.seed.summary') }),
    package: Flags.boolean({ default: true, allowNo: true, summary: messages.text('flags.package.summary') }),
    validate: Flags.boolean({ summary: messages.text('flags.validate.summary') }),
    'scim-switch': Flags.string({ multiple: true, default: [], summary: messages.text('flags.scim-switch.summary') }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(OrgStart);
    const seed = readSeed(flags.seed, messages);
    if (seed.kind !== 'none' && !flags.package) {
      throw new ScimError('SeedNeedsPackage', messages.text('error.seed-package', flags.seed), { exitCode: 2 });
    }
    const scimSwitches = readScimSwitches(flags['scim-switch']);
    const interruption = listenForInterruption();
    try {
      const { startOrg } = await import('../../../start/index.ts');
      const running = await startOrg(
        {
          projectRoot: path.resolve(import.meta.dirname, '../../../..'),
          port: flags.port,
          data: flags.data === undefined ? undefined : path.resolve(flags.data),
          fresh: flags.fresh,
          seed,
          withPackage: flags.package,
          validate: flags.validate,
          scimSwitches,
        },
        this.jsonEnabled() ? silentStages : createStages(),
        messages,
        interruption,
      );
      this.announce(running, flags.seed);
      await interruption.happened;
      await running.close();
      if (!this.jsonEnabled()) this.log(messages.text('stopped'));
    } finally {
      interruption.dispose();
    }
  }

  /** What an interrupted start had under way, such as a client's retries, would keep the process alive for seconds. */
  protected override async finally(error: Error | undefined): Promise<void> {
    await super.finally(error);
    if (error?.name === 'Interrupted') process.exit();
  }

  private announce(running: RunningOrg, seed: string): void {
    const { instanceUrl, username, accessToken, orgId, consoleUrl, scimUrl, sources } = running;
    if (this.jsonEnabled()) {
      this.logToStdout({ instanceUrl, username, accessToken, orgId, consoleUrl, scimUrl, sources });
      return;
    }
    this.log();
    if (running.restored) this.log(messages.text('restored', instanceUrl));
    if (running.restored && seed !== 'none' && running.restored !== seed) {
      this.warn(messages.text('restored.other-seed', running.restored, seed));
    }
    if (running.wasCutOff) this.warn(messages.text('cut-off'));
    this.log(messages.text('ready', consoleUrl));
    this.log(messages.text('ready.details', username, scimUrl, instanceUrl, accessToken));
    if (sources.length > 0) this.log(messages.text('ready.sources'));
    for (const source of sources) this.log(`  ${source.name.padEnd(14)} ${source.accessToken}`);
    this.log();
    this.log(messages.text('ready.first'));
  }

  /** One line, so that scripts can read up to the first newline while the org keeps running. */
  private logToStdout(value: unknown): void {
    process.stdout.write(`${JSON.stringify(value)}\n`);
  }
}
