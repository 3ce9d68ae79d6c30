/** Moves comments from before the root element into it: the CLI cannot join such a file to its parent. */
import { elementSpans } from '../../../local-org/metadata/xml/spans.ts';

const COMMENT = /[ \t]*<!--[\s\S]*?-->[ \t]*\r?\n?/g;

export function moveComments(text: string): string {
  const { start, inside, children } = elementSpans(text);
  const head = text.slice(0, start);
  const comments = head.match(COMMENT) ?? [];
  const [first] = children;
  const indent = first ? (/\s*$/.exec(text.slice(0, first.start))?.[0] ?? '\n') : '\n';
  const moved = comments.map((comment) => indent + comment.trim()).join('');
  return head.replace(COMMENT, '') + text.slice(start, inside) + moved + text.slice(inside);
}
