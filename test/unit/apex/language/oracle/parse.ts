/** The oracle: the same syntax tree by the published grammar, `@apexdevtools/apex-parser`. */
import { ApexParserFactory } from '@apexdevtools/apex-parser';
import type { ApexParser } from '@apexdevtools/apex-parser';
import type {
  AnonymousDeclaration,
  TriggerDeclaration,
  TypeDeclaration,
} from '../../../../../local-org/apex/language/syntax/ast.ts';
import { buildAnonymous, buildTrigger, buildType } from './build-declarations.ts';
import { SyntaxProblems } from './problems.ts';
import type { SyntaxProblem } from './problems.ts';

export interface Parsed<T> {
  tree: T | null;
  problems: SyntaxProblem[];
}

/** ANTLR's prediction modes: SLL is about four times faster; LL is asked only when SLL met an error, as ANTLR advises. */
const SLL = 0;
const LL = 1;

export function parseClass(text: string): Parsed<TypeDeclaration> {
  return parse(text, (parser) => {
    const unit = parser.compilationUnit();
    return () => buildType(unit.typeDeclaration());
  });
}

export function parseTrigger(text: string): Parsed<TriggerDeclaration> {
  return parse(text, (parser) => {
    const unit = parser.triggerUnit();
    return () => buildTrigger(unit);
  });
}

export function parseAnonymous(text: string): Parsed<AnonymousDeclaration> {
  return parse(text, (parser) => {
    const unit = parser.anonymousUnit();
    return () => buildAnonymous(unit);
  });
}

function parse<T>(text: string, read: (parser: ApexParser) => () => T): Parsed<T> {
  const quick = attempt(text, SLL, read);
  return quick.problems.length ? attempt(text, LL, read) : quick;
}

function attempt<T>(text: string, prediction: number, read: (parser: ApexParser) => () => T): Parsed<T> {
  const listener = new SyntaxProblems();
  const { parser } = ApexParserFactory.createLexerAndParser(text, listener);
  (parser as unknown as { _interp: { predictionMode: number } })._interp.predictionMode = prediction;
  const build = read(parser);
  if (listener.found.length) return { tree: null, problems: listener.found.slice(0, 1) };
  return { tree: build(), problems: [] };
}
