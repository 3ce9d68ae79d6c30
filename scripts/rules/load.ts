/** The rule file of a project: found, read, and its output folder settled. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { ScimError } from '../command.ts';
import { MAX_BYTES, RulesFileError, readRules, type RulesFile } from './read-yaml.ts';

export const DEFAULT_FILE = 'config/entitlements.yml';

export interface LoadedRules extends RulesFile {
  /** As people name it: from the project root. */
  file: string;
}

/**
 * Reads the rule file.
 * @param root project root, absolute
 * @param file from the working directory; without it `config/entitlements.yml` of the project
 * @throws {ScimError} `NoRulesFile`, `RulesFileTooLarge`, or `InvalidRules` with every problem and its line
 */
export async function loadRules(root: string, file: string | undefined): Promise<LoadedRules> {
  const full = file ? path.resolve(file) : path.join(root, DEFAULT_FILE);
  const shown = path.relative(root, full).replaceAll(path.sep, '/');
  let yaml: string;
  try {
    if ((await stat(full)).size > MAX_BYTES) throw new ScimError('RulesFileTooLarge', `${shown} is larger than 2 MB.`);
    yaml = await readFile(full, 'utf8');
  } catch (cause) {
    if (cause instanceof ScimError) throw cause;
    throw new ScimError('NoRulesFile', `There is no rule file ${shown}.`, {
      actions: [
        'Name yours with --file.',
        'Or make one from the records that you have: scim rules export --output-file config/entitlements.yml',
      ],
      cause,
    });
  }
  try {
    return { ...readRules(yaml, shown), file: shown };
  } catch (cause) {
    if (!(cause instanceof RulesFileError)) throw cause;
    throw new ScimError('InvalidRules', cause.message, { data: { problems: cause.problems }, cause });
  }
}

/**
 * The folder of the records: the flag, else `output` of the file.
 * @throws {ScimError} `NoOutput` without either; `OutputOutside` for a folder beyond the project
 */
export function outputFolder(root: string, rules: LoadedRules, flag: string | undefined): string {
  const wanted = flag ? path.resolve(flag) : rules.output && path.resolve(root, rules.output);
  if (!wanted) {
    throw new ScimError('NoOutput', `${rules.file} does not say where its records belong.`, {
      actions: [
        'Add a line such as "output: force-app/main/default/customMetadata", or name the folder with --output-dir.',
      ],
      exitCode: 2,
    });
  }
  const inside = path.relative(root, wanted);
  if (inside.startsWith('..') || path.isAbsolute(inside)) {
    throw new ScimError('OutputOutside', `${wanted} is outside the project ${root}.`, { exitCode: 2 });
  }
  return wanted;
}
