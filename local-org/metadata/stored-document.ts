/** The document of a component that the org keeps. */
import { decodeText } from './package/component.ts';
import type { XmlElement } from './xml/element.ts';
import { parseXml } from './xml/parse.ts';

/** Undefined for a component that is not there, or has no file. */
export function storedDocument(stored: { files: ReadonlyMap<string, Uint8Array> } | undefined): XmlElement | undefined {
  const [path, content] = [...(stored?.files ?? [])][0] ?? [];
  return path && content ? parseXml(decodeText(content), path) : undefined;
}
