/**
 * Whether control can leave a statement at its end: for missing returns and unreachable statements. As the platform's
 * compiler looks at it: loops end, whatever their condition; `break` and `continue` count as any other statement; neither
 * `finally` nor the block of `System.runAs` is looked into.
 */
import type { Block, Statement } from '../syntax/ast.ts';

/** True when the statement may be followed by the next one. */
export function completes(node: Statement | null): boolean {
  if (!node) return true;
  switch (node.kind) {
    case 'return':
    case 'throw':
      return false;
    case 'block':
      return completesBlock(node);
    case 'if':
      return !node.otherwise || completes(node.then) || completes(node.otherwise);
    case 'try':
      return completesBlock(node.block) || node.catches.some((clause) => completesBlock(clause.block));
    case 'switch':
      return (
        !node.clauses.some((clause) => clause.isElse) || node.clauses.some((clause) => completesBlock(clause.block))
      );
    default:
      return true;
  }
}

export function completesBlock(block: Block): boolean {
  return block.statements.every(completes);
}
