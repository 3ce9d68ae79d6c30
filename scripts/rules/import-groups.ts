/**
 * A table of "who is in this group gets that", as many companies keep it in a spreadsheet, made into rules.
 * Salesforce cannot see the groups of a directory. So a rule of a group asks for the public group of that name, which a SCIM
 * client can fill, unless the line says which User field tells it.
 */
import { parse } from 'csv-parse/sync';
import { ScimError } from '../command.ts';
import {
  GRANTS,
  MAX_LABEL,
  MAX_NAME,
  OPERATORS,
  criterionLabel,
  type Criterion,
  type Grant,
  type Rule,
} from './model.ts';

const MAX_BYTES = 5_000_000;
const COLUMNS = ['group', ...Object.keys(GRANTS), 'field', 'operator', 'value', 'severity'];

/**
 * Rules of the table, one a group. Columns: `group`; one or more of `permissionSet`, `permissionSetGroup`,
 * `permissionSetLicense`, `publicGroup`, `profile`, `role`; optional `field`, `operator` (default equals), `value`, `severity`.
 * @throws {ScimError} `InvalidTable` naming the line
 */
export function importGroups(text: string, file: string, source: string): Rule[] {
  if (text.length > MAX_BYTES) throw invalid(`${file} is larger than 5 MB.`);
  const rules = new Map<string, Rule>();
  for (const { record, info } of rowsOf(text, file)) {
    const at = `${file}:${info.lines}`;
    const group = record['group'];
    if (!group) throw invalid(`${at} names no group.`);
    const grants = grantsOf(record);
    if (grants.length === 0) throw invalid(`${at} names no entitlement of the group ${group}.`);
    const name = groupRuleName(group);
    if (!name) throw invalid(`${at}: no name can be made of the group "${group}".`);
    const rule = rules.get(name);
    if (!rule) {
      rules.set(name, { ...ruleOf(name, group, source, record, at), grants });
    } else if (rule.idpGroup !== group) {
      throw invalid(`${at}: the groups ${rule.idpGroup} and ${group} would get the same name, ${name}.`);
    } else {
      const again = ruleOf(name, group, source, record, at);
      if (record['severity'] && again.severity !== rule.severity) {
        throw invalid(`${at}: ${group} has the severity ${again.severity} here, and ${rule.severity} above.`);
      }
      if (!sameCriterion(again.criteria[0], rule.criteria[0])) {
        throw invalid(
          `${at}: ${group} is told by "${again.criteria[0]?.label}" here, and by "${rule.criteria[0]?.label}" above.`,
        );
      }
      rule.grants.push(
        ...grants.filter(
          (grant) => !rule.grants.some((known) => known.type === grant.type && known.entitlement === grant.entitlement),
        ),
      );
    }
  }
  if (rules.size === 0) throw invalid(`${file} holds no line below its header.`);
  return [...rules.values()];
}

const sameCriterion = (one: Criterion | undefined, other: Criterion | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

type Row = { record: Record<string, string>; info: { lines: number } };

function rowsOf(text: string, file: string): Row[] {
  try {
    return parse(text, {
      bom: true,
      columns: (header: string[]) => header.map((name) => column(name, file)),
      skip_empty_lines: true,
      trim: true,
      info: true,
    }) as unknown as Row[];
  } catch (cause) {
    if (cause instanceof ScimError) throw cause;
    throw invalid(`${file}: ${(cause as Error).message}`);
  }
}

function column(name: string, file: string): string {
  const plain = name.replace(/[\s_-]/g, '').toLowerCase();
  const known = COLUMNS.find((candidate) => candidate.toLowerCase() === plain);
  if (!known) throw invalid(`${file}:1 has an unknown column "${name}"; known are ${COLUMNS.join(', ')}.`);
  return known;
}

function ruleOf(
  name: string,
  group: string,
  source: string,
  record: Record<string, string>,
  at: string,
): Omit<Rule, 'grants'> {
  return {
    name,
    label: group.slice(0, MAX_LABEL),
    source,
    effect: 'Require',
    logic: 'All',
    severity: severityOf(record['severity'], at),
    idpGroup: group,
    rationale: null,
    isActive: true,
    criteria: [criterionOf(record, name, at)],
  };
}

function severityOf(given: string | undefined, at: string): Rule['severity'] {
  const known = (['Critical', 'High', 'Medium', 'Low'] as const).find(
    (one) => one.toLowerCase() === given?.toLowerCase(),
  );
  if (given && !known) throw invalid(`${at}: "${given}" is no severity; known are Critical, High, Medium, Low.`);
  return known ?? 'Medium';
}

function criterionOf(record: Record<string, string>, publicGroup: string, at: string): Criterion {
  const { field, value } = record;
  if (!field) {
    const named = { type: 'PublicGroup', field: null, operator: null, value: publicGroup };
    return { ...named, label: criterionLabel(named) };
  }
  const key = Object.keys(OPERATORS).find(
    (one) => one.toLowerCase() === (record['operator'] || 'equals').toLowerCase(),
  );
  if (!key)
    throw invalid(`${at}: "${record['operator']}" is no operator; known are ${Object.keys(OPERATORS).join(', ')}.`);
  const asked = { type: 'UserField', field, operator: OPERATORS[key as keyof typeof OPERATORS], value: value || null };
  if (!asked.value && !key.toLowerCase().endsWith('blank')) throw invalid(`${at}: ${field} is compared with nothing.`);
  return { ...asked, label: criterionLabel(asked) };
}

function grantsOf(record: Record<string, string>): Grant[] {
  return Object.entries(GRANTS).flatMap(([key, type]) =>
    (record[key] ?? '')
      .split(';')
      .map((entitlement) => entitlement.trim())
      .filter(Boolean)
      .map((entitlement) => ({ label: entitlement.slice(0, MAX_LABEL), type, entitlement })),
  );
}

/** `SG Sales (EMEA)` -> `SG_Sales_EMEA`; empty when no name can be made. Rules number their records, so three characters are kept free. */
export function groupRuleName(group: string): string {
  return group
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '')
    .slice(0, MAX_NAME - 3)
    .replace(/_+$/, '');
}

const invalid = (message: string): ScimError => new ScimError('InvalidTable', message);
