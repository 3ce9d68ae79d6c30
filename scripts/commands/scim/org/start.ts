import path from 'node:path';
import { Flags } from '@oclif/core';
import { ScimCommand, ScimError } from '../../../command.ts';
import { loadMessages } from '../../../messages.ts';
import { createStages, silentStages } from '../../../progress/stages.ts';
import { listenForInterruption } from '../../../start/interruption.ts';
import { readCertificate, readFaults, readScimSwitches, readSeed, readWatched } from '../../../start/options.ts';
import { readyLine, readyText, readyWarnings } from '../../../start/ready.ts';

const messages = loadMessages('scim.org.start');
const DEFAULT_PORT = 8080;

export default class OrgStart extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    port: Flags.integer({
      char: 'p',
      default: DEFAULT_PORT,
      min: 0,
      max: 65_535,
      summary: messages.text('flags.port.summary'),
    }),
    data: Flags.string({ summary: messages.text('flags.data.summary') }),
    fresh: Flags.boolean({ dependsOn: ['data'], summary: messages.text('flags.fresh.summary') }),
    seed: Flags.string({ default: 'none', summary: messages.text('flags.seed.summary') }),
    package: Flags.boolean({ default: true, allowNo: true, summary: messages.text('flags.package.summary') }),
    validate: Flags.boolean({ summary: messages.text('flags.validate.summary') }),
    'dev-hub': Flags.boolean({ summary: messages.text('flags.dev-hub.summary') }),
    'soap-login': Flags.boolean({ summary: messages.text('flags.soap-login.summary') }),
    'jwt-certificate': Flags.string({ summary: messages.text('flags.jwt-certificate.summary') }),
    'scim-switch': Flags.string({ multiple: true, default: [], summary: messages.text('flags.scim-switch.summary') }),
    fault: Flags.string({ multiple: true, default: [], summary: messages.text('flags.fault.summary') }),
    'request-log': Flags.string({ summary: messages.text('flags.request-log.summary') }),
    watch: Flags.string({ multiple: true, default: [], summary: messages.text('flags.watch.summary') }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(OrgStart);
    const seed = readSeed(flags.seed, messages);
    if (seed.kind !== 'none' && !flags.package) {
      throw new ScimError('SeedNeedsPackage', messages.text('error.seed-package', flags.seed), { exitCode: 2 });
    }
    const scimSwitches = readScimSwitches(flags['scim-switch']);
    const faults = readFaults(flags.fault);
    const jwtCertificate = readCertificate(flags['jwt-certificate']);
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
          faults,
          requestLog: flags['request-log'] === undefined ? undefined : path.resolve(flags['request-log']),
          watch: readWatched(flags.watch),
          tell: (text) => (this.jsonEnabled() ? process.stderr.write(`${text}\n`) : this.log(text)),
          soapLogin: flags['soap-login'],
          devHub: flags['dev-hub'],
          jwtCertificate,
        },
        this.jsonEnabled() ? silentStages : createStages(),
        messages,
        interruption,
      );
      if (this.jsonEnabled()) process.stdout.write(readyLine(running));
      else this.log(readyText(running, messages));
      this.hasAnswered = true;
      for (const warning of readyWarnings(running, flags.seed, messages)) this.warn(warning);
      await interruption.happened;
      await running.close();
      this.log(messages.text('stopped'));
    } finally {
      interruption.dispose();
    }
  }

  /** What an interrupted start had under way, such as a client's retries, would keep the process alive for seconds. */
  protected override async finally(error: Error | undefined): Promise<void> {
    await super.finally(error);
    if (error?.name === 'Interrupted') process.exit();
  }
}
