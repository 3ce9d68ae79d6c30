/** Whether control can leave a statement at its end: for missing returns and unreachable statements. */
import type { Block, Expression, Statement } from '../syntax/ast.ts';

/** True when the statement may be followed by the next one. */
export function completes(node: Statement | null): boolean {
  if (!node) return true;
  switch (node.kind) {
    case 'return':
    case 'throw':
    case 'break':
    case 'continue':
      return false;
    case 'block':
      return completesBlock(node);
    case 'if':
      return !node.otherwise || completes(node.then) || completes(node.otherwise);
    case 'try':
      return completesTry(node);
    case 'switch':
      return (
        !node.clauses.some((clause) => clause.isElse) || node.clauses.some((clause) => completesBlock(clause.block))
      );
    case 'while':
      return !isTrue(node.condition) || breaks(node.body);
    case 'for':
      return (node.condition !== null && !isTrue(node.condition)) || breaks(node.body);
    case 'doWhile':
      return !isTrue(node.condition) || breaks(node.body);
    case 'runAs':
      return completesBlock(node.block);
    default:
      return true;
  }
}

export function completesBlock(block: Block): boolean {
  return block.statements.every(completes);
}

function completesTry(node: Extract<Statement, { kind: 'try' }>): boolean {
  if (node.finally && !completesBlock(node.finally)) return false;
  return completesBlock(node.block) || node.catches.some((clause) => completesBlock(clause.block));
}

function isTrue(condition: Expression): boolean {
  return condition.kind === 'literal'
    ? condition.value === true
    : condition.kind === 'parenthesis' && isTrue(condition.inner);
}

/** Whether a `break` inside leaves this loop. */
function breaks(node: Statement | null): boolean {
  if (!node) return false;
  switch (node.kind) {
    case 'break':
      return true;
    case 'block':
      return node.statements.some(breaks);
    case 'if':
      return breaks(node.then) || breaks(node.otherwise);
    case 'try':
      return [node.block, ...node.catches.map((clause) => clause.block), ...(node.finally ? [node.finally] : [])].some(
        breaks,
      );
    case 'switch':
      return node.clauses.some((clause) => breaks(clause.block));
    case 'runAs':
      return breaks(node.block);
    default:
      return false;
  }
}
