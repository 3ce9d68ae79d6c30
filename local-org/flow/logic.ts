/** Logic over numbered conditions: `and`, `or`, or `1 AND (2 OR NOT 3)` (Help, "Filter Logic"). */

/** Undefined for logic that cannot be read. No condition is as good as one that holds. */
export function logicHolds(logic: string, tests: readonly (() => boolean)[]): boolean | undefined {
  if (tests.length === 0 || /^no_(conditions|filters)$/i.test(logic)) return true;
  if (/^and$/i.test(logic)) return tests.every((test) => test());
  if (/^or$/i.test(logic)) return tests.some((test) => test());
  return new LogicParser(logic, tests).whole();
}

/** AND binds before OR; the platform wants brackets where both stand together. */
class LogicParser {
  private readonly tokens: string[];
  private readonly tests: readonly (() => boolean)[];
  private at = 0;
  constructor(logic: string, tests: readonly (() => boolean)[]) {
    this.tokens = logic.toLowerCase().match(/\d+|and|or|not|[()]|\S+/g) ?? [];
    this.tests = tests;
  }
  whole(): boolean | undefined {
    const value = this.either();
    return this.at === this.tokens.length ? value : undefined;
  }
  private either(): boolean | undefined {
    let value = this.both();
    while (this.tokens[this.at] === 'or') {
      this.at++;
      const other = this.both();
      value = value === undefined || other === undefined ? undefined : value || other;
    }
    return value;
  }
  private both(): boolean | undefined {
    let value = this.one();
    while (this.tokens[this.at] === 'and') {
      this.at++;
      const other = this.one();
      value = value === undefined || other === undefined ? undefined : value && other;
    }
    return value;
  }
  private one(): boolean | undefined {
    const token = this.tokens[this.at++];
    if (token === 'not') {
      const value = this.one();
      return value === undefined ? undefined : !value;
    }
    if (token === '(') {
      const value = this.either();
      return this.tokens[this.at++] === ')' ? value : undefined;
    }
    return this.tests[Number(token) - 1]?.();
  }
}
