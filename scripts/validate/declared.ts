/**
 * References that only look broken: into what the org is said to own (`--known`), and by the project's own namespace, which
 * an org of that namespace resolves to the project's components (ISVforce Guide, "Namespace Prefix").
 */
import type { Component } from '../../local-org/metadata/package/component.ts';
import type { FlawedFile, SourceFlaw } from '../../local-org/metadata/package/flaws.ts';
import { absentNames } from './absent.ts';
import type { AbsentName } from './absent.ts';
import type { Finding } from './finding.ts';
import type { Known } from './known.ts';

function isKnown(known: Known, { types, name, anyObject }: AbsentName): boolean {
  return types.some((type) => known.has(type, name)) || (anyObject === true && known.hasField(name));
}

/** Without the findings about names that the org is said to own. */
export function withoutKnown(findings: Finding[], known: Known): Finding[] {
  return findings.filter(
    ({ severity, message }) => severity !== 'error' || !absentNames(message).some((absent) => isKnown(known, absent)),
  );
}

/** Flaws for which a client does not know the component at all: whoever refers to it is not to blame. */
const HIDING: ReadonlySet<SourceFlaw> = new Set(['suffix', 'folder', 'no-meta', 'no-archive-meta', 'name']);

/** `Bike__c` of `tabs/Bike__c.tabs-meta.xml`; for a folder of a static resource its own name. */
function namesOf({ path, fullName = '' }: FlawedFile): string[] {
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/-meta\.xml$/, '');
  return [file.replace(/\.[^.]+$/, ''), fullName.slice(fullName.indexOf('.') + 1)].map((name) => name.toLowerCase());
}

/** Of classes that name one which does not compile: the mistake is that one's. */
const DEPENDENT = /^Dependent class is invalid and needs recompilation: /;

/** Without the findings that only repeat that a file is misplaced, misnamed or incomplete: one mistake, one finding. */
export function withoutEchoes(findings: Finding[], flawed: FlawedFile[]): Finding[] {
  const own = findings.filter(({ message }) => !DEPENDENT.test(message));
  const withoutContent = new Set(flawed.filter(({ flaw }) => flaw === 'no-content').map(({ path }) => path));
  const told = own.filter(({ code, file }) => code !== 'missing-content' || !withoutContent.has(file));
  const hidden = new Set(flawed.filter(({ flaw }) => HIDING.has(flaw)).flatMap(namesOf));
  hidden.delete('');
  if (hidden.size === 0) return told;
  return told.filter(
    ({ severity, message }) =>
      severity !== 'error' ||
      !absentNames(message).some(({ name }) => hidden.has(name.slice(name.lastIndexOf('.') + 1).toLowerCase())),
  );
}

/** `ns__Object__c.ns__Field__c` and `ns.Class` as the project itself calls them. */
function local(name: string, namespace: string): string | undefined {
  const own = new RegExp(`(^|[./-])${namespace}(__|[./])`, 'gi');
  return own.test(name) ? name.replace(own, '$1') : undefined;
}

/**
 * Without the findings about names that carry the project's own namespace and are there without it.
 * @param textAt the text at a place of a file: what follows a namespace that stands alone.
 */
export function withoutOwnNamespace(
  findings: Finding[],
  namespace: string | undefined,
  components: Component[],
  textAt: (finding: Finding) => string,
): Finding[] {
  if (!namespace) return findings;
  const names = new Set(components.map(({ fullName }) => fullName.toLowerCase()));
  const parts = new Set(components.map(({ fullName }) => fullName.slice(fullName.indexOf('.') + 1).toLowerCase()));
  const isHere = (name: string): boolean => names.has(name.toLowerCase()) || parts.has(name.toLowerCase());
  return findings.filter((finding) => {
    if (finding.severity !== 'error') return true;
    return !absentNames(finding.message).some(({ name, anyObject }) => {
      const plain = local(name, namespace);
      if (plain !== undefined) return isHere(plain) || (anyObject === true && parts.has(plain.toLowerCase()));
      // Only the namespace is told: `ns.Class.method()`.
      const next = new RegExp(`^${namespace}\\s*\\.\\s*(\\w+)`, 'i').exec(textAt(finding))?.[1];
      return name.toLowerCase() === namespace.toLowerCase() && next !== undefined && isHere(next);
    });
  });
}
