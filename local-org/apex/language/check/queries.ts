/** Inline SOQL and DML statements. */
import { isFeatureField } from '../../../data/schema/of-other-orgs.ts';
import { quote } from '../generate/conversions.ts';
import type { ExpressionOf, StatementOf } from '../syntax/ast.ts';
import { ERROR, isError, isNamed, isSObject } from '../types/type.ts';
import type { Type } from '../types/type.ts';
import { USER_MODE_SINCE } from './body.ts';
import type { Body } from './body.ts';
import { expression } from './expressions.ts';
import { sobjectMember } from './sobject-members.ts';
import type { Value } from './value.ts';

export function inlineQuery(body: Body, node: ExpressionOf<'soql'>): Value {
  const binds = node.binds.map((bind) => {
    const value = expression(body, bind.expression);
    return `${bind.name}: ${value.code}`;
  });
  if (node.mode === 'security_enforced' && body.apiVersion >= USER_MODE_SINCE) {
    body.problem(node, 'WITH SECURITY_ENFORCED is not supported in API version 67.0 and later: use WITH USER_MODE');
  }
  checkText(body, node);
  const written = node.mode === 'security_enforced' ? 'user' : node.mode;
  const options = `{ ${[...binds].join(', ')} }`;
  const args = `${quote(node.text)}, ${options}, ${body.access(written)}${node.allRows ? ', true' : ''}`;
  if (node.result === 'count') return { type: body.table.system('Integer'), code: `$.count(${args})`, nonNull: true };
  const row = node.result === 'aggregate' ? body.table.sobject('AggregateResult') : body.table.sobject(node.from);
  if (!row) return { type: ERROR, code: 'null' };
  return { type: body.table.list(row), code: `$.query(${args})`, nonNull: true, query: true, queryArguments: args };
}

/** How NotImplementedError ends (data/types.ts). */
const NOT_HERE = / is not implemented in the embedded org\.$/;
/** `[FIND …]`: a list of records for each object that it returns. */
export function inlineSearch(body: Body, node: ExpressionOf<'sosl'>): Value {
  const binds = node.binds.map((bind) => `${bind.name}: ${expression(body, bind.expression).code}`);
  for (const found of body.program.environment.checkQuery(node.text)) body.problem(node, found.problem);
  const row = body.table.sobject('SObject') ?? body.table.system('SObject');
  return {
    type: body.table.list(body.table.list(row)),
    code: `$.search(${quote(node.text)}, { ${binds.join(', ')} }, ${body.access(null)})`,
    nonNull: true,
  };
}

/** Problems of the text, at their place in the class file. */
function checkText(body: Body, node: ExpressionOf<'soql'>): void {
  for (const found of body.program.environment.checkQuery(node.text)) {
    // A clause that the platform has deploys; the query refuses by name when it runs.
    if (NOT_HERE.test(found.problem)) continue;
    const column = found.line === 1 ? node.textAt.column + found.column - 1 : found.column;
    body.problem({ line: node.textAt.line + found.line - 1, column }, unlessOfOtherOrgs(body, found.problem));
  }
}

/** How `noSuchField` begins (soql/errors.ts). */
const NO_FIELD = /^No such column '(\w+)' on entity '(\w+)'/;

function unlessOfOtherOrgs({ table }: Body, problem: string): string {
  const [, field = '', object = ''] = NO_FIELD.exec(problem) ?? [];
  const describe = field === '' ? undefined : table.schema.find(object);
  if (!describe || !isFeatureField(describe, field)) return problem;
  return `${describe.name}.${field} is not available in the embedded org`;
}

/** `insert as user records;` as JavaScript. */
export function dmlStatement(body: Body, node: StatementOf<'dml'>): string {
  const target = expression(body, node.target);
  if (isError(target.type)) return '';
  if (node.operation === 'merge') return mergeStatement(body, node, target);
  const row = rowType(target.type);
  if (!row) {
    body.problem(node.target, `DML requires SObject or SObject list type: ${target.type.name}`);
    return '';
  }
  if (node.field && isNamed(row, 'SObject')) {
    body.problem(node, 'Upsert with a field specification requires a concrete SObject type');
    return '';
  }
  const field = node.field ? externalId(body, node, row) : undefined;
  return `$.dml('${node.operation}', nn(${target.code}), ${body.access(node.access)}${field ? `, ${quote(field)}` : ''});`;
}

/** `merge master loser;` and `merge master losers;`. */
function mergeStatement(body: Body, node: StatementOf<'dml'>, master: Value): string {
  const losers = expression(body, node.second!);
  if (isError(losers.type)) return '';
  if (!isSObject(master.type)) {
    body.problem(node.target, `Merge requires an SObject: ${master.type.name}`);
    return '';
  }
  const row = rowType(losers.type);
  const fits = row
    ? row === master.type || isNamed(row, 'SObject') || isNamed(master.type, 'SObject')
    : isNamed(losers.type, 'Id', 'List', 'String');
  if (!fits) {
    body.problem(node.second!, 'Invalid type for duplicate records');
    return '';
  }
  return `$.merge(${master.code}, ${losers.code}, ${body.access(node.access)});`;
}

function rowType(type: Type): Type | undefined {
  if (isSObject(type)) return type;
  const element = isNamed(type, 'List') ? type.args[0] : undefined;
  return element && isSObject(element) ? element : undefined;
}

/** `upsert rows Key__c;` and `upsert rows Account.Fields.Key__c;`. */
function externalId(body: Body, node: StatementOf<'dml'>, row: Type): string | undefined {
  const name = node.field!.split('.').at(-1)!;
  const member = sobjectMember(body, row, name);
  if (!member && !isNamed(row, 'SObject')) {
    body.problem(node, `Field does not exist: ${name} on ${row.name}`);
    return undefined;
  }
  return member?.name ?? name;
}
