/**
 * Reads `entitlements.yml`. Every problem of the file is told at once, each with its line; nothing is guessed, and an unknown
 * key is a problem, because a misspelt one would otherwise change what people get.
 */
import { LineCounter, isMap, isScalar, isSeq, parseDocument, type Document } from 'yaml';
import * as z from 'zod';
import {
  EFFECTS,
  GRANTS,
  IDP_KINDS,
  LEAVING_MODES,
  MAX_LABEL,
  MAX_NAME,
  NAMED_CRITERIA,
  OPERATORS,
  SEVERITIES,
  criterionLabel,
  type Criterion,
  type Grant,
  type Rule,
  type RuleBook,
  type Source,
} from './model.ts';

export interface RuleProblem {
  /** 1-based line of the file. */
  line: number;
  message: string;
}

/** Carries every problem. */
export class RulesFileError extends Error {
  readonly problems: RuleProblem[];
  constructor(file: string, problems: RuleProblem[]) {
    super(problems.map(({ line, message }) => `${file}:${line} ${message}`).join('\n'));
    this.name = 'RulesFileError';
    this.problems = problems;
  }
}

/** What the file holds. */
export interface RulesFile extends RuleBook {
  /** Folder of the records, from the project root; null when the file does not say. */
  output: string | null;
}

/** A company has hundreds of rules; a file beyond this is none of ours. */
export const MAX_BYTES = 2_000_000;

const DEVELOPER_NAME = /^[A-Za-z](?:_?[A-Za-z0-9])*$/;
const name = z
  .string()
  .max(MAX_NAME, `a name holds at most ${MAX_NAME} characters`)
  .regex(DEVELOPER_NAME, 'a name begins with a letter and holds letters, digits and single underscores');
/** Records of a rule are named after it, with a number behind. */
const ruleName = name.max(MAX_NAME - 3, `a rule's name holds at most ${MAX_NAME - 3} characters`);
const label = z.string().min(1).max(MAX_LABEL, `a label holds at most ${MAX_LABEL} characters`);
const short = z.string().min(1).max(255, 'the text holds at most 255 characters');
const minutes = z.number().int().min(0);
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String).pipe(short);

const sourceShape = z.strictObject({
  label: label.optional(),
  idp: z.enum(IDP_KINDS),
  integrationUsernames: z.array(z.string().min(1)).default([]),
  federationIdPattern: short.nullish(),
  marker: z.strictObject({ field: short, value: text }).nullish(),
  usesSso: z.boolean().default(false),
  graceMinutes: minutes.nullish(),
  firstLoginDays: minutes.nullish(),
  leaving: z
    .strictObject({
      mode: z.enum(LEAVING_MODES).default('Deactivate'),
      deadlineMinutes: minutes.nullish(),
      successor: short.nullish(),
    })
    .nullish(),
  active: z.boolean().default(true),
});

const value = z.union([text, z.array(text).min(1)]);
const criterionShape = z.union([
  z.literal('always'),
  z.strictObject({
    label: label.optional(),
    always: z.literal(true).optional(),
    field: short.optional(),
    ...optional(Object.keys(NAMED_CRITERIA), text),
    ...optional(Object.keys(OPERATORS), value),
  }),
]);
const grantShape = z.strictObject({ label: label.optional(), ...optional(Object.keys(GRANTS), text) });
const ruleShape = z.strictObject({
  label: label.optional(),
  source: z.string().nullish(),
  effect: z.enum(EFFECTS).default('Require'),
  severity: z.enum(SEVERITIES).default('Medium'),
  idpGroup: short.nullish(),
  rationale: short.nullish(),
  active: z.boolean().default(true),
  all: z.array(criterionShape).optional(),
  any: z.array(criterionShape).optional(),
  grants: z.array(grantShape).default([]),
});
const fileShape = z.strictObject({
  output: z.string().min(1).optional(),
  sources: z.record(name, sourceShape).default({}),
  rules: z.record(ruleName, ruleShape).default({}),
});

type CriterionEntry = Exclude<z.infer<typeof criterionShape>, string> & Record<string, unknown>;

function optional<Shape extends z.ZodType>(keys: string[], shape: Shape): Record<string, z.ZodOptional<Shape>> {
  return Object.fromEntries(keys.map((key) => [key, shape.optional()]));
}

/**
 * The rule book of the text, and the folder that it wants its records in.
 * @param file how the file is named in messages
 * @throws {RulesFileError} with every problem
 */
export function readRules(yaml: string, file = 'entitlements.yml'): RulesFile {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, uniqueKeys: true });
  const broken = document.errors.map(({ message, linePos }) => ({
    line: linePos?.[0].line ?? 1,
    message: message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, ''),
  }));
  if (broken.length > 0) throw new RulesFileError(file, broken);
  const parsed = fileShape.safeParse(plainValues(document, file));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => at(document, lines, placeOf(issue), told(issue)));
    throw new RulesFileError(file, problems);
  }
  const problems: RuleProblem[] = [];
  const tell = (path: PropertyKey[], message: string): void => void problems.push(at(document, lines, path, message));
  const sources = Object.entries(parsed.data.sources).map(([key, entry]) => toSource(key, entry));
  const rules = Object.entries(parsed.data.rules).map(([key, entry]) => toRule(key, entry, sources, tell));
  if (problems.length > 0) throw new RulesFileError(file, problems);
  return { output: parsed.data.output ?? null, sources, rules };
}

/** An unknown key is shown where it stands, not where its owner does. */
function placeOf(issue: z.core.$ZodIssue): PropertyKey[] {
  return issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] as string] : issue.path;
}

/** A key that is no name says why only in its inner issues. */
function told(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message).join('; ') : issue.message;
}

/** Aliases are refused: expanded again and again they make a small file enormous. */
function plainValues(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 }) ?? {};
  } catch {
    throw new RulesFileError(file, [{ line: 1, message: 'Aliases (*name) are not supported; write the values out.' }]);
  }
}

/** The problem at the line of its key, or of the nearest thing around it. */
function at(document: Document, lines: LineCounter, path: PropertyKey[], message: string): RuleProblem {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    const name = path[depth - 1];
    const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === name) : undefined;
    const node = (pair?.key ?? (isSeq(parent) ? parent.items[Number(name)] : undefined)) as Ranged | undefined;
    if (node?.range) return { line: lines.linePos(node.range[0]).line, message: `${path.join('.')}: ${message}` };
  }
  return { line: 1, message: path.length > 0 ? `${path.join('.')}: ${message}` : message };
}

interface Ranged {
  range?: [number, number, number] | null;
}

function toSource(key: string, entry: z.infer<typeof sourceShape>): Source {
  return {
    name: key,
    label: entry.label ?? key.replaceAll('_', ' '),
    idp: entry.idp,
    integrationUsernames: entry.integrationUsernames,
    federationIdPattern: entry.federationIdPattern ?? null,
    markerField: entry.marker?.field ?? null,
    markerValue: entry.marker?.value ?? null,
    usesSso: entry.usesSso,
    graceMinutes: entry.graceMinutes ?? null,
    firstLoginDays: entry.firstLoginDays ?? null,
    leavingMode: entry.leaving?.mode ?? 'Deactivate',
    deadlineMinutes: entry.leaving?.deadlineMinutes ?? null,
    successor: entry.leaving?.successor ?? null,
    isActive: entry.active,
  };
}

type Tell = (path: PropertyKey[], message: string) => void;

function toRule(key: string, entry: z.infer<typeof ruleShape>, sources: Source[], tell: Tell): Rule {
  const path = ['rules', key];
  if (entry.source && !sources.some((source) => source.name === entry.source))
    tell([...path, 'source'], `there is no source "${entry.source}"`);
  if (!entry.source && entry.effect === 'Require')
    tell(path, 'a rule that requires needs a source; only Allow rules count for every source');
  if (entry.all && entry.any) tell(path, 'write the criteria under "all" or under "any", not under both');
  const listed = entry.all ?? entry.any ?? [];
  if (listed.length === 0) tell(path, 'there is no criterion; write "all: [always]" for everybody of the source');
  if (entry.grants.length === 0) tell(path, 'there is no grant');
  const list = entry.any ? 'any' : 'all';
  return {
    name: key,
    label: entry.label ?? key.replaceAll('_', ' ').slice(0, MAX_LABEL),
    source: entry.source ?? null,
    effect: entry.effect,
    logic: entry.any ? 'Any' : 'All',
    severity: entry.severity,
    idpGroup: entry.idpGroup ?? null,
    rationale: entry.rationale ?? null,
    isActive: entry.active,
    criteria: listed.map((criterion, index) => toCriterion(criterion, [...path, list, index], tell)),
    grants: entry.grants.map((grant, index) => toGrant(grant, [...path, 'grants', index], tell)),
  };
}

function toCriterion(entry: z.infer<typeof criterionShape>, path: PropertyKey[], tell: Tell): Criterion {
  const isAlways = entry === 'always' || (entry.always && Object.keys(entry).every((key) => ALWAYS_KEYS.includes(key)));
  const criterion = isAlways ? { ...NOTHING, type: 'Always' } : asked(entry as CriterionEntry, path, tell);
  const given = typeof entry === 'string' ? undefined : entry.label;
  return { ...criterion, label: given ?? criterionLabel(criterion) };
}

const NOTHING = { field: null, operator: null, value: null };
const ALWAYS_KEYS = ['always', 'label'];
const BLANKS = ['isBlank', 'isNotBlank'];

function asked(entry: CriterionEntry, path: PropertyKey[], tell: Tell): Omit<Criterion, 'label'> {
  const named = keysIn(entry, NAMED_CRITERIA);
  const operators = keysIn(entry, OPERATORS);
  const isField = entry.field !== undefined;
  const isOne = isField ? named.length === 0 && operators.length === 1 : named.length === 1 && operators.length === 0;
  if (!isOne || entry['always']) {
    tell(
      path,
      `a criterion is "always", one of ${Object.keys(NAMED_CRITERIA).join(', ')}, or a field with one of ${Object.keys(OPERATORS).join(', ')}`,
    );
    return { ...NOTHING, type: 'Always' };
  }
  if (!isField) {
    const [key] = named as [keyof typeof NAMED_CRITERIA];
    return { ...NOTHING, type: NAMED_CRITERIA[key], value: String(entry[key]) };
  }
  const [key] = operators as [keyof typeof OPERATORS];
  return {
    type: 'UserField',
    field: entry.field as string,
    operator: OPERATORS[key],
    value: BLANKS.includes(key) ? null : listText(entry[key], path, tell),
  };
}

/** Salesforce keeps a list as text with commas between. */
function listText(given: unknown, path: PropertyKey[], tell: Tell): string {
  const values = Array.isArray(given) ? (given as string[]) : [String(given)];
  if (values.length > 1 && values.some((one) => one.includes(','))) tell(path, 'a value of a list cannot hold a comma');
  return values.join(', ');
}

function toGrant(entry: z.infer<typeof grantShape>, path: PropertyKey[], tell: Tell): Grant {
  const [key, ...others] = keysIn(entry as Record<string, unknown>, GRANTS) as (keyof typeof GRANTS)[];
  if (!key || others.length > 0) {
    tell(path, `a grant is exactly one of ${Object.keys(GRANTS).join(', ')}`);
    return { label: '', type: '', entitlement: '' };
  }
  const entitlement = String((entry as Record<string, unknown>)[key]);
  return { label: entry.label ?? entitlement.slice(0, MAX_LABEL), type: GRANTS[key], entitlement };
}

const keysIn = (entry: Record<string, unknown>, known: object): string[] =>
  Object.keys(known).filter((key) => entry[key] !== undefined);
