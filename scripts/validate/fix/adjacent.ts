/** Brings repeated elements together: the platform's parser refuses those that others stand between. */
import { elementSpans } from '../../../local-org/metadata/xml/spans.ts';
import type { Span } from '../../../local-org/metadata/xml/spans.ts';

const SCATTERED = /Element (\S+) is duplicated at this location in type /;

/** The element that begins at a place; both count from 1. */
function parentOf(root: Span, start: number): Span | undefined {
  for (const child of root.children) {
    if (child.start === start) return root;
    if (child.start < start && start < child.end) return parentOf(child, start);
  }
  return undefined;
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let count = 1; count < line; count += 1) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}

/** What stands before an element since the last one moves with it: its indent, and comments about it. */
function regroup(text: string, parent: Span, names: ReadonlySet<string>): string {
  let last = parent.inside;
  const pieces = parent.children.map((child) => {
    const piece = { name: child.name, text: text.slice(last, child.end) };
    last = child.end;
    return piece;
  });
  const ordered: typeof pieces = [];
  for (const piece of pieces) {
    const before = names.has(piece.name) ? ordered.findLastIndex(({ name }) => name === piece.name) : -1;
    if (before < 0) ordered.push(piece);
    else ordered.splice(before + 1, 0, piece);
  }
  return text.slice(0, parent.inside) + ordered.map((piece) => piece.text).join('') + text.slice(last);
}

export interface Place {
  line: number;
  column: number;
  message: string;
}

/**
 * @param places of the elements that are not with the others of their name, as they were found in this text.
 * @returns the text with each of them behind the last one before it.
 */
export function bringTogether(text: string, places: Place[]): string {
  const root = elementSpans(text);
  const wanted = new Map<Span, Set<string>>();
  for (const { line, column, message } of places) {
    const name = SCATTERED.exec(message)?.[1];
    const parent = parentOf(root, offsetOf(text, line, column));
    if (name && parent) wanted.set(parent, (wanted.get(parent) ?? new Set()).add(name));
  }
  // From behind, and inner before outer, so that no offset goes stale.
  const parents = [...wanted].sort(([left], [right]) => right.start - left.start);
  return parents.reduce((now, [parent, names]) => {
    const moved = elementSpans(now);
    const same = parent.start === moved.start ? moved : find(moved, parent.start);
    return same ? regroup(now, same, names) : now;
  }, text);
}

function find(root: Span, start: number): Span | undefined {
  for (const child of root.children) {
    if (child.start === start) return child;
    if (child.start < start && start < child.end) return find(child, start);
  }
  return undefined;
}
