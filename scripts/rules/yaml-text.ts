/** The rule book as `entitlements.yml`: only what differs from the defaults, in the order people read it. */
import { stringify } from 'yaml';
import {
  GRANTS,
  MAX_LABEL,
  NAMED_CRITERIA,
  OPERATORS,
  criterionLabel,
  type Criterion,
  type Grant,
  type Rule,
  type RuleBook,
  type Source,
} from './model.ts';

const HEAD = `# Who should hold what. "scim rules generate" writes the custom metadata from this file, "scim rules check" compares.
# docs/rules.md explains every key.
`;

/** The file's text; reading it gives the same rule book. */
export function rulesYaml({ sources, rules }: RuleBook, output: string | null = null): string {
  const document = {
    ...(output === null ? {} : { output }),
    sources: Object.fromEntries(sources.map((source) => [source.name, sourceEntry(source)])),
    rules: Object.fromEntries(rules.map((rule) => [rule.name, ruleEntry(rule)])),
  };
  return HEAD + stringify(document, { lineWidth: 0, singleQuote: true });
}

function sourceEntry(source: Source): object {
  return present({
    label: source.label,
    idp: source.idp,
    integrationUsernames: source.integrationUsernames.length > 0 ? source.integrationUsernames : undefined,
    federationIdPattern: source.federationIdPattern,
    marker: source.markerField ? { field: source.markerField, value: source.markerValue } : undefined,
    usesSso: source.usesSso || undefined,
    graceMinutes: source.graceMinutes,
    firstLoginDays: source.firstLoginDays,
    leaving: leavingEntry(source),
    active: source.isActive ? undefined : false,
  });
}

function leavingEntry({ leavingMode, deadlineMinutes, successor }: Source): object | undefined {
  const mode = leavingMode === 'Deactivate' ? undefined : leavingMode;
  return mode || deadlineMinutes !== null || successor ? present({ mode, deadlineMinutes, successor }) : undefined;
}

function ruleEntry(rule: Rule): object {
  return present({
    label: rule.label,
    source: rule.source,
    effect: rule.effect === 'Require' ? undefined : rule.effect,
    severity: rule.severity === 'Medium' ? undefined : rule.severity,
    idpGroup: rule.idpGroup,
    rationale: rule.rationale,
    active: rule.isActive ? undefined : false,
    [rule.logic === 'Any' ? 'any' : 'all']: rule.criteria.map(criterionEntry),
    grants: rule.grants.map(grantEntry),
  });
}

function criterionEntry(criterion: Criterion): unknown {
  const label = criterion.label === criterionLabel(criterion) ? undefined : criterion.label;
  if (criterion.type === 'Always') return label ? { always: true, label } : 'always';
  const named = keyOf(NAMED_CRITERIA, criterion.type);
  if (named) return present({ [named]: criterion.value, label });
  const operator = keyOf(OPERATORS, criterion.operator ?? '') ?? 'equals';
  return present({ field: criterion.field, [operator]: operatorValue(operator, criterion.value), label });
}

function operatorValue(operator: string, value: string | null): unknown {
  if (operator === 'isBlank' || operator === 'isNotBlank') return true;
  if (operator === 'in' || operator === 'notIn') return (value ?? '').split(',').map((one) => one.trim());
  return value;
}

function grantEntry({ type, entitlement, label }: Grant): object {
  return present({
    [keyOf(GRANTS, type) ?? type]: entitlement,
    label: label === entitlement.slice(0, MAX_LABEL) ? undefined : label,
  });
}

const keyOf = (known: Record<string, string>, wanted: string): string | undefined =>
  Object.keys(known).find((key) => known[key] === wanted);

/** Without the keys that have nothing to say. */
function present(entry: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined && value !== null));
}
