/** `Pattern` and `Matcher` (Apex Reference). */
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { ApexList } from '../values/collections.ts';
import { STRING, listOf } from '../values/type.ts';
import { required } from './arguments.ts';
import { execBounded } from './bounded-regex.ts';
import { compileRegex, replaceMatches, splitText } from './regex.ts';

class ApexPattern {
  readonly typeName = 'Pattern';
  readonly source: string;
  readonly regex: RegExp;
  constructor(source: string, regex: RegExp) {
    this.source = source;
    this.regex = regex;
  }
  toString(): string {
    return this.source;
  }
}

class ApexMatcher {
  readonly typeName = 'Matcher';
  pattern: ApexPattern;
  text: string;
  from = 0;
  to: number;
  match: RegExpExecArray | null = null;
  next = 0;
  constructor(pattern: ApexPattern, text: string) {
    this.pattern = pattern;
    this.text = text;
    this.to = text.length;
  }
  /** Whole region, its beginning, or the next place. */
  run(rt: Runtime, mode: 'matches' | 'lookingAt' | 'find'): boolean {
    const { source, flags } = this.pattern.regex;
    const body = mode === 'matches' ? `(?:${source})(?![\\s\\S])` : source;
    const regex = new RegExp(body, mode === 'find' ? flags : flags.replace('g', 'y'));
    regex.lastIndex = mode === 'find' ? this.next : this.from;
    this.match = regex.lastIndex > this.to ? null : execBounded(rt, regex, this.text.slice(0, this.to));
    if (this.match)
      this.next = this.match.index + Math.max(this.match[0].length, mode === 'find' && this.match[0] === '' ? 1 : 0);
    return this.match !== null;
  }
  found(rt: Runtime): RegExpExecArray {
    return this.match ?? rt.raise('System.StringException', 'No match found');
  }
  /** Start and end of a group; -1 where it took no part. */
  range(rt: Runtime, group: number): [number, number] {
    const match = this.found(rt);
    if (group < 0 || group >= match.length) rt.raise('System.StringException', `No group ${group}`);
    return match.indices?.[group] ?? [-1, -1];
  }
  reset(): void {
    this.match = null;
    this.next = 0;
    this.from = 0;
    this.to = this.text.length;
  }
}

export const patternType: SystemType = {
  name: 'Pattern',
  is: (value) => value instanceof ApexPattern,
  statics: {
    compile: (rt, source: string | null) => new ApexPattern(required(rt, source), compileRegex(rt, source!)),
    matches: (rt, source: string | null, text: string | null) =>
      new ApexMatcher(new ApexPattern(required(rt, source), compileRegex(rt, source!)), required(rt, text)).run(
        rt,
        'matches',
      ),
    quote: (rt, text: string | null) => `\\Q${required(rt, text)}\\E`,
  },
  methods: {
    matcher: (rt, self: ApexPattern, text: string | null) => new ApexMatcher(self, required(rt, text)),
    pattern: (_rt, self: ApexPattern) => self.source,
    split: (rt, self: ApexPattern, text: string | null, limit = 0) =>
      new ApexList(listOf(STRING), splitText(rt, required(rt, text), new RegExp(self.regex), limit as number)),
  },
};

export const matcherType: SystemType = {
  name: 'Matcher',
  is: (value) => value instanceof ApexMatcher,
  statics: { quoteReplacement: (rt, text: string | null) => required(rt, text).replace(/[\\$]/g, '\\$&') },
  methods: {
    matches: (rt, self: ApexMatcher) => self.run(rt, 'matches'),
    lookingAt: (rt, self: ApexMatcher) => self.run(rt, 'lookingAt'),
    'find()': (rt, self: ApexMatcher) => self.run(rt, 'find'),
    'find(Integer)': (rt, self: ApexMatcher, start: number) => {
      if (start < 0 || start > self.text.length) rt.raise('System.StringException', 'Illegal start index');
      self.reset();
      self.next = start;
      return self.run(rt, 'find');
    },
    group: (rt, self: ApexMatcher, group = 0) => {
      const [start, end] = self.range(rt, group as number);
      return start < 0 ? null : self.text.slice(start, end);
    },
    groupCount: (_rt, self: ApexMatcher) =>
      new RegExp(`${self.pattern.regex.source}|`, self.pattern.regex.flags).exec('')!.length - 1,
    start: (rt, self: ApexMatcher, group = 0) => self.range(rt, group as number)[0],
    end: (rt, self: ApexMatcher, group = 0) => self.range(rt, group as number)[1],
    replaceAll: (rt, self: ApexMatcher, text: string | null) =>
      replaceMatches(rt, self.text, new RegExp(self.pattern.regex), required(rt, text), false),
    replaceFirst: (rt, self: ApexMatcher, text: string | null) =>
      replaceMatches(rt, self.text, new RegExp(self.pattern.regex), required(rt, text), true),
    reset: (_rt, self: ApexMatcher, text?: string | null) => {
      if (typeof text === 'string') self.text = text;
      self.reset();
      return self;
    },
    region: (rt, self: ApexMatcher, from: number, to: number) => {
      if (from < 0 || to > self.text.length || from > to) rt.raise('System.StringException', 'Region out of bounds');
      self.reset();
      [self.from, self.next, self.to] = [from, from, to];
      return self;
    },
    regionStart: (_rt, self: ApexMatcher) => self.from,
    regionEnd: (_rt, self: ApexMatcher) => self.to,
    pattern: (_rt, self: ApexMatcher) => self.pattern,
    usePattern: (rt, self: ApexMatcher, pattern: ApexPattern | null) => {
      self.pattern = required(rt, pattern);
      self.match = null;
      return self;
    },
    hitEnd: (_rt, self: ApexMatcher) => self.next >= self.to,
  },
};
