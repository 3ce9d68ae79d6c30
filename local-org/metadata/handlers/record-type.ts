/** RecordType: a row of the org's record types, and the picklist values that its records may have. BusinessProcess is kept. */
import { PlatformError } from '../../data/types.ts';
import type { RecordTypeDefinition } from '../../data/types.ts';
import type { DeployContext } from '../deploy/context.ts';
import { putRow } from '../deploy/rows.ts';
import { isNoStandardValue, PROCESS_FIELDS } from '../fields/standard-values.ts';
import type { Component } from '../package/component.ts';
import { isPlainOfPackage } from '../package/namespaces.ts';
import { childrenNamed, flag, placeOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { fieldParts } from './custom-field.ts';
import type { TypeHandler } from './handler.ts';
import { refuseUnknownObject } from './unknown-object.ts';

/** Objects whose record types need a business process (RecordType reference, "businessProcess"). */
const WITH_PROCESS = new Set(['Lead', 'Opportunity', 'Case', 'Solution']);
const MAX_NAME = 80;

function check(component: Component, context: DeployContext): void {
  const document = component.document as XmlElement;
  const { object, field: name } = fieldParts(component.fullName);
  if (name === '') {
    context.problem(component, 'Required field is missing: fullName', { at: document.at });
    return;
  }
  if (!context.resolves('CustomObject', object)) {
    refuseUnknownObject(component, object, context);
    return;
  }
  // A process is named as its label is, blanks and all: `New Sales Process` (Metadata API, "BusinessProcess").
  if (component.type === 'BusinessProcess') {
    const field = PROCESS_FIELDS[object.toLowerCase()];
    if (field !== undefined)
      checkListed(component, field, childrenNamed(document, 'values'), context, (value) =>
        isNoStandardValue(object, field, value, context),
      );
    return;
  }
  if (!/^[A-Za-z](?:_?[A-Za-z0-9])*$/.test(name) || name.length > MAX_NAME)
    context.problem(
      component,
      `The Record Type Name field can only contain underscores and alphanumeric characters. It must be unique, begin with a letter, not include spaces, not end with an underscore, and not contain two consecutive underscores: ${name}`,
    );
  if (isPlainOfPackage(name)) return;
  if (textOf(document, 'label') === undefined)
    context.problem(component, 'Required field is missing: label', { at: document.at });
  const process = textOf(document, 'businessProcess');
  if (process !== undefined) {
    if (!context.resolves('BusinessProcess', `${object}.${process}`))
      context.missing(
        component,
        'businessProcess',
        'BusinessProcess',
        `${object}.${process}`,
        placeOf(document, 'businessProcess'),
      );
  } else if (WITH_PROCESS.has(object))
    context.problem(component, 'Required field is missing: businessProcess', { at: document.at });
  for (const set of childrenNamed(document, 'picklistValues')) checkValues(component, object, set, context);
}

const PICKLISTS = new Set(['picklist', 'multipicklist', 'combobox']);

/** Values of a custom picklist are all known; of a standard one, what the deploy and every org bring. */
function checkValues(component: Component, object: string, set: XmlElement, context: DeployContext): void {
  const name = textOf(set, 'picklist') ?? '';
  const field = context.data.schema.field(object, name);
  if (!field) return;
  // A field of another type has no values.
  const isOther = field.custom && !PICKLISTS.has(field.type);
  if (isOther) checkListed(component, name, childrenNamed(set, 'values'), context, () => true);
  if (field.picklistValues.length === 0) return;
  const known = new Set(field.picklistValues.map(({ value }) => value.toLowerCase()));
  checkListed(component, name, childrenNamed(set, 'values'), context, (value) =>
    field.custom ? !known.has(value.toLowerCase()) : isNoStandardValue(object, name, value, context),
  );
}

function checkListed(
  component: Component,
  picklist: string,
  values: XmlElement[],
  context: DeployContext,
  isNone: (value: string) => boolean,
): void {
  for (const value of values) {
    const text = plain(textOf(value, 'fullName') ?? '');
    if (isNone(text))
      context.problem(component, `Picklist value: ${text} in picklist: ${picklist} not found`, {
        at: placeOf(value, 'fullName'),
      });
  }
}

/** Values stand URL-encoded in the file (RecordType reference, "PicklistValue"). */
function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function definitionOf(component: Component, context: DeployContext): RecordTypeDefinition {
  const document = component.document as XmlElement;
  const { object, field: developerName } = fieldParts(component.fullName);
  const picklists: RecordTypeDefinition['picklists'] = {};
  for (const entry of childrenNamed(document, 'picklistValues')) {
    const field = context.data.schema.field(object, textOf(entry, 'picklist') ?? '');
    if (!field) continue;
    const values = childrenNamed(entry, 'values');
    const preset = values.find((value) => flag(value, 'default'));
    picklists[field.name] = {
      values: values.map((value) => plain(textOf(value, 'fullName') ?? '')),
      ...(preset ? { defaultValue: plain(textOf(preset, 'fullName') ?? '') } : {}),
    };
  }
  return { developerName, picklists };
}

export const recordTypeHandler: TypeHandler = {
  types: ['BusinessProcess', 'RecordType'],
  check,
  apply(component, context) {
    if (component.type === 'BusinessProcess') return {};
    const { data } = context;
    const document = component.document as XmlElement;
    const { object, field: developerName } = fieldParts(component.fullName);
    const describe = data.schema.get(object);
    const existed = data.rows('RecordType', { SobjectType: describe.name, DeveloperName: developerName }).length > 0;
    data.schema.applyRecordType(describe.name, definitionOf(component, context));
    const id = putRow(
      data,
      'RecordType',
      {
        SobjectType: describe.name,
        DeveloperName: developerName,
        Name: textOf(document, 'label') ?? developerName,
        Description: textOf(document, 'description') ?? null,
        IsActive: flag(document, 'active'),
        NamespacePrefix: null,
      },
      ['SobjectType', 'DeveloperName'],
    );
    return { id, existed };
  },
  remove(fullName, { data, store }) {
    const { object, field: developerName } = fieldParts(fullName);
    if (store.has('BusinessProcess', fullName) && !store.has('RecordType', fullName)) return;
    const describe = data.schema.get(object);
    for (const row of data.rows('RecordType', { SobjectType: describe.name, DeveloperName: developerName })) {
      if (data.rows(describe.name, { RecordTypeId: row['Id'] ?? null }).length > 0)
        throw new PlatformError(
          'DELETE_FAILED',
          `The record type ${fullName} cannot be deleted because records of ${describe.name} use it.`,
        );
      data.remove('RecordType', { Id: row['Id'] ?? null });
    }
    data.schema.removeRecordType(describe.name, developerName);
  },
};
