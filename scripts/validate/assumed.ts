/**
 * References into installed packages. No one can judge them offline, and a project that extends a managed package is full of
 * them: they are reported as assumed present, never as errors (namespaces: ISVforce Guide, "Namespace Prefix").
 */

import { codeEntry } from './codes.ts';
import type { Code } from './codes.ts';
import type { Finding } from './finding.ts';

const CODE: Code = 'assumed-present';
/** Codes of findings that say that something is not there. */
const MISSING: ReadonlySet<string> = new Set<Code>([
  'missing-reference',
  'metadata-invalid',
  'apex-compile',
  'lwc-reference',
]);
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

/**
 * The installed package, or the token, that a message is about; undefined when it is about the project itself.
 * @param ownNamespace of the project: its names are its own.
 * @param isNamespace whether a plain word stands for a namespace elsewhere in the project.
 */
function assumedIn(
  message: string,
  ownNamespace: string | undefined,
  isNamespace: (word: string) => boolean,
): string | undefined {
  const token = TOKEN.exec(message)?.[0];
  if (token) return token;
  const own = ownNamespace?.toLowerCase();
  for (const [name] of message.matchAll(DOUBLE_UNDERSCORE)) {
    const namespace = namespaceOf(name);
    if (namespace && namespace.toLowerCase() !== own && !OF_COMPONENTS.test(namespace)) return namespace;
  }
  const qualifier =
    /^Variable does not exist: (\w+)$/.exec(message)?.[1] ??
    /^Invalid type: (\w+)\./.exec(message)?.[1] ??
    /^Unable to find Apex action class referenced as '(\w+)\.\w/.exec(message)?.[1];
  if (qualifier && qualifier.toLowerCase() !== own && isNamespace(qualifier)) return qualifier;
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

/**
 * Makes information of the errors that are about installed packages.
 * @param ownNamespace of the project's own package.
 * @param contents of the project, by file: what shows that a plain word is a namespace.
 */
export function withAssumptions(
  findings: Finding[],
  ownNamespace: string | undefined,
  contents: ReadonlyMap<string, Buffer>,
): Finding[] {
  let namespaces: ReadonlySet<string> | undefined;
  const isNamespace = (word: string): boolean => {
    namespaces ??= namespacesIn(
      [...contents].filter(([file]) => TEXT_FILE.test(file)).map(([, content]) => String(content)),
    );
    return namespaces.has(word.toLowerCase());
  };
  return findings.map((finding) => {
    const isAbsence = finding.severity === 'error' && MISSING.has(finding.code);
    const place = isAbsence ? assumedIn(finding.message, ownNamespace, isNamespace) : undefined;
    if (place === undefined) return finding;
    const { file, line, column } = finding;
    const message = `${place} is not in the project and is assumed present: ${finding.message}`;
    return { code: CODE, severity: codeEntry(CODE).severity, message, file, line, column };
  });
}
