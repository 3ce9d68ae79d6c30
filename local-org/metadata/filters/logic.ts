/**
 * Filter logic: `1 AND (2 OR 3)` over the numbered conditions beside it. One grammar for list views, reports, rules, flows,
 * lookup filters and visibility rules (Help, "Filter Logic"; Metadata API Developer Guide, "booleanFilter", "filterLogic",
 * "conditionLogic").
 */
import { childrenNamed } from '../xml/element.ts';
import type { Position, XmlElement } from '../xml/element.ts';

export interface LogicProblem {
  problem: string;
  at: Position;
}

/** Elements that hold logic, and the conditions beside them that its numbers mean. */
const LOGIC: Readonly<Record<string, readonly string[]>> = {
  booleanFilter: [
    'criteriaItems',
    'filters',
    'filterItems',
    'criteria',
    'matchingRuleItems',
    'duplicateRuleFilterItems',
    'ruleItems',
  ],
  conditionLogic: ['conditions'],
  criteriaBooleanFilter: ['milestoneCriteriaFilterItems'],
  exitCriteriaBooleanFilter: ['exitCriteriaFilterItems'],
  filterLogic: ['filters', 'conditions'],
};
/** Words that stand for all logic of flows (Flow reference, "conditionLogic"), and one that is left out. */
const WORDS = /^(and|or|no_conditions|formula_evaluates_to_true|)$/i;
const TOKEN = /\s*(\(|\)|AND|OR|NOT|\d+|\S)/gi;

/** Reads logic by its grammar; the first token that does not belong ends it. */
class Logic {
  readonly numbers: number[] = [];
  private readonly tokens: string[];
  private at = 0;

  constructor(text: string) {
    this.tokens = [...text.matchAll(TOKEN)].map((match) => (match[1] as string).toUpperCase());
  }

  isSound(): boolean {
    return this.any() && this.at === this.tokens.length;
  }

  private take(...words: string[]): boolean {
    const found = words.includes(this.tokens[this.at] ?? '');
    if (found) this.at += 1;
    return found;
  }

  private any(): boolean {
    do if (!this.one()) return false;
    while (this.take('AND', 'OR'));
    return true;
  }

  private one(): boolean {
    if (this.take('NOT')) return this.one();
    if (this.take('(')) return this.any() && this.take(')');
    const token = this.tokens[this.at] ?? '';
    if (!/^\d+$/.test(token)) return false;
    this.numbers.push(Number(token));
    this.at += 1;
    return true;
  }
}

function problemOf(text: string, count: number): string | undefined {
  const logic = new Logic(text);
  // The words of the page that edits filters; what a deploy says of a syntax error is documented nowhere.
  if (!logic.isSound()) return 'Your filter is imprecise or incorrect. Please see the help for tips on filter logic.';
  const undefinedOne = logic.numbers.find((number) => number < 1 || number > count);
  return undefinedOne === undefined ? undefined : `The filter logic references an undefined filter: ${undefinedOne}.`;
}

/** Every logic in the document that cannot be read, or names a condition that is not there. */
export function logicProblems(element: XmlElement): LogicProblem[] {
  return element.children.flatMap((child) => {
    const conditions = LOGIC[child.name]?.flatMap((name) => childrenNamed(element, name)) ?? [];
    const text = child.text.trim();
    // Where no condition is known by its name, the logic may be about others.
    if (conditions.length === 0 || WORDS.test(text)) return logicProblems(child);
    const problem = problemOf(text, conditions.length);
    return problem === undefined ? [] : [{ problem, at: child.at }];
  });
}
