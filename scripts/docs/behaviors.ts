/** The behaviors that tests prove: their `describe` and `it` titles, with every row of `it.each`, read from the source. */
import ts from 'typescript';
import { Closure, declare, enter, evaluate, readModule, recordOf, Scope, Unknown } from './evaluate.ts';
import type { Value } from './evaluate.ts';
import { code, plain } from './markdown.ts';

export interface Behavior {
  /** Titles of the suites around it, outermost first, as Markdown. */
  suites: string[];
  /** Title of the test, as Markdown. */
  title: string;
}

/** Every test of a file, in source order. */
export function behaviorsOf(file: string): Behavior[] {
  const { source, scope } = readModule(file);
  const found: Behavior[] = [];
  visit(source.statements, scope, [], found);
  return found;
}

function visit(statements: readonly ts.Statement[], scope: Scope, suites: string[], found: Behavior[]): void {
  for (const statement of statements) {
    if (ts.isExpressionStatement(statement) && ts.isCallExpression(statement.expression)) {
      call(statement.expression, scope, suites, found);
    } else if (ts.isForOfStatement(statement) && ts.isVariableDeclarationList(statement.initializer)) {
      const { name } = statement.initializer.declarations[0]!;
      const values = evaluate(statement.expression, scope);
      for (const value of Array.isArray(values) ? values : []) {
        const inner = new Scope(scope);
        inner.bind(name, value);
        enterBody(statement.statement, inner, suites, found);
      }
    }
  }
}

function enterBody(body: ts.Node | undefined, scope: Scope, suites: string[], found: Behavior[]): void {
  if (!body || !(ts.isBlock(body) || ts.isStatement(body))) return;
  const statements = ts.isBlock(body) ? body.statements : [body];
  declare(statements, scope);
  visit(statements, scope, suites, found);
}

function call(node: ts.CallExpression, scope: Scope, suites: string[], found: Behavior[]): void {
  const { expression: callee, arguments: args } = node;
  // it.each(rows)(title, test)
  const table =
    ts.isCallExpression(callee) &&
    ts.isPropertyAccessExpression(callee.expression) &&
    callee.expression.name.text === 'each'
      ? callee
      : undefined;
  const name = (table ? (table.expression as ts.PropertyAccessExpression).expression : callee).getText();
  if (name === 'it' || name === 'test') {
    for (const title of titles(table, args[0], scope)) found.push({ suites, title: title.text });
  } else if (name === 'describe') {
    for (const title of titles(table, args[0], scope)) {
      const body = args[1] && evaluate(args[1], scope);
      if (body instanceof Closure) enterBody(body.node.body, enter(body, title.row), [...suites, title.text], found);
    }
  } else if (ts.isIdentifier(callee)) {
    // A function of the file that registers tests.
    const target = scope.find(callee.text)?.();
    const local =
      target instanceof Closure && target.node.getSourceFile() === node.getSourceFile() ? target : undefined;
    if (local)
      enterBody(
        local.node.body,
        enter(
          local,
          args.map((argument) => evaluate(argument, scope)),
        ),
        suites,
        found,
      );
  }
}

function titles(
  table: ts.CallExpression | undefined,
  title: ts.Expression | undefined,
  scope: Scope,
): { text: string; row: Value[] }[] {
  const value = title ? evaluate(title, scope) : '';
  const pattern = typeof value === 'string' ? value : '…';
  if (!table) return [{ text: plain(pattern), row: [] }];
  const rows = table.arguments[0] && evaluate(table.arguments[0], scope);
  if (!Array.isArray(rows)) return [{ text: plain(pattern.replace(/%[a-zA-Z]|\$[\w.]+/g, '…')), row: [] }];
  return rows.map((row, index) => ({ text: filled(pattern, row, index), row: Array.isArray(row) ? row : [row] }));
}

/** A title with one row of its table, by Jest's rules: `%s`, `%p` … take the columns in order, `$name` a property. */
function filled(pattern: string, row: Value, index: number): string {
  const columns = Array.isArray(row) ? [...row] : [row];
  const record = recordOf(row);
  return pattern
    .split(/(%[sdifjopc#%]|\$#|\$[a-zA-Z_][\w.]*)/)
    .map((part) => {
      if (part === '%%') return '%';
      if (part === '%#' || part === '$#') return String(index);
      if (/^%[a-z]$/.test(part)) return shown(columns.shift());
      if (!part.startsWith('$')) return plain(part);
      const [name = '', ...rest] = part.slice(1).split('.');
      if (!Object.hasOwn(record, name)) return plain(part);
      return shown(rest.reduce((value: Value, key) => recordOf(value)[key], record[name]));
    })
    .join('')
    .trim();
}

/** Words stay words; everything else is code. */
function shown(value: Value): string {
  if (value instanceof Unknown) return code(value.text);
  if (typeof value !== 'string') return code(value === undefined ? 'undefined' : JSON.stringify(value, unknownAsText));
  if (value === '') return code("''");
  return /^[\p{L}\d][\p{L}\d ,.’'-]* [\p{L}\d ,.’'-]*$/u.test(value) ? plain(value) : code(value);
}

function unknownAsText(_key: string, value: unknown): unknown {
  if (value instanceof Closure) return value.node.getText();
  return value instanceof Unknown ? value.text : value;
}
