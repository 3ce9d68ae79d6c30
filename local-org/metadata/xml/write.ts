/** Writes metadata XML in the platform's retrieve form: four blanks of indent, one element a line. */
import { METADATA_NAMESPACE } from './element.ts';
import type { XmlElement } from './element.ts';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text safe inside an element or an attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] as string);
}

function writeElement(element: XmlElement, indent: string): string {
  const attributes = Object.entries(element.attributes)
    .filter(([name]) => name !== 'xmlns')
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('');
  if (element.children.length === 0) {
    return element.text === ''
      ? `${indent}<${element.name}${attributes}/>\n`
      : `${indent}<${element.name}${attributes}>${escapeXml(element.text)}</${element.name}>\n`;
  }
  const inner = element.children.map((child) => writeElement(child, `${indent}    `)).join('');
  return `${indent}<${element.name}${attributes}>\n${inner}${indent}</${element.name}>\n`;
}

/** A whole document with declaration and the Metadata API namespace on its root. */
export function writeDocument(root: XmlElement): string {
  const document = { ...root, name: `${root.name}`, attributes: root.attributes };
  const body = writeElement(document, '');
  const tag = `<${root.name}`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${tag} xmlns="${METADATA_NAMESPACE}"${body.slice(tag.length)}`;
}
