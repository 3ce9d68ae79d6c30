/** `switch on`: over literals, enum values and sObject types. */
import { equality } from '../generate/operators.ts';
import type { Expression, StatementOf, WhenClause } from '../syntax/ast.ts';
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
  const { writer } = body;
  const value = body.fresh('s');
  writer.line(`${writer.count(node.line)}{ const ${value} = ${subject.code};`, node.line);
  const clauses = [...node.clauses].sort((a, b) => Number(a.isElse) - Number(b.isElse));
  if (clauses.length !== node.clauses.length || node.clauses.slice(0, -1).some((clause) => clause.isElse)) {
    body.problem(node, 'When else must be the last clause of the switch statement');
  }
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

function test(body: Body, clause: WhenClause, value: string, type: Type): string {
  if (clause.type) return typeTest(body, value, body.resolveType(clause.type));
  return clause.values.map((each) => matches(body, each as Expression, value, type)).join(' || ');
}

function matches(body: Body, node: Expression, value: string, type: Type): string {
  const literal = isEnum(type) ? enumLiteral(body, node, type) : expression(body, node);
  if (!literal) {
    body.problem(node, `Invalid when value: it must be a value of the enum ${type.name}`);
    return 'false';
  }
  if (literal.type.kind === 'null') return `${value} === null`;
  if (isError(type, literal.type)) return 'false';
  if (!isAssignable(body.table, literal.type, type)) {
    body.problem(node, `Incompatible types in switch: ${type.name}, ${literal.type.name}`);
    return 'false';
  }
  // Strings of a switch compare with case, unlike `==` (Apex Developer Guide, "Switch Statements").
  if (isNamed(type, 'String')) return `${value} === ${literal.code}`;
  return equality({ code: value }, { code: implicit(body, literal, type) }, type);
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
