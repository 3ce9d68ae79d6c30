/** References of a Lightning page: components, template, actions, flows and fields (FlexiPage reference). */
import { child, childrenNamed, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { elementsAt, referencesByRows } from './reference.ts';
import type { NameOf, Reference, Row, Subject } from './reference.ts';

const ITEMS = 'flexiPageRegions/itemInstances';
/** Before API 49 components stood directly in the region. */
const COMPONENTS = [`${ITEMS}/componentInstance`, 'flexiPageRegions/componentInstances'];
/** Standard pages that a record page may extend carry a namespace, e.g. `forceChatter__User_rec_L`. */
const STANDARD_PAGE = /^[A-Za-z]\w*?__\w+$/;
/** `Record.Field__c`; longer paths lead through lookups. */
const RECORD_FIELD = /^\{?!?Record\.(\w+)\}?$/;
const CUSTOM_PERMISSION = /^\{!\$Permission\.CustomPermission\.(\w+)\}$/;

export function componentsOf(document: XmlElement): XmlElement[] {
  return COMPONENTS.flatMap((path) => elementsAt(document, path));
}

/** Standard components that name something else in one of their properties. */
const PROPERTIES: Record<string, Record<string, string>> = {
  'flowruntime:interview': { flowName: 'Flow' },
  'flexipage:visualforcePage': { pageName: 'ApexPage' },
};

function propertyReferences(component: XmlElement): Reference[] {
  const name = textOf(component, 'componentName') ?? '';
  return childrenNamed(component, 'componentInstanceProperties').flatMap((property) => {
    const type = PROPERTIES[name]?.[textOf(property, 'name') ?? ''];
    const value = child(property, 'value');
    const fullName = value?.text.trim() ?? '';
    return type && value && fullName !== '' && !fullName.startsWith('{')
      ? [{ field: textOf(property, 'name') ?? 'value', type, fullName, at: value.at }]
      : [];
  });
}

export function flexiPageReferences(subject: Subject): Reference[] {
  const { document } = subject;
  if (!document) return [];
  const object = textOf(document, 'type') === 'RecordPage' ? textOf(document, 'sobjectType') : undefined;
  const recordField: NameOf = (text) => {
    const field = RECORD_FIELD.exec(text)?.[1];
    return field === undefined || object === undefined ? undefined : `${object}.${field}`;
  };
  const rules = [...COMPONENTS, `${ITEMS}/fieldInstance`].map((path) => `${path}/visibilityRule/criteria/leftValue`);
  const rows: Row[] = [
    { path: 'sobjectType', type: 'CustomObject' },
    { path: 'parentFlexiPage', type: 'FlexiPage', name: (text) => (STANDARD_PAGE.test(text) ? undefined : text) },
    {
      path: 'template/name',
      type: 'AuraDefinitionBundle',
      name: (text) => /^(?:c:)?(\w+)$/.exec(text)?.[1],
    },
    { path: `${ITEMS}/fieldInstance/fieldItem`, type: 'CustomField', name: recordField },
    ...rules.map((path): Row => ({ path, type: 'CustomField', name: recordField })),
    ...rules.map((path): Row => ({
      path,
      type: 'CustomPermission',
      name: (text) => CUSTOM_PERMISSION.exec(text)?.[1],
    })),
    { path: 'quickActionList/quickActionListItems/quickActionName', type: 'QuickAction' },
  ];
  const components = componentsOf(document).flatMap((component) => {
    const own = /^(?:c:)?([A-Za-z]\w*)$/.exec(textOf(component, 'componentName') ?? '')?.[1];
    const at = child(component, 'componentName')?.at ?? component.at;
    return own === undefined
      ? []
      : [
          {
            field: 'componentName',
            type: 'LightningComponentBundle',
            fullName: own,
            at,
            or: ['AuraDefinitionBundle'],
            problem: `We couldn't retrieve or load the information on the component: ${textOf(component, 'componentName')}.`,
          },
        ];
  });
  return [...referencesByRows(subject, rows), ...components, ...componentsOf(document).flatMap(propertyReferences)];
}
