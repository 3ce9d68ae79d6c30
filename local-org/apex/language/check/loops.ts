/** `for (T x : …)` over lists, sets, iterables and queries. */
import type { StatementOf } from '../syntax/ast.ts';
import { isAssignable } from '../types/conversions.ts';
import { isError, isNamed, isSObject } from '../types/type.ts';
import type { Type } from '../types/type.ts';
import { interfacesOf } from '../types/symbols.ts';
import type { Body } from './body.ts';
import { convert } from '../generate/conversions.ts';
import { expression } from './expressions.ts';
import { loop } from './statements.ts';
import { required } from './value.ts';
import type { Value } from './value.ts';

/** Rows of one round of `for (List<Account> rows : [SELECT …])` (Apex Developer Guide, "SOQL For Loops"). */
const QUERY_CHUNK = 200;

export function foreachLoop(body: Body, node: StatementOf<'foreach'>): void {
  const type = body.resolveType(node.type);
  const source = expression(body, node.iterable);
  const { writer } = body;
  const element = isError(source.type) ? type : elementType(body, source.type);
  if (!element) {
    body.problem(node.iterable, `Loop must iterate over collection: ${source.type.name}`);
    return;
  }
  if (node.iterable.kind === 'soql') checkQueryLoop(body, node, element, type);
  const chunks = isNamed(type, 'List') && isSObject(element);
  const indexed = chunks || isNamed(source.type, 'List');
  // Rows of dynamic SOQL, and related ones that `getSObjects` gives, need no cast (Apex Developer Guide, "Dynamic SOQL").
  const isDynamic = source.query ?? (node.iterable.kind === 'call' && /^getSObjects$/i.test(node.iterable.name));
  const fits =
    chunks || isAssignable(body.table, element, type) || (isDynamic && isSObject(element) && isSObject(type));
  if (node.iterable.kind !== 'soql' && !isError(type) && !fits)
    body.problem(node.type, `Invalid loop variable type expected ${element.name} was ${type.name}`);
  const items = body.fresh('a');
  const at = body.fresh('i');
  const item = indexed ? `${items}[${at}]` : at;
  writer.line(`${writer.count(node.line)}{ const ${items} = ${itemsOf(body, source, chunks, type)};`, node.line);
  body.nested(() => {
    const size = `${items}n`;
    const head = indexed
      ? `for (let ${at} = 0, ${size} = ${items}.length; ${at} < ${items}.length; ${at}++) `
      : `for (const ${at} of ${items}) `;
    loop(body, node.line, head, node.body, () => {
      if (indexed) writer.line(`if (${items}.length !== ${size}) $.modified();`, node.line);
      const variable = body.declare(node, node.name, type);
      writer.line(`let ${variable.code} = ${chunks ? item : convert(item, element, type)};`, node.line);
    });
  });
  writer.line('}');
}

/** "SOQL For Loops": over rows, or lists of rows, of the object that the query reads. */
function checkQueryLoop(body: Body, node: StatementOf<'foreach'>, element: Type, type: Type): void {
  if (!node.body) body.problem(node, 'Loop with query must provide a statement');
  const row = isNamed(type, 'List') ? type.args[0]! : type;
  if (isError(row, element) || isNamed(row, 'SObject') || row === element) return;
  body.problem(
    node.type,
    `Loop variable must be a generic SObject or List or a concrete SObject or List of: ${element.name}`,
  );
}

/** JavaScript of the elements: an array for lists and chunks, something to iterate over for the rest. */
function itemsOf(body: Body, source: Value, chunks: boolean, type: Type): string {
  if (chunks) return `$.chunks(${required(source)}, ${body.writer.type(type.name)}, ${QUERY_CHUNK})`;
  if (isNamed(source.type, 'List')) return `${required(source)}.items`;
  return `$.elements(${required(source)})`;
}

function elementType(body: Body, type: Type): Type | undefined {
  if (isNamed(type, 'List', 'Set', 'Iterable')) return type.args[0];
  if (isNamed(type, 'Database.QueryLocator')) return body.table.system('SObject');
  const contract = type.user && interfacesOf(type.user).find((each) => each.base === 'Iterable');
  return contract?.args[0];
}
