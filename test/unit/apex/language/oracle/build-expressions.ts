/** Expressions: one builder for each labeled alternative of the grammar's `expression` and `primary` rules. */
import {
  Arth1ExpressionContext,
  Arth2ExpressionContext,
  ArrayExpressionContext,
  AssignExpressionContext,
  BitAndExpressionContext,
  BitExpressionContext,
  BitNotExpressionContext,
  BitOrExpressionContext,
  CastExpressionContext,
  CmpExpressionContext,
  CoalExpressionContext,
  CondExpressionContext,
  DotExpressionContext,
  EqualityExpressionContext,
  IdPrimaryContext,
  InstanceOfExpressionContext,
  LiteralPrimaryContext,
  LogAndExpressionContext,
  LogOrExpressionContext,
  MethodCallExpressionContext,
  NegExpressionContext,
  NewExpressionContext,
  PostOpExpressionContext,
  PreOpExpressionContext,
  PrimaryExpressionContext,
  SoqlPrimaryContext,
  SoslPrimaryContext,
  SubExpressionContext,
  SuperPrimaryContext,
  ThisPrimaryContext,
  TypeRefPrimaryContext,
  VoidPrimaryContext,
} from '@apexdevtools/apex-parser';
import type {
  CreatorContext,
  ExpressionContext,
  ExpressionListContext,
  LiteralContext,
  PrimaryContext,
} from '@apexdevtools/apex-parser';
import type { Expression, ExpressionOf, Position } from '../../../../../local-org/apex/language/syntax/ast.ts';
import { createdName, nameOf, position, typeName } from './build-names.ts';
import { queryExpression, sourceText } from './build-queries.ts';
import { stringValue } from '../../../../../local-org/apex/language/syntax/literals.ts';

type Builder = (context: never) => Expression;
type ContextClass = abstract new (...args: never[]) => unknown;

const builders = new Map<unknown, Builder>();

function when<C extends ContextClass>(type: C, build: (context: InstanceType<C>) => Expression): void {
  builders.set(type, build as Builder);
}

export function expression(context: ExpressionContext): Expression {
  const build = builders.get(context.constructor) as ((context: ExpressionContext) => Expression) | undefined;
  if (!build) throw new Error(`No builder for the expression ${context.getText()}`);
  return build(context);
}

export function expressions(list: ExpressionListContext | null): Expression[] {
  return list ? list.expression_list().map(expression) : [];
}

interface TwoOperands {
  expression(index: number): ExpressionContext;
  expression_list(): ExpressionContext[];
}

/** The operator is everything between the two operands: `>` and `=` come as two tokens. */
function binary(context: ExpressionContext & TwoOperands): Expression {
  const children = (
    context as unknown as { children: { getText(): string; symbol?: { line: number; column: number } }[] }
  ).children;
  const operator = children
    .slice(1, -1)
    .map((child) => child.getText())
    .join('');
  return {
    kind: 'binary',
    ...position(context),
    operator,
    left: expression(context.expression(0)),
    right: expression(context.expression(1)),
  };
}

for (const type of [
  Arth1ExpressionContext,
  Arth2ExpressionContext,
  BitExpressionContext,
  CmpExpressionContext,
  EqualityExpressionContext,
  BitAndExpressionContext,
  BitNotExpressionContext,
  BitOrExpressionContext,
  LogAndExpressionContext,
  LogOrExpressionContext,
  CoalExpressionContext,
]) {
  when(type as typeof Arth1ExpressionContext, binary);
}

when(PrimaryExpressionContext, (context) => primary(context.primary()));
when(SubExpressionContext, (context) => ({
  kind: 'parenthesis',
  ...position(context),
  inner: expression(context.expression()),
}));
when(DotExpressionContext, (context) => {
  const target = expression(context.expression());
  const safe = Boolean(context.QUESTIONDOT());
  const call = context.dotMethodCall();
  if (!call) return { kind: 'field', ...position(context.anyId()), target, name: nameOf(context.anyId()), safe };
  return {
    kind: 'call',
    ...position(call),
    target,
    name: nameOf(call.anyId()),
    args: expressions(call.expressionList()),
    safe,
  };
});
when(ArrayExpressionContext, (context) => ({
  kind: 'index',
  ...position(context),
  target: expression(context.expression(0)),
  index: expression(context.expression(1)),
}));
when(MethodCallExpressionContext, (context) => {
  const call = context.methodCall();
  const args = expressions(call.expressionList());
  if (call.THIS()) return { kind: 'constructorCall', ...position(call), which: 'this', args };
  if (call.SUPER()) return { kind: 'constructorCall', ...position(call), which: 'super', args };
  return { kind: 'call', ...position(call), target: null, name: nameOf(call.id()), args, safe: false };
});
when(NewExpressionContext, (context) => creator(context.creator(), position(context)));
when(CastExpressionContext, (context) => ({
  kind: 'cast',
  ...position(context),
  type: typeName(context.typeRef()),
  operand: expression(context.expression()),
}));
when(PostOpExpressionContext, (context) => ({
  kind: 'postfix',
  ...position(context),
  operator: context.INC() ? '++' : '--',
  operand: expression(context.expression()),
}));
when(PreOpExpressionContext, (context) => {
  const operator = context.INC() ? '++' : context.DEC() ? '--' : context.ADD() ? '+' : '-';
  const operand = expression(context.expression());
  if (
    operator === '-' &&
    operand.kind === 'literal' &&
    typeof operand.value === 'string' &&
    operand.type !== 'String'
  ) {
    return { ...operand, ...position(context), value: `-${operand.value}` };
  }
  return { kind: 'unary', ...position(context), operator, operand };
});
when(NegExpressionContext, (context) => ({
  kind: 'unary',
  ...position(context),
  operator: context.TILDE() ? '~' : '!',
  operand: expression(context.expression()),
}));
when(InstanceOfExpressionContext, (context) => ({
  kind: 'instanceof',
  ...position(context),
  operand: expression(context.expression()),
  type: typeName(context.typeRef()),
}));
when(CondExpressionContext, (context) => ({
  kind: 'conditional',
  ...position(context),
  condition: expression(context.expression(0)),
  whenTrue: expression(context.expression(1)),
  whenFalse: expression(context.expression(2)),
}));
when(AssignExpressionContext, (context) => {
  const { operator, left, right, line, column } = binary(context) as ExpressionOf<'binary'>;
  return { kind: 'assign', line, column, operator, target: left, value: right };
});

when(ThisPrimaryContext as unknown as typeof PrimaryExpressionContext, (context) => ({
  kind: 'this',
  ...position(context),
}));
when(SuperPrimaryContext as unknown as typeof PrimaryExpressionContext, (context) => ({
  kind: 'super',
  ...position(context),
}));
when(LiteralPrimaryContext, (context) => literal(context.literal()));
when(IdPrimaryContext, (context) => ({ kind: 'name', ...position(context), name: nameOf(context.id()) }));
when(TypeRefPrimaryContext, (context) => ({
  kind: 'classRef',
  ...position(context),
  type: typeName(context.typeRef()),
}));
when(VoidPrimaryContext as unknown as typeof PrimaryExpressionContext, (context) => ({
  kind: 'classRef',
  ...position(context),
  type: null,
}));
when(SoqlPrimaryContext, (context) => queryExpression(context.soqlLiteral(), expression));
when(SoslPrimaryContext, (context) => ({
  kind: 'sosl',
  ...position(context),
  text: sourceText(context.soslLiteral()).slice(1, -1).trim(),
  binds: [],
}));

function primary(context: PrimaryContext): Expression {
  return expression(context as unknown as ExpressionContext);
}

export function literal(context: LiteralContext): Expression {
  const text = context.getText();
  const at = position(context);
  if (context.IntegerLiteral()) return { kind: 'literal', ...at, type: 'Integer', value: text };
  if (context.LongLiteral()) return { kind: 'literal', ...at, type: 'Long', value: text.slice(0, -1) };
  if (context.NumberLiteral()) {
    const double = /d$/i.test(text);
    return { kind: 'literal', ...at, type: double ? 'Double' : 'Decimal', value: double ? text.slice(0, -1) : text };
  }
  if (context.StringLiteral() || context.MultilineStringLiteral())
    return { kind: 'literal', ...at, type: 'String', value: stringValue(text) };
  if (context.BooleanLiteral())
    return { kind: 'literal', ...at, type: 'Boolean', value: text.toLowerCase() === 'true' };
  return { kind: 'literal', ...at, type: 'null', value: null };
}

function creator(context: CreatorContext, at: Position): Expression {
  const type = createdName(context.createdName());
  const classRest = context.classCreatorRest();
  if (classRest) return { kind: 'new', ...at, type, args: expressions(classRest.arguments().expressionList()) };
  const arrayRest = context.arrayCreatorRest();
  if (arrayRest) {
    const items = arrayRest.arrayInitializer()?.expression_list().map(expression) ?? null;
    const size = arrayRest.expression();
    return { kind: 'newArray', ...at, element: type, size: size ? expression(size) : null, items };
  }
  const mapRest = context.mapCreatorRest();
  if (mapRest) {
    const pairs = mapRest
      .mapCreatorRestPair_list()
      .map((pair) => ({ key: expression(pair.expression(0)), value: expression(pair.expression(1)) }));
    return { kind: 'newMap', ...at, type, pairs };
  }
  const setRest = context.setCreatorRest();
  if (setRest) return { kind: 'newItems', ...at, type, items: setRest.expression_list().map(expression) };
  return { kind: 'newItems', ...at, type, items: [] };
}
