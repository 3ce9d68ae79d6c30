/** What is wrong with source files before any org sees them, as clients tell it (`source-deploy-retrieve` 13.7). */
import type { Position, XmlElement } from '../xml/element.ts';
import type { Component } from './component.ts';
import type { Misplacement } from './placement.ts';
import { metadataRegistry } from './registry.ts';
import type { RegistryType } from './registry.ts';

export type SourceFlaw =
  | Misplacement
  /** Content whose `-meta.xml` is missing: left out in silence. */
  | 'no-meta'
  /** The same for a folder that would become an archive: the client fails. */
  | 'no-archive-meta'
  /** A `-meta.xml` whose content is missing: the client refuses the whole folder. */
  | 'no-content'
  /** A folder whose static resource is no archive: the client fails. */
  | 'archive-type'
  /** The `fullName` of a child is not the name of its file: the manifest and the component disagree. */
  | 'name'
  /** The same component in a second place: the client sends one of them. */
  | 'duplicate'
  /** A name that differs from another one only in case, which an org does not tell apart. */
  | 'case';

export interface FlawedFile {
  path: string;
  /** Where in the file, when not at its start. */
  at?: Position;
  flaw: SourceFlaw;
  /** Of the type that the file is of, or would be of. */
  type?: RegistryType;
  typeName?: string;
  fullName?: string;
  /** The other place of a duplicate; the name that stands in a child's file. */
  other?: string;
}

/** Types of which one copy is enough to check: two sources of one name would only be held against each other. */
const ONE_IS_ENOUGH = new Set(['ApexClass', 'ApexTrigger', 'LightningComponentBundle', 'AuraDefinitionBundle']);
/** Labels that stand twice are refused by the org itself. */
const LEFT_TO_ORG = new Set(['CustomLabel']);

/** Parents of what lies in files or elements of its own, e.g. of fields and labels. */
function isContainer({ type }: Component): boolean {
  return (metadataRegistry().type(type)?.children.length ?? 0) > 0;
}

function ownElements({ document }: Component): string {
  const text = (element: XmlElement): string =>
    `<${element.name}>${element.text.trim()}${element.children.map(text).join('')}`;
  return (document?.children ?? []).map(text).join('');
}

/** Clients put the parts of both together (`source-deploy-retrieve`, "RecompositionFinalizer"): only what the parents say themselves can be lost. */
function isSplit(first: Component, second: Component): boolean {
  if (first.fullName !== second.fullName || first.unreadable || second.unreadable || !isContainer(first)) return false;
  const [one, other] = [ownElements(first), ownElements(second)];
  return one === '' || other === '' || one === other;
}

/** Finds components that stand in two places, by their names without regard to case. */
export function withoutDuplicates(components: Component[]): { kept: Component[]; flawed: FlawedFile[] } {
  const seen = new Map<string, number>();
  const flawed: FlawedFile[] = [];
  const kept: Component[] = [];
  for (const component of components) {
    const { type: typeName, fullName } = component;
    const key = `${typeName}:${fullName}`.toLowerCase();
    const index = seen.get(key);
    const first = index === undefined ? undefined : (kept[index] as Component);
    if (LEFT_TO_ORG.has(typeName) || index === undefined || !first) {
      seen.set(key, kept.length);
      kept.push(component);
    } else if (isSplit(first, component)) {
      if (ownElements(first) === '') kept[index] = component;
    } else {
      const flaw = first.fullName === fullName ? 'duplicate' : 'case';
      flawed.push({ path: component.at.file, at: component.at, flaw, typeName, fullName, other: first.at.file });
      if (!ONE_IS_ENOUGH.has(typeName)) kept.push(component);
    }
  }
  return { kept, flawed };
}
