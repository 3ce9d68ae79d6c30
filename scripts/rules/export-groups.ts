/** The way back of import-groups.ts: rules as a table of "who is in this group gets that", as far as a table can say them. */
import { groupRuleName } from './import-groups.ts';
import { GRANTS, OPERATORS, type Criterion, type Rule } from './model.ts';

export interface GroupTable {
  csv: string;
  /** Rules in the table. */
  rules: number;
  /** Rules that a table cannot say, and why. */
  left: { rule: string; why: string }[];
}

const GRANT_COLUMNS = Object.entries(GRANTS) as [string, string][];
const COLUMNS = ['group', ...GRANT_COLUMNS.map(([column]) => column), 'field', 'operator', 'value', 'severity'];
/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** Rules of one source; importing the table again gives the same rules, but for label and rationale. */
export function exportGroups(rules: Rule[], source: string): GroupTable {
  const own = rules.filter((rule) => rule.source === source || rule.source === null);
  const left: GroupTable['left'] = [];
  const lines: string[][] = [];
  for (const rule of own) {
    const cells = cellsOf(rule);
    const why =
      reasonAgainst(rule, own) ?? (cells.some((cell) => FORMULA.test(cell)) ? 'a spreadsheet would compute it' : null);
    if (why) left.push({ rule: rule.name, why });
    else lines.push(cells);
  }
  const csv = `${[COLUMNS, ...lines].map((line) => line.map(quoted).join(',')).join('\n')}\n`;
  return { csv, rules: lines.length, left };
}

function reasonAgainst(rule: Rule, all: Rule[]): string | null {
  if (rule.effect !== 'Require') return 'it allows instead of requiring';
  if (!rule.isActive) return 'it is inactive';
  if (!rule.idpGroup) return 'it names no group of the identity provider';
  const others = all.filter((other) => other !== rule && other.idpGroup === rule.idpGroup && other.isActive);
  if (others.length > 0) {
    return `its group ${rule.idpGroup} is mapped again by ${others.map(({ name }) => name).join(', ')}`;
  }
  if (rule.name !== groupRuleName(rule.idpGroup)) return `a table would name it ${groupRuleName(rule.idpGroup)}`;
  const [criterion, ...more] = rule.criteria;
  if (!criterion || more.length > 0) return `it has ${rule.criteria.length} criteria; a line has one`;
  if (criterion.type === 'UserField') return null;
  if (criterion.type === 'PublicGroup' && criterion.value === rule.name) return null;
  return 'its criterion is neither a User field nor the public group of its name';
}

function cellsOf(rule: Rule): string[] {
  const [criterion] = rule.criteria;
  return [
    rule.idpGroup ?? '',
    ...GRANT_COLUMNS.map(([, type]) =>
      rule.grants
        .filter((grant) => grant.type === type)
        .map(({ entitlement }) => entitlement)
        .join('; '),
    ),
    ...conditionOf(criterion),
    rule.severity,
  ];
}

function conditionOf(criterion: Criterion | undefined): string[] {
  if (criterion?.type !== 'UserField') return ['', '', ''];
  const operator = Object.entries(OPERATORS).find(([, name]) => name === criterion.operator)?.[0] ?? '';
  return [criterion.field ?? '', operator, criterion.value ?? ''];
}

const quoted = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
