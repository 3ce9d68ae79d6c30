/**
 * Translations (one file a language) and CustomObjectTranslation (one an object and language). The embedded org has the
 * Translation Workbench on and every language active; labels, tabs, apps and fields are then known in the user's language.
 */
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { isFirstLayout, isMissing } from '../references/certain.ts';
import { enumValues } from '../schema/types.ts';
import { childrenNamed, placeOf, rawTextOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { TypeHandler } from './handler.ts';
import { documentOf } from './report.ts';

/** Longest translated label (CustomLabel reference, "value"). */
const MAX_LABEL = 1000;
/** Element of a language file and the type that its `name` refers to. */
const TRANSLATED: Record<string, string> = {
  customLabels: 'CustomLabel',
  customApplications: 'CustomApplication',
  customTabs: 'CustomTab',
  customPageWebLinks: 'CustomPageWebLink',
  reportTypes: 'ReportType',
};
const OBJECT_KINDS = [
  'CustomField',
  'FieldHelp',
  'PicklistValue',
  'NameField',
  'ObjectName',
  'WebLink',
  'LayoutSection',
];

function checkLanguage(component: Component, language: string, context: DeployContext): void {
  if (!enumValues('Language')?.includes(language)) context.problem(component, `Not a supported language: ${language}`);
}

function checkTranslations(component: Component, context: DeployContext): void {
  checkLanguage(component, component.fullName, context);
  const seen = new Set<string>();
  for (const entry of (component.document as XmlElement).children) {
    const type = TRANSLATED[entry.name];
    // Translations of what shows no text here are kept.
    if (!type) continue;
    const name = textOf(entry, 'name') ?? '';
    const at = placeOf(entry, 'name');
    if (isMissing({ field: 'name', type, fullName: name, at }, context))
      context.missing(component, 'name', type, name, at);
    if (seen.has(`${type}:${name}`.toLowerCase())) context.problem(component, `Duplicate name found: ${name}`, { at });
    seen.add(`${type}:${name}`.toLowerCase());
    if (type === 'CustomLabel' && (rawTextOf(entry, 'label') ?? '').length > MAX_LABEL)
      context.problem(component, `Value too long for field: label maximum length is:${MAX_LABEL}`, {
        at: placeOf(entry, 'label'),
      });
    if (type === 'ReportType') checkSections(component, entry, name, context);
  }
}

/** Sections of a report type are named by their labels. */
function checkSections(component: Component, entry: XmlElement, name: string, context: DeployContext): void {
  const type = documentOf('ReportType', name, context);
  // A type that is missing was told so, and nothing is known of one that comes with a feature.
  if (!type) return;
  const known = new Set(childrenNamed(type, 'sections').map((section) => textOf(section, 'masterLabel')));
  for (const section of childrenNamed(entry, 'sections')) {
    const label = textOf(section, 'name') ?? '';
    if (!known.has(label))
      context.missing(component, 'name', `section of the report type ${name}`, label, placeOf(section, 'name'));
  }
}

/** `Object__c-de` -> both. */
function objectParts(fullName: string): { object: string; language: string } {
  const dash = fullName.lastIndexOf('-');
  return { object: fullName.slice(0, dash), language: fullName.slice(dash + 1) };
}

function checkField(component: Component, object: string, field: XmlElement, context: DeployContext): void {
  const name = textOf(field, 'name') ?? '';
  const fullName = `${object}.${name}`;
  if (isMissing({ field: 'name', type: 'CustomField', fullName, at: field.at }, context)) {
    context.missing(component, 'name', 'CustomField', fullName, placeOf(field, 'name'));
    return;
  }
  const describe = context.data.schema.field(object, name);
  // An org may add values to the picklists of the platform.
  if (!describe?.custom) return;
  const values = describe.picklistValues ?? [];
  for (const value of childrenNamed(field, 'picklistValues')) {
    const label = textOf(value, 'masterLabel') ?? '';
    if (!values.some((known) => known.label === label || known.value === label))
      context.problem(component, `Picklist value: ${label} in picklist: ${name} not found`, {
        at: placeOf(value, 'masterLabel'),
      });
  }
}

/** Translated parts of an object, by the element that translates them (CustomObjectTranslation reference). */
const PARTS = {
  fieldSets: 'FieldSet',
  sharingReasons: 'SharingReason',
} as const;

function checkObject(component: Component, context: DeployContext): void {
  const document = component.document as XmlElement;
  const { object, language } = objectParts(component.fullName);
  checkLanguage(component, language, context);
  if (isMissing({ field: 'fullName', type: 'CustomObject', fullName: object, at: component.at }, context)) {
    context.problem(component, `Entity Enumeration Or ID: bad value for restricted picklist field: ${object}`);
    return;
  }
  const own = ['fieldSets', 'sharingReasons'] as const;
  const references: [element: string, nameElement: string, type: string, fullName: (name: string) => string][] = [
    // Standard objects have more of them than the project that translates one.
    ...(/__c$/i.test(object) ? own : []).map((element): [string, string, string, (name: string) => string] => [
      element,
      'name',
      PARTS[element],
      (name) => `${object}.${name}`,
    ]),
    ['layouts', 'layout', 'Layout', (name) => `${object}-${name}`],
    ['quickActions', 'name', 'QuickAction', (name) => `${object}.${name}`],
    ['recordTypes', 'name', 'RecordType', (name) => `${object}.${name}`],
    ['validationRules', 'name', 'ValidationRule', (name) => `${object}.${name}`],
    ['webLinks', 'name', 'WebLink', (name) => `${object}.${name}`],
  ];
  for (const field of childrenNamed(document, 'fields')) checkField(component, object, field, context);
  for (const [element, nameElement, type, fullName] of references) {
    for (const entry of childrenNamed(document, element)) {
      const name = textOf(entry, nameElement) ?? '';
      const reference = { field: nameElement, type, fullName: fullName(name), at: placeOf(entry, nameElement) };
      const isThere = type === 'Layout' && isFirstLayout(reference.fullName, context);
      if (!isThere && isMissing(reference, context))
        context.missing(component, nameElement, type, reference.fullName, reference.at);
    }
  }
}

function applyTranslations(component: Component, { store }: DeployContext): void {
  for (const entry of (component.document as XmlElement).children) {
    const kind = TRANSLATED[entry.name];
    if (kind)
      store.setTranslation(component.fullName, kind, textOf(entry, 'name') ?? '', rawTextOf(entry, 'label') ?? '');
  }
}

function applyObject(component: Component, { store }: DeployContext): void {
  const document = component.document as XmlElement;
  const { object, language } = objectParts(component.fullName);
  const put = (kind: string, name: string, value: string | undefined): void => {
    if (value) store.setTranslation(language, kind, name, value);
  };
  put('NameField', object, textOf(document, 'nameFieldLabel'));
  const plain = childrenNamed(document, 'caseValues').filter(
    (one) => !/^(Accusative|Genitive|Dative)$/.test(textOf(one, 'caseType') ?? ''),
  );
  for (const one of plain)
    put('ObjectName', `${object}${textOf(one, 'plural') === 'true' ? '.plural' : ''}`, textOf(one, 'value'));
  for (const field of childrenNamed(document, 'fields')) {
    const name = `${object}.${textOf(field, 'name')}`;
    put('CustomField', name, textOf(field, 'label'));
    put('FieldHelp', name, textOf(field, 'help'));
    for (const value of childrenNamed(field, 'picklistValues'))
      put('PicklistValue', `${name}.${textOf(value, 'masterLabel')}`, textOf(value, 'translation'));
  }
  for (const link of childrenNamed(document, 'webLinks'))
    put('WebLink', `${object}.${textOf(link, 'name')}`, textOf(link, 'label'));
  for (const layout of childrenNamed(document, 'layouts')) {
    for (const section of childrenNamed(layout, 'sections'))
      put(
        'LayoutSection',
        `${object}-${textOf(layout, 'layout')}.${textOf(section, 'section')}`,
        textOf(section, 'label'),
      );
  }
}

/** Last of all: whatever is translated must be there. */
export const translationHandler: TypeHandler = {
  types: ['Translations', 'CustomObjectTranslation'],
  check(component, context) {
    if (component.type === 'Translations') checkTranslations(component, context);
    else checkObject(component, context);
  },
  apply(component, context) {
    if (component.type === 'Translations') applyTranslations(component, context);
    else applyObject(component, context);
    return {};
  },
  remove(fullName, { store }) {
    if (store.has('Translations', fullName)) store.removeTranslations(fullName, Object.values(TRANSLATED));
    const { object, language } = objectParts(fullName);
    if (store.has('CustomObjectTranslation', fullName)) {
      store.removeTranslations(language, OBJECT_KINDS, `${object}.`);
      store.removeTranslations(language, ['LayoutSection'], `${object}-`);
      store.removeTranslations(language, ['NameField', 'ObjectName'], object);
    }
  },
};
