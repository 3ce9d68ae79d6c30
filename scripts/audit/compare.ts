/** What changed between two audits: findings by their keys. */
import { readFile } from 'node:fs/promises';
import { ScimError } from '../command.ts';
import type { Finding } from './rest.ts';

export interface Comparison {
  opened: number;
  closed: number;
  unchanged: number;
  /** The first hundred of each. */
  openedFindings: Finding[];
  closedFindings: Finding[];
}

const MOST_LISTED = 100;

/** Compares while findings arrive; the findings of the earlier audit are kept, those of the later one are not. */
export class Comparer {
  private readonly before: Map<string, Finding>;
  private readonly openedFindings: Finding[] = [];
  private opened = 0;
  private unchanged = 0;

  constructor(before: Finding[]) {
    this.before = new Map(before.map((finding) => [finding.key, finding]));
  }

  add(finding: Finding): void {
    if (this.before.delete(finding.key)) {
      this.unchanged += 1;
      return;
    }
    this.opened += 1;
    if (this.openedFindings.length < MOST_LISTED) this.openedFindings.push(finding);
  }

  result(): Comparison {
    return {
      opened: this.opened,
      closed: this.before.size,
      unchanged: this.unchanged,
      openedFindings: this.openedFindings,
      closedFindings: [...this.before.values()].slice(0, MOST_LISTED),
    };
  }
}

/**
 * The findings of an earlier audit.
 * @throws {ScimError} `NoAudit` when the file is none that `scim audit --format json` wrote
 */
export async function readAudit(file: string): Promise<Finding[]> {
  try {
    const findings = JSON.parse(await readFile(file, 'utf8')) as Finding[];
    if (Array.isArray(findings) && findings.every((finding) => typeof finding.key === 'string')) return findings;
  } catch (cause) {
    throw new ScimError('NoAudit', `${file} cannot be read as an audit: ${(cause as Error).message}`, {
      exitCode: 2,
      cause,
    });
  }
  throw new ScimError('NoAudit', `${file} is no audit; name a file that "scim audit --format json" wrote.`, {
    exitCode: 2,
  });
}
