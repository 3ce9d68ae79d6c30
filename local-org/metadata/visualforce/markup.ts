/** Tags of Visualforce markup with their attributes, at their places. */
import { contentOf } from '../package/component.ts';
import type { Component, ComponentFile } from '../package/component.ts';
import { blanked } from '../references/reference.ts';

export interface Attribute {
  name: string;
  value: string;
  /** Of the name, and of the value behind its quote. */
  offset: number;
  valueOffset: number;
}

export interface Tag {
  /** With its prefix, e.g. `apex:repeat`. */
  name: string;
  offset: number;
  attributes: Attribute[];
}

export interface Markup {
  file: ComponentFile;
  text: string;
  /** The text with its comments blanked: they are not compiled. */
  plain: string;
  tags: Tag[];
}

const COMMENTS = /<!--[\s\S]*?-->/g;
const TAG = /<([A-Za-z]\w*:[A-Za-z]\w*)((?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>/g;
const ATTRIBUTE = /([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

function attributesOf(text: string, start: number): Attribute[] {
  return [...text.matchAll(ATTRIBUTE)].map((match) => {
    const value = match[2] ?? match[3] ?? '';
    const offset = start + match.index;
    return { name: match[1] as string, value, offset, valueOffset: offset + match[0].length - 1 - value.length };
  });
}

/** Tags with a prefix; those of HTML are text. */
function tagsOf(plain: string): Tag[] {
  return [...plain.matchAll(TAG)].map((match) => {
    const [, name = '', attributes = ''] = match;
    return { name, offset: match.index, attributes: attributesOf(attributes, match.index + 1 + name.length) };
  });
}

/** Undefined for a page or component without its content. */
export function markupOf(component: Pick<Component, 'files'>): Markup | undefined {
  const content = contentOf(component as Component);
  if (!content) return undefined;
  const plain = blanked(content.text, COMMENTS);
  return { file: content.file, text: content.text, plain, tags: tagsOf(plain) };
}

export function attribute(tag: Tag | undefined, name: string): Attribute | undefined {
  return tag?.attributes.find((one) => one.name.toLowerCase() === name.toLowerCase());
}

/** Its name without the prefix, in lower case, for tags of the namespace. */
export function localName({ name }: Tag, namespace: string): string | undefined {
  const [prefix = '', local = ''] = name.toLowerCase().split(':');
  return prefix === namespace ? local : undefined;
}

/** `<apex:page>`, `<apex:component>`, or the template of an e-mail. */
export function rootOf({ tags }: Markup): Tag | undefined {
  return tags.find(
    (tag) =>
      ['page', 'component'].includes(localName(tag, 'apex') ?? '') || localName(tag, 'messaging') === 'emailtemplate',
  );
}
