/**
 * `replacements` of sfdx-project.json: texts that the CLI replaces on the way into the package (Salesforce DX Developer Guide,
 * "Replace Code in Your Salesforce DX Project"). Values never enter the validation: they are often secrets. Text is checked as
 * it stands, and a complaint about a line that a replacement changes is no error.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { codeEntry } from './codes.ts';
import type { Code } from './codes.ts';
import type { Finding } from './finding.ts';
import { placeInProjectFile } from './project.ts';
import type { Project } from '../project.ts';

export interface Replacement {
  filename?: string;
  glob?: string;
  stringToReplace?: string;
  regexToReplace?: string;
  replaceWithEnv?: string;
  replaceWithFile?: string;
  allowUnsetEnvVariable?: boolean;
  replaceWhenEnv?: { env: string; value: string | number | boolean }[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

export function isActive({ replaceWhenEnv = [] }: Replacement, environment: Environment): boolean {
  return replaceWhenEnv.every(({ env, value }) => environment[env] === String(value));
}

function reaches({ filename, glob }: Replacement, file: string): boolean {
  const plain = (name: string): string => name.replace(/^\.\//, '');
  return filename === undefined
    ? glob !== undefined && path.posix.matchesGlob(file, plain(glob))
    : plain(filename) === file;
}

function changes({ stringToReplace, regexToReplace }: Replacement, line: string): boolean {
  if (stringToReplace !== undefined) return line.includes(stringToReplace);
  try {
    return regexToReplace !== undefined && new RegExp(regexToReplace, 'm').test(line);
  } catch {
    return false;
  }
}

function problemOf(replacement: Replacement, project: Project, environment: Environment): string | undefined {
  const { replaceWithEnv, replaceWithFile, regexToReplace, allowUnsetEnvVariable } = replacement;
  if (!isActive(replacement, environment)) return undefined;
  if (replaceWithEnv !== undefined && environment[replaceWithEnv] === undefined && !allowUnsetEnvVariable)
    return `The environment variable ${replaceWithEnv} of a replacement is not set.`;
  if (replaceWithFile !== undefined && !existsSync(path.join(project.root, replaceWithFile)))
    return `The file ${replaceWithFile} of a replacement does not exist.`;
  if (regexToReplace === undefined) return undefined;
  try {
    new RegExp(regexToReplace);
    return undefined;
  } catch (error) {
    return `The expression of a replacement cannot be read: ${(error as Error).message}`;
  }
}

/** Replacements that a deploy from here would stumble over. */
export function checkReplacements(project: Project, environment: Environment): Finding[] {
  const { severity, fix } = codeEntry('replacement-unset');
  const place = placeInProjectFile(project, 'replacements');
  return (project.replacements ?? []).flatMap((replacement) => {
    const message = problemOf(replacement, project, environment);
    return message === undefined
      ? []
      : [{ code: 'replacement-unset', severity, message, ...place, ...(fix === undefined ? {} : { fix }) }];
  });
}

/**
 * Makes information of the errors in lines that a replacement changes.
 * @param lineAt the line of a finding.
 */
export function withReplacements(
  findings: Finding[],
  project: Project,
  environment: Environment,
  lineAt: (finding: Finding) => string,
): Finding[] {
  const active = (project.replacements ?? []).filter((replacement) => isActive(replacement, environment));
  if (active.length === 0) return findings;
  const code: Code = 'assumed-present';
  return findings.map((finding) => {
    if (finding.severity !== 'error') return finding;
    const replacement = active.find((one) => reaches(one, finding.file) && changes(one, lineAt(finding)));
    if (!replacement) return finding;
    const { file, line, column } = finding;
    const message = `A replacement of sfdx-project.json changes this line, which is checked as it stands: ${finding.message}`;
    return { code, severity: codeEntry(code).severity, message, file, line, column };
  });
}
