import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Flags } from '@oclif/core';
import { ScimCommand, ScimError } from '../../command.ts';
import { loadMessages } from '../../messages.ts';
import { createStages, silentStages } from '../../progress/stages.ts';
import { ENGINES, type Engine } from '../../validate/code-analyzer/engines.ts';
import type { Finding, ProposedFix, ValidationReport } from '../../validate/finding.ts';

const messages = loadMessages('scim.validate');
const FORMATS = ['human', 'json', 'sarif', 'junit', 'github'] as const;
const SEVERITIES = ['error', 'warning', 'info'] as const;
const ANALYZERS = [...ENGINES, 'all'] as const;
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
    known: Flags.string({ multiple: true, summary: messages.text('flags.known.summary') }),
    baseline: Flags.string({ summary: messages.text('flags.baseline.summary') }),
    'write-baseline': Flags.boolean({
      summary: messages.text('flags.write-baseline.summary'),
      dependsOn: ['baseline'],
    }),
    analyzer: Flags.option({
      options: ANALYZERS,
      multiple: true,
      summary: messages.text('flags.analyzer.summary'),
    })(),
    fix: Flags.boolean({ summary: messages.text('flags.fix.summary') }),
    apply: Flags.boolean({ summary: messages.text('flags.apply.summary'), dependsOn: ['fix'] }),
    java: Flags.boolean({ default: true, allowNo: true, summary: messages.text('flags.java.summary') }),
  };

  /** Shows every fix as a difference, and makes them when told to. */
  private async mend(root: string, findings: Finding[], isApplied: boolean): Promise<ProposedFix[]> {
    const { applyFixes, findFixes, fixDiff } = await import('../../validate/index.ts');
    const fixes = await findFixes(root, findings);
    const proposed = fixes.map((fix) => ({
      file: fix.file,
      codes: fix.codes,
      diff: fixDiff(fix),
      applied: isApplied,
    }));
    if (!this.jsonEnabled()) for (const { diff } of proposed) this.log(`${stripVTControlCharacters(diff)}\n`);
    if (isApplied) writing(root, () => applyFixes(root, fixes));
    if (!this.jsonEnabled()) {
      const outcome = fixes.length === 0 ? 'fix.none' : isApplied ? 'fix.done' : 'fix.dry';
      this.log(`${messages.text(outcome, fixes.length)}\n`);
    }
    return proposed;
  }

  async run(): Promise<ValidationReport> {
    const { flags } = await this.parse(Validate);
    const [{ BaselineError, validate, writeBaseline }, { formatReport }, { findProject }] = await Promise.all([
      import('../../validate/index.ts'),
      import('../../validate/format/index.ts'),
      import('../../project.ts'),
    ]);
    const isBeginning = flags['write-baseline'] === true;
    const directories = (flags['source-dir'] ?? ['.']).map((directory) => path.resolve(directory));
    const project = findProject(...directories);
    const stages = this.jsonEnabled() ? silentStages : createStages();
    const look = (): Promise<ValidationReport> =>
      stages.run(messages.text('stage.run', path.basename(project.root)), async (note) => {
        const found = await validate({
          paths: directories,
          apexLs: flags.java,
          known: flags.known ?? [],
          onStep: (step) => note(messages.text(`step.${step}`)),
          analyzers: flags.analyzer?.includes('all') ? [...ENGINES] : ((flags.analyzer as Engine[] | undefined) ?? []),
          ...(flags.baseline === undefined || isBeginning ? {} : { baseline: flags.baseline }),
        }).catch((error: unknown) => {
          throw error instanceof BaselineError
            ? new ScimError('UnreadableFile', error.message, {
                actions: [messages.text('baseline.remedy')],
                cause: error,
              })
            : error;
        });
        note(`${found.summary.components} components`);
        return found;
      });
    let report = await look();
    if (flags.fix) {
      const fixes = await this.mend(project.root, report.findings, flags.apply === true);
      if (flags.apply && fixes.length > 0) report = await look();
      report.fixes = fixes;
    }
    if (isBeginning && flags.baseline !== undefined) {
      const entries = writing(flags.baseline, () => writeBaseline(flags.baseline as string, report.findings));
      if (!this.jsonEnabled()) this.log(messages.text('baseline.written', entries, flags.baseline));
      return report;
    }
    // The human report ends with the notices itself.
    const isToldAlready = flags.format.includes('human') && !this.jsonEnabled();
    if (!isToldAlready) for (const notice of report.notices) this.warn(notice);
    for (const format of flags.format) {
      const text = formatReport(report, format);
      const folder = flags['output-dir'];
      if (folder) writing(folder, () => writeReport(folder, FILE_NAMES[format], text));
      if (!this.jsonEnabled() && (!flags['output-dir'] || format === 'human' || format === 'github')) this.log(text);
    }
    const threshold = SEVERITIES.indexOf(flags['severity-threshold']);
    const failed = report.findings.some((finding) => SEVERITIES.indexOf(finding.severity) <= threshold);
    process.exitCode = failed ? 1 : 0;
    return report;
  }
}

/** Step by step: Node's own recursive way never comes back where a file system refuses a folder as missing (`/proc`). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder);
}

/** A report is whole or as before. */
function writeReport(folder: string, name: string, text: string): void {
  const file = path.join(folder, name);
  makeFolder(path.resolve(folder));
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
}

/** @throws ScimError `NotWritable`, with what the file system said. */
function writing<T>(place: string, write: () => T): T {
  try {
    return write();
  } catch (cause) {
    const actions = [messages.text('unwritable.remedy')];
    throw new ScimError('NotWritable', messages.text('unwritable', place, (cause as Error).message), {
      actions,
      cause,
    });
  }
}
