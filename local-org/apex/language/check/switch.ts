/** `switch on`: over literals, enum values and sObject types. */
import { equality } from '../generate/operators.ts';
import type { Expression, Position, StatementOf, TypeName, WhenClause } from '../syntax/ast.ts';
import { isAssignable } from '../types/conversions.ts';
import { isEnum, isError, isNamed } from '../types/type.ts';
import type { Type } from '../types/type.ts';
import type { Body } from './body.ts';
import { expression } from './expressions.ts';
import { implicit } from './coercion.ts';
import { braces } from './statements.ts';
import { typeTest } from './type-tests.ts';
import type { Value } from './value.ts';

export function switchStatement(body: Body, node: StatementOf<'switch'>): void {
  const subject = expression(body, node.subject);
  checkSubject(body, node.subject, subject.type);
  checkRepeated(body, node.clauses);
  const { writer } = body;
  const value = body.fresh('s');
  writer.line(`${writer.count(node.line)}{ const ${value} = ${subject.code};`, node.line);
  const clauses = [...node.clauses].sort((a, b) => Number(a.isElse) - Number(b.isElse));
  const misplaced = node.clauses.slice(0, -1).find((clause) => clause.isElse);
  if (misplaced) body.problem(misplaced, "'when else' must be the last when block");
  clauses.forEach((clause, index) => {
    const head = clause.isElse
      ? index
        ? 'else '
        : ''
      : `${index ? 'else ' : ''}if (${test(body, clause, value, subject.type)}) `;
    braces(body, head, clause.line, clause.block, () => bindVariable(body, clause, value));
  });
  writer.line('}');
}

function bindVariable(body: Body, clause: WhenClause, value: string): void {
  if (!clause.type || !clause.variable) return;
  const variable = body.declare(clause, clause.variable, body.resolveType(clause.type));
  body.writer.line(`let ${variable.code} = ${value};`, clause.line);
}

/** "Switch Statements": over an Integer, a Long, a String, an enum or a generic sObject. */
function checkSubject(body: Body, at: Expression, type: Type): void {
  const fits = isNamed(type, 'Integer', 'Long', 'String', 'SObject') || isEnum(type) || type.kind === 'null';
  if (!fits && !isError(type) && type.kind !== 'void')
    body.problem(at, `${type.name} is not a valid switch expression type`);
}

/** No two branches for one value or type. */
function checkRepeated(body: Body, clauses: readonly WhenClause[]): void {
  const seen = new Set<string>();
  const add = (at: Position, key: string, written: string): void => {
    if (seen.has(key)) body.problem(at, `${written} occurs as more than one when branch for this switch statement`);
    seen.add(key);
  };
  for (const { type, values } of clauses) {
    if (type) add(type, `type ${typeText(type).toLowerCase()}`, typeText(type));
    for (const value of values) {
      const key = valueKey(value);
      if (key) add(value, ...key);
    }
  }
}

function typeText({ parts }: TypeName): string {
  return parts.map(({ name }) => name).join('.');
}

/** What tells a value apart, and how it is written; null for what is no literal and no name. */
function valueKey(node: WhenClause['values'][number]): [string, string] | null {
  if (node.kind === 'null') return ['null', 'null'];
  if (node.kind === 'literal') return [`${node.type} ${node.value}`, `${node.value}`];
  if (node.kind === 'name') return [`name ${node.name.toLowerCase()}`, node.name];
  if (node.kind === 'unary' && node.operator === '-' && node.operand.kind === 'literal')
    return [`-${node.operand.value}`, `-${node.operand.value}`];
  return null;
}

function test(body: Body, clause: WhenClause, value: string, type: Type): string {
  if (clause.type) {
    const isTyped = !isNamed(type, 'Integer', 'Long', 'String') && !isEnum(type);
    if (!isTyped) body.problem(clause.type, `${type.name} cannot be a when type variable block`);
    return typeTest(body, value, body.resolveType(clause.type));
  }
  return clause.values.map((each) => matches(body, each as Expression, value, type)).join(' || ');
}

function matches(body: Body, node: Expression, value: string, type: Type): string {
  if (node.kind === 'binary' || node.kind === 'conditional' || node.kind === 'call') {
    body.problem(node, 'When clause must be a literal or a non null constant literal');
    return 'false';
  }
  const literal = isEnum(type) ? enumLiteral(body, node, type) : expression(body, node);
  if (!literal) {
    body.problem(
      node,
      node.kind === 'name' ? `Variable does not exist: ${node.name}` : 'Field must be an enum reference',
    );
    return 'false';
  }
  if (!checkConstant(body, node, literal)) return 'false';
  if (literal.type.kind === 'null') return `${value} === null`;
  if (isError(type, literal.type)) return 'false';
  if (!isAssignable(body.table, literal.type, type)) {
    body.problem(
      node,
      isNamed(type, 'SObject')
        ? "Switching on SObject types must be a 'when type variable' or 'when null'"
        : `${literal.type.name} value in when expression cannot be implicitly converted to the ${type.name} type in switch expression`,
    );
    return 'false';
  }
  // Strings of a switch compare with case, unlike `==` (Apex Developer Guide, "Switch Statements").
  if (isNamed(type, 'String')) return `${value} === ${literal.code}`;
  return equality({ code: value }, { code: implicit(body, literal, type) }, type);
}

/** Variables are no values of a branch; static final fields are left alone. */
function checkConstant(body: Body, node: Expression, { place }: Value): boolean {
  if (place?.kind === 'local' && node.kind === 'name') {
    body.problem(node, `Variable does not exist: ${node.name}`);
    return false;
  }
  if (place?.kind === 'field' && !(place.field.static && place.field.final)) {
    body.problem(node, `Field must be a static final constant: ${place.field.name}`);
    return false;
  }
  return true;
}

/** Enum names stand alone in `when`, without their type. */
function enumLiteral(body: Body, node: Expression, type: Type): Value | undefined {
  if (node.kind === 'literal') return node.value === null ? expression(body, node) : undefined;
  if (node.kind !== 'name') return node.kind === 'field' ? expression(body, node) : undefined;
  const names = type.user ? type.user.members().enumValues.map((each) => each.name) : (type.system!.values ?? []);
  const name = names.find((each) => each.toLowerCase() === node.name.toLowerCase());
  if (!name) return undefined;
  const owner = { kind: 'name' as const, line: node.line, column: node.column, name: type.name.split('.')[0]! };
  const target = type.name
    .split('.')
    .slice(1)
    .reduce<Expression>(
      (inner, part) => ({
        kind: 'field',
        line: node.line,
        column: node.column,
        target: inner,
        name: part,
        safe: false,
      }),
      owner,
    );
  return expression(body, { kind: 'field', line: node.line, column: node.column, target, name, safe: false });
}
