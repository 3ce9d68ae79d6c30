/**
 * References into installed packages. No one can judge them offline, and a project that extends a managed package is full of
 * them: they are reported as assumed present, never as errors (namespaces: ISVforce Guide, "Namespace Prefix").
 */

import { codeEntry } from './codes.ts';
import type { Code } from './codes.ts';
import type { Finding } from './finding.ts';
import type { Project } from '../project.ts';

const CODE: Code = 'assumed-present';
/** Codes of findings that say that something is not there. */
const MISSING: ReadonlySet<string> = new Set<Code>([
  'missing-reference',
  'metadata-invalid',
  'apex-compile',
  'lwc-reference',
]);
const APEX_FILE = /\.(cls|trigger)$/;
const INSTALLED = /(?:^|\/)installedPackages\/(\w+)\.installedPackage/;
/** Comments and texts of Apex. */
const NO_CODE = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'/g;
const TEXT_FILE = /\.(cls|trigger|xml|js)$/;
/** What may follow the last `__` of a name without making the first part a namespace. */
const SUFFIX =
  /^(c|r|mdt|e|b|x|xo|s|kav|ka|pc|pr|dlm|dll|chn|share|history|feed|changeevent|tag|latitude|longitude|viewstat|votestat|datacategoryselection)$/i;
const DOUBLE_UNDERSCORE = /\b[A-Za-z]\w*?__\w+\b/g;
/** Targets and message channels of the platform itself bear these (`lightning__RecordPage`, `lightningCommunity__Page`). */
const OF_COMPONENTS = /^lightning/i;
/** A placeholder that a build tool fills in, such as `%%%NAMESPACE%%%`. */
const TOKEN = /%%%\w+%%%|\{\{\w+\}\}|__NAMESPACE__/;
/** Module namespaces that are the platform's own or the project's: what is missing there is missing. */
const OWN_MODULES = /^(c|light\w*|@salesforce)$/;

/** The namespace in a name like `ns__Object__c`, `ns__Class` or `ns__Object__c.ns__Field__c`; undefined for other names. */
function namespaceOf(name: string): string | undefined {
  const [first = '', ...rest] = name.split('__');
  const last = rest.at(-1) ?? '';
  const isNamespaced = SUFFIX.test(last) ? rest.length >= 2 : rest.length >= 1;
  return isNamespaced && first.toLowerCase() !== 'c' ? first : undefined;
}

/** What tells installed packages from the project itself. */
interface Evidence {
  /** Of the project: its names are its own. */
  ownNamespace: string | undefined;
  /** Whether a plain word before a dot stands for a namespace. */
  isNamespace(word: string): boolean;
  /** Whether a name begins like the packages that the project depends on. */
  isOfDependency(name: string): boolean;
}

/** The installed package, or the token, that a message is about; undefined when it is about the project itself. */
function assumedIn(message: string, evidence: Evidence): string | undefined {
  const { isNamespace } = evidence;
  const token = TOKEN.exec(message)?.[0];
  if (token) return token;
  const own = evidence.ownNamespace?.toLowerCase();
  for (const [name] of message.matchAll(DOUBLE_UNDERSCORE)) {
    const namespace = namespaceOf(name);
    if (namespace && namespace.toLowerCase() !== own && !OF_COMPONENTS.test(namespace)) return namespace;
  }
  const qualifier =
    /^Variable does not exist: (\w+)$/.exec(message)?.[1] ??
    /^Invalid type: (\w+)\./.exec(message)?.[1] ??
    /^Unable to find Apex action class referenced as '(\w+)\.\w/.exec(message)?.[1];
  if (qualifier && qualifier.toLowerCase() !== own && isNamespace(qualifier)) return qualifier;
  // Classes are nested once: three names are a namespace and a class in a class.
  const nested = /^Invalid type: (\w+)\.\w+\.\w+/.exec(message)?.[1];
  if (nested && nested.toLowerCase() !== own) return nested;
  const prefixed = /^(?:Invalid type|Variable does not exist): (\w+)$/.exec(message)?.[1];
  if (prefixed && evidence.isOfDependency(prefixed)) return prefixed.slice(0, prefixed.indexOf('_'));
  const module = /^Invalid reference ([\w@]+)\/\w+ of type module/.exec(message)?.[1];
  return module && !OWN_MODULES.test(module) ? module : undefined;
}

/** Every namespace that the texts use in names like `ns__Object__c`, in lower case. */
function namespacesIn(texts: Iterable<string>): Set<string> {
  const found = new Set<string>();
  for (const text of texts) {
    for (const [name] of text.matchAll(DOUBLE_UNDERSCORE)) {
      const namespace = namespaceOf(name);
      if (namespace) found.add(namespace.toLowerCase());
    }
  }
  return found;
}

/** Namespaces that the project says are installed (Metadata API Developer Guide, "InstalledPackage"). */
function installed(files: Iterable<string>): string[] {
  return [...files].flatMap((file) => INSTALLED.exec(file)?.[1]?.toLowerCase() ?? []);
}

/** Words of the names of packages, e.g. `nebula`, `logger`, `core` of `Nebula Logger - Core@4.13`. */
function wordsOf(dependencies: readonly string[] = []): Set<string> {
  return new Set(
    dependencies
      .flatMap((name) =>
        name
          .toLowerCase()
          .replace(/@.*$/, '')
          .split(/[^a-z0-9]+/),
      )
      .filter((word) => word.length > 2),
  );
}

/** Whether the word stands before nothing but names of classes, everywhere in Apex: `Nebula.Logger.info(…)`. */
function isQualifierOnly(word: string, sources: readonly string[]): boolean {
  const use = new RegExp(`\\b(new\\s+)?${word}\\b(?:\\s*\\.\\s*(\\w+)(\\s*\\()?)?`, 'gi');
  return sources.every((source) =>
    [...source.replace(NO_CODE, '').matchAll(use)].every(
      ([, made, member = '', isCalled]) =>
        /^[A-Z]\w*[a-z]/.test(member) && (isCalled === undefined || made !== undefined),
    ),
  );
}

/**
 * Makes information of the errors that are about installed packages. A plain word before a dot (`ns.Class`) is a namespace when
 * names like `ns__Object__c` show it, when the project lists the installed package, or when it is a word in the name of a package
 * that the project depends on and never stands for anything else: a class of the project that was renamed is none of these.
 * @param contents of the project, by file: what shows that a plain word is a namespace.
 */
export function withAssumptions(
  findings: Finding[],
  { namespace: ownNamespace, dependencies }: Pick<Project, 'namespace' | 'dependencies'>,
  contents: ReadonlyMap<string, Buffer>,
): Finding[] {
  const words = wordsOf(dependencies);
  const texts = (pattern: RegExp): string[] =>
    [...contents].filter(([file]) => pattern.test(file)).map(([, content]) => String(content));
  let namespaces: Set<string> | undefined;
  const isNamespace = (word: string): boolean => {
    namespaces ??= new Set([...namespacesIn(texts(TEXT_FILE)), ...installed(contents.keys())]);
    const key = word.toLowerCase();
    return namespaces.has(key) || (words.has(key) && isQualifierOnly(word, texts(APEX_FILE)));
  };
  const isOfDependency = (name: string): boolean => {
    const prefix = /^([A-Za-z0-9]{3,})_(?!_)/.exec(name)?.[1]?.toLowerCase();
    return prefix !== undefined && words.has(prefix);
  };
  const evidence = { ownNamespace, isNamespace, isOfDependency };
  return findings.map((finding) => {
    const isAbsence = finding.severity === 'error' && MISSING.has(finding.code);
    const place = isAbsence ? assumedIn(finding.message, evidence) : undefined;
    if (place === undefined) return finding;
    const { file, line, column } = finding;
    const message = `${place} is not in the project and is assumed present: ${finding.message}`;
    return { code: CODE, severity: codeEntry(CODE).severity, message, file, line, column };
  });
}
