/** Inline SOQL and SOSL: the text as written, with bind expressions lifted out. */
import { BoundExpressionContext } from '@apexdevtools/apex-parser';
import type {
  ExpressionContext,
  SoqlFunctionContext,
  QueryContext,
  SoqlLiteralContext,
} from '@apexdevtools/apex-parser';
import type { Expression, QueryBind, QueryExpression } from '../../../../../local-org/apex/language/syntax/ast.ts';
import { position } from './build-names.ts';

interface Token {
  start: number;
  stop: number;
  line: number;
  column: number;
  getInputStream(): { getText(start: number, stop: number): string };
}

interface Spanned {
  start: Token;
  stop?: Token;
  children?: unknown;
}

/** The source text of a context, white space and comments included. */
export function sourceText(context: unknown): string {
  const { start, stop } = context as Spanned;
  return start.getInputStream().getText(start.start, (stop ?? start).stop);
}

export function queryExpression(
  context: SoqlLiteralContext,
  expression: (context: ExpressionContext) => Expression,
): QueryExpression {
  const query = context.query();
  const binds: QueryBind[] = [];
  const text = withoutBinds(query as unknown as Spanned, collect(query, BoundExpressionContext), (bound, index) => {
    const name = `bind${index}`;
    binds.push({ name, expression: expression(bound.expression()) });
    return `:${name}`;
  });
  return {
    kind: 'soql',
    ...position(context as unknown as { start: Token }),
    textAt: position(query as unknown as { start: Token }),
    text,
    binds,
    from: query.fromNameList().fieldName(0).getText(),
    result: resultOf(query),
    mode: modeOf(query),
    allRows: Boolean(query.allRowsClause()),
  };
}

/** Replaces each bind and pads the replacement so that later columns of the line stay where they were written. */
function withoutBinds(
  query: Spanned,
  bounds: BoundExpressionContext[],
  replace: (bound: BoundExpressionContext, index: number) => string,
): string {
  const stream = query.start.getInputStream();
  let at = query.start.start;
  let text = '';
  bounds.forEach((bound, index) => {
    const { start, stop } = bound as unknown as Required<Pick<Spanned, 'start' | 'stop'>>;
    if (start.start > at) text += stream.getText(at, start.start - 1);
    const written = stream.getText(start.start, stop.stop);
    const lineBreaks = written.split('\n').length - 1;
    const name = replace(bound, index);
    text += lineBreaks ? name + '\n'.repeat(lineBreaks) : name.padEnd(written.length);
    at = stop.stop + 1;
  });
  const end = (query.stop ?? query.start).stop;
  return at <= end ? text + stream.getText(at, end) : text;
}

function collect<T>(context: unknown, type: abstract new (...args: never[]) => T, found: T[] = []): T[] {
  for (const child of ((context as Spanned).children as unknown[] | null | undefined) ?? []) {
    if (child instanceof type) found.push(child);
    else collect(child, type, found);
  }
  return found;
}

function resultOf(query: QueryContext): QueryExpression['result'] {
  const entries = query.selectList().selectEntry_list();
  const functions = entries
    .map((entry) => entry.soqlFunction())
    .filter((entry): entry is SoqlFunctionContext => Boolean(entry));
  if (entries.length === 1 && functions[0]?.COUNT() && !functions[0].fieldName()) return 'count';
  const aggregate = functions.some(
    (call) => call.COUNT() || call.COUNT_DISTINCT() || call.SUM() || call.AVG() || call.MIN() || call.MAX(),
  );
  return aggregate || query.groupByClause() ? 'aggregate' : 'records';
}

function modeOf(query: QueryContext): QueryExpression['mode'] {
  const clause = query.withClause();
  if (!clause) return null;
  if (clause.USER_MODE()) return 'user';
  if (clause.SYSTEM_MODE()) return 'system';
  return clause.SECURITY_ENFORCED() ? 'security_enforced' : null;
}
