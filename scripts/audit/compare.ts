/** What changed between two audits: findings by their keys. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { ScimError } from '../command.ts';
import type { Finding } from './finding.ts';

export interface Comparison {
  opened: number;
  closed: number;
  unchanged: number;
  /** The first hundred of each. */
  openedFindings: Finding[];
  closedFindings: Finding[];
}

const MOST_LISTED = 100;

/** Compares while findings pass by: of the earlier audit it holds the keys, of the later one nothing. */
export class Comparer {
  readonly #file: string;
  readonly #before: Set<string>;
  readonly #openedFindings: Finding[] = [];
  #opened = 0;
  #unchanged = 0;

  private constructor(file: string, before: Set<string>) {
    this.#file = file;
    this.#before = before;
  }

  /**
   * With an earlier audit.
   * @throws {ScimError} `NoAudit` (exit 2) when the file is none that `scim audit --format json` wrote
   */
  static async with(file: string): Promise<Comparer> {
    const before = new Set<string>();
    for await (const { key } of readAudit(file)) before.add(key);
    return new Comparer(file, before);
  }

  add(finding: Finding): void {
    if (this.#before.delete(finding.key)) {
      this.#unchanged += 1;
      return;
    }
    this.#opened += 1;
    if (this.#openedFindings.length < MOST_LISTED) this.#openedFindings.push(finding);
  }

  /** After the last finding. Reads the earlier audit once more, for what is not open any more. */
  async result(): Promise<Comparison> {
    const closedFindings: Finding[] = [];
    if (this.#before.size > 0) {
      for await (const finding of readAudit(this.#file)) {
        if (this.#before.has(finding.key)) closedFindings.push(finding);
        if (closedFindings.length === Math.min(MOST_LISTED, this.#before.size)) break;
      }
    }
    return {
      opened: this.#opened,
      closed: this.#before.size,
      unchanged: this.#unchanged,
      openedFindings: this.#openedFindings,
      closedFindings,
    };
  }
}

/** Line by line, as `scim audit` writes it; a file that somebody formatted anew is read whole. */
async function* readAudit(file: string): AsyncGenerator<Finding> {
  try {
    let isFirst = true;
    for await (const line of createInterface({ input: createReadStream(file) })) {
      if (isFirst && line.trim() !== '[') {
        yield* wholeAudit(file);
        return;
      }
      isFirst = false;
      const text = line.trim().replace(/,$/, '');
      if (text !== '[' && text !== ']' && text !== '') yield checked(JSON.parse(text), file);
    }
    if (isFirst) throw notOurs(file);
  } catch (cause) {
    if (cause instanceof ScimError) throw cause;
    throw new ScimError('NoAudit', `${file} cannot be read as an audit: ${(cause as Error).message}`, {
      exitCode: 2,
      cause,
    });
  }
}

async function* wholeAudit(file: string): AsyncGenerator<Finding> {
  const findings: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!Array.isArray(findings)) throw notOurs(file);
  for (const finding of findings) yield checked(finding, file);
}

function checked(finding: unknown, file: string): Finding {
  if (typeof (finding as Finding | null)?.key === 'string') return finding as Finding;
  throw notOurs(file);
}

function notOurs(file: string): ScimError {
  return new ScimError('NoAudit', `${file} is no audit; name a file that "scim audit --format json" wrote.`, {
    exitCode: 2,
  });
}
