/**
 * Reads constants out of TypeScript source without running it: literals, arrays, objects, sets, templates, `as const`, names of the
 * module and of its relative imports, `Object.entries`, `map` and `flatMap`. What cannot be known is an `Unknown` with its text.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Something that only running the code would tell. */
export class Unknown {
  readonly text: string;
  constructor(text: string) {
    this.text = text.replace(/\s+/g, ' ');
  }
}

/** A function as a value: its parameters and body, with the names it can see. */
export class Closure {
  readonly node: ts.SignatureDeclaration & { body?: ts.Node };
  readonly scope: Scope;
  constructor(node: ts.SignatureDeclaration & { body?: ts.Node }, scope: Scope) {
    this.node = node;
    this.scope = scope;
  }
}

export type Value =
  string | number | boolean | null | undefined | Unknown | Closure | Value[] | { [name: string]: Value };

/** Names and their values, worked out when asked for. */
export class Scope {
  readonly #parent: Scope | undefined;
  readonly #names = new Map<string, () => Value>();

  constructor(parent?: Scope) {
    this.#parent = parent;
  }

  define(name: string, value: () => Value): void {
    let known: { value: Value } | undefined;
    this.#names.set(name, () => (known ??= { value: value() }).value);
  }

  find(name: string): (() => Value) | undefined {
    return this.#names.get(name) ?? this.#parent?.find(name);
  }

  /** Binds a parameter or a loop variable, destructured or not. */
  bind(pattern: ts.BindingName, value: Value): void {
    if (ts.isIdentifier(pattern)) {
      this.define(pattern.text, () => value);
      return;
    }
    for (const [index, element] of pattern.elements.entries()) {
      if (ts.isOmittedExpression(element)) continue;
      const key = ts.isArrayBindingPattern(pattern) ? index : (element.propertyName ?? element.name).getText();
      this.bind(element.name, memberOf(value, String(key), element.getText()));
    }
  }
}

const modules = new Map<string, { source: ts.SourceFile; scope: Scope }>();

/** A source file and the names of its top level. */
export function readModule(file: string): { source: ts.SourceFile; scope: Scope } {
  const known = modules.get(file);
  if (known) return known;
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const module = { source, scope: new Scope() };
  modules.set(file, module);
  declare(source.statements, module.scope);
  for (const statement of source.statements)
    if (ts.isImportDeclaration(statement)) importNames(statement, file, module.scope);
  return module;
}

/** Adds what a list of statements declares. */
export function declare(statements: readonly ts.Statement[], scope: Scope): void {
  for (const statement of statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) {
      const closure = new Closure(statement, scope);
      scope.define(statement.name.text, () => closure);
    }
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (ts.isIdentifier(name))
        scope.define(name.text, () => (initializer ? evaluate(initializer, scope) : undefined));
    }
  }
}

function importNames(statement: ts.ImportDeclaration, file: string, scope: Scope): void {
  const from = (statement.moduleSpecifier as ts.StringLiteral).text;
  const bindings = statement.importClause?.namedBindings;
  if (!from.startsWith('.') || !from.endsWith('.ts') || !bindings || !ts.isNamedImports(bindings)) return;
  for (const { name, propertyName } of bindings.elements) {
    const wanted = (propertyName ?? name).text;
    scope.define(
      name.text,
      () => readModule(path.join(path.dirname(file), from)).scope.find(wanted)?.() ?? new Unknown(name.text),
    );
  }
}

/** The value of an expression, as far as the text says it. */
export function evaluate(node: ts.Expression, scope: Scope): Value {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isTemplateExpression(node)) return template(node, scope);
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((element) => elementsOf(element, scope));
  if (ts.isObjectLiteralExpression(node)) return properties(node, scope);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return new Closure(node, scope);
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
  ) {
    return evaluate(node.expression, scope);
  }
  if (ts.isIdentifier(node))
    return node.text === 'undefined' ? undefined : (scope.find(node.text) ?? (() => new Unknown(node.text)))();
  if (ts.isPropertyAccessExpression(node))
    return memberOf(evaluate(node.expression, scope), node.name.text, node.getText());
  if (ts.isCallExpression(node)) return callResult(node, scope);
  if (ts.isNewExpression(node) && ['Set', 'Map'].includes(node.expression.getText()) && node.arguments?.[0]) {
    return evaluate(node.arguments[0], scope);
  }
  if (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand)) return Number(node.getText());
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return true;
    case ts.SyntaxKind.FalseKeyword:
      return false;
    case ts.SyntaxKind.NullKeyword:
      return null;
    default:
      return new Unknown(node.getText());
  }
}

/** A template's text; a part that only running the code would tell reads `…`. */
function template(node: ts.TemplateExpression, scope: Scope): string {
  const parts = node.templateSpans.map((span) => {
    const value = evaluate(span.expression, scope);
    return `${value instanceof Object || value === undefined ? '…' : String(value)}${span.literal.text}`;
  });
  return node.head.text + parts.join('');
}

function elementsOf(element: ts.Expression, scope: Scope): Value[] {
  if (!ts.isSpreadElement(element)) return [evaluate(element, scope)];
  const spread = evaluate(element.expression, scope);
  return Array.isArray(spread) ? spread : [new Unknown(element.getText())];
}

function properties(node: ts.ObjectLiteralExpression, scope: Scope): { [name: string]: Value } {
  const result: { [name: string]: Value } = {};
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) Object.assign(result, recordOf(evaluate(property.expression, scope)));
    else if (ts.isPropertyAssignment(property)) result[nameOf(property.name)] = evaluate(property.initializer, scope);
    else if (ts.isShorthandPropertyAssignment(property)) result[property.name.text] = evaluate(property.name, scope);
    else result[nameOf(property.name)] = new Unknown(property.getText());
  }
  return result;
}

function nameOf(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)
    ? name.text
    : name.getText();
}

/** The properties of a plain object; none for anything else. */
export function recordOf(value: Value): { [name: string]: Value } {
  const plain =
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown) &&
    !(value instanceof Closure);
  return plain ? (value as { [name: string]: Value }) : {};
}

function memberOf(value: Value, name: string, text: string): Value {
  if (Array.isArray(value)) return Object.hasOwn(value, name) ? value[Number(name)] : new Unknown(text);
  const record = recordOf(value);
  return Object.hasOwn(record, name) ? record[name] : new Unknown(text);
}

function callResult(node: ts.CallExpression, scope: Scope): Value {
  const unknown = new Unknown(node.getText());
  if (!ts.isPropertyAccessExpression(node.expression) || !node.arguments[0]) return unknown;
  const method = node.expression.name.text;
  const argument = evaluate(node.arguments[0], scope);
  if (node.expression.expression.getText() === 'Object') {
    if (method === 'entries') return Object.entries(recordOf(argument));
    if (method === 'keys') return Object.keys(recordOf(argument));
    return method === 'values' ? Object.values(recordOf(argument)) : unknown;
  }
  const receiver = evaluate(node.expression.expression, scope);
  if (!Array.isArray(receiver) || !(argument instanceof Closure) || (method !== 'map' && method !== 'flatMap'))
    return unknown;
  const mapped = receiver.map((element, index) => applied(argument, [element, index]));
  return method === 'map' ? mapped : mapped.flat();
}

/** What a function of one expression returns. */
function applied(closure: Closure, args: Value[]): Value {
  const { body } = closure.node;
  const scope = enter(closure, args);
  if (body && !ts.isBlock(body)) return evaluate(body as ts.Expression, scope);
  const statement = body && ts.isBlock(body) && body.statements.length === 1 ? body.statements[0] : undefined;
  return statement && ts.isReturnStatement(statement) && statement.expression
    ? evaluate(statement.expression, scope)
    : new Unknown(closure.node.getText());
}

/** A scope inside a function, with its parameters bound. */
export function enter(closure: Closure, args: readonly Value[]): Scope {
  const scope = new Scope(closure.scope);
  for (const [index, parameter] of closure.node.parameters.entries()) {
    scope.bind(parameter.name, parameter.dotDotDotToken ? args.slice(index) : args[index]);
  }
  return scope;
}
