/** The rule book as custom metadata records, in the source format that `sf` retrieves, and back. */
import { XMLParser } from 'fast-xml-parser';
import {
  CRITERION_TYPE,
  GRANT_TYPE,
  RECORD_TYPES,
  RULE_TYPE,
  SOURCE_TYPE,
  type Criterion,
  type Grant,
  type RecordType,
  type Rule,
  type RuleBook,
  type Source,
} from './model.ts';

type Value = string | number | boolean | null;

/** One custom metadata record. */
export interface MetadataRecord {
  type: RecordType;
  /** Developer name. */
  name: string;
  label: string;
  /** By field API name. */
  values: Record<string, Value>;
}

export const FILE_SUFFIX = '.md-meta.xml';

/** `Entitlement_Rule.Sales.md-meta.xml`. */
export const fileNameOf = ({ type, name }: Pick<MetadataRecord, 'type' | 'name'>): string =>
  `${type}.${name}${FILE_SUFFIX}`;

/** Type and developer name of a record's file; undefined for files that are not ours. */
export function recordOf(fileName: string): Pick<MetadataRecord, 'type' | 'name'> | undefined {
  const type = RECORD_TYPES.find((known) => fileName.startsWith(`${known}.`));
  if (!type || !fileName.endsWith(FILE_SUFFIX)) return undefined;
  return { type, name: fileName.slice(type.length + 1, -FILE_SUFFIX.length) };
}

/** Records of a rule book, sources first. Criteria and grants are numbered from 1 within their rule. */
export function toRecords({ sources, rules }: RuleBook): MetadataRecord[] {
  return [
    ...sources.map(sourceRecord),
    ...rules.flatMap((rule) => [
      ruleRecord(rule),
      ...rule.criteria.map((criterion, index) => criterionRecord(rule, criterion, index + 1)),
      ...rule.grants.map((grant, index) => grantRecord(rule, grant, index + 1)),
    ]),
  ];
}

function sourceRecord(source: Source): MetadataRecord {
  return {
    type: SOURCE_TYPE,
    name: source.name,
    label: source.label,
    values: {
      Deprovisioning_Deadline_Minutes__c: source.deadlineMinutes,
      Deprovisioning_Mode__c: source.leavingMode,
      Federation_Id_Pattern__c: source.federationIdPattern,
      First_Login_Days__c: source.firstLoginDays,
      Grace_Minutes__c: source.graceMinutes,
      Idp_Kind__c: source.idp,
      Integration_Usernames__c: source.integrationUsernames.join(', ') || null,
      Is_Active__c: source.isActive,
      Marker_Field__c: source.markerField,
      Marker_Value__c: source.markerValue,
      Successor_Username__c: source.successor,
      Uses_Sso__c: source.usesSso,
    },
  };
}

function ruleRecord(rule: Rule): MetadataRecord {
  return {
    type: RULE_TYPE,
    name: rule.name,
    label: rule.label,
    values: {
      Criteria_Logic__c: rule.logic,
      Effect__c: rule.effect,
      Idp_Group_Name__c: rule.idpGroup,
      Is_Active__c: rule.isActive,
      Rationale__c: rule.rationale,
      Severity__c: rule.severity,
      Source__c: rule.source,
    },
  };
}

function criterionRecord(
  rule: Rule,
  { label, type, field, operator, value }: Criterion,
  number: number,
): MetadataRecord {
  return {
    type: CRITERION_TYPE,
    name: `${rule.name}_${number}`,
    label,
    values: { Field__c: field, Operator__c: operator, Rule__c: rule.name, Type__c: type, Value__c: value },
  };
}

function grantRecord(rule: Rule, { label, type, entitlement }: Grant, number: number): MetadataRecord {
  return {
    type: GRANT_TYPE,
    name: `${rule.name}_${number}`,
    label,
    values: { Entitlement_Name__c: entitlement, Rule__c: rule.name, Type__c: type },
  };
}

/** The file's text, fields in alphabetical order as `sf project retrieve` writes them (reference/metadata.md §3.3). */
export function recordXml({ label, values }: MetadataRecord): string {
  const fields = Object.keys(values).sort();
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">',
    `    <label>${escapeXml(label)}</label>`,
    '    <protected>false</protected>',
    ...fields.flatMap((field) => [
      '    <values>',
      `        <field>${field}</field>`,
      `        ${valueXml(values[field] ?? null)}`,
      '    </values>',
    ]),
    '</CustomMetadata>',
    '',
  ].join('\n');
}

function valueXml(value: Value): string {
  if (value === null) return '<value xsi:nil="true"/>';
  const type = typeof value === 'number' ? 'double' : typeof value;
  return `<value xsi:type="xsd:${type}">${escapeXml(String(value))}</value>`;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (char) => ESCAPES[char] as string);

const PARSER = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  trimValues: true,
  isArray: (name) => name === 'values',
});

/**
 * A record out of its file.
 * @throws {Error} when the text is no custom metadata record
 */
export function readRecord(fileName: string, xml: string): MetadataRecord {
  const found = recordOf(fileName);
  const root = (PARSER.parse(xml) as { CustomMetadata?: RecordXml }).CustomMetadata;
  if (!found || !root) throw new Error(`${fileName} is no custom metadata record of sources or rules.`);
  const values = (root.values ?? []).map(({ field, value }) => [field, readValue(value)] as const);
  return { ...found, label: String(root.label ?? found.name), values: Object.fromEntries(values) };
}

interface RecordXml {
  label?: string;
  values?: { field: string; value?: ValueXml }[];
}
type ValueXml = string | { '#text'?: string; '@xsi:type'?: string; '@xsi:nil'?: string };

function readValue(value: ValueXml | undefined): Value {
  if (typeof value === 'string' || value === undefined) return value || null;
  if (value['@xsi:nil'] === 'true') return null;
  const text = value['#text'] ?? '';
  const type = value['@xsi:type'] ?? 'xsd:string';
  if (type === 'xsd:boolean') return text === 'true';
  if (/^xsd:(double|int|decimal)$/.test(type)) return Number(text);
  return text === '' ? null : text;
}

const text = (value: Value | undefined): string | null =>
  value === null || value === undefined ? null : String(value);
const number = (value: Value | undefined): number | null => (typeof value === 'number' ? value : null);

/** A rule book out of records, in any order; criteria and grants keep the order of their names' numbers. */
export function fromRecords(records: MetadataRecord[]): RuleBook {
  const ofType = (type: RecordType): MetadataRecord[] =>
    records
      .filter((record) => record.type === type)
      .sort((left, right) => left.name.localeCompare(right.name, 'en', { numeric: true }));
  const criteria = ofType(CRITERION_TYPE);
  const grants = ofType(GRANT_TYPE);
  return {
    sources: ofType(SOURCE_TYPE).map(readSource),
    rules: ofType(RULE_TYPE).map((record) => readRule(record, criteria, grants)),
  };
}

function readSource({ name, label, values }: MetadataRecord): Source {
  return {
    name,
    label,
    idp: (text(values['Idp_Kind__c']) ?? 'Other') as Source['idp'],
    integrationUsernames: (text(values['Integration_Usernames__c']) ?? '')
      .split(',')
      .map((username) => username.trim())
      .filter(Boolean),
    federationIdPattern: text(values['Federation_Id_Pattern__c']),
    markerField: text(values['Marker_Field__c']),
    markerValue: text(values['Marker_Value__c']),
    usesSso: values['Uses_Sso__c'] === true,
    graceMinutes: number(values['Grace_Minutes__c']),
    firstLoginDays: number(values['First_Login_Days__c']),
    leavingMode: (text(values['Deprovisioning_Mode__c']) ?? 'Deactivate') as Source['leavingMode'],
    deadlineMinutes: number(values['Deprovisioning_Deadline_Minutes__c']),
    successor: text(values['Successor_Username__c']),
    isActive: values['Is_Active__c'] === true,
  };
}

function readRule({ name, label, values }: MetadataRecord, criteria: MetadataRecord[], grants: MetadataRecord[]): Rule {
  const own = (record: MetadataRecord): boolean => record.values['Rule__c'] === name;
  return {
    name,
    label,
    source: text(values['Source__c']),
    effect: (text(values['Effect__c']) ?? 'Require') as Rule['effect'],
    logic: (text(values['Criteria_Logic__c']) ?? 'All') as Rule['logic'],
    severity: (text(values['Severity__c']) ?? 'Medium') as Rule['severity'],
    idpGroup: text(values['Idp_Group_Name__c']),
    rationale: text(values['Rationale__c']),
    isActive: values['Is_Active__c'] === true,
    criteria: criteria.filter(own).map((record) => ({
      label: record.label,
      type: text(record.values['Type__c']) ?? '',
      field: text(record.values['Field__c']),
      operator: text(record.values['Operator__c']),
      value: text(record.values['Value__c']),
    })),
    grants: grants.filter(own).map((record) => ({
      label: record.label,
      type: text(record.values['Type__c']) ?? '',
      entitlement: text(record.values['Entitlement_Name__c']) ?? '',
    })),
  };
}
