/**
 * Custom fields of User that a directory export brings along: their type is declared in the header (`Region__c:Picklist`), or
 * told by the values. They are made in the throw-away org, so that rules about them can be tried before any org has them.
 */
import type { RuleBook } from '../model.ts';

export const CUSTOM_TYPES = [
  'Text',
  'LongTextArea',
  'Checkbox',
  'Number',
  'Date',
  'DateTime',
  'Picklist',
  'Email',
  'Phone',
  'Url',
] as const;
export type CustomType = (typeof CUSTOM_TYPES)[number];

export interface CustomField {
  /** API name, e.g. `Region__c`. */
  name: string;
  type: CustomType;
  /** Neither declared nor told by a value: no line fills it. */
  isEmpty: boolean;
}

/** Salesforce's longest text that can be filtered. */
const MAX_TEXT = 255;
const LONG_TEXT = 32_768;
const BOOLEAN = /^(?:true|false|yes|no)$/i;
/** A number written with a leading zero is a code, not a number. */
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,8})?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

export const isCustom = (name: string): boolean => /^[A-Za-z]\w*__c$/i.test(name);

/** The type that fits every value; text where nothing else does. */
export function inferType(values: string[]): CustomType {
  const given = values.filter((value) => value !== '');
  if (given.length === 0) return 'Text';
  if (given.every((value) => BOOLEAN.test(value))) return 'Checkbox';
  if (given.every((value) => NUMBER.test(value))) return 'Number';
  if (given.every((value) => DATE.test(value))) return 'Date';
  if (given.every((value) => DATE_TIME.test(value))) return 'DateTime';
  return given.some((value) => value.length > MAX_TEXT) ? 'LongTextArea' : 'Text';
}

/** Custom fields that rules and markers ask for and no column tells: they are made too, and stay empty. */
export function askedFor({ sources, rules }: RuleBook): string[] {
  const asked = [
    ...sources.flatMap(({ isActive, markerField }) => (isActive && markerField ? [markerField] : [])),
    ...rules.flatMap(({ isActive, criteria }) =>
      isActive ? criteria.flatMap(({ field }) => (field ? [field] : [])) : [],
    ),
  ];
  return [...new Map(asked.filter(isCustom).map((name) => [name.toLowerCase(), name])).values()];
}

/** What a value of the field is in Salesforce. Raises when it is none of the type. */
export function valueOf({ name, type }: CustomField, value: string): string | number | boolean {
  if (type === 'Checkbox') {
    if (!/^(?:true|false|yes|no|1|0)$/i.test(value)) throw new Error(`${name}: "${value}" is neither true nor false`);
    return /^(?:true|yes|1)$/i.test(value);
  }
  if (type === 'Number') {
    if (!/^-?\d+(?:\.\d+)?$/.test(value)) throw new Error(`${name}: "${value}" is no number`);
    return Number(value);
  }
  if (type === 'Date' && !DATE.test(value)) throw new Error(`${name}: "${value}" is no date such as 2026-11-30`);
  if (type === 'DateTime' && !DATE_TIME.test(value)) {
    throw new Error(`${name}: "${value}" is no time such as 2026-11-30T12:00:00Z`);
  }
  return value;
}

const DETAILS: Record<CustomType, string> = {
  Text: `<length>${MAX_TEXT}</length>`,
  LongTextArea: `<length>${LONG_TEXT}</length><visibleLines>3</visibleLines>`,
  Checkbox: '<defaultValue>false</defaultValue>',
  Number: '<precision>18</precision><scale>4</scale>',
  Date: '',
  DateTime: '',
  Picklist: '',
  Email: '',
  Phone: '',
  Url: '',
};

/** The field as a source file. `choices` are the values of a picklist. */
export function fieldXml({ name, type }: CustomField, choices: string[]): string {
  const values = choices.map(
    (choice) =>
      `<value><fullName>${escapeXml(choice)}</fullName><default>false</default><label>${escapeXml(choice)}</label></value>`,
  );
  const set =
    type === 'Picklist'
      ? `<valueSet><valueSetDefinition><sorted>false</sorted>${values.join('')}</valueSetDefinition></valueSet>`
      : '';
  return (
    '<?xml version="1.0" encoding="UTF-8"?><CustomField xmlns="http://soap.sforce.com/2006/04/metadata">' +
    `<fullName>${name}</fullName>${type === 'Checkbox' ? DETAILS.Checkbox : ''}<label>${labelOf(name)}</label>` +
    `${type === 'Checkbox' ? '' : DETAILS[type]}<type>${type}</type>${set}</CustomField>`
  );
}

const labelOf = (name: string): string => name.replace(/__c$/i, '').replaceAll('_', ' ').slice(0, 40);

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
