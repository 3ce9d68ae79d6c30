/**
 * What the embedded org refuses by name: the text of every NotImplementedError in its source, and every other message that
 * says what is not in the embedded org.
 */
import ts from 'typescript';
import { NotImplementedError } from '../../local-org/data/types.ts';
import { absentResources } from '../../local-org/server/rest/service.ts';
import type { RestCall } from '../../local-org/server/rest/router.ts';
import { Closure, evaluate, readModule, Scope } from './evaluate.ts';
import { byCodePoint, eachNode, filesBelow, fromRoot } from './walk.ts';

export interface Refusal {
  /** What is missing, or the whole message. `{object}` stands for a part that depends on the request. */
  text: string;
  /** Layer of the org: `soql`, `apex`, `metadata` … */
  layer: string;
}

/** Files whose refusals are made in loops: their functions are asked instead. */
const ASKED: Readonly<Record<string, () => string[]>> = {
  // The lists of classes and members say what there is; these stop at anything else that the platform has.
  'local-org/apex/runtime/support.ts': () => ['Any method, constructor or variable of a class that is missing above'],
  'local-org/apex/runtime/reflection.ts': () => [],
  'local-org/server/rest/service.ts': () =>
    absentResources.map(
      ({ pattern, methods }) =>
        `${refusalOf(() => methods.GET?.({} as RestCall))} (\`/services/data/vXX.X/${pattern}\`)`,
    ),
};
/** The class itself. */
const DEFINITION = 'local-org/data/types.ts';
/** Words of an expression that do not say what it names. */
const PLAIN_WORDS = new Set([
  'name',
  'fullName',
  'type',
  'params',
  'call',
  'value',
  'this',
  'url',
  'split',
  'toUpperCase',
  'String',
]);
const SAYS_SO = /\b(?:in|by) the embedded org\b/;

/** Runs a function that only refuses, and takes what it names. */
function refusalOf(refuse: () => unknown): string {
  try {
    refuse();
  } catch (error) {
    if (error instanceof NotImplementedError)
      return error.message.replace(/ is not implemented in the embedded org\.$/, '');
    throw error;
  }
  throw new Error('A function that should only refuse returned.');
}

/** Every refusal, each once, by layer and text. */
export function refusals(): Refusal[] {
  const found = filesBelow('local-org', '.ts')
    .filter((file) => fromRoot(file) !== DEFINITION)
    .flatMap(refusalsOf);
  const unique = new Map(found.map((refusal) => [`${refusal.layer}\n${refusal.text}`, refusal]));
  return [...unique.values()].sort((a, b) => byCodePoint(a.layer, b.layer) || byCodePoint(a.text, b.text));
}

function refusalsOf(file: string): Refusal[] {
  const { source, scope } = readModule(file);
  const name = fromRoot(file);
  const texts: string[] = [];
  eachNode(source, (node) => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'NotImplementedError') {
      if (!Object.hasOwn(ASKED, name))
        texts.push(...namedBy(node, scope, `${name}:${source.getLineAndCharacterOfPosition(node.pos).line + 1}`));
    } else if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const text = textOf(node, scope);
      // A message that begins with the name itself is the general form; the tables list those names.
      if (text !== undefined && SAYS_SO.test(text) && !text.startsWith('{')) texts.push(text);
    }
  });
  if (Object.hasOwn(ASKED, name)) texts.push(...ASKED[name]!());
  return texts.map((text) => ({
    text: text
      .replace(/^\d{3}::/, '')
      .replace(/\s+/g, ' ')
      .trim(),
    layer: name.split('/')[1] ?? '',
  }));
}

/** The texts that reach one `new NotImplementedError(…)`: its own, or those of every call of the function around it. */
function namedBy(node: ts.NewExpression, scope: Scope, place: string): string[] {
  const argument = node.arguments?.[0];
  const own = argument && textOf(argument, scope);
  if (own !== undefined) return [own];
  const wrapper = argument && ts.isIdentifier(argument) ? wrapperOf(node, argument.text) : undefined;
  const calls = wrapper ? (callsOf().get(wrapper.closure) ?? []) : [];
  const texts = calls
    .filter((call) => !Object.hasOwn(ASKED, fromRoot(call.getSourceFile().fileName)))
    .map((call) => {
      const given = call.arguments[wrapper!.index];
      return given && textOf(given, readModule(call.getSourceFile().fileName).scope);
    });
  const read = texts.filter((text) => text !== undefined);
  if (read.length === 0 || read.length < texts.length) {
    throw new Error(
      `${place}: cannot read what is not implemented. Write the text where it is thrown, or list the file in ASKED.`,
    );
  }
  return read;
}

/** The named function whose parameter is passed on, and the parameter's place. */
function wrapperOf(node: ts.Node, parameter: string): { closure: ts.Node; index: number } | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (!ts.isFunctionDeclaration(at) && !ts.isArrowFunction(at)) continue;
    const index = at.parameters.findIndex(({ name }) => name.getText() === parameter);
    if (index >= 0) return { closure: at, index };
  }
  return undefined;
}

let calls: Map<ts.Node, ts.CallExpression[]> | undefined;

/** Every call by name in the embedded org, by the function it reaches. */
function callsOf(): Map<ts.Node, ts.CallExpression[]> {
  if (calls) return calls;
  calls = new Map();
  for (const file of filesBelow('local-org', '.ts')) {
    const { source, scope } = readModule(file);
    eachNode(source, (node) => {
      if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return;
      const target = scope.find(node.expression.text)?.();
      if (target instanceof Closure) calls!.set(target.node, [...(calls!.get(target.node) ?? []), node]);
    });
  }
  return calls;
}

/** A text, with `{name}` for what depends on the request; undefined when there is none to read. */
function textOf(node: ts.Expression, scope: Scope): string | undefined {
  const inner = scopeAt(node, scope);
  const value = ts.isTemplateExpression(node)
    ? node.head.text + node.templateSpans.map((span) => shown(span.expression, inner) + span.literal.text).join('')
    : evaluate(node, inner);
  return typeof value === 'string' ? value : undefined;
}

/** A constant as it is; anything else by the last word that says what it is: `object.name` is an `{object}`. */
function shown(part: ts.Expression, scope: Scope): string {
  const value = evaluate(part, scope);
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  const choices = choicesOf(part, scope);
  if (choices.length > 0) return choices.join(' or ');
  const words = (part.getText().split('??')[0] ?? '').match(/[a-zA-Z]+/g) ?? [];
  const telling = words.filter((word) => !PLAIN_WORDS.has(word)).at(-1) ?? words.at(-1);
  return `{${telling ?? '…'}}`;
}

/** The values that lead here: labels of the `case` around it, or of an `if (name === 'A' || name === 'B')`. */
function choicesOf(part: ts.Expression, scope: Scope): string[] {
  const name = part.getText();
  for (let at: ts.Node = part; at.parent && !ts.isFunctionLike(at); at = at.parent) {
    const { parent } = at;
    if (ts.isIfStatement(parent) && parent.thenStatement === at) {
      const tests = parent.expression
        .getText()
        .split('||')
        .map((test) => /^(\w+) === '([^']+)'$/.exec(test.trim()));
      if (tests.every((test) => test?.[1] === name)) return tests.map((test) => test?.[2] ?? '');
    } else if (ts.isCaseClause(parent) && parent.parent.parent.expression.getText() === name) {
      const { clauses } = parent.parent;
      const own = clauses.indexOf(parent);
      const first = clauses.findLastIndex((clause, index) => index < own && clause.statements.length > 0) + 1;
      return clauses
        .slice(first, own + 1)
        .flatMap((clause) => (ts.isCaseClause(clause) ? [String(evaluate(clause.expression, scope))] : []));
    }
  }
  return [];
}

/** Hides the names of the functions around a node: their parameters are not the module's constants. */
function scopeAt(node: ts.Node, scope: Scope): Scope {
  const inner = new Scope(scope);
  for (let at = node.parent; at; at = at.parent) {
    if (!ts.isFunctionLike(at)) continue;
    for (const { name } of at.parameters) if (ts.isIdentifier(name)) inner.define(name.text, () => undefined);
  }
  return inner;
}
