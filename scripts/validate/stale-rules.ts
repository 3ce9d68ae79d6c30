/** Whether the records of the rules are what `config/entitlements.yml` says: the same question as `scim rules check`. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ScimError } from '../command.ts';
import { DEFAULT_FILE } from '../rules/load.ts';
import type { Change } from '../rules/folder.ts';
import { codeEntry } from './codes.ts';
import type { Finding } from './finding.ts';

export interface StaleRecords {
  changes: Change[];
  /** Why the rule file cannot be compared. */
  problem?: string;
}

/** Nothing for a project without a rule file, or whose file does not say where its records belong. */
export async function staleRecords(root: string): Promise<StaleRecords> {
  if (!existsSync(path.join(root, DEFAULT_FILE))) return { changes: [] };
  const [{ loadRules, outputFolder }, { toRecords }, { changesOf }] = await Promise.all([
    import('../rules/load.ts'),
    import('../rules/records.ts'),
    import('../rules/folder.ts'),
  ]);
  try {
    const rules = await loadRules(root, path.join(root, DEFAULT_FILE));
    if (rules.output === null) return { changes: [] };
    return { changes: changesOf(root, outputFolder(root, rules, undefined), toRecords(rules)) };
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    return { changes: [], problem: error.message };
  }
}

const KINDS = { added: 'is missing', changed: 'differs', removed: 'is too many' } as const;

export async function checkStaleRules(root: string): Promise<Finding[]> {
  const { changes, problem } = await staleRecords(root);
  const finding = (code: 'rules-stale' | 'config-invalid', message: string, file: string): Finding => {
    const { severity, fix } = codeEntry(code);
    return { code, severity, message, file, line: 1, column: 1, ...(fix === undefined ? {} : { fix }) };
  };
  return [
    ...(problem === undefined ? [] : [finding('config-invalid', problem, DEFAULT_FILE)]),
    ...changes.map(({ file, kind }) =>
      finding('rules-stale', `The record ${KINDS[kind]}, going by ${DEFAULT_FILE}.`, file),
    ),
  ];
}
