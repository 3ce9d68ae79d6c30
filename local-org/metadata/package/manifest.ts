/** `package.xml` and the destructive-change manifests. */
import { childrenNamed, element, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { parseXml } from '../xml/parse.ts';
import { writeDocument } from '../xml/write.ts';
import type { MemberName } from './component.ts';

export interface Manifest {
  apiVersion: string;
  members: MemberName[];
}

/**
 * @param file name used in positions.
 * @throws XmlSyntaxError when the text is not well-formed.
 */
export function readManifest(text: string, file: string): Manifest {
  const root: XmlElement = parseXml(text, file);
  const members: MemberName[] = [];
  for (const types of childrenNamed(root, 'types')) {
    const type = textOf(types, 'name') ?? '';
    for (const member of childrenNamed(types, 'members'))
      members.push({ type, fullName: member.text.trim(), at: member.at });
  }
  return { apiVersion: textOf(root, 'version') ?? '', members };
}

/** A `package.xml` that names the given components, types and members in alphabetical order. */
export function writeManifest(components: { type: string; fullName: string }[], apiVersion: string): string {
  const byType = new Map<string, Set<string>>();
  for (const { type, fullName } of components) byType.set(type, (byType.get(type) ?? new Set()).add(fullName));
  const types = [...byType.keys()]
    .sort()
    .map((type) =>
      element('types', [
        ...[...(byType.get(type) ?? [])].sort().map((name) => element('members', name)),
        element('name', type),
      ]),
    );
  return writeDocument(element('Package', [...types, element('version', apiVersion)]));
}
