/** Statements: each becomes one or more lines of JavaScript. */
import type { Block, Statement, StatementOf } from '../syntax/ast.ts';
import { isAssignable } from '../types/conversions.ts';
import { isOpen } from '../types/symbols.ts';
import { VOID, isError, isNamed } from '../types/type.ts';
import type { Type } from '../types/type.ts';
import { step } from './assignment.ts';
import type { Body } from './body.ts';
import { assign, condition } from './coercion.ts';
import { expression } from './expressions.ts';
import { completes } from './flow.ts';
import { foreachLoop } from './loops.ts';
import { dmlStatement } from './queries.ts';
import { switchStatement } from './switch.ts';
import { isSystemException } from './system-calls.ts';
import { typeTest } from './type-tests.ts';
import type { Value } from './value.ts';
import type { Expression } from '../syntax/ast.ts';

/** The compiler that looks for unreachable statements came with this version (apex-enterprise-patterns/fflib-apex-mocks, pull request 64). */
const REACHABILITY_SINCE = 42;

/** Statements of a block, without braces and without a scope of their own. */
export function statements(body: Body, nodes: readonly Statement[]): void {
  let reachable = true;
  for (const node of nodes) {
    if (!reachable) {
      // The body of a trigger is not looked at.
      if (body.apiVersion >= REACHABILITY_SINCE && !body.triggerRow) body.problem(node, 'Unreachable statement');
      reachable = true;
    }
    statement(body, node);
    if (!completes(node)) reachable = false;
  }
}

/** `{ … }` in a scope of its own; `head` is what stands before the brace. */
export function braces(
  body: Body,
  head: string,
  line: number,
  block: Block | Statement | null,
  prepare?: () => void,
): void {
  body.writer.line(`${head}{`, line);
  body.nested(() => {
    prepare?.();
    if (block?.kind === 'block') statements(body, block.statements);
    else if (block) statement(body, block);
  });
  body.writer.line('}');
}

/** Start of a loop body: pays for the round, so that an endless loop meets the CPU limit. */
export const TICK = 'if (--fuel[0] < 0) tick();';

function statement(body: Body, node: Statement): void {
  const { writer } = body;
  switch (node.kind) {
    case 'block':
      return braces(body, '', node.line, node);
    case 'local':
      return local(body, node);
    case 'expression':
      return expressionStatement(body, node);
    case 'if':
      return ifStatement(body, node);
    case 'return':
      return returnStatement(body, node);
    case 'throw':
      return throwStatement(body, node);
    case 'for':
      return forLoop(body, node);
    case 'foreach':
      return foreachLoop(body, node);
    case 'while':
      return loop(body, node.line, `${writer.count(node.line)}while (${condition(body, node.condition)}) `, node.body);
    case 'doWhile':
      loop(body, node.line, `${writer.count(node.line)}do `, node.body);
      writer.line(`while (${condition(body, node.condition)});`, node.condition.line);
      return;
    case 'break':
    case 'continue':
      if (!body.loops) body.problem(node, `${node.kind === 'break' ? 'Break' : 'Continue'} statement must be in loop`);
      writer.line(`${writer.count(node.line)}${node.kind};`, node.line);
      return;
    case 'try':
      return tryStatement(body, node);
    case 'switch':
      return switchStatement(body, node);
    case 'dml':
      writer.line(writer.count(node.line) + dmlStatement(body, node), node.line);
      return;
    case 'runAs':
      return runAs(body, node);
  }
}

function local(body: Body, node: StatementOf<'local'>): void {
  const type = body.resolveType(node.type);
  for (const declarator of node.declarators) {
    const value = declarator.initializer ? expression(body, declarator.initializer) : null;
    const code = value ? assign(body, value, type, declarator.initializer!) : 'null';
    const variable = body.declare(declarator, declarator.name, type, node.final && value !== null);
    const count = value ? body.writer.count(declarator.line) : '';
    body.writer.line(`${count}let ${variable.code} = ${code};`, declarator.line);
  }
}

function expressionStatement(body: Body, node: StatementOf<'expression'>): void {
  const value = discarded(body, node.expression);
  if (!isStatement(node.expression)) body.problem(node, 'Expression cannot be a statement.');
  body.writer.line(`${body.writer.count(node.line)}${value.code};`, node.line);
}

const STATEMENTS = ['call', 'assign', 'postfix', 'new', 'newArray', 'newItems', 'newMap', 'constructorCall'];

function isStatement(node: Expression): boolean {
  if (node.kind === 'parenthesis') return isStatement(node.inner);
  return STATEMENTS.includes(node.kind) || (node.kind === 'unary' && /^(\+\+|--)$/.test(node.operator));
}

/** Nobody reads the value: `i++` may be `++i`. */
function discarded(body: Body, node: Expression): Value {
  return node.kind === 'postfix' ? step(body, node.operand, node.operator, true, node) : expression(body, node);
}

function ifStatement(body: Body, node: StatementOf<'if'>): void {
  braces(body, `${body.writer.count(node.line)}if (${condition(body, node.condition)}) `, node.line, node.then);
  if (!node.otherwise) return;
  braces(body, 'else ', node.otherwise.line, node.otherwise);
}

function returnStatement(body: Body, node: StatementOf<'return'>): void {
  const count = body.writer.count(node.line);
  if (!node.value) {
    if (body.returns !== VOID && body.returns.kind !== 'void')
      body.problem(node, `Missing return statement required return type: ${body.returns.name}`);
    body.writer.line(`${count}return${body.constructing ? ' this' : ''};`, node.line);
    return;
  }
  const value = expression(body, node.value);
  if (body.returns.kind === 'void') {
    if (!isError(value.type)) body.problem(node, nothingToReturn(body));
    return;
  }
  body.writer.line(`${count}return ${assign(body, value, body.returns, node.value)};`, node.line);
}

function nothingToReturn(body: Body): string {
  if (body.triggerRow) return 'Trigger bodies must not return a value';
  return body.constructing ? 'Constructors must not return a value' : 'Void method must not return a value';
}

/** A class that descends from something unknown may descend from an exception. */
function mayBeException(type: Type): boolean {
  return isError(type) || isSystemException(type) || (type.user !== undefined && isOpen(type.user));
}

function throwStatement(body: Body, node: StatementOf<'throw'>): void {
  const value = expression(body, node.value);
  if (!mayBeException(value.type))
    body.problem(node.value, `Throw expression must be of type exception: ${value.type.name}`);
  body.writer.line(`${body.writer.count(node.line)}throw thrown(${value.code});`, node.line);
}

export function loop(body: Body, line: number, head: string, inner: Statement | null, prepare?: () => void): void {
  body.loops++;
  braces(body, head, line, inner, () => {
    body.writer.line(TICK, line);
    prepare?.();
  });
  body.loops--;
}

function forLoop(body: Body, node: StatementOf<'for'>): void {
  body.writer.line(`${body.writer.count(node.line)}{`, node.line);
  body.nested(() => {
    if ('kind' in node.init) local(body, node.init);
    else for (const init of node.init) body.writer.line(`${discarded(body, init).code};`, node.line);
    const test = node.condition ? condition(body, node.condition) : '';
    // The grammar of @apexdevtools/apex-parser takes a list here; Salesforce's own parser takes one expression.
    if (node.update[1]) body.problem(node.update[1], "Expecting ')' but was: ','");
    const updates = node.update.map((update) => discarded(body, update).code).join(', ');
    loop(body, node.line, `for (; ${test}; ${updates}) `, node.body);
  });
  body.writer.line('}');
}

function tryStatement(body: Body, node: StatementOf<'try'>): void {
  braces(body, `${body.writer.count(node.line)}try `, node.line, node.block);
  if (node.catches.length) catches(body, node);
  if (node.finally) braces(body, 'finally ', node.finally.line, node.finally);
}

function catches(body: Body, node: StatementOf<'try'>): void {
  const caught = body.fresh('e');
  body.writer.line(`catch (error) { const ${caught} = caught(error);`);
  const earlier: Type[] = [];
  node.catches.forEach((clause, index) => {
    const type = body.resolveType(clause.type, true);
    if (!mayBeException(type))
      body.problem(clause.type, `Catch block variable must be of type exception: ${type.name}`);
    else if (!isError(type) && earlier.some((each) => isAssignable(body.table, type, each)))
      body.problem(clause.type, `Exception type already caught: ${type.name}`);
    if (!isError(type)) earlier.push(type);
    const head = `${index ? 'else ' : ''}if (${isNamed(type, 'Exception') ? 'true' : typeTest(body, caught, type)}) `;
    braces(body, head, clause.line, clause.block, () => {
      const variable = body.declare(clause, clause.name, type);
      body.writer.line(`let ${variable.code} = ${caught};`, clause.line);
    });
  });
  body.writer.line(`else throw ${caught};`);
  body.writer.line('}');
}

/** `System.runAs(user) { … }` changes the running user and starts a fresh mixed-DML context (tests only). */
function runAs(body: Body, node: StatementOf<'runAs'>): void {
  const [user] = node.args.map((arg) => expression(body, arg));
  if (!user || node.args.length !== 1) {
    body.problem(node, "runAs requires a single argument of type 'User' or 'Version'");
    return;
  }
  const wanted = ['User', 'Version', 'Package.Version'];
  if (!isError(user.type) && !wanted.includes(user.type.name))
    body.problem(node.args[0]!, "runAs requires a single argument of type 'User' or 'Version'");
  const before = body.fresh('r');
  body.writer.line(`${body.writer.count(node.line)}const ${before} = $.enterRunAs(nn(${user.code}));`, node.line);
  braces(body, 'try ', node.line, node.block);
  body.writer.line(`finally { $.leaveRunAs(${before}); }`);
}
