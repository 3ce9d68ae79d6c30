import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Flags } from '@oclif/core';
import { ScimCommand } from '../../command.ts';
import { loadMessages } from '../../messages.ts';
import { createStages, silentStages } from '../../progress/stages.ts';
import type { ValidationReport } from '../../validate/index.ts';

const messages = loadMessages('scim.validate');
const FORMATS = ['human', 'json', 'sarif', 'junit', 'github'] as const;
const SEVERITIES = ['error', 'warning', 'info'] as const;
const FILE_NAMES = {
  human: 'validate.txt',
  json: 'validate.json',
  sarif: 'validate.sarif',
  junit: 'validate.junit.xml',
  github: 'validate.github.txt',
};

export default class Validate extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    'source-dir': Flags.string({ char: 'd', multiple: true, summary: messages.text('flags.source-dir.summary') }),
    format: Flags.option({
      options: FORMATS,
      multiple: true,
      default: ['human'],
      summary: messages.text('flags.format.summary'),
    })(),
    'output-dir': Flags.string({ summary: messages.text('flags.output-dir.summary') }),
    'severity-threshold': Flags.option({
      options: SEVERITIES,
      default: 'error' as const,
      summary: messages.text('flags.severity-threshold.summary'),
    })(),
    java: Flags.boolean({ default: true, allowNo: true, summary: messages.text('flags.java.summary') }),
  };

  async run(): Promise<ValidationReport> {
    const { flags } = await this.parse(Validate);
    const [{ validate }, { formatReport }, { findProject }] = await Promise.all([
      import('../../validate/index.ts'),
      import('../../validate/format/index.ts'),
      import('../../project.ts'),
    ]);
    const directories = (flags['source-dir'] ?? ['.']).map((directory) => path.resolve(directory));
    const project = findProject(directories[0]!);
    const stages = this.jsonEnabled() ? silentStages : createStages();
    const report = await stages.run(messages.text('stage.run', path.basename(project.root)), async (note) => {
      const found = await validate({ paths: directories, apexLs: flags.java });
      note(`${found.summary.components} components`);
      return found;
    });
    // The human report ends with the notices itself.
    const isToldAlready = flags.format.includes('human') && !this.jsonEnabled();
    if (!isToldAlready) for (const notice of report.notices) this.warn(notice);
    for (const format of flags.format) {
      const text = formatReport(report, format);
      if (flags['output-dir']) {
        await mkdir(flags['output-dir'], { recursive: true });
        await writeFile(path.join(flags['output-dir'], FILE_NAMES[format]), text);
      }
      if (!this.jsonEnabled() && (!flags['output-dir'] || format === 'human' || format === 'github')) this.log(text);
    }
    const threshold = SEVERITIES.indexOf(flags['severity-threshold']);
    const failed = report.findings.some((finding) => SEVERITIES.indexOf(finding.severity) <= threshold);
    process.exitCode = failed ? 1 : 0;
    return report;
  }
}
