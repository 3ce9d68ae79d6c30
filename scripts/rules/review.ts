/**
 * What is doubtful about a rule book by itself, before any org is asked: rules that contradict, repeat or shadow each other.
 * What would make a rule unusable in Salesforce is decided by the shipped Apex (RollcallRuleCheck) and said by the console;
 * this is the review that a colleague would make of the file.
 */
import type { Grant, Rule, RuleBook } from './model.ts';

export interface Doubt {
  severity: 'error' | 'warning';
  code:
    | 'contradictory-profiles'
    | 'contradictory-roles'
    | 'repeated-rule'
    | 'idp-group-twice'
    | 'inactive-source'
    | 'unused-source'
    | 'allowed-and-required';
  /** Developer names, at most two. */
  rules: string[];
  message: string;
}

const ONE_OF = {
  Profile: { code: 'contradictory-profiles', noun: 'profile' },
  Role: { code: 'contradictory-roles', noun: 'role' },
} as const;

/** Every doubt, errors first. */
export function review(book: RuleBook): Doubt[] {
  const active = book.rules.filter(({ isActive }) => isActive);
  const doubts = [
    ...book.rules.flatMap(severalInOne),
    ...pairs(active).flatMap(([one, other]) => between(one, other)),
    ...ofSources(book),
  ];
  return doubts.toSorted((left, right) => Number(left.severity === 'warning') - Number(right.severity === 'warning'));
}

/** A user has one profile and at most one role. */
function severalInOne(rule: Rule): Doubt[] {
  if (rule.effect === 'Allow') return [];
  return (Object.keys(ONE_OF) as (keyof typeof ONE_OF)[]).flatMap((type) => {
    const named = namesOf(rule.grants, type);
    if (named.length < 2) return [];
    const { code, noun } = ONE_OF[type];
    const message = `${rule.name} requires ${named.length} ${noun}s (${named.join(', ')}); a user has one.`;
    return [{ severity: 'error' as const, code, rules: [rule.name], message }];
  });
}

function between(one: Rule, other: Rule): Doubt[] {
  const doubts: Doubt[] = [];
  const rules = [one.name, other.name];
  if (one.idpGroup && one.idpGroup === other.idpGroup && one.source === other.source) {
    doubts.push({
      severity: 'warning',
      code: 'idp-group-twice',
      rules,
      message: `${one.name} and ${other.name} name the same group of the identity provider, ${one.idpGroup}.`,
    });
  }
  if (!meetsEveryoneOf(one, other)) return doubts;
  if (
    one.effect === other.effect &&
    same(grantTexts(one), grantTexts(other)) &&
    same(criterionTexts(one), criterionTexts(other))
  ) {
    doubts.push({
      severity: 'warning',
      code: 'repeated-rule',
      rules,
      message: `${one.name} and ${other.name} say the same.`,
    });
  }
  if (one.effect !== other.effect) doubts.push(...needlessAllow(one, other));
  if (one.effect === 'Require' && other.effect === 'Require') doubts.push(...contradictions(one, other));
  return doubts;
}

/** Whoever meets one rule surely meets the other: only that can be told without looking at users. */
function meetsEveryoneOf(one: Rule, other: Rule): boolean {
  if (one.source !== other.source) return false;
  return (
    isForAll(one) || isForAll(other) || (one.logic === other.logic && same(criterionTexts(one), criterionTexts(other)))
  );
}

const isForAll = ({ criteria, logic }: Rule): boolean =>
  criteria.length > 0 && (logic === 'Any' ? criteria.some(isAlways) : criteria.every(isAlways));
const isAlways = ({ type }: { type: string }): boolean => type === 'Always';

function contradictions(one: Rule, other: Rule): Doubt[] {
  return (Object.keys(ONE_OF) as (keyof typeof ONE_OF)[]).flatMap((type) => {
    const [first] = namesOf(one.grants, type);
    const [second] = namesOf(other.grants, type);
    if (!first || !second || first.toLowerCase() === second.toLowerCase()) return [];
    const { code, noun } = ONE_OF[type];
    return [
      {
        severity: 'error' as const,
        code,
        rules: [one.name, other.name],
        message: `${one.name} requires the ${noun} ${first} and ${other.name} the ${noun} ${second} of the same users; the rule of the worse severity wins.`,
      },
    ];
  });
}

function needlessAllow(one: Rule, other: Rule): Doubt[] {
  const allow = one.effect === 'Allow' ? one : other;
  const require = allow === one ? other : one;
  const required = new Set(grantTexts(require));
  const both = grantTexts(allow).filter((grant) => required.has(grant));
  if (both.length === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'allowed-and-required',
      rules: [allow.name, require.name],
      message: `${allow.name} allows what ${require.name} requires of the same users: ${both.join(', ')}.`,
    },
  ];
}

function ofSources({ sources, rules }: RuleBook): Doubt[] {
  return sources.flatMap((source): Doubt[] => {
    const own = rules.filter((rule) => rule.source === source.name);
    const active = own.filter(({ isActive }) => isActive);
    if (!source.isActive && active.length > 0) {
      const names = active.map(({ name }) => name).join(', ');
      return [
        {
          severity: 'warning',
          code: 'inactive-source',
          rules: active.slice(0, 2).map(({ name }) => name),
          message: `${source.name} is inactive, so these rules apply to nobody: ${names}.`,
        },
      ];
    }
    if (source.isActive && active.length === 0)
      return [
        {
          severity: 'warning',
          code: 'unused-source',
          rules: [],
          message: `No active rule says what users of ${source.name} should hold.`,
        },
      ];
    return [];
  });
}

const namesOf = (grants: Grant[], type: string): string[] => [
  ...new Set(grants.filter((grant) => grant.type === type).map(({ entitlement }) => entitlement)),
];
const grantTexts = ({ grants }: Rule): string[] => grants.map(({ type, entitlement }) => `${type} ${entitlement}`);
const criterionTexts = ({ criteria }: Rule): string[] =>
  criteria.map(({ type, field, operator, value }) => [type, field, operator, value].join('\u0000').toLowerCase());
const same = (left: string[], right: string[]): boolean =>
  left.length === right.length && left.toSorted().every((text, index) => text === right.toSorted()[index]);

function pairs<Item>(items: Item[]): [Item, Item][] {
  return items.flatMap((item, index) => items.slice(index + 1).map((other): [Item, Item] => [item, other]));
}
