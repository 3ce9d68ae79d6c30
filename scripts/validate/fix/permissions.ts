/** Grants what granted permissions depend on, in the file that grants them (reference/metadata.md §0, trap 11; §1.3). */
import { missingUserPermissions } from '../../../local-org/metadata/permissions/dependencies.ts';
import { elementSpans, spanText } from '../../../local-org/metadata/xml/spans.ts';
import type { Span } from '../../../local-org/metadata/xml/spans.ts';

const DEPENDS = /^Permission (.+) depends on permission\(s\): (.+)$/;
const RIGHTS: readonly [label: string, element: string][] = [
  ['Create', 'allowCreate'],
  ['Delete', 'allowDelete'],
  ['Edit', 'allowEdit'],
  ['Read', 'allowRead'],
  ['Modify All', 'modifyAllRecords'],
  ['View All', 'viewAllRecords'],
];

function childText(text: string, parent: Span, name: string): string {
  return spanText(
    text,
    parent.children.find((child) => child.name === name),
  );
}

/** Line break and blanks before an element: what a new neighbor begins with. */
function indentOf(text: string, span: Span): string {
  return /\s*$/.exec(text.slice(0, span.start))?.[0] ?? '';
}

/** A block like its neighbor, with other content. */
function block(text: string, neighbor: Span, content: [name: string, value: string][]): string {
  const outer = indentOf(text, neighbor);
  const [first] = neighbor.children;
  const inner = first ? indentOf(text, first) : '';
  const lines = content.map(([name, value]) => `${inner}<${name}>${value}</${name}>`).join('');
  const end = first ? outer : '';
  return `${outer}<${neighbor.name}>${lines}${end}</${neighbor.name}>`;
}

/** Behind the last neighbor whose key comes before the new one; the first place where none does. */
function insert(text: string, neighbors: Span[], keyName: string, key: string, content: [string, string][]): string {
  const sorted = neighbors.filter((span) => childText(text, span, keyName).localeCompare(key) < 0);
  const before = sorted.at(-1);
  const model = (before ?? neighbors[0]) as Span;
  const at = before ? before.end : model.start - indentOf(text, model).length;
  return text.slice(0, at) + block(text, model, content) + text.slice(at);
}

function deniedPermissions(text: string): Set<string> {
  return new Set(
    elementSpans(text)
      .children.filter((span) => span.name === 'userPermissions' && childText(text, span, 'enabled') === 'false')
      .map((span) => childText(text, span, 'name')),
  );
}

/** @returns undefined where the file names the permission already, or has no like of it. */
function grantUserPermission(text: string, name: string): string | undefined {
  const all = elementSpans(text).children.filter((span) => span.name === 'userPermissions');
  if (all.length === 0 || all.some((span) => childText(text, span, 'name') === name)) return undefined;
  return insert(text, all, 'name', name, [
    ['enabled', 'true'],
    ['name', name],
  ]);
}

function grantRight(text: string, label: string, object: string): string | undefined {
  const element = RIGHTS.find(([name]) => name === label)?.[1];
  const all = elementSpans(text).children.filter((span) => span.name === 'objectPermissions');
  if (!element || all.length === 0) return undefined;
  const own = all.find((span) => childText(text, span, 'object').toLowerCase() === object.toLowerCase());
  if (!own) {
    const content = RIGHTS.map(([, name]): [string, string] => [name, String(name === element)]);
    return insert(text, all, 'object', object, [
      ...content.slice(0, 5),
      ['object', object],
      content[5] as [string, string],
    ]);
  }
  const right = own.children.find((child) => child.name === element);
  if (right) return `${text.slice(0, right.inside)}true${text.slice(right.close)}`;
  const first = own.children[0] as Span;
  const at = first.start - indentOf(text, first).length;
  return `${text.slice(0, at)}${indentOf(text, first)}<${element}>true</${element}>${text.slice(at)}`;
}

function splitRight(name: string): [label: string, object: string] | undefined {
  const label = RIGHTS.find(([candidate]) => name.startsWith(`${candidate} `))?.[0];
  return label === undefined ? undefined : [label, name.slice(label.length + 1)];
}

/** What the new permissions need in turn. */
function withTheirOwn(names: string[]): string[] {
  const all = new Set(names);
  for (const name of all) for (const needed of missingUserPermissions(name, all)) all.add(needed);
  return [...all];
}

/**
 * @param messages the platform's: `Permission X depends on permission(s): A, B`.
 * @returns the text with every grant that it lacks. What the file denies by `<enabled>false` stays denied.
 */
export function grantMissing(text: string, messages: string[]): string {
  let now = text;
  for (const message of messages) {
    const needed = DEPENDS.exec(message)?.[2]?.split(', ') ?? [];
    const rights = needed.map(splitRight).filter((right) => right !== undefined);
    for (const [label, object] of rights) now = grantRight(now, label, object) ?? now;
    const names = withTheirOwn(needed.filter((one) => !splitRight(one)));
    const denied = deniedPermissions(now);
    if (names.some((name) => denied.has(name))) continue;
    for (const name of names) now = grantUserPermission(now, name) ?? now;
  }
  return now;
}
