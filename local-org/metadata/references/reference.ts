/**
 * What components refer to, read from their files alone: the same list tells a deploy what must exist, and a deletion who
 * still needs what is about to go.
 */
import type { ComponentFile } from '../package/component.ts';
import type { Position, XmlElement } from '../xml/element.ts';

/** A component of a package or of the org, as far as its references are concerned. */
export interface Subject {
  type: string;
  fullName: string;
  document?: XmlElement;
  files: readonly ComponentFile[];
}

export interface Reference {
  /** Element or attribute that holds the name. */
  field: string;
  /** Metadata API name of what is referred to. */
  type: string;
  fullName: string;
  at: Position;
  /** Other types of the same name that do as well (an Aura component where a Lightning web component would). */
  or?: readonly string[];
  /** What the platform says when it is not there, where that is not `In field: … - no … named … found`. */
  problem?: string;
  /** The platform takes the reference out by itself when its target goes. */
  loose?: true;
}

/** Full name from the text of an element; undefined where the text names nothing that can be judged. */
export type NameOf = (text: string, subject: Subject, element: XmlElement) => string | undefined;

/** One kind of reference in a type's document. */
export interface Row {
  /** Names of the elements from the root's children down, e.g. `relatedLists/quickActions`. */
  path: string;
  type: string;
  name?: NameOf;
  or?: readonly string[];
  loose?: true;
}

/** All elements at a path below `root`. */
export function elementsAt(root: XmlElement, path: string): XmlElement[] {
  return path
    .split('/')
    .reduce<XmlElement[]>(
      (found, name) => found.flatMap((element) => element.children.filter((child) => child.name === name)),
      [root],
    );
}

/** References of a document by the rows of its type. */
export function referencesByRows(subject: Subject, rows: readonly Row[]): Reference[] {
  const { document } = subject;
  if (!document) return [];
  return rows.flatMap(({ path, type, name, or, loose }) =>
    elementsAt(document, path).flatMap((element) => {
      const text = element.text.trim();
      const fullName = text === '' ? undefined : name ? name(text, subject, element) : text;
      if (fullName === undefined) return [];
      return [
        { field: element.name, type, fullName, at: element.at, ...(or ? { or } : {}), ...(loose ? { loose } : {}) },
      ];
    }),
  );
}

/** The object in names like `Object.Part`, `Object-Layout` and `Object`. */
export function objectOf(fullName: string): string {
  return /^[^.-]*/.exec(fullName)?.[0] ?? '';
}

/** A field of the object that the component's own name begins with; `Object.Field` stays as it is. */
export const ownField: NameOf = (text, { fullName }) => fieldOn(objectOf(fullName), text);

/** `Field` or `Object.Field` as the full name of a field; undefined for longer paths, which lead elsewhere. */
export function fieldOn(object: string, field: string): string | undefined {
  const dots = field.split('.').length - 1;
  if (dots === 0) return `${object}.${field}`;
  return dots === 1 ? field : undefined;
}

/** A part (button, record type, action) of the object that the component's own name begins with. */
export const ownPart: NameOf = (text, { fullName }) => `${objectOf(fullName)}.${text}`;

/** Line and column of an offset, both from 1. */
export function placeIn(text: string, offset: number, file: string): Position {
  const before = text.slice(0, offset);
  return { file, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** Replaces what the pattern finds by blanks, so that places stay. */
export function blanked(text: string, pattern: RegExp): string {
  return text.replace(pattern, (part) => part.replace(/[^\n]/g, ' '));
}
