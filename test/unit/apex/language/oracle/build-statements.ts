/** Statements of method bodies. */
import type {
  AccessLevelContext,
  BlockContext,
  ForStatementContext,
  LocalVariableDeclarationContext,
  StatementContext,
  SwitchStatementContext,
  TryStatementContext,
  VariableDeclaratorContext,
  WhenLiteralContext,
} from '@apexdevtools/apex-parser';
import type {
  Block,
  Declarator,
  DmlOperation,
  Expression,
  LocalDeclaration,
  Position,
  Statement,
  WhenClause,
} from '../../../../../local-org/apex/language/syntax/ast.ts';
import { nameOf, position, simpleTypeName, typeName } from './build-names.ts';
import { expression, expressions } from './build-expressions.ts';
import { stringValue } from '../../../../../local-org/apex/language/syntax/literals.ts';

export function block(context: BlockContext): Block {
  return {
    kind: 'block',
    ...position(context),
    statements: context.statement_list().map(statement),
    endLine: context.stop?.line ?? context.start.line,
  };
}

/** Exactly one alternative of the statement rule is present; which one shows in the only (or first) child. */
export function statement(context: StatementContext): Statement {
  const at = position(context);
  const inner = context.block();
  if (inner) return block(inner);
  const local = context.localVariableDeclarationStatement();
  if (local) return localDeclaration(local.localVariableDeclaration());
  const plain = context.expressionStatement();
  if (plain) return { kind: 'expression', ...at, expression: expression(plain.expression()) };
  const conditional = context.ifStatement();
  if (conditional) {
    const otherwise = conditional.statement(1);
    return {
      kind: 'if',
      ...at,
      condition: expression(conditional.parExpression().expression()),
      then: statement(conditional.statement(0)),
      otherwise: otherwise ? statement(otherwise) : null,
    };
  }
  const returned = context.returnStatement();
  if (returned) {
    const value = returned.expression();
    return { kind: 'return', ...at, value: value ? expression(value) : null };
  }
  const loop = context.forStatement();
  if (loop) return forStatement(loop, at);
  const attempt = context.tryStatement();
  if (attempt) return tryStatement(attempt, at);
  const thrown = context.throwStatement();
  if (thrown) return { kind: 'throw', ...at, value: expression(thrown.expression()) };
  return loopOrSwitch(context, at) ?? dml(context, at);
}

function loopOrSwitch(context: StatementContext, at: Position): Statement | null {
  const whileLoop = context.whileStatement();
  if (whileLoop) {
    const body = whileLoop.statement();
    return {
      kind: 'while',
      ...at,
      condition: expression(whileLoop.parExpression().expression()),
      body: body ? statement(body) : null,
    };
  }
  const doLoop = context.doWhileStatement();
  if (doLoop)
    return {
      kind: 'doWhile',
      ...at,
      body: block(doLoop.block()),
      condition: expression(doLoop.parExpression().expression()),
    };
  const choice = context.switchStatement();
  if (choice) return switchStatement(choice, at);
  if (context.breakStatement()) return { kind: 'break', ...at };
  if (context.continueStatement()) return { kind: 'continue', ...at };
  const runAs = context.runAsStatement();
  if (runAs) return { kind: 'runAs', ...at, args: expressions(runAs.expressionList()), block: block(runAs.block()) };
  return null;
}

function dml(context: StatementContext, at: Position): Statement {
  const upsert = context.upsertStatement();
  if (upsert) {
    const field = upsert.qualifiedName()?.getText() ?? null;
    return {
      kind: 'dml',
      ...at,
      operation: 'upsert',
      target: expression(upsert.expression()),
      second: null,
      access: access(upsert.accessLevel()),
      field,
    };
  }
  const merge = context.mergeStatement();
  if (merge) {
    return {
      kind: 'dml',
      ...at,
      operation: 'merge',
      target: expression(merge.expression(0)),
      second: expression(merge.expression(1)),
      access: access(merge.accessLevel()),
      field: null,
    };
  }
  const plain: [
    DmlOperation,
    {
      expression(): ReturnType<ReturnType<StatementContext['insertStatement']>['expression']>;
      accessLevel(): AccessLevelContext;
    } | null,
  ][] = [
    ['insert', context.insertStatement()],
    ['update', context.updateStatement()],
    ['delete', context.deleteStatement()],
    ['undelete', context.undeleteStatement()],
  ];
  for (const [operation, found] of plain) {
    if (found) {
      return {
        kind: 'dml',
        ...at,
        operation,
        target: expression(found.expression()),
        second: null,
        access: access(found.accessLevel()),
        field: null,
      };
    }
  }
  throw new Error(`No builder for the statement ${context.getText()}`);
}

function access(context: AccessLevelContext | null): 'user' | 'system' | null {
  if (!context) return null;
  return context.USER() ? 'user' : 'system';
}

export function localDeclaration(context: LocalVariableDeclarationContext): LocalDeclaration {
  return {
    kind: 'local',
    ...position(context),
    type: typeName(context.typeRef()),
    final: context.modifier_list().some((word) => word.FINAL()),
    declarators: context.variableDeclarators().variableDeclarator_list().map(declarator),
  };
}

export function declarator(context: VariableDeclaratorContext): Declarator {
  const value = context.expression();
  return { ...position(context), name: nameOf(context.id()), initializer: value ? expression(value) : null };
}

function forStatement(context: ForStatementContext, at: Position): Statement {
  const control = context.forControl();
  const inner = context.statement();
  const body = inner ? statement(inner) : null;
  const each = control.enhancedForControl();
  if (each) {
    return {
      kind: 'foreach',
      ...at,
      type: typeName(each.typeRef()),
      name: nameOf(each.id()),
      iterable: expression(each.expression()),
      body,
    };
  }
  const init = control.forInit();
  const declaration = init?.localVariableDeclaration();
  const condition = control.expression();
  return {
    kind: 'for',
    ...at,
    init: declaration ? localDeclaration(declaration) : expressions(init?.expressionList() ?? null),
    condition: condition ? expression(condition) : null,
    update: expressions(control.forUpdate()?.expressionList() ?? null),
    body,
  };
}

function tryStatement(context: TryStatementContext, at: Position): Statement {
  const last = context.finallyBlock();
  return {
    kind: 'try',
    ...at,
    block: block(context.block()),
    catches: context.catchClause_list().map((clause) => ({
      ...position(clause),
      type: simpleTypeName(clause.qualifiedName().getText(), position(clause.qualifiedName())),
      name: nameOf(clause.id()),
      block: block(clause.block()),
    })),
    finally: last ? block(last.block()) : null,
  };
}

function switchStatement(context: SwitchStatementContext, at: Position): Statement {
  const clauses = context.whenControl_list().map((control): WhenClause => {
    const value = control.whenValue();
    const type = value.typeRef();
    return {
      ...position(control),
      isElse: Boolean(value.ELSE()),
      type: type ? typeName(type) : null,
      variable: type ? nameOf(value.id()) : null,
      values: value.whenLiteral_list().map(whenLiteral),
      block: block(control.block()),
    };
  });
  return { kind: 'switch', ...at, subject: expression(context.expression()), clauses };
}

function whenLiteral(context: WhenLiteralContext): Expression {
  const at = position(context);
  const inner = context.whenLiteral();
  if (inner) return whenLiteral(inner);
  const sign = context.SUB_list().length % 2 ? '-' : '';
  if (context.IntegerLiteral())
    return { kind: 'literal', ...at, type: 'Integer', value: sign + context.IntegerLiteral().getText() };
  if (context.LongLiteral())
    return { kind: 'literal', ...at, type: 'Long', value: sign + context.LongLiteral().getText().slice(0, -1) };
  const quoted = context.StringLiteral() ?? context.MultilineStringLiteral();
  if (quoted) return { kind: 'literal', ...at, type: 'String', value: stringValue(quoted.getText()) };
  if (context.NULL()) return { kind: 'literal', ...at, type: 'null', value: null };
  const [first, ...rest] = context.qualifiedName().id_list().map(nameOf);
  return rest.reduce<Expression>((target, name) => ({ kind: 'field', ...at, target, name, safe: false }), {
    kind: 'name',
    ...at,
    name: first!,
  });
}
