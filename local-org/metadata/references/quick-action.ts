/** References of a quick action: what it opens, and the fields that it shows or fills (QuickAction reference). */
import { textOf } from '../xml/element.ts';
import { fieldOn, objectOf, referencesByRows } from './reference.ts';
import type { Reference, Row, Subject } from './reference.ts';

/** Actions that make or change a record of the object they hang on, where no other object is named. */
const ON_OWN_OBJECT = new Set(['Update']);

export function quickActionReferences(subject: Subject): Reference[] {
  const { document, fullName } = subject;
  const own = fullName.includes('.') ? objectOf(fullName) : undefined;
  const target =
    textOf(document, 'targetObject') ?? (ON_OWN_OBJECT.has(textOf(document, 'type') ?? '') ? own : undefined);
  const fieldOfTarget: Row['name'] = (text) => (target === undefined ? undefined : fieldOn(target, text));
  return referencesByRows(subject, [
    { path: 'targetObject', type: 'CustomObject' },
    { path: 'targetParentField', type: 'CustomField', name: fieldOfTarget },
    {
      path: 'targetRecordType',
      type: 'RecordType',
      name: (text) => (text.includes('.') || target === undefined ? text : `${target}.${text}`),
    },
    {
      path: 'quickActionLayout/quickActionLayoutColumns/quickActionLayoutItems/field',
      type: 'CustomField',
      name: fieldOfTarget,
      loose: true,
    },
    { path: 'fieldOverrides/field', type: 'CustomField', name: fieldOfTarget },
    { path: 'flowDefinition', type: 'Flow' },
    { path: 'page', type: 'ApexPage' },
    { path: 'lightningWebComponent', type: 'LightningComponentBundle', name: (text) => text.replace(/^c:/, '') },
    {
      path: 'lightningComponent',
      type: 'AuraDefinitionBundle',
      name: (text) => (/^(?!c:)\w+:/.test(text) ? undefined : text.replace(/^c:/, '')),
    },
    { path: 'quickActionSendEmailOptions/defaultEmailTemplateName', type: 'EmailTemplate' },
  ]);
}
