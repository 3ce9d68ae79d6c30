/**
 * What every `scim` command shares: one JSON object on standard output with `--json` in the shape of the Salesforce CLI
 * (`status`, `result`, `warnings`, or `name`, `message`, `exitCode`), people's text otherwise, progress on standard error.
 */
import { Command } from '@oclif/core';
import { maskSecrets } from './explain/mask.ts';

/** An error with a name for scripts, a remedy for people and an exit code. */
export class ScimError extends Error {
  readonly actions: string[];
  readonly exitCode: number;
  readonly data: unknown;
  constructor(
    name: string,
    message: string,
    options: { actions?: string[]; exitCode?: number; data?: unknown; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = name;
    this.actions = options.actions ?? [];
    this.exitCode = options.exitCode ?? 1;
    this.data = options.data;
  }
}

interface FailureShape {
  name?: string;
  message?: string;
  exitCode?: number;
  actions?: string[];
  data?: unknown;
  oclif?: { exit?: number };
  /** What the parser has read so far: only its own errors have it. */
  parse?: unknown;
}

const BAD_FLAG = 2;

/** Base of the commands that need no org. (Those that do extend it too: it costs 0.1 s where SfCommand costs a second.) */
export abstract class ScimCommand extends Command {
  static override enableJsonFlag = true;

  private readonly warnings: string[] = [];

  /** Set by a command whose object is on standard output before it ends. */
  protected hasAnswered = false;

  /** An exception outside of the run, in a timer or a listener of a library: Node would print it as it is, secrets included. */
  private readonly onCrash = (error: unknown): void => {
    this.tell(crashOf(error));
    process.exit(1);
  };

  protected override async init(): Promise<void> {
    await super.init();
    process.on('uncaughtException', this.onCrash);
  }

  protected override async finally(error: Error | undefined): Promise<void> {
    process.off('uncaughtException', this.onCrash);
    await super.finally(error);
  }

  /** Collected for `--json`, printed on standard error otherwise. */
  override warn(input: Error | string): Error | string {
    const told = maskSecrets(typeof input === 'string' ? input : input.message);
    this.warnings.push(told);
    super.warn(told);
    return input;
  }

  protected override toSuccessJson(result: unknown): unknown {
    return { status: process.exitCode ?? 0, result, warnings: this.warnings };
  }

  protected override toErrorJson(error: unknown): unknown {
    const failure = error as FailureShape;
    const exitCode = exitCodeOf(failure);
    return {
      name: nameOf(failure),
      message: messageOf(failure),
      exitCode,
      status: exitCode,
      actions: (failure.actions ?? []).map(maskSecrets),
      ...(failure.data === undefined ? {} : { data: masked(failure.data) }),
      warnings: this.warnings,
    };
  }

  protected override async catch(error: Error): Promise<void> {
    this.tell(error);
  }

  private tell(error: Error): void {
    const failure = error as FailureShape;
    process.exitCode = exitCodeOf(failure);
    if (this.jsonEnabled() && !this.hasAnswered) {
      this.logJson(this.toErrorJson(error));
      return;
    }
    const remedies = (failure.actions ?? []).map((action) => `  Try this: ${maskSecrets(action)}`);
    this.logToStderr([`Error (${nameOf(failure)}): ${messageOf(failure)}`, ...remedies].join('\n'));
  }
}

/** With the place, which whoever mends it needs. */
function crashOf(error: unknown): ScimError {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new ScimError('Crashed', text, {
    actions: [
      'This is a defect of SCIM Rollcall. Report it with the text above; secrets are masked in it.',
      'What was under way in an org goes on there: scim deploy resume, or the same command again.',
    ],
    cause: error,
  });
}

/** The parser's errors all carry the name `Error`; their classes say more, e.g. `NonExistentFlagsError`. */
function nameOf(failure: FailureShape): string {
  if (failure.oclif && failure.name === 'Error') return failure.constructor.name;
  return failure.name ?? 'Error';
}

/**
 * The parser puts `Parsing --flag`, a line break and a tab before what is wrong with a flag's value. Whatever an error
 * repeats, of a flag, an answer or a header, it repeats without what looks like a secret.
 */
function messageOf(failure: FailureShape): string {
  return maskSecrets((failure.message ?? String(failure)).replace(/^Parsing (--\S+) \n\t/, '$1: '));
}

/** The same value with every text in it masked. */
function masked(value: unknown): unknown {
  if (typeof value === 'string') return maskSecrets(value);
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, masked(one)]));
}

function exitCodeOf(failure: FailureShape): number {
  // A host may give the parser's errors other codes: the Salesforce CLI ends with 1 on a value that is no option of a flag.
  if (failure.parse !== undefined) return BAD_FLAG;
  return failure.oclif?.exit ?? failure.exitCode ?? 1;
}
